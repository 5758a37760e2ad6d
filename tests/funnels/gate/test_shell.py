"""Whoever sits at the shell or at the database meets the same gate."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from funnels.choices import MoveKind, Status
from funnels.models import Opportunity, Override, StageEvent
from funnels.refusals import CommitmentsMissing
from portal.models import Remark
from tests.cast import NOON, TODAY, Cast
from tests.factories import make_account, make_funnel, make_opportunity
from tests.funnels.places import anew, bring_to, fulfil, stage_id, stage_of

UNTOLD = "stage event|required customer commitments"  # SQLite asks its rules in no order
ROWS = Opportunity.objects.everything(reason="test")


def key(value: UUID) -> Any:
    return value if connection.vendor == "postgresql" else value.hex


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [key(value) if isinstance(value, UUID) else value for value in values])


def save(opportunity: Opportunity, **values: Any) -> None:
    for name, value in values.items():
        setattr(opportunity, name, value)
    opportunity.save()


def update(opportunity: Opportunity, **values: Any) -> None:
    ROWS.filter(pk=opportunity.pk).update(**values)


def bulk_update(opportunity: Opportunity, **values: Any) -> None:
    for name, value in values.items():
        setattr(opportunity, name, value)
    ROWS.bulk_update([opportunity], [name.removesuffix("_id") for name in values])


def raw(opportunity: Opportunity, **values: Any) -> None:
    for name, value in values.items():
        sql(f"UPDATE funnels_opportunity SET {name} = %s WHERE id = %s", value, opportunity.pk)


WAYS = [save, update, bulk_update, raw]


@pytest.mark.parametrize("way", WAYS)
def test_a_stage_is_never_typed(opportunity: Opportunity, way: Callable[..., None]) -> None:
    target = stage_id(opportunity, "decide")
    with pytest.raises(DatabaseError, match=UNTOLD), transaction.atomic():
        way(opportunity, stage_id=target)
    assert stage_of(opportunity) == "acknowledge"


@pytest.mark.parametrize("way", WAYS)
def test_a_status_is_never_typed(opportunity: Opportunity, way: Callable[..., None]) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        way(opportunity, closed_on=TODAY, status="won")
    assert anew(opportunity).is_open


def forged(opportunity: Opportunity, to: UUID, **values: Any) -> StageEvent:
    """A row of history that somebody wrote by hand."""
    told = {"kind": MoveKind.ADVANCED, "to_status": Status.OPEN, "at": NOON} | values
    return StageEvent.objects.create(
        opportunity=opportunity,
        from_stage_id=opportunity.stage_id,
        from_status=opportunity.status,
        to_stage_id=to,
        **told,
    )


@pytest.mark.parametrize("kind", ["advanced", "regressed", "reopened", "undone", "migrated", "imported", "opened"])
def test_a_forged_event_moves_nothing_ahead(opportunity: Opportunity, kind: str) -> None:
    target = stage_id(opportunity, "define")
    event = forged(opportunity, target, kind=kind)
    with pytest.raises(DatabaseError, match="required customer commitments"), transaction.atomic():
        update(opportunity, stage_id=target, last_move=event)
    assert stage_of(opportunity) == "acknowledge"


@pytest.mark.parametrize("kind", ["closed", "advanced", "imported", "undone", "reopened"])
@pytest.mark.parametrize("stage", ["acknowledge", "decide"])
def test_a_forged_event_wins_nothing(cast: Cast, opportunity: Opportunity, kind: str, stage: str) -> None:
    bring_to(opportunity, stage, by=cast.nils)
    event = forged(opportunity, opportunity.stage_id, kind=kind, to_status="won")
    with pytest.raises(DatabaseError, match="required customer commitments"), transaction.atomic():
        update(opportunity, status="won", closed_on=TODAY, last_move=event)
    assert anew(opportunity).is_open


def test_winning_early_takes_the_commitments_of_every_stage_up_to_the_decision(
    cast: Cast, opportunity: Opportunity
) -> None:
    fulfil(opportunity, "C02", by=cast.nils)
    event = forged(opportunity, opportunity.stage_id, kind="closed", to_status="won")
    with pytest.raises(DatabaseError, match="required customer commitments"), transaction.atomic():
        update(opportunity, status="won", closed_on=TODAY, last_move=event)


def claimed(opportunity: Opportunity) -> Opportunity:
    """Won, as the CRM says."""
    event = forged(opportunity, opportunity.stage_id, kind="imported", to_status="won")
    update(opportunity, status="won", closed_on=TODAY, closed_per_crm=True, last_move=event)
    return anew(opportunity)


def test_a_win_per_crm_is_not_passed_off_as_one_by_evidence(opportunity: Opportunity) -> None:
    found = claimed(opportunity)
    with pytest.raises(DatabaseError, match="per CRM"), transaction.atomic():
        update(found, closed_per_crm=False)


def test_a_win_per_crm_that_was_reopened_is_not_undone_into_one_by_evidence(
    cast: Cast, opportunity: Opportunity
) -> None:
    found = claimed(opportunity)
    found.reopen(reason="It was not.", by=cast.nils, at=NOON)
    event = forged(found, found.stage_id, kind="undone", to_status="won")
    with pytest.raises(DatabaseError, match="required customer commitments"), transaction.atomic():
        update(found, status="won", closed_on=TODAY, last_move=event)


def test_somebody_elses_override_moves_nothing(cast: Cast, opportunity: Opportunity) -> None:
    other = make_opportunity(cast.nils, cast.oslo, account=make_account("Tern"))
    other.advance(override="I know them.", by=cast.lena, at=NOON)
    target = stage_id(opportunity, "define")
    event = forged(opportunity, target, override=other.overrides.get())
    with pytest.raises(DatabaseError, match="required customer commitments"), transaction.atomic():
        update(opportunity, stage_id=target, last_move=event)


def test_an_override_of_an_earlier_stage_moves_nothing(cast: Cast, opportunity: Opportunity) -> None:
    opportunity.advance(override="I know them.", by=cast.lena, at=NOON)
    target = stage_id(opportunity, "evaluate")
    event = forged(opportunity, target, override=opportunity.overrides.get())
    with pytest.raises(DatabaseError, match="required customer commitments"), transaction.atomic():
        update(opportunity, stage_id=target, last_move=event)


def test_another_opportunitys_event_moves_nothing(cast: Cast, opportunity: Opportunity) -> None:
    other = bring_to(make_opportunity(cast.nils, cast.oslo, account=make_account("Tern")), "define", by=cast.nils)
    with pytest.raises(DatabaseError, match=UNTOLD), transaction.atomic():
        update(opportunity, stage_id=other.stage_id, last_move=other.last_move)


def test_expired_evidence_lets_nothing_pass(cast: Cast, opportunity: Opportunity) -> None:
    bring_to(opportunity, "define", by=cast.nils)
    fulfil(opportunity, "C05", "C07", "C08", "C09", by=cast.nils)
    target = stage_id(opportunity, "evaluate")
    event = forged(opportunity, target, at=NOON + timedelta(days=92))
    with pytest.raises(DatabaseError, match="required customer commitments"), transaction.atomic():
        update(opportunity, stage_id=target, last_move=event)


def test_a_fulfilled_commitment_without_evidence_is_refused(cast: Cast, opportunity: Opportunity) -> None:
    one = opportunity.ask(statement="Signs", by=cast.nils, at=NOON)
    with pytest.raises(DatabaseError), transaction.atomic():
        sql("UPDATE funnels_customercommitment SET state = 'fulfilled' WHERE id = %s", one.pk)


@pytest.mark.parametrize(
    ("stage", "kind", "status"),
    [("evaluate", "migrated", "open"), ("acknowledge", "advanced", "open"), ("acknowledge", "migrated", "won")],
)
def test_another_version_of_the_funnel_is_no_way_ahead(
    cast: Cast, funnel: Any, opportunity: Opportunity, stage: str, kind: str, status: str
) -> None:
    version = funnel.revise(by=cast.stella, at=NOON)
    version.activate(by=cast.stella, at=NOON)
    target = version.stages.get(code=stage).pk
    event = forged(opportunity, target, kind=kind, to_status=status)
    with pytest.raises(DatabaseError, match="required customer commitments"), transaction.atomic():
        update(opportunity, funnel=version, stage_id=target, status=status, last_move=event)
    assert anew(opportunity).funnel_id == funnel.pk


def test_a_funnel_of_another_kind_is_none_either(cast: Cast, opportunity: Opportunity) -> None:
    other = make_funnel(cast.oslo, name="Another way")
    target = other.stages.get(code="acknowledge").pk
    event = forged(opportunity, target, kind="migrated")
    with pytest.raises(DatabaseError, match="required customer commitments"), transaction.atomic():
        update(opportunity, funnel=other, stage_id=target, last_move=event)


def test_an_opportunity_stays_in_its_own_funnel(cast: Cast, funnel: Any, opportunity: Opportunity) -> None:
    draft = funnel.revise(by=cast.stella, at=NOON)
    with pytest.raises(DatabaseError, match="own funnel"), transaction.atomic():
        update(opportunity, funnel=draft)


def inserted(opportunity: Opportunity, event: dict[str, Any], **values: Any) -> None:
    """A row written past the verbs, with a first event written by hand."""
    copy = anew(opportunity)
    copy.pk, copy._state.adding = UUID(int=1), True
    for name, value in values.items():
        setattr(copy, name, value)
    told = {"kind": "opened", "to_stage_id": copy.stage_id, "to_status": copy.status, "at": NOON} | event
    copy.last_move = StageEvent(opportunity=copy, **told)
    copy.last_move.save(force_insert=True)
    copy.save(force_insert=True)


@pytest.mark.parametrize("kind", ["opened", "imported", "advanced", "migrated"])
def test_nothing_begins_ahead(cast: Cast, opportunity: Opportunity, kind: str) -> None:
    bring_to(opportunity, "define", by=cast.nils)
    with pytest.raises(DatabaseError, match="stage event"), transaction.atomic():
        inserted(opportunity, {"kind": kind})


@pytest.mark.parametrize("kind", ["opened", "imported", "closed"])
def test_nothing_begins_won(opportunity: Opportunity, kind: str) -> None:
    with pytest.raises(DatabaseError, match="stage event"), transaction.atomic():
        inserted(opportunity, {"kind": kind}, status="won", closed_on=TODAY)


def test_a_made_up_history_does_not_help_either(cast: Cast, opportunity: Opportunity) -> None:
    first = opportunity.stage_id
    bring_to(opportunity, "define", by=cast.nils)
    opened = {"kind": "opened", "to_status": "open", "to_stage_id": first, "at": NOON}
    with pytest.raises(DatabaseError, match="stage event"), transaction.atomic():
        StageEvent.objects.create(opportunity_id=UUID(int=1), **opened)
        inserted(opportunity, {"kind": "advanced", "from_stage_id": first, "from_status": "open"})


def test_history_is_neither_changed_nor_deleted(cast: Cast, opportunity: Opportunity) -> None:
    bring_to(opportunity, "define", by=cast.nils)
    for statement in (
        "UPDATE funnels_stageevent SET supported = %s",
        "DELETE FROM funnels_stageevent WHERE supported = %s",
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            sql(statement, True)


def test_the_verb_gives_the_shell_the_same_answer(cast: Cast, opportunity: Opportunity) -> None:
    with pytest.raises(CommitmentsMissing):
        anew(opportunity).advance(by=cast.nils, at=NOON)


def test_the_verbs_themselves_pass_all_of_this(cast: Cast, opportunity: Opportunity) -> None:
    bring_to(opportunity, "adopt", by=cast.nils)
    opportunity.undo_move(by=cast.nils, at=NOON)
    opportunity.regress(to=stage_id(opportunity, "evaluate"), reason="A slip.", by=cast.nils, at=NOON)
    opportunity.undo_move(by=cast.nils, at=NOON)
    assert stage_of(opportunity) == "decide"
    override = Override.objects.everything(reason="test")
    assert (override.count(), Remark.objects.count()) == (0, 1)
