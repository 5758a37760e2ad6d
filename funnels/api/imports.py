"""Imports: a file and its mapping go in, progress, counts and refused rows come out."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from funnels.api.briefs import SourceBrief
from funnels.api.upserting import kept_by
from funnels.importing.intake import take_in
from funnels.importing.mapping import answer, choose_columns, columns_given
from funnels.importing.reporting import refused_file
from funnels.importing.running import begin_check, begin_run
from funnels.importing.undoing import begin_undo
from funnels.models import ImportBatch
from funnels.models.importing import BatchState, ImportKind
from funnels.rules import may_see_import
from funnels.tasks import work_off_import
from portal.api.briefs import PersonBrief, TeamBrief, own_teams
from portal.api.fields import Derived, Related
from portal.api.filtering import ChoicesFilter, Filters, IdFilter
from portal.api.rendering import JSON, StrictJSON
from portal.api.resource import Created, Listed, Retrieved, Values, verb
from portal.api.shapes import Closed, Shape
from portal.background import enqueue
from portal.doors import PERSONAL
from portal.roles import Role
from portal.verdicts import Verdict, allowed_if


class CSV(BaseRenderer):
    """Only tells the negotiation that CSV is to be had; the lines stream past it."""

    media_type = "text/csv"
    format = "csv"


def texts_of(notes: list[dict[str, str]]) -> list[str]:
    return [note["text"] for note in notes]


class ImportShape(Shape):
    """`position` of `total` rows are worked off. In state checked the counts foretell, from running on they tell."""

    team = Related(TeamBrief)
    source = Related(SourceBrief)
    started_by = Related(PersonBrief)
    notes = Derived(texts_of, "notes", of=serializers.ListField(child=serializers.CharField()))

    class Meta:
        model = ImportBatch
        fields = [
            "id", "version", "kind", "state", "file_name", "total", "position", "created", "changed", "unchanged",
            "refused", "created_at", "started_at", "finished_at", "team", "source", "started_by", "notes",
        ]  # fmt: skip


class Columns(serializers.DictField):
    child = serializers.CharField(max_length=200)


class Answers(serializers.DictField):
    child = serializers.DictField(child=serializers.CharField(max_length=254))


class MappingInput(Closed):
    """What is left out is guessed, or taken from the source's last file."""

    columns = Columns(required=False, help_text="Field → name of the column.")
    values = Answers(required=False, help_text="Topic (stage, owner, product, kind, role) → word of the CRM → meaning.")


class ImportEntry(Closed):
    """multipart/form-data; `mapping` is JSON. With `dry_run` every row is tried and none written: `run/` follows."""

    file = serializers.FileField(max_length=200)
    kind = serializers.ChoiceField(choices=ImportKind.choices, default=ImportKind.OPPORTUNITIES)
    source = serializers.CharField(max_length=60)
    team = Related(TeamBrief, within=own_teams, required=False)
    mapping = serializers.JSONField(required=False, help_text="{“columns”: {…}, “values”: {…}}")
    dry_run = serializers.BooleanField(default=False)

    def validate_mapping(self, value: Any) -> Values:
        mapping = MappingInput(data=value)
        mapping.is_valid(raise_exception=True)
        return dict(mapping.validated_data)


class ImportFilters(Filters):
    kind = ChoicesFilter("kind", choices=ImportKind.choices)
    state = ChoicesFilter("state", choices=BatchState.choices)
    source = IdFilter("source")
    team = IdFilter("team")


class Imports(Listed, Retrieved, Created):
    """Stewards of a team see what was imported into it. Refused rows do not hold up the others."""

    door = PERSONAL
    shape = ImportShape
    entry = ImportEntry
    filters = ImportFilters
    parser_classes = [StrictJSON, MultiPartParser]

    def rows(self) -> QuerySet[ImportBatch]:
        found: QuerySet[ImportBatch] = ImportBatch.objects.visible_to(self.person)
        kept = self.person.reach.teams(Role.STEWARD)
        return found.filter(team__in=kept) if self.action == "list" else found

    def addressed(self) -> QuerySet[ImportBatch]:
        """A colleague who may not import is told so."""
        rows = super().addressed()
        batch = rows.select_related("team").first()
        if batch is not None:
            may_see_import(self.person, batch).or_refuse()
        return rows

    def may_change(self, record: ImportBatch) -> Verdict:
        return may_see_import(self.person, record)

    def may_add(self) -> Verdict:
        return allowed_if(self.person.reach.anywhere(Role.STEWARD), _("Only stewards import."))

    def add(self, values: Values) -> ImportBatch:
        mapping: Values = values.pop("mapping", {})
        dry_run, upload = values.pop("dry_run"), values.pop("file")
        values["team"] = values.get("team") or kept_by(self.person)
        batch = take_in(upload, file_name=upload.name, by=self.person, at=self.now, **values)
        choose_columns(batch, columns_given(batch, mapping.get("columns", {})), by=self.person)
        answer(batch, mapping.get("values", {}), by=self.person)
        (begin_check if dry_run else begin_run)(batch, by=self.person, at=self.now)
        enqueue(work_off_import, batch_id=str(batch.pk))
        return batch

    @verb()
    def run(self, batch: ImportBatch, values: Values) -> None:
        """Import what a dry run has tried."""
        begin_run(batch, by=self.person, at=self.now, version=batch.version)
        enqueue(work_off_import, batch_id=str(batch.pk))

    @verb()
    def undo(self, batch: ImportBatch, values: Values) -> None:
        """Put away what it added and put back what it changed; what somebody worked on since stays."""
        begin_undo(batch, by=self.person, at=self.now, version=batch.version)
        enqueue(work_off_import, batch_id=str(batch.pk))

    @action(detail=True, methods=["get"], url_path="refused", renderer_classes=[JSON, CSV])
    def refused(self, request: Request, **kwargs: Any) -> HttpResponseBase:
        """The refused rows as CSV: their cells, their numbers and the reasons."""
        lines = refused_file(self.opened())
        return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")

    refused.answers, refused.media = OpenApiTypes.STR, CSV.media_type  # type: ignore[attr-defined]
