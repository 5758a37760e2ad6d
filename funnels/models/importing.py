"""Imports: where files come from, each file taken in, and the pieces it is worked off in."""

from __future__ import annotations

from datetime import datetime

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.models import Person, Record, Team, Versioned
from portal.scoping import ScopedModel, ScopedQuerySet


class ImportKind(models.TextChoices):
    OPPORTUNITIES = "opportunities", _("Opportunities")
    ACCOUNTS = "accounts", _("Accounts")
    PRODUCTS = "products", _("Product lines")
    PEOPLE = "people", _("People and teams")


class BatchState(models.TextChoices):
    READ = "read", _("Read, waiting for its mapping")
    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Checked, waiting for your word")
    RUNNING = "running", _("Being imported")
    DONE = "done", _("Imported")
    FAILED = "failed", _("Stopped by an error")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")


class TeamOwnedQuerySet(ScopedQuerySet):
    team_path = "team"


class ImportSource(ScopedModel, Versioned):
    """Another system, such as a CRM. Remembers how its columns and values map onto ours, per kind of import."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="import_sources", verbose_name=_("team"))
    name = models.CharField(_("name"), max_length=60)
    columns = models.JSONField(default=dict, editable=False)
    values = models.JSONField(default=dict, editable=False)

    objects = TeamOwnedQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "name"],
                name="source_name_once",
                violation_error_message=_("This team has a source of this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class ImportBatch(ScopedModel, Versioned):
    """One file. `position` counts rows worked off; it is saved with each chunk's effect, so a killed worker repeats none.

    `header` describes each column (name, samples, values), `columns` says which of them holds which field, and
    `values` holds the answers about words of the CRM. `started_at` is the one moment that all its effects carry;
    `finished_at` is when it ended, or when its undo began. `notes` say why one stopped that failed.
    """

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="imports")
    source = models.ForeignKey(ImportSource, on_delete=models.PROTECT, related_name="batches")
    kind = models.CharField(max_length=15, choices=ImportKind.choices, default=ImportKind.OPPORTUNITIES)
    state = models.CharField(max_length=10, choices=BatchState.choices, default=BatchState.READ, editable=False)
    file_name = models.CharField(max_length=200)
    file_digest = models.CharField(max_length=64)
    header = models.JSONField(default=list)
    columns = models.JSONField(default=dict)
    values = models.JSONField(default=dict)
    started_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    total = models.PositiveIntegerField(default=0)
    position = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    notes = models.JSONField(default=list)
    undone_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(null=True)
    touched_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = TeamOwnedQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.file_name


class BatchPartQuerySet(ScopedQuerySet):
    team_path = "batch__team"


class ImportChunk(ScopedModel, Record):
    """Some hundred rows of a file with what became of each.

    `rows` is [number, cells, problem] each; `refused` is [{"row": number, "reasons": […]}]; `effects` is
    [{"id", "model", "before": {…} or null when created, "after": {…}}], which undo walks backwards.
    `overruled` lists where the CRM and what a person did in the portal differ; `kept` what undo left alone.
    """

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="chunks")
    number = models.PositiveIntegerField()
    rows = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    refused = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    preview = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    effects = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    overruled = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    kept = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    done = models.BooleanField(default=False)

    objects = BatchPartQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="chunk_number_once")]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.number}"


class ReceiptQuerySet(models.QuerySet["ImportReceipt"]):
    def of(self, person: Person) -> ReceiptQuerySet:
        return self.filter(person=person)

    def unread(self) -> ReceiptQuerySet:
        return self.filter(read_at=None)

    def mark_read(self, *, at: datetime) -> int:
        return self.unread().update(read_at=at)


class ImportReceipt(Record):
    """What one import, or its undo, did to one owner's opportunities. Only that person reads it.

    `lines` is [{"id": opportunity, "what": word of `funnels.importing.receipts`, "fields": […]}], capped; the counts are
    not. Of an undo, `created` counts what was put away again, `changed` what was put back, `kept` what stayed.
    """

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="receipts")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    undoes = models.BooleanField(default=False, db_default=False)
    created = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0, db_default=0)
    lines = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    read_at = models.DateTimeField(null=True)

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["batch", "person", "undoes"], name="receipt_once")]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.person_id}"
