"""Writing judged opportunities: a number of statements that does not grow with the rows.

Stage events go first: the database lets no opportunity in whose stage and status its last move does not tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.db.models import F, prefetch_related_objects

from funnels.choices import CRM_REASON, MoveKind, Status
from funnels.importing.accounts import Accounts
from funnels.importing.comparing import SYNCED, WHOLE, Difference
from funnels.importing.judging import Effect, Judgement
from funnels.importing.setting import Setting
from funnels.models import Opportunity, OpportunityLine, Override, StageEvent
from funnels.models.moving import STANDING
from funnels.opening import begin
from portal.models import Event

PLAIN: Final = ("expected_close", "opened_on", "amount", "crm_stage", "segment", "kind")
JUDGED: Final = "the rows of an import that were just judged"
RELATIONS: Final = {"account": "account_id", "owner": "owner_id", "team": "team_id", "import_batch": "import_batch_id"}
TURN: Final = (
    "status",
    "last_move",
    "closed_on",
    "closed_per_crm",
    "close_reasons",
    "parked_until",
    "wake_on",
    *STANDING,
)


def write_opportunities(judgements: Sequence[Judgement], setting: Setting, accounts: Accounts) -> list[Effect]:
    effects = accounts.add_fresh()
    effects += _create([one for one in judgements if one.record is None and one.wanted], setting)
    known = [one.record for one in judgements if isinstance(one.record, Difference)]
    effects += _change([one for one in known if one.after or one.to_status], setting)
    rows = Opportunity.objects.everything(reason=JUDGED)
    rows.filter(pk__in=[one.record.pk for one in known]).update(synced_at=setting.at)
    return effects


def _create(judgements: Sequence[Judgement], setting: Setting) -> list[Effect]:
    opened = [_opened(one.wanted, setting) for one in judgements]
    StageEvent.objects.bulk_create(event for _opportunity, event in opened)
    Opportunity.objects.bulk_create(opportunity for opportunity, _event in opened)
    OpportunityLine.objects.bulk_create(
        OpportunityLine(opportunity=opportunity, product=one.wanted["product"], share=WHOLE)
        for one, (opportunity, _event) in zip(judgements, opened, strict=True)
        if one.wanted.get("product")
    )
    return [{"id": one.pk, "model": "opportunity", "before": None, "after": {}} for one, _event in opened]


def _opened(wanted: dict[str, Any], setting: Setting) -> tuple[Opportunity, StageEvent]:
    """In the first stage, whatever the CRM says; what it calls closed is closed "per CRM", without evidence."""
    plain = {name: wanted[name] for name in PLAIN if name in wanted}
    related = {f"{name}_id": wanted[name].pk for name in ("account", "owner", "team", "funnel") if wanted.get(name)}
    opportunity = Opportunity(
        source_id=setting.source.pk,
        external_id=wanted["external_id"],
        import_batch_id=setting.batch.pk if setting.batch else None,
        synced_at=setting.at,
        name=wanted["name"],
        currency=wanted.get("currency") or setting.organisation.currency,
        **plain,
        **related,
    )
    event = begin(opportunity, at=setting.at, by=setting.by)
    if wanted.get("outcome", Status.OPEN) != Status.OPEN:
        _close(opportunity, wanted)
        event.kind, event.to_status = MoveKind.IMPORTED, wanted["outcome"]
        event.at = opportunity.stage_entered_at = setting.midday(wanted["closed_on"])
        event.supported = wanted["outcome"] != Status.WON
    return opportunity, event


def _close(opportunity: Opportunity, wanted: dict[str, Any]) -> None:
    opportunity.status, opportunity.closed_on = wanted["outcome"], wanted["closed_on"]
    opportunity.closed_per_crm, opportunity.close_reasons = True, [CRM_REASON]
    opportunity.parked_until = opportunity.wake_on = None


def _change(differences: Sequence[Difference], setting: Setting) -> list[Effect]:
    effects = [_as_effect(one) for one in differences]
    fields = {"version"}
    for one in differences:
        fields |= _set_fields(one)
    fields |= _turn([one for one in differences if one.to_status], effects, setting)
    rows = Opportunity.objects.everything(reason=JUDGED)
    rows.bulk_update([one.record for one in differences], sorted(fields))
    _replace_lines([one for one in differences if "lines" in one.after])
    Event.objects.bulk_create(_told(one, setting) for one in differences)
    return effects


def _as_effect(one: Difference) -> Effect:
    return {"id": one.record.pk, "model": "opportunity", "before": dict(one.before), "after": dict(one.after)}


def _set_fields(one: Difference) -> set[str]:
    record = one.record
    record.version += 1
    for name, value in one.after.items():
        if name not in ("lines", "version"):
            setattr(record, RELATIONS.get(name, name), value)
    before, after = one.before.get("expected_close"), one.after.get("expected_close")
    pushed = bool(record.is_open and not one.to_status and before and after and after > before)
    record.push_count += pushed
    return set(one.after) - {"lines"} | ({"push_count"} if pushed else set())


def _turn(differences: Sequence[Difference], effects: Sequence[Effect], setting: Setting) -> set[str]:
    """Close or reopen as the CRM says; the stage stays where the evidence put it."""
    if not differences:
        return set()
    records = [one.record for one in differences]
    prefetch_related_objects(records, "commitments")
    by_id = {effect["id"]: effect for effect in effects}
    events = [_turned(one, by_id[one.record.pk], setting) for one in differences]
    StageEvent.objects.bulk_create(events)
    closed = [record.pk for record in records if not record.is_open]
    running = Override.objects.everything(reason="overrides of what the CRM closed").filter(ended_at=None)
    running.filter(opportunity_id__in=closed).update(ended_at=setting.at, ended_how="closed", version=F("version") + 1)
    return set(TURN)


def _turned(one: Difference, effect: Effect, setting: Setting) -> StageEvent:
    record, before = one.record, {name: getattr(one.record, name) for name in ("status", "closed_on", "closed_per_crm")}
    if one.to_status == Status.OPEN:
        record.status, record.closed_on, record.closed_per_crm, record.close_reasons = Status.OPEN, None, False, []
    else:
        _close(record, {"outcome": one.to_status, "closed_on": one.closed_on})
    event = StageEvent(
        opportunity=record,
        kind=MoveKind.IMPORTED,
        from_stage_id=record.stage_id,
        to_stage_id=record.stage_id,
        from_status=before["status"],
        to_status=record.status,
        by=setting.by,
        at=setting.at,
        team_id=record.team_id,
        supported=record.status != Status.WON,
    )
    record.last_move = event
    record.reckon_standing(setting.today)
    after = {name: getattr(record, name) for name in before}
    effect["before"] |= before
    effect["after"] |= after | {"last_move": event.pk}
    return event


def _replace_lines(differences: Iterable[Difference]) -> None:
    shares = {one.record.pk: one.after["lines"] for one in differences}
    if shares:
        lines = OpportunityLine.objects.everything(reason="product lines that an import replaces")
        lines.filter(opportunity_id__in=shares).delete()
        OpportunityLine.objects.bulk_create(
            OpportunityLine(opportunity_id=pk, product_id=product, share=share)
            for pk, split in shares.items()
            for product, share in split.items()
        )


def _told(one: Difference, setting: Setting) -> Event:
    return Event(
        subject_kind="opportunity",
        subject_id=one.record.pk,
        verb=SYNCED,
        by=setting.by,
        at=setting.at,
        team_id=one.record.team_id,
        before=one.before,
        after=one.after,
    )
