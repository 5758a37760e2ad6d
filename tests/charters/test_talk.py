"""Questions on a charter, the strategy brief, and what the field says of it."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from charters import rules
from charters.choices import BriefState
from charters.models import Charter, Question, StrategicPriority, StrategyBrief, StrategyFeedback
from charters.refusals import CharterFixed, WrongState
from portal.refusals import Invalid
from tests.cast import NOON, TODAY, Cast

MIX = [{"starts_on": date(2027, 1, 1), "ends_on": date(2027, 12, 31), "share": Decimal(30)}]


@pytest.fixture
def brief(cast: Cast) -> StrategyBrief:
    made: StrategyBrief = StrategyBrief.objects.create(team=cast.acme, title="How we win")
    made.edit({"problems": "Searching.", "doing_nothing": "It costs a day a week."}, by=cast.vera, at=NOON)
    values = {"kind": "product_line", "name": "Services"}
    StrategicPriority.add(made, values, mix=MIX, by=cast.vera, at=NOON)
    return made


def test_a_question_is_answered_once_by_the_charters_owner(cast: Cast, root: Charter) -> None:
    asked = Question.ask(root, "Why outcomes?", by=cast.nils, at=NOON)
    assert list(Question.objects.everything(reason="test").waiting_for(cast.vera)) == [asked]
    assert rules.may_answer(cast.vera, asked)
    assert not rules.may_answer(cast.nils, asked)
    with pytest.raises(Invalid):
        asked.reply(" ", by=cast.vera, at=NOON)
    asked.reply("Because customers measure them.", by=cast.vera, at=NOON)
    with pytest.raises(WrongState):
        asked.reply("Again.", by=cast.vera, at=NOON)


def test_a_brief_shows_what_leadership_owes(cast: Cast, brief: StrategyBrief) -> None:
    assert set(brief.unanswered) == {
        "ideal_customers", "perception", "experience", "life_cycle_value", "differentiation", "stands_for",
    }  # fmt: skip


def test_a_published_brief_is_fixed_with_its_priorities(cast: Cast, brief: StrategyBrief) -> None:
    brief.publish(by=cast.vera, at=NOON)
    priority = brief.priorities.get()
    with pytest.raises(CharterFixed):
        brief.edit({"problems": "Other"}, by=cast.vera, at=NOON)
    with pytest.raises(CharterFixed):
        priority.edit({"name": "Other"}, by=cast.vera, at=NOON)
    rows: list[tuple[Any, dict[str, Any]]] = [
        (StrategyBrief.objects.everything(reason="test"), {"problems": "Other"}),
        (StrategyBrief.objects.everything(reason="test"), {"state": "draft"}),
        (brief.priorities.all(), {"name": "Other"}),
        (priority.mix_targets.all(), {"share": 1}),
    ]
    for found, values in rows:
        with pytest.raises(DatabaseError, match="published brief"), transaction.atomic():
            found.update(**values)


def test_the_next_brief_supersedes_and_is_acknowledged_anew(cast: Cast, brief: StrategyBrief) -> None:
    brief.publish(by=cast.vera, at=NOON)
    brief.acknowledge(by=cast.nils, at=NOON)
    with pytest.raises(WrongState):
        brief.acknowledge(by=cast.nils, at=NOON)
    later = brief.revise(by=cast.vera, at=NOON)
    later.publish(by=cast.vera, at=NOON)
    brief.refresh_from_db()
    assert (brief.state, later.acknowledgements.count()) == (BriefState.SUPERSEDED, 0)
    assert later.priorities.get().mix_targets.get().share == 30
    assert later.priorities.get().lineage == brief.priorities.get().lineage
    assert rules.may_acknowledge_brief(cast.nils, later)
    assert not rules.may_acknowledge_brief(cast.felix, later)


def test_trainings_are_counted_once(cast: Cast, brief: StrategyBrief) -> None:
    brief.publish(by=cast.vera, at=NOON)
    priority = brief.priorities.get()
    told: dict[str, Any] = {"held_on": TODAY, "by": cast.lena, "at": NOON}
    assert priority.record_training([cast.nils, cast.olga], **told) == 2
    assert priority.record_training([cast.nils], **told) == 0
    with pytest.raises(Invalid):
        priority.record_training([cast.nils], **told | {"held_on": TODAY + timedelta(days=1)})


def test_feedback_has_an_owner_and_a_day(cast: Cast) -> None:
    filed = StrategyFeedback.file(
        team=cast.oslo, topic="message_fails", text="They laugh.", owner=cast.vera, by=cast.nils, at=NOON
    )
    rows = StrategyFeedback.objects
    assert filed.answer_due_on == TODAY + timedelta(days=14)
    assert [bool(rows.visible_to(who).count()) for who in (cast.nils, cast.lena, cast.vera, cast.olga, cast.sam)] == [
        True, True, True, False, False,
    ]  # fmt: skip
    assert list(rows.everything(reason="test").overdue(TODAY + timedelta(days=15))) == [filed]
    assert rules.may_answer_feedback(cast.vera, filed)
    assert not rules.may_answer_feedback(cast.nils, filed)
    filed.reply("We change it.", by=cast.vera, at=NOON)
    with pytest.raises(WrongState):
        filed.reply("Again.", by=cast.vera, at=NOON)
