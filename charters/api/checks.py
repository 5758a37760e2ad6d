"""What one charter still lacks, and what is unclear in its words. It speaks up; it blocks nothing but approval."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import Http404, HttpResponse
from rest_framework import serializers
from rest_framework.request import Request

from charters.api.of_charter import OfCharter
from charters.api.standing import LetterShape, told
from charters.completeness import Section, sections, share_complete
from charters.models import Charter
from charters.models.outlining import documents, with_members
from charters.phrasebook import phrases_here
from charters.smart import from_to, smart
from charters.statements import Remark, remarks
from portal.api.rendering import answer


class GapShape(serializers.Serializer[Any]):
    sentence = serializers.CharField()
    part = serializers.UUIDField(allow_null=True)


class SectionShape(serializers.Serializer[Any]):
    """What a `required` section lacks stands in the way of approval."""

    name = serializers.CharField()
    complete = serializers.BooleanField()
    gaps = GapShape(many=True)

    def get_fields(self) -> Any:
        """Names that the base has for itself."""
        own = {"label": serializers.CharField(), "required": serializers.BooleanField()}
        return {**super().get_fields(), **own}


class RemarkShape(serializers.Serializer[Any]):
    code = serializers.CharField()
    field = serializers.CharField()
    sentence = serializers.CharField()
    part = serializers.UUIDField(allow_null=True)


class SmartShape(serializers.Serializer[Any]):
    objective = serializers.UUIDField()
    sentence = serializers.CharField(allow_null=True)
    letters = LetterShape(many=True)


class ChecksShape(serializers.Serializer[Any]):
    """`complete` of `required` sections; `remarks` on statements; SMART letter by letter for each objective."""

    complete = serializers.IntegerField()
    sections = SectionShape(many=True)
    remarks = RemarkShape(many=True)
    objectives = SmartShape(many=True)

    def get_fields(self) -> Any:
        return {**super().get_fields(), "required": serializers.IntegerField()}


class Checks(OfCharter):
    shape = ChecksShape
    versioned = False

    @cached_property
    def charter(self) -> Charter:
        """With all its parts, in a fixed number of statements."""
        found = Charter.objects.visible_to(self.person).with_parts().filter(pk=self.kwargs["charter"]).first()
        if found is None:
            raise Http404
        charter: Charter = found
        return charter

    def retrieve(self, request: Request, **kwargs: Any) -> HttpResponse:
        [document] = map(with_members, documents([self.charter]))
        found = sections(document, others=self.charter.beside or 0)
        complete, required = share_complete(found)
        written_on = self.charter.created_at.date()
        objectives = [
            {
                "objective": one.id,
                "sentence": from_to(one),
                "letters": [told(letter) for letter in smart(one, written_on=written_on, mission=document.mission)],
            }
            for one in document.objectives
        ]
        return answer(
            {
                "complete": complete,
                "required": required,
                "sections": [of_section(one) for one in found],
                "remarks": [
                    of_remark(one) for one in remarks(document, phrases_here(self.person.organisation.language))
                ],
                "objectives": objectives,
            }
        )


def of_section(one: Section) -> dict[str, Any]:
    return {
        "name": one.name,
        "label": one.label,
        "required": one.required,
        "complete": one.complete,
        "gaps": [{"sentence": gap.sentence, "part": gap.part} for gap in one.gaps],
    }


def of_remark(one: Remark) -> dict[str, Any]:
    return {"code": one.code, "field": one.field, "sentence": one.message, "part": one.part}
