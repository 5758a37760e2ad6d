"""What of charters stands in a week's digests: at risk, without support, late; the same for everybody who manages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from charters.choices import Confidence
from charters.models import Charter, Objective, StrategyFeedback, TacticProgress
from portal.digests.audience import gather
from portal.digests.composing import compose
from portal.digests.freezing import freeze
from portal.models import Person
from portal.weeks import week_of
from tests.cast import NOON, TODAY, Cast
from tests.charter_factories import put_into_force

WEEK = week_of(TODAY)
LATER = NOON + timedelta(hours=5)


def told(person: Person, at: Any = NOON) -> Mapping[str, Any]:
    """The sections of the person's digest by their code, and the question at its end."""
    person.forget_reach()
    letter = compose(gather([person], at), {person.pk: WEEK})[person.pk]
    return {section["code"]: section for section in letter.content["sections"]} | {"ask": letter.content["ask"]}


@pytest.fixture
def both(root: Charter, child: Charter) -> Charter:
    """North's charter serves Acme's."""
    return put_into_force(child)


def aim(charter: Charter) -> Objective:
    found: Objective = charter.objectives.get()
    return found


def leads(section: Mapping[str, Any]) -> list[str]:
    return [item["lead"] for item in section["items"]]


def test_who_manages_hears_of_objectives_at_risk_the_worst_first(cast: Cast, root: Charter, both: Charter) -> None:
    aim(root).measure(value=Decimal(12), why="Slow", confidence=Confidence.MEDIUM, by=cast.vera, at=NOON)
    aim(both).measure(value=Decimal(13), why="Worse", confidence=Confidence.LOW, by=cast.lena, at=NOON)
    freeze(WEEK, at=NOON)
    leaders, managers = told(cast.vera)["objectives"], told(cast.lena)["objectives"]
    assert leads(leaders) == [both.title, root.title]
    assert (leaders["count"], managers["count"], leads(managers)) == (2, 1, [both.title])
    assert leaders["address"] == "/charters/?need=at_risk"
    assert managers["address"] == f"/charters/?need=at_risk&team={cast.north.pk}"
    assert managers["items"][0]["detail"] == "Will not be reached as things stand · Lena"
    assert "objectives" not in told(cast.sam)


def test_on_course_or_never_measured_is_not_at_risk(cast: Cast, root: Charter, both: Charter) -> None:
    aim(both).measure(value=Decimal(9), why="Good", by=cast.lena, at=NOON)
    freeze(WEEK, at=NOON)
    assert "objectives" not in told(cast.vera)


def test_behind_the_line_is_said_although_its_owner_is_sure(cast: Cast, both: Charter) -> None:
    aim(both).measure(value=Decimal(20), why="A start", by=cast.lena, at=NOON)
    freeze(WEEK, at=NOON)
    assert told(cast.vera)["objectives"]["items"][0]["detail"].startswith("behind the line between its targets")


def test_the_count_stands_still_and_what_is_settled_is_said(cast: Cast, root: Charter, both: Charter) -> None:
    for one, by in ((root, cast.vera), (both, cast.lena)):
        aim(one).measure(value=Decimal(13), why="Slow", confidence=Confidence.LOW, by=by, at=NOON)
    freeze(WEEK, at=NOON)
    aim(both).measure(value=Decimal(9), why="Turned", by=cast.lena, at=LATER)
    section = told(cast.vera, LATER)["objectives"]
    assert (section["count"], leads(section), section["more"], section["note"]) == (
        2,
        [root.title],
        0,
        "1 settled since",
    )


@pytest.mark.parametrize("supported", [True, False])
def test_an_objective_that_nobody_below_supports(cast: Cast, root: Charter, child: Charter, supported: bool) -> None:
    if not supported:
        Objective.objects.everything(reason="test").filter(charter=child).update(supports=None)
    put_into_force(child)
    freeze(WEEK, at=NOON)
    sections = told(cast.vera)
    assert leads(sections.get("unsupported", {"items": []})) == ([] if supported else [root.title])


def test_late_tactics_and_reviews_of_others(cast: Cast, root: Charter, both: Charter) -> None:
    tactics = TacticProgress.objects.everything(reason="test").filter(tactic__charter=both)
    tactics.update(due_on=TODAY - timedelta(days=3))
    Charter.objects.everything(reason="test").filter(pk=both.pk).update(review_due_on=date(2026, 11, 1))
    freeze(WEEK, at=NOON)
    leaders, managers = told(cast.vera), told(cast.lena)
    assert (leads(leaders["tactics"]), leads(leaders["reviews"])) == ([both.title], [both.title])
    assert not {"tactics", "reviews"} & set(managers)  # they are her own: they stand among what she promised
    assert managers["overdue"]["count"] == 2


def test_feedback_that_nobody_answered_in_time(cast: Cast, root: Charter) -> None:
    filed = StrategyFeedback.file(
        team=cast.oslo, topic="competitor", text="They lose to a free tool.", owner=cast.lena, by=cast.nils, at=NOON
    )
    StrategyFeedback.objects.everything(reason="test").filter(pk=filed.pk).update(
        answer_due_on=TODAY - timedelta(days=1)
    )
    freeze(WEEK, at=NOON)
    assert told(cast.vera)["feedback"]["count"] == 1
    assert "free tool" not in str(told(cast.vera))
    assert told(cast.lena)["ask"] == {"text": "Which decision is waiting for you?", "address": "/charters/feedback/"}


def test_what_asks_at_the_end_follows_the_role(cast: Cast, root: Charter, child: Charter) -> None:
    child.submit(by=cast.lena, at=NOON)
    freeze(WEEK, at=NOON)
    assert told(cast.vera)["ask"]["address"] == "/charters/?need=waiting"
    assert told(cast.lena)["ask"]["text"] == "Whom will you coach early this week?"
    assert told(cast.nils)["ask"]["text"] == "What will you commit to this week?"
