"""Putting back what one piece of an import did, in a number of statements that does not grow with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from funnels.choices import CRM_REASON, MoveKind, Status
from funnels.importing.comparing import shares_of
from funnels.importing.judging import Effect
from funnels.importing.leavetaking import take_leave
from funnels.importing.running import EVERYTHING
from funnels.models import (
    Account,
    BuyingInfluence,
    Collaboration,
    Contact,
    CustomerCommitment,
    CustomerMeeting,
    ImportBatch,
    Opportunity,
    OpportunityLine,
    Product,
    StageEvent,
)
from portal.models import Event

UNDONE: Final = "import_undone"
TURN: Final = frozenset({"status", "closed_on", "closed_per_crm", "last_move"})
NOT_A_FIELD: Final = frozenset({"lines", "version"})
BROUGHT_BACK: Final = "archived_at"
FIRST_VERSION: Final = 1

Values = dict[str, Any]
Kept = list[Values]
"""What was left alone: [{"id", "model", "title", "fields" or "reason"}]."""


class Reverting:
    def __init__(self, batch: ImportBatch) -> None:
        assert batch.finished_at is not None
        self.batch, self.at, self.by = batch, batch.finished_at, batch.undone_by
        self.kept: Kept = []
        self.events: list[Event] = []

    def revert(self, effects: Sequence[Effect]) -> Kept:
        """Opportunities before what they refer to; people before the teams they are in."""
        by_model: dict[str, list[Effect]] = {}
        for effect in effects:
            by_model.setdefault(effect["model"], []).append(effect)
        self._opportunities(by_model.get("opportunity", []))
        self._shared(Account, by_model.get("account", []), _accounts_in_use)
        self._shared(Product, by_model.get("product", []), _products_in_use)
        Event.objects.bulk_create(self.events)
        self.kept += take_leave(by_model, by=self.by, at=self.at)
        return self.kept

    def _opportunities(self, effects: Sequence[Effect]) -> None:
        ids = [effect["id"] for effect in effects]
        rows = Opportunity.objects.everything(reason=EVERYTHING).filter(pk__in=ids).select_for_update(of=("self",))
        records = {str(one.pk): one for one in rows.order_by("id").prefetch_related("lines", "commitments")}
        worked_on = _worked_on(ids)
        every = Opportunity.objects.everything(reason=EVERYTHING)
        self._put_away(every, records, [one for one in effects if _adds(one)], worked_on)
        changes = [one for one in effects if not _adds(one)]
        turned = [self._turn_back(records[one["id"]], one) for one in changes if "last_move" in one["after"]]
        StageEvent.objects.bulk_create([event for event in turned if event])
        touched = {name for one in changes for name in self._put_back(records[one["id"]], one)}
        touched |= {"version", *TURN, "close_reasons"} if turned else {"version"}
        every.bulk_update([records[one["id"]] for one in changes], sorted(touched))
        self._put_lines_back(records, changes)

    def _shared(
        self,
        model: type[Account] | type[Product],
        effects: Sequence[Effect],
        in_use: Callable[[Sequence[str]], set[UUID]],
    ) -> None:
        ids = [effect["id"] for effect in effects]
        rows = model._default_manager.filter(pk__in=ids).select_for_update(of=("self",)).order_by("id")
        records: dict[str, Any] = {str(one.pk): one for one in rows}
        adding = [one for one in effects if _adds(one)]
        self._put_away(
            model._default_manager.all(), records, adding, in_use([one["id"] for one in adding]) if adding else set()
        )
        changes = [one for one in effects if not _adds(one)]
        touched = {name for one in changes for name in self._put_back(records[one["id"]], one)}
        model._default_manager.bulk_update([records[one["id"]] for one in changes], sorted(touched | {"version"}))

    def _put_away(
        self, rows: models.QuerySet[Any], records: Mapping[str, Any], effects: Iterable[Effect], in_use: set[UUID]
    ) -> None:
        """Archive what the import added, or had brought back, unless somebody has made use of it since."""
        away = []
        for effect in effects:
            record = records[effect["id"]]
            since = record.version != effect["after"].get("version", FIRST_VERSION)
            if record.pk in in_use or since:
                self._keep(effect, record, reason=_("is in use now"))
            elif record.archived_at is None:
                before = effect["before"] or {}
                record.archived_at = _python(record, BROUGHT_BACK, before.get(BROUGHT_BACK)) or self.at
                record.import_batch_id = before.get("import_batch", record.import_batch_id)
                record.version += 1
                away.append(record)
                self._note(effect, record, "archived", {}, {})
        rows.bulk_update(away, ["archived_at", "import_batch", "version"])

    def _put_back(self, record: Any, effect: Effect) -> set[str]:
        """Give each field what it had, where it still has what the import gave it."""
        names = set(effect["after"]) - NOT_A_FIELD - (TURN if "last_move" in effect["after"] else set())
        same = {name for name in names if _now(record, name) == _python(record, name, effect["after"][name])}
        if names - same:
            self._keep(effect, record, fields=sorted(names - same))
        for name in same:
            setattr(record, _field(record, name).attname, _python(record, name, effect["before"][name]))
        if same:
            record.version += 1
            self._note(
                effect, record, UNDONE, *({name: effect[side][name] for name in same} for side in ("after", "before"))
            )
        return same

    def _turn_back(self, record: Opportunity, effect: Effect) -> StageEvent | None:
        """Open or closed again as before, unless it moved since."""
        before = effect["before"]
        if str(record.last_move_id) != effect["after"]["last_move"]:
            self._keep(effect, record, fields=["status"])
            return None
        event = StageEvent(
            opportunity=record,
            kind=MoveKind.UNDONE,
            from_stage_id=record.stage_id,
            to_stage_id=record.stage_id,
            from_status=record.status,
            to_status=before["status"],
            by=self.by,
            at=self.at,
            team_id=record.team_id,
        )
        record.status, record.last_move, record.closed_per_crm = before["status"], event, before["closed_per_crm"]
        record.closed_on = _python(record, "closed_on", before["closed_on"])
        record.close_reasons = [] if record.status == Status.OPEN else [CRM_REASON]
        record.version += 1
        return event

    def _put_lines_back(self, records: Mapping[str, Opportunity], changes: Iterable[Effect]) -> None:
        shares = {}
        for effect in changes:
            if "lines" in effect["after"]:
                record = records[effect["id"]]
                if shares_of(record) == effect["after"]["lines"]:
                    shares[record.pk] = effect["before"]["lines"]
                else:
                    self._keep(effect, record, fields=["lines"])
        if shares:
            lines = OpportunityLine.objects.everything(reason=EVERYTHING)
            lines.filter(opportunity_id__in=shares).delete()
            OpportunityLine.objects.bulk_create(
                OpportunityLine(opportunity_id=pk, product_id=product, share=share)
                for pk, split in shares.items()
                for product, share in split.items()
            )

    def _keep(self, effect: Effect, record: Any, **why: Any) -> None:
        self.kept.append({"id": str(record.pk), "model": effect["model"], "title": str(record), **why})

    def _note(self, effect: Effect, record: Any, verb: str, before: Values, after: Values) -> None:
        self.events.append(
            Event(
                subject_kind=effect["model"],
                subject_id=record.pk,
                verb=verb,
                by=self.by,
                at=self.at,
                team_id=getattr(record, "team_id", None),
                before=before,
                after=after,
            )
        )


def _adds(effect: Effect) -> bool:
    return effect["before"] is None or BROUGHT_BACK in effect["after"]


def _python(record: models.Model, name: str, value: Any) -> Any:
    """From the form in which effects are kept."""
    return _field(record, name).to_python(value)


def _now(record: models.Model, name: str) -> Any:
    return getattr(record, _field(record, name).attname)


def _field(record: models.Model, name: str) -> models.Field[Any, Any]:
    field = record._meta.get_field(name)
    assert isinstance(field, models.Field)
    return field


def _worked_on(ids: Sequence[str]) -> set[UUID]:
    """Opportunities on which somebody recorded something."""
    parts = (CustomerCommitment, BuyingInfluence, CustomerMeeting, Collaboration)
    of_it = [Exists(part.objects.everything(reason=EVERYTHING).filter(opportunity=OuterRef("pk"))) for part in parts]
    rows = Opportunity.objects.everything(reason=EVERYTHING).filter(pk__in=ids)
    return set(rows.filter(of_it[0] | of_it[1] | of_it[2] | of_it[3]).values_list("pk", flat=True))


def _accounts_in_use(ids: Sequence[str]) -> set[UUID]:
    current = Opportunity.objects.everything(reason=EVERYTHING).current().filter(account=OuterRef("pk"))
    contacts = Contact.objects.filter(account=OuterRef("pk"))
    rows = Account.objects.filter(pk__in=ids).filter(Q(Exists(current)) | Q(Exists(contacts)))
    return set(rows.values_list("pk", flat=True))


def _products_in_use(ids: Sequence[str]) -> set[UUID]:
    lines = OpportunityLine.objects.everything(reason=EVERYTHING)
    used = lines.filter(product_id__in=ids, opportunity__archived_at=None)
    return set(used.values_list("product_id", flat=True))
