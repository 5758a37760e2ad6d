"""What coaching says in a digest: to the two, to managers in counts, and never a word of what was said."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coaching import digest
from coaching.choices import AbsenceKind, CommitmentState, Side
from coaching.home import waiting
from coaching.models import Absence, CoachingCommitment, CoachingSession
from coaching.people import quiet_under
from coaching.standards import say
from portal.digests.ageing import note
from portal.digests.audience import gather
from portal.digests.composing import Letter, compose
from portal.digests.freezing import freeze, frozen
from portal.digests.models import Escalation
from portal.digests.promises import by_kind
from portal.digests.rendering import as_key
from portal.models import Person
from portal.roles import Role
from portal.weeks import week_of
from tests.cast import NOON, TODAY, Cast, join, make_person
from tests.coaching_factories import make_form, make_observation, make_plan, make_promise, make_session
from tests.feedback_factories import answer, make_cycle, make_team_of

WEEK = timedelta(days=7)
EARLIER = NOON - 3 * WEEK
LATE = TODAY - timedelta(days=4)


def agreed(coach: Person, coachee: Person, side: str = Side.COACHEE, *, due_on: date = LATE) -> CoachingCommitment:
    """Promised three weeks ago, in a session that its coachee has confirmed."""
    with time_machine.travel(EARLIER, tick=False):
        promise = make_promise("Call the dispatcher", side, due_on=due_on)
        session = make_session(coach, coachee, at=EARLIER, held_at=EARLIER, promises=[promise])
        session.acknowledge(took_place=True, by=coachee, at=EARLIER)
    return session.commitments.get()


def written(people: Iterable[Person], at: datetime = NOON) -> dict[str, Letter]:
    """By name, the letters of these people, noted as the engine notes them."""
    fresh = [Person.objects.get(pk=one.pk) for one in people]
    audience = gather(fresh, at)
    letters = compose(audience, {one.pk: week_of(audience.today[one.pk]) for one in fresh})
    note([one.said for one in letters.values() if one.asks])
    return {one.name: letters[one.pk] for one in fresh}


def letter(person: Person, at: datetime = NOON) -> Letter:
    return written([person], at)[person.name]


def sections(person: Person, at: datetime = NOON) -> dict[str, Any]:
    return {section["code"]: section for section in letter(person, at).content["sections"]}


def leads(section: Any) -> list[str]:
    return [item["lead"] for item in section["items"]]


class TestPromises:
    def test_a_promise_is_the_other_person_a_day_and_a_link(self, cast: Cast) -> None:
        commitment = agreed(cast.lena, cast.nils)
        line = sections(cast.nils)["overdue"]["items"][0]
        assert (line["lead"], line["title"], line["detail"], line["due"]) == (
            "Lena", "Agreed in coaching", "", "4 days overdue",
        )  # fmt: skip
        assert line["address"] == f"/coaching/sessions/{commitment.session_id}/"

    def test_a_coach_finds_what_they_promised_themselves(self, cast: Cast) -> None:
        agreed(cast.lena, cast.nils, Side.COACH, due_on=TODAY + timedelta(days=1))
        assert leads(sections(cast.lena)["due"]) == ["Nils"]
        assert "due" not in sections(cast.nils)

    def test_what_is_settled_or_due_next_week_is_left_out(self, cast: Cast) -> None:
        agreed(cast.lena, cast.nils).settle(CommitmentState.KEPT, by=cast.nils, at=NOON)
        agreed(cast.lena, cast.nils, due_on=TODAY + timedelta(days=5))
        assert not {"overdue", "due"} & set(sections(cast.nils))

    def test_no_digest_of_anybody_holds_a_word_of_it(self, cast: Cast) -> None:
        agreed(cast.lena, cast.nils)
        agreed(cast.lena, cast.nils, Side.COACH)
        for number in range(4):
            letters = written(cast.everybody(), NOON + number * WEEK)
            told = json.dumps([[one.subject, one.content] for one in letters.values()], default=str)
            assert "dispatcher" not in told
            assert "recap" not in told
            assert "He talks" not in told


class TestEscalation:
    def marks(self, person: Person, number: int) -> dict[str, Any]:
        found = sections(person, NOON + number * WEEK)
        return {
            code: [item["mark"] for item in found[code]["items"]] for code in ("overdue", "escalated") if code in found
        }

    def test_the_coach_is_told_once_that_it_stays_overdue(self, cast: Cast) -> None:
        agreed(cast.lena, cast.nils)
        told = [(self.marks(cast.nils, number), self.marks(cast.lena, number)) for number in range(5)]
        assert [own.get("overdue") for own, _coach in told] == [[""], ["again this week"], ["escalated"], [], []]
        assert [coach.get("escalated") for _own, coach in told] == [None, None, [""], None, None]

    def test_a_manager_who_is_not_one_of_the_two_is_never_told(self, cast: Cast) -> None:
        """Nils has a manager of his own in Oslo since; what he promised Lena stays between him and Lena."""
        agreed(cast.lena, cast.nils)
        nearest = make_person("Nora")
        join(nearest, cast.oslo, Role.MANAGER, since=TODAY - timedelta(days=1))
        for number in range(5):
            self.marks(cast.nils, number)
            for person in (nearest, cast.vera):
                assert self.marks(person, number) == {}
        assert Escalation.objects.get().told == cast.lena

    def test_a_coach_who_no_longer_manages_them_is_not_told_and_nobody_else_is(self, cast: Cast) -> None:
        agreed(cast.lena, cast.nils)
        cast.lena.memberships.update(ends_on=TODAY)
        told = [self.marks(person, number) for number in range(5) for person in (cast.nils, cast.lena, cast.vera)]
        assert told[::3] == [{"overdue": [""]}, *[{"overdue": ["again this week"]}] * 4]
        assert {str(one) for one in (*told[1::3], *told[2::3])} == {"{}"}
        assert not Escalation.objects.exists()

    def test_what_the_coach_promised_is_told_to_nobody_above(self, cast: Cast) -> None:
        agreed(cast.lena, cast.nils, Side.COACH)
        told = [self.marks(person, number) for number in range(5) for person in (cast.lena, cast.vera, cast.nils)]
        assert told[::3] == [{"overdue": [""]}, *[{"overdue": ["again this week"]}] * 4]
        assert {str(one) for one in (*told[1::3], *told[2::3])} == {"{}"}

    def test_an_escalation_that_names_somebody_else_tells_nothing(self, cast: Cast) -> None:
        """As if it had been noted before anybody thought of confidences."""
        commitment = agreed(cast.lena, cast.nils)
        Escalation.objects.create(
            kind=digest.COMMITMENT, key=commitment.pk, owner=cast.nils, team=cast.oslo, told=cast.vera,
            week=week_of(TODAY),
        )  # fmt: skip
        assert self.marks(cast.vera, 0) == {}


class TestWaiting:
    def test_sessions_wait_to_be_confirmed_by_who_was_coached(self, cast: Cast, session: CoachingSession) -> None:
        found = sections(cast.nils)["confirm"]
        assert leads(found) == ["Lena"]
        assert found["items"][0]["title"] == "Tue 17 Nov · 45 minutes"
        assert "confirm" not in sections(cast.lena)

    def test_what_nobody_remembers_is_not_asked_about_any_more(self, cast: Cast, session: CoachingSession) -> None:
        CoachingSession.objects.everything(reason="test").update(held_on=TODAY - timedelta(weeks=9))
        assert "confirm" not in sections(cast.nils)
        assert [one for one in waiting(cast.nils, NOON) if one.kind == "confirm"] == []

    def test_both_hear_of_the_sessions_of_their_week_and_get_no_mail_for_it_alone(self, cast: Cast) -> None:
        make_plan(cast.lena, cast.nils, held_at=NOON + timedelta(days=1))
        make_plan(cast.lena, cast.olga, held_at=NOON + WEEK)
        found = letter(cast.nils)
        assert [section["code"] for section in found.content["sections"]] == ["sessions"]
        assert found.content["sections"][0]["items"][0]["title"] == "Thu 19 Nov, 13:00"
        assert not found.asks
        assert leads(sections(cast.lena)["sessions"]) == ["Nils"]

    def test_what_was_planned_and_not_logged_is_its_coachs(self, cast: Cast) -> None:
        with time_machine.travel(EARLIER, tick=False):
            make_plan(cast.lena, cast.nils, held_at=NOON - timedelta(days=2), at=EARLIER)
        assert leads(sections(cast.lena)["unsaid"]) == ["Nils"]
        assert "unsaid" not in sections(cast.nils)

    def test_an_observation_waits_for_both_until_each_has_answered(self, cast: Cast) -> None:
        observation = make_observation(cast.lena, cast.nils, make_form(cast.acme, by=cast.stella))
        assert [leads(sections(one)["observed"]) for one in (cast.lena, cast.nils)] == [["Nils"], ["Lena"]]
        observation.decline(by=cast.nils, at=NOON)
        assert "observed" not in sections(cast.nils)
        assert leads(sections(cast.lena)["observed"]) == ["Nils"]

    def test_reviews_are_counted_by_person_once_their_owners_have_seen_them(self, cast: Cast) -> None:
        for _twice in range(2):
            agreed(cast.lena, cast.nils)
        agreed(cast.lena, cast.olga, due_on=TODAY - timedelta(days=1))
        found = sections(cast.lena)["reviews"]
        assert [(item["lead"], item["title"]) for item in found["items"]] == [("Nils", "2 commitments to review")]


class TestPeople:
    def test_a_manager_hears_who_was_not_coached_for_long(self, cast: Cast) -> None:
        agreed(cast.lena, cast.nils)
        found = sections(cast.lena)["quiet"]
        assert [(item["lead"], item["title"]) for item in found["items"]] == [
            ("Olga", "No session yet"), ("Nils", "21 days without a session"),
        ]  # fmt: skip
        assert leads(sections(cast.vera)["quiet"]) == ["Lena", "Sam"]

    def test_who_is_on_leave_is_left_out(self, cast: Cast) -> None:
        days = {"starts_on": TODAY, "ends_on": TODAY + WEEK}
        Absence.add(cast.olga, cast.bergen, kind=AbsenceKind.LEAVE, **days, by=cast.lena, at=NOON)
        assert leads(sections(cast.lena)["quiet"]) == ["Nils"]

    def test_it_names_the_same_people_as_this_week(self, cast: Cast) -> None:
        agreed(cast.lena, cast.nils)
        make_session(cast.sam, cast.rita)
        say(cast.acme, {"longest_gap_days": 30}, by=cast.stella, at=NOON)
        say(cast.north, {"longest_gap_days": 21}, by=cast.lena, at=NOON)
        for manager in (cast.lena, cast.sam, cast.vera):
            there = {one.name for one in quiet_under(manager, TODAY)}
            assert set(leads(sections(manager).get("quiet", {"items": []}))) == there

    def test_figures_are_counts_of_teams_that_stand_still_for_the_week(self, cast: Cast) -> None:
        agreed(cast.lena, cast.nils)
        assert "coached" not in sections(cast.vera)
        freeze(week_of(TODAY), at=NOON)
        CoachingCommitment.objects.everything(reason="test").get().settle(CommitmentState.KEPT, by=cast.nils, at=NOON)
        found = sections(cast.vera)["coached"]
        assert leads(found) == ["Acme"]
        assert found["items"][0]["title"] == "0 of 1 commitments that came due were followed up"
        assert leads(sections(cast.lena)["coached"]) == ["North"]
        assert "coached" not in sections(cast.sam)

    def test_at_the_end_a_manager_is_asked_whom_they_will_coach(self, cast: Cast) -> None:
        asked = letter(cast.lena).content["ask"]
        assert (asked["text"], asked["address"]) == ("Whom will you coach early this week?", "/coaching/")
        assert letter(cast.nils).content["ask"]["text"] != asked["text"]


class TestFeedback:
    def test_it_does_not_look_at_whether_somebody_has_answered(self, cast: Cast) -> None:
        """What is kept of a digest would tell, week by week, who has."""
        people = make_team_of(cast.rome, 5)
        make_cycle(cast.south, cast.stella, at=NOON)
        before = letter(people[0]).content
        answer(people[0], cast.sam)
        assert letter(people[0]).content == before
        assert [section["code"] for section in before["sections"]] == ["feedback"]
        assert before["sections"][0]["items"][0]["title"] == "How Sam coaches"

    def test_it_asks_for_a_mail_only_in_the_week_in_which_it_closes(self, cast: Cast) -> None:
        people = make_team_of(cast.rome, 5)
        make_cycle(cast.south, cast.stella, at=NOON, days=14)
        asked = [letter(people[0], NOON + number * WEEK) for number in range(4)]
        assert [one.asks for one in asked] == [False, False, True, False]
        assert asked[3].content["sections"] == []

    def test_a_managers_manager_is_asked_by_name(self, cast: Cast) -> None:
        make_team_of(cast.rome, 5)
        make_cycle(cast.south, cast.stella, at=NOON)
        assert leads(sections(cast.vera)["from-above"]) == ["Sam"]


class TestTheirs:
    @pytest.fixture
    def lines(self, cast: Cast) -> dict[str, Any]:
        agreed(cast.lena, cast.nils)
        agreed(cast.lena, cast.nils, Side.COACH)
        make_plan(cast.lena, cast.nils, held_at=NOON + timedelta(days=1))
        make_observation(cast.lena, cast.nils, make_form(cast.acme, by=cast.stella))
        make_cycle(cast.acme, cast.stella, at=NOON)
        found: dict[str, Any] = {}
        for person in (cast.lena, cast.nils, cast.vera):
            items = [item for section in sections(person).values() for item in section["items"]]
            found[person.name] = by_kind((item["kind"], as_key(item["key"])) for item in items)
        return found

    def test_each_may_read_their_own_lines(self, cast: Cast, lines: dict[str, Any]) -> None:
        for person in (cast.lena, cast.nils, cast.vera):
            kinds = lines[person.name]
            assert kinds
            told = digest.theirs(Person.objects.get(pk=person.pk), kinds)
            assert {kind: set(keys) for kind, keys in kinds.items()} == told

    def test_nobody_else_may_read_the_lines_of_the_two(self, cast: Cast, lines: dict[str, Any]) -> None:
        between = {digest.COMMITMENT, digest.SESSION, digest.OBSERVATION}
        kinds = {kind: keys for kind, keys in lines["Nils"].items() if kind in between}
        assert set(kinds) == between
        for person in (cast.vera, cast.olga, cast.sam, cast.stella, cast.adam):
            assert not any(digest.theirs(Person.objects.get(pk=person.pk), kinds).values())

    def test_who_no_longer_manages_somebody_may_not_read_of_them(self, cast: Cast, lines: dict[str, Any]) -> None:
        cast.lena.memberships.update(ends_on=TODAY)
        told = digest.theirs(Person.objects.get(pk=cast.lena.pk), lines["Lena"])
        assert told[digest.COACHEE] == set()


def test_one_and_many_people_cost_the_same(cast: Cast) -> None:
    """Two managers and two of their people, then the whole cast with three times as much to say."""

    def fill() -> None:
        for coach, coachee in ((cast.lena, cast.nils), (cast.sam, cast.rita)):
            agreed(coach, coachee)
            make_session(coach, coachee)
            make_plan(coach, coachee, held_at=NOON + timedelta(days=1))
            make_observation(coach, coachee, form)

    def cost(people: list[Person]) -> int:
        week, audience = week_of(TODAY), gather([Person.objects.get(pk=one.pk) for one in people], NOON)
        audience = replace(audience, weeks={one.pk: week for one in people}, figures=frozen([week]))
        with CaptureQueriesContext(connection) as queries:
            found = [digest.promises(audience), digest.sections(audience)]
        assert all(found)
        return len(queries)

    form = make_form(cast.acme, by=cast.stella)
    make_cycle(cast.acme, cast.stella, at=NOON)
    fill()
    freeze(week_of(TODAY), at=NOON)
    few = cost([cast.lena, cast.nils])
    for _twice in range(2):
        fill()
    assert cost(cast.everybody()) == few == 13
