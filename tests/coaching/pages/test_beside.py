"""Coaching beside an opportunity, and in This week."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from coaching.home import sections
from coaching.models import Absence
from coaching.people import quiet_under
from coaching.standards import say
from funnels.models import Opportunity
from portal.context import navigation
from portal.roles import Role
from tests.cast import NOON, TODAY, Cast, join
from tests.coaching_factories import make_form, make_observation, make_plan, make_promise, make_session

Shown = Callable[[HttpResponse], str]


@pytest.fixture
def session(cast: Cast, opportunity: Opportunity) -> Any:
    return make_session(cast.lena, cast.nils, opportunities=[opportunity])


class TestBesideAnOpportunity:
    def test_the_two_find_their_session_there(
        self, cast: Cast, opportunity: Opportunity, session: Any, enter: Any, shown: Shown
    ) -> None:
        for person in (cast.lena, cast.nils):
            page = shown(enter(person).get(f"/opportunities/{opportunity.pk}/"))
            assert f'href="/coaching/sessions/{session.pk}/">Ask first</a>' in page

    def test_nobody_else_does_whatever_their_role(
        self, cast: Cast, opportunity: Opportunity, session: Any, enter: Any, shown: Shown
    ) -> None:
        for person in (cast.vera, cast.stella):
            page = shown(enter(person).get(f"/opportunities/{opportunity.pk}/"))
            assert "Ask first" not in page
            assert str(session.pk) not in page

    def test_a_manager_begins_the_form_from_here(
        self, cast: Cast, opportunity: Opportunity, enter: Any, shown: Shown
    ) -> None:
        place = f"/coaching/log/?opportunity={opportunity.pk}"
        assert place in shown(enter(cast.lena).get(f"/opportunities/{opportunity.pk}/"))
        assert place not in shown(enter(cast.nils).get(f"/opportunities/{opportunity.pk}/"))


class TestThisWeek:
    def test_what_waits_for_the_salesperson(self, cast: Cast, enter: Any, shown: Shown) -> None:
        make_session(cast.lena, cast.nils, promises=[make_promise("Call the dispatcher", due_on=TODAY)])
        make_plan(cast.lena, cast.nils, held_at=NOON + timedelta(hours=2))
        page = shown(enter(cast.nils).get("/"))
        assert "Did these take place?" in page
        assert "Coaching today" in page
        assert "Call the dispatcher" in page

    def test_done_and_confirmed_from_here(self, cast: Cast, enter: Any, shown: Shown) -> None:
        session = make_session(cast.lena, cast.nils, promises=[make_promise("Call the dispatcher", due_on=TODAY)])
        promise = session.commitments.get()
        nils: Client = enter(cast.nils)
        sent = {"version": session.version, "answer": "yes", "next": "/"}
        assert nils.post(f"/coaching/sessions/{session.pk}/acknowledge/", sent)["Location"] == "/"
        nils.post(f"/coaching/promises/{promise.pk}/settle/", {"version": 1, "state": "kept", "next": "/"})
        page = shown(nils.get("/"))
        assert "Did these take place?" not in page
        assert "Call the dispatcher" not in page

    def test_an_observation_waits_for_each_view(self, cast: Cast, enter: Any, shown: Shown) -> None:
        seen = make_observation(cast.lena, cast.nils, make_form(cast.acme, by=cast.stella))
        for person in (cast.lena, cast.nils):
            page = shown(enter(person).get("/"))
            assert "Observations that wait for your view" in page
            assert f"/coaching/observations/{seen.pk}/" in page

    def test_whom_a_manager_has_not_coached_for_long(self, cast: Cast) -> None:
        make_session(cast.lena, cast.nils, held_at=NOON - timedelta(days=15))
        make_session(cast.lena, cast.olga, held_at=NOON - timedelta(days=13))
        assert list(quiet_under(cast.lena, TODAY)) == [cast.nils]
        (section,) = sections(cast.lena, NOON)
        assert section.title == "Not coached for long"
        assert [(one.person, one.days) for one in section.context["rows"]] == [(cast.nils, 15)]
        assert not quiet_under(cast.nils, TODAY)

    def test_how_long_is_too_long_is_what_the_managers_team_says(self, cast: Cast) -> None:
        make_session(cast.lena, cast.nils, held_at=NOON - timedelta(days=9))
        make_session(cast.lena, cast.olga, held_at=NOON - timedelta(days=10))
        said = say(cast.acme, {"longest_gap_days": 10}, by=cast.vera, at=NOON)
        assert list(quiet_under(cast.lena, TODAY)) == [cast.olga]
        say(cast.oslo, {"longest_gap_days": 5}, by=cast.lena, at=NOON)
        assert list(quiet_under(cast.lena, TODAY)) == [cast.olga], "Oslo's own word holds for a manager of Oslo"
        join(cast.vera, cast.oslo, Role.MANAGER)
        assert set(quiet_under(cast.vera, TODAY)) == {cast.lena, cast.sam, cast.nils}
        said.change({"longest_gap_days": 30}, by=cast.vera, at=NOON)
        assert cast.olga not in quiet_under(cast.lena, TODAY)

    def test_who_is_on_leave_is_not_missed(self, cast: Cast) -> None:
        assert set(quiet_under(cast.vera, TODAY)) == {cast.lena, cast.sam}
        Absence.add(cast.lena, cast.north, kind="leave", starts_on=TODAY, ends_on=TODAY, by=cast.vera, at=NOON)
        assert list(quiet_under(cast.vera, TODAY)) == [cast.sam]


@pytest.mark.parametrize(("name", "act"), [("nils", "Record"), ("lena", "Log"), ("stella", "Record")])
def test_the_phones_middle_tab_is_each_ones_own_main_act(cast: Cast, name: str, act: str) -> None:
    entries = navigation(getattr(cast, name), "/")
    assert [entry["label"] for entry in entries if entry.get("act")] == [act]
    assert [entry["label"] for entry in entries].count("Accounts") == 1
