"""What is unclear in a commitment before it is made, and the weak verbs of a language as the organisation keeps them."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language
from rest_framework import serializers
from rest_framework.request import Request

from charters.api.phrase_lists import KeptWordsLists, KeptWordsShape
from coaching.models import WeakVerbs
from coaching.models.words import SHORT
from coaching.verblist import keep_verbs, list_of, verbs_here
from coaching.wording import remarks
from portal.api.fields import Day
from portal.api.rendering import answer
from portal.api.resource import Resource, Values, writing
from portal.api.shapes import Closed
from portal.doors import PERSONAL


class WordingRemark(serializers.Serializer[Any]):
    """`field` is what, due_on or seen_by."""

    field = serializers.CharField()
    code = serializers.CharField()
    message = serializers.CharField()


class WordingRemarks(serializers.Serializer[Any]):
    remarks = WordingRemark(many=True)


class DraftedCommitment(Closed):
    what = serializers.CharField(allow_blank=True, max_length=SHORT)
    seen_by = serializers.CharField(required=False, allow_blank=True, max_length=SHORT)
    due_on = Day(required=False, allow_null=True)
    next_on = Day(required=False, allow_null=True, help_text="The day of the next session.")


class Wording(Resource):
    """What could be clearer in a commitment. Nothing is stored, and nothing is refused because of it."""

    door = PERSONAL
    shape = WordingRemarks
    entry = DraftedCommitment
    versioned = False

    @writing
    def create(self, request: Request, **kwargs: Any) -> HttpResponse:
        found = remarks(**self.values(DraftedCommitment), verbs=verbs_here(get_language() or ""))
        return answer({"remarks": [vars(one) for one in found]})

    create.makes = False  # type: ignore[attr-defined]


class WeakVerbsShape(KeptWordsShape):
    """Until it is changed for the first time, a language has the verbs that come with the portal."""

    class Meta(KeptWordsShape.Meta):
        model = WeakVerbs


class WeakVerbLists(KeptWordsLists):
    """Kept by stewards; by the language's code, such as `en`."""

    shape = WeakVerbsShape

    def list_of(self, language: str) -> WeakVerbs | None:
        return list_of(language)

    def edit(self, record: WeakVerbs, values: Values) -> None:
        keep_verbs(record.language, values, by=self.person, at=self.now, version=record.version)
