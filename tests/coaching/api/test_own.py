"""One's own data as a file, the calendar, how reliably promises are kept, and what could be clearer in one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import icalendar
import pytest
from django.test import Client

from coaching.models import CoachingCommitment, CoachingSession
from coaching.sharing import share
from portal.models import Person
from tests.cast import NOON, TODAY, Cast
from tests.coaching.api.conftest import TEXTS, errors_of
from tests.coaching_factories import (
    make_form,
    make_marks,
    make_observation,
    make_plan,
    make_practice,
    make_promise,
    make_session,
)
from tests.portal.api.conftest import Api

OWN, WORDING, VERBS = "v1/me/coaching/", "v1/coaching-commitments/check/", "v1/coaching-weak-verbs/en/"


# Own data


def test_everything_that_is_ones_own_is_there_with_its_texts(nils: Api, lena: Api, cast: Cast) -> None:
    session = make_session(cast.lena, cast.nils, note="Watch his pace.", promises=[make_promise()])
    make_session(cast.lena, cast.olga)
    share(cast.nils, cast.vera, by=cast.nils, at=NOON)
    own = nils.get(OWN).json()
    assert [one["id"] for one in own["sessions"]] == [str(session.pk)]
    assert set(own["sessions"][0]) >= TEXTS
    assert "private_note" not in own["sessions"][0]
    assert own["commitments"][0]["what"] == "Call the dispatcher"
    assert own["reading_grants"][0]["reader"]["name"] == "Vera"
    of_coach = lena.get(OWN).json()
    assert {one["private_note"] for one in of_coach["sessions"]} == {"Watch his pace.", ""}


def test_what_was_seen_is_in_it_as_far_as_one_may_read_it(nils: Api, lena: Api, cast: Cast) -> None:
    form = make_form(cast.acme, by=cast.stella)
    both, half = (make_observation(cast.lena, cast.nils, form) for _two in range(2))
    for side in (cast.lena, cast.nils):
        both.give(make_marks(3, issue="She asked twice."), f"As {side} saw it", by=side, at=NOON)
    half.give(make_marks(2), "Not yet", by=cast.lena, at=NOON)
    for api, seen in ((nils, {2, 0}), (lena, {2, 1})):
        told = {len(one["views"]) for one in api.get(OWN).json()["observations"]}
        assert told == seen
        assert ("Not yet" in api.get(OWN).content.decode()) is (api is lena)
        assert "She asked twice." in api.get(OWN).content.decode()


def test_best_practices_are_in_it_with_their_words_and_what_one_made_of_others(
    nils: Api, lena: Api, cast: Cast
) -> None:
    mine = make_practice(cast.nils, cast.oslo)
    mine.adopt(by=cast.lena, at=NOON)
    mine.judge(True, by=cast.lena, at=NOON)
    assert [one["evidence"] for one in nils.get(OWN).json()["best_practices"]] == ["They named the head of the port."]
    own = lena.get(OWN).json()
    assert [one["practice"]["id"] for one in own["adopted_practices"]] == [str(mine.pk)]
    assert [one["useful"] for one in own["practices_judged"]] == [True]
    assert nils.get(OWN).json()["adopted_practices"] == nils.get(OWN).json()["practices_judged"] == []


@pytest.mark.parametrize("name", ["vera", "stella", "sam", "rita", "felix", "adam"])
def test_nothing_of_others_is_in_it(cast: Cast, name: str) -> None:
    make_session(cast.lena, cast.nils, promises=[make_promise()])
    own = Api(getattr(cast, name)).get(OWN).json()
    assert [own[part] for part in own if isinstance(own[part], list) and own[part]] == []


def test_the_page_sends_the_same_as_a_file(enter: Callable[[Person], Client], nils: Api, cast: Cast) -> None:
    make_session(cast.lena, cast.nils)
    sent = enter(cast.nils).get("/coaching/me/coaching.json")
    assert sent["Content-Disposition"] == 'attachment; filename="coaching.json"'
    assert sent.json() == nils.get(OWN).json()


def test_it_costs_the_same_statements_with_one_session_and_with_three(
    nils: Api, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    for count in (1, 3):
        while CoachingSession.objects.visible_to(cast.nils).count() < count:
            make_session(cast.lena, cast.nils, promises=[make_promise()])
        with django_assert_max_num_queries(27):
            nils.get(OWN)


# The calendar


def events(response: Any) -> list[Any]:
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return list(icalendar.Calendar.from_ical(response.content).walk("VEVENT"))


def test_the_calendar_tells_with_whom_and_when_and_nothing_else(enter: Callable[[Person], Client], cast: Cast) -> None:
    plan = make_plan(cast.lena, cast.nils)
    for person, other in ((cast.lena, "Nils"), (cast.nils, "Lena")):
        [event] = events(enter(person).get("/coaching/me/calendar.ics"))
        assert str(event["SUMMARY"]) == f"Coaching with {other}"
        assert event["DTSTART"].dt == datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
        assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(minutes=45)
        assert (str(event["UID"]), event["SEQUENCE"]) == (f"{plan.pk}@testserver", 1)
        assert set(event) == {
            "UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "SEQUENCE", "STATUS", "CLASS",
        }  # fmt: skip


def test_a_name_cannot_break_out_of_its_line(enter: Callable[[Person], Client], cast: Cast) -> None:
    make_plan(cast.lena, cast.nils)
    Person.objects.filter(pk=cast.nils.pk).update(name="Nils; Å,\r\nATTENDEE:mailto:x@y.example\\" + "long " * 12)
    sent = enter(cast.lena).get("/coaching/me/calendar.ics")
    [event] = events(sent)
    assert "ATTENDEE" not in event
    assert str(event["SUMMARY"]).startswith("Coaching with Nils; Å,")
    assert all(len(line) <= 75 for line in sent.content.split(b"\r\n"))


def test_what_was_called_off_goes_from_the_calendar(enter: Callable[[Person], Client], cast: Cast) -> None:
    plan = make_plan(cast.lena, cast.nils)
    plan.call_off(by=cast.lena, at=NOON)
    [event] = events(enter(cast.nils).get(f"/coaching/sessions/{plan.pk}/calendar.ics"))
    assert (str(event["STATUS"]), event["SEQUENCE"]) == ("CANCELLED", 2)
    assert events(enter(cast.nils).get("/coaching/me/calendar.ics")) == []


def test_a_calendar_is_for_the_two_and_for_what_is_planned(
    enter: Callable[[Person], Client], cast: Cast, session: CoachingSession
) -> None:
    plan = make_plan(cast.lena, cast.nils)
    for person in (cast.vera, cast.rita, cast.stella):
        assert enter(person).get(f"/coaching/sessions/{plan.pk}/calendar.ics").status_code == 404
    assert enter(cast.lena).get(f"/coaching/sessions/{session.pk}/calendar.ics").status_code == 404
    assert Client().get("/coaching/me/calendar.ics").status_code == 302


# How reliably


def test_reliability_is_for_oneself_and_ones_manager(
    nils: Api, lena: Api, vera: Api, rita: Api, stella: Api, cast: Cast, noon: Any
) -> None:
    make_session(cast.lena, cast.nils, promises=[make_promise()])
    CoachingCommitment.objects.visible_to(cast.nils).get().settle("kept", by=cast.nils, at=NOON)
    noon.move_to(NOON + timedelta(days=8))
    here = f"v1/people/{cast.nils.pk}/coaching-reliability/"
    for api in (nils, lena, vera):
        assert api.get(here).json() == {"weeks": 8, "due": 1, "on_time": 1, "percent": "100.00", "few": True}
    for api in (rita, stella, Api(cast.olga)):
        assert api.get(here).status_code == 403
    assert nils.get(f"v1/people/{cast.lena.pk}/coaching-reliability/").status_code == 403
    assert lena.get(f"v1/people/{cast.lena.pk}/coaching-reliability/").json()["percent"] is None


# What could be clearer


def test_a_commitment_is_looked_at_before_it_is_made(nils: Api) -> None:
    found = nils.post(WORDING, {"what": "Try to listen", "due_on": str(TODAY)})
    assert [(one["field"], one["code"]) for one in found.json()["remarks"]] == [
        ("what", "weak"), ("seen_by", "no_evidence"),
    ]  # fmt: skip
    assert list(errors_of(nils.post(WORDING, {"what": "x" * 201}))) == ["/what"]


def test_stewards_keep_the_weak_verbs_and_switch_the_check_off(nils: Api, stella: Api) -> None:
    kept = stella.get(VERBS)
    assert "focus on" in kept.json()["weak"]
    assert nils.patch(VERBS, {"checked": False}, If_Match=kept["ETag"]).status_code == 403
    own = stella.patch(VERBS, {"weak": ["circle back"]}, If_Match=kept["ETag"])
    body = {"what": "Try to listen", "due_on": str(TODAY), "seen_by": "heard"}
    assert nils.post(WORDING, body).json()["remarks"] == []
    assert nils.post(WORDING, body | {"what": "Circle back to Karin"}).json()["remarks"][0]["code"] == "weak"
    assert stella.patch(VERBS, {"checked": False}, If_Match=kept["ETag"]).status_code == 412
    stella.patch(VERBS, {"checked": False}, If_Match=own["ETag"])
    assert nils.post(WORDING, body | {"what": "Circle back to Karin"}).json()["remarks"] == []
    assert stella.get("v1/coaching-weak-verbs/xx/").status_code == 404
