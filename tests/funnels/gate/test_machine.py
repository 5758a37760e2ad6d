"""Any sequence of verbs leaves the database as the rules, written once more without it, say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from funnels import definitions as draft
from funnels.choices import CustomerPhase, StageKind
from funnels.migrating import passages
from funnels.models import CommitmentDefinition, Contact, CustomerCommitment, Funnel, Opportunity, Stage
from funnels.models.funnel import outline_of
from funnels.standing import read_criteria
from funnels.upkeep import drifts, keep_up
from portal.models import Event
from portal.refusals import Refusal
from tests.cast import Cast, make_cast
from tests.factories import make_contact, make_opportunity
from tests.funnels.gate.model import Definition, World

BEGIN = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
STAGES = {"see": "selling", "size": "selling", "weigh": "selling", "decide": "deciding", "adopt": "after_order"}
CODES = {
    "A1": Definition("see", True, None),
    "B1": Definition("size", True, 30),
    "B2": Definition("size", False, None),
    "C1": Definition("weigh", True, 90),
    "D1": Definition("decide", True, None),
    "D2": Definition("decide", True, 20),
    "E1": Definition("adopt", True, None),
}
REASONS = {"won": "price", "lost": "price", "no_decision": "no_budget", "walked_away": "no_issue", "postponed": "other"}
ANY = "everything"
codes, people = st.sampled_from(sorted(CODES)), st.sampled_from(["nils", "lena"])


def a_funnel(cast: Cast) -> Funnel:
    funnel = Funnel.objects.create(team=cast.acme, name="Five stages")
    for place, (code, kind) in enumerate(STAGES.items(), start=1):
        stage = Stage.objects.create(
            funnel=funnel, code=code, position=place * 10, name=code, kind=kind, customer_phase=CustomerPhase.BUYING
        )
        for key, one in CODES.items():
            if one.stage == code:
                CommitmentDefinition.objects.create(
                    stage=stage, code=key, statement=key, required=one.required, lasts_days=one.lasts,
                    givers=["any"], evidence_kinds=["message", "verbal"],
                )  # fmt: skip
    funnel.activate(by=None, at=BEGIN)
    return funnel


class Moves(RuleBasedStateMachine):
    """Each rule asks the model what must happen, then does it, then compares all of it."""

    def __init__(self) -> None:
        super().__init__()
        self.rolled_back = transaction.atomic()
        self.rolled_back.__enter__()
        self.now = BEGIN
        self.clock = time_machine.travel(self.now, tick=False)
        self.traveller = self.clock.start()
        outline_of.cache_clear()
        self.noted: Counter[str] = Counter()

    def teardown(self) -> None:
        self.clock.stop()
        transaction.set_rollback(True)
        self.rolled_back.__exit__(None, None, None)

    @initialize()
    def begin(self) -> None:
        self.cast = make_cast()
        self.funnel = a_funnel(self.cast)
        self.opportunity = make_opportunity(self.cast.nils, self.cast.oslo, at=self.now)
        assert self.opportunity.account
        self.karin: Contact = make_contact(self.opportunity.account)
        self.world = World(list(STAGES), "adopt", dict(CODES), "see")
        self.promises: list[CustomerCommitment] = []

    @property
    def day(self) -> int:
        return (self.now - BEGIN).days

    def later(self, seconds: int = 40) -> datetime:
        """Time goes on with each step, so that identifiers sort and undoing is too late unless it is quick."""
        self.now += timedelta(seconds=seconds)
        self.traveller.move_to(self.now, tick=False)
        return self.now

    def do(self, expected: str | None, verb: Callable[[], Any]) -> Any:
        """The product must answer as the model does; a refusal leaves no trace."""
        if expected is None:
            return verb()
        with pytest.raises(Refusal) as refusal, transaction.atomic():
            verb()
        assert type(refusal.value).__name__ == expected
        return None

    def id_of(self, code: str) -> Any:
        return next(stage.id for stage in outline_of(self.anew().funnel_id).stages if stage.code == code)

    def definition(self, code: str) -> CommitmentDefinition:
        return CommitmentDefinition.objects.everything(reason=ANY).get(stage__funnel=self.anew().funnel_id, code=code)  # type: ignore[no-any-return]

    def anew(self) -> Opportunity:
        return Opportunity.objects.everything(reason=ANY).get(pk=self.opportunity.pk)  # type: ignore[no-any-return]

    # The customer

    @rule(code=codes, dated=st.booleans())
    def ask(self, code: str, dated: bool) -> None:
        if code in self.world.definitions:
            at = self.later()
            until = at.date() + timedelta(days=7) if dated else None
            one = self.anew().ask(definition=self.definition(code), promised_for=until, by=self.cast.nils, at=at)
            self.promises.append(one)
            self.world.ask(code, self.day, dated=dated)
            self.noted["commitment_promised" if dated else "commitment_asked"] += 1

    @rule(code=codes, verbal=st.booleans())
    def record(self, code: str, verbal: bool) -> None:
        if code in self.world.definitions:
            at, pending = self.later(), self.world.pending(code)
            deed = {"given_by": self.karin, "kind": "verbal" if verbal else "message", "note": "Yes."}
            one = self.anew().record(definition=self.definition(code), by=self.cast.nils, at=at, **deed)
            if pending is None:
                self.promises.append(one)
                self.noted["commitment_asked"] += 1
            self.world.record(code, self.day, verbal=verbal)
            self.noted["commitment_fulfilled"] += 1

    @precondition(lambda self: self.promises)
    @rule(data=st.data(), state=st.sampled_from(["declined", "broken", "withdrawn"]))
    def settle(self, data: st.DataObject, state: str) -> None:
        index = data.draw(st.integers(0, len(self.promises) - 1))
        at, expected = self.later(), self.world.settle(index, state, self.day)
        one = CustomerCommitment.objects.everything(reason=ANY).get(pk=self.promises[index].pk)
        verb = {"declined": one.decline, "broken": one.break_off, "withdrawn": one.withdraw}[state]
        self.do(expected, lambda: verb(reason="So they said.", by=self.cast.nils, at=at))
        self.noted[f"commitment_{state}"] += expected is None

    # Moves

    @rule(to=st.sampled_from([None, *STAGES]), by=people, override=st.booleans())
    def advance(self, to: str | None, by: str, override: bool) -> None:
        to = to if to in self.world.stages else None
        at = self.later()
        expected = self.world.advance(to, self.day, by, override=override)
        self.do(
            expected,
            lambda: self.anew().advance(
                to=self.id_of(to) if to else None,
                override="I know." if override else "",
                by=getattr(self.cast, by),
                at=at,
            ),
        )

    @rule(to=st.sampled_from(sorted(STAGES)), by=people)
    def regress(self, to: str, by: str) -> None:
        if to in self.world.stages:
            at = self.later()
            expected = self.world.regress(to, by)
            self.do(
                expected, lambda: self.anew().regress(to=self.id_of(to), reason="So.", by=getattr(self.cast, by), at=at)
            )

    @rule(outcome=st.sampled_from(sorted(REASONS)), by=people, override=st.booleans())
    def close(self, outcome: str, by: str, override: bool) -> None:
        at = self.later()
        expected = self.world.close(outcome, self.day, by, override=override)
        wake_on = at.date() + timedelta(days=9) if outcome == "postponed" else None
        self.do(
            expected,
            lambda: self.anew().close(
                outcome=outcome, reasons=[REASONS[outcome]], wake_on=wake_on, override="I know." if override else "",
                by=getattr(self.cast, by), at=at,
            ),
        )  # fmt: skip

    @rule(by=people)
    def reopen(self, by: str) -> None:
        at = self.later()
        self.do(self.world.reopen(by), lambda: self.anew().reopen(reason="So.", by=getattr(self.cast, by), at=at))

    @rule(by=people, quick=st.booleans())
    def undo(self, by: str, quick: bool) -> None:
        last = self.anew().last_move.at
        at = self.later(5) if quick else self.later()
        quick = at - last <= timedelta(seconds=30)
        self.do(self.world.undo(by, quick=quick), lambda: self.anew().undo_move(by=getattr(self.cast, by), at=at))

    # Time, and the steward

    @rule(days=st.sampled_from([1, 7, 14, 15, 31, 100]))
    def days_pass(self, days: int) -> None:
        self.later(days * 24 * 3600)

    @rule()
    def upkeep(self) -> None:
        keep_up(at=self.later())
        self.world.answer_overrides(self.day)
        assert list(drifts(at=self.now)) == []

    @rule(enforced=st.booleans())
    def switch(self, enforced: bool) -> None:
        self.funnel.set_enforcement("enforced" if enforced else "advisory", by=self.cast.stella, at=self.later())
        self.world.enforced = enforced

    @precondition(lambda self: self.world.status == "open")
    @rule(change=st.sampled_from(["require B2", "B2 helps", "A1 lasts", "B1 for ever", "drop D2", "drop size"]))
    def migrate(self, change: str) -> None:
        at, known, stages = self.later(), dict(self.world.definitions), list(self.world.stages)
        new = self.funnel.revise(by=self.cast.stella, at=at)
        parts = {one.code: one for stage in new.stages.all() for one in stage.definitions.all()}
        self._revise(change, new, parts, known, stages)
        new.activate(by=self.cast.stella, at=at)
        way = next(one for one in passages(new))
        self.anew().migrate(to=new, stage=way.to.id, by=self.cast.stella, at=at)
        self.funnel = new
        self.world.migrate(known, stages, way.to.code)

    def _revise(
        self, change: str, new: Funnel, parts: dict[str, Any], known: dict[str, Definition], stages: list[str]
    ) -> None:
        told: dict[str, Any] = {"by": self.cast.stella, "at": self.now}
        edits = {
            "require B2": {"required": True},
            "B2 helps": {"required": False},
            "A1 lasts": {"lasts_days": 20},
            "B1 for ever": {"lasts_days": None},
        }
        code = next((word for word in change.split() if word in parts), "")
        if code and change in edits:
            draft.edit_commitment(parts[code], edits[change], **told)
            fields = {"lasts" if name == "lasts_days" else name: value for name, value in edits[change].items()}
            known[code] = replace(known[code], **fields)
        elif change == "drop D2" and code:
            draft.remove_commitment(parts[code], **told)
            del known[code]
        elif change == "drop size" and "size" in stages:
            draft.remove_stage(new.stages.get(code="size"), **told)
            stages.remove("size")
            for gone in [key for key, one in known.items() if one.stage == "size"]:
                del known[gone]

    # What always holds

    @invariant()
    def the_database_agrees(self) -> None:
        found, world = self.anew(), self.world
        stage = outline_of(found.funnel_id).stage(found.stage_id)
        assert (stage.code, found.status) == (world.stage, world.status)
        assert (found.closed_on is None) == (world.status == "open")
        found.reckon_standing(self.now.date())
        supported = outline_of(found.funnel_id).stage(found.supported_stage_id)
        assert (found.required_total, found.required_met, supported.code) == world.standing(self.day)

    @invariant()
    def every_move_left_its_row(self) -> None:
        rows = list(self.anew().moves.order_by("at", "id").select_related("from_stage", "to_stage"))
        assert [(row.kind, row.to_stage.code, row.to_status) for row in rows[1:]] == self.world.moves[1:]
        for before, row in pairwise(rows):
            assert (before.to_stage_id, before.to_status) == (row.from_stage_id, row.from_status)
        assert (rows[-1].pk, rows[-1].to_stage_id) == (self.anew().last_move_id, self.anew().stage_id)

    @invariant()
    def commitments_and_overrides_agree(self) -> None:
        states = [CustomerCommitment.objects.everything(reason=ANY).get(pk=one.pk).state for one in self.promises]
        assert states == [one.state for one in self.world.promises]
        rows = self.anew().overrides.order_by("at", "id").select_related("from_stage")
        assert [
            (one.ended_how, {part["code"] for part in one.missing}) for one in rows if one.ended_how != "dropped"
        ] == [(one.ended, one.owed) for one in self.world.overrides if one.ended != "dropped"]

    @invariant()
    def sums_equal_events(self) -> None:
        events = (
            Event.objects.about(self.opportunity).filter(verb__startswith="commitment_").values_list("verb", flat=True)
        )
        assert Counter(events) == +self.noted
        asked = self.noted["commitment_asked"] + self.noted["commitment_promised"]
        assert asked == len(self.promises)

    @invariant()
    def the_open_stage_is_before_the_order(self) -> None:
        found = self.anew()
        kind = outline_of(found.funnel_id).stage(found.stage_id).kind
        assert (kind == StageKind.AFTER_ORDER) <= (found.status == "won")
        criteria = read_criteria(outline_of(found.funnel_id).stages, list(found.commitments.all()), self.now.date())
        assert {one.definition.code for one in criteria if one.met} == {
            code for code in self.world.definitions if self.world.met(code, self.day)
        }


@pytest.mark.proof
@pytest.mark.django_db
def test_any_sequence_of_verbs_agrees_with_the_rules(rounds: Callable[..., int], proven: Callable[..., None]) -> None:
    examples, steps = rounds(6, full=500), 50
    run_state_machine_as_test(
        Moves,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=False,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    proven(f"{examples} lives of up to {steps} verbs", found="database, rules and events agree after each verb")
