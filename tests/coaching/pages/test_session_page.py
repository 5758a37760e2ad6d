"""One session on its page: words for the two, facts for the managers above, nothing for anybody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from coaching.models import CoachingCommitment, CoachingSession
from coaching.sharing import share
from tests.cast import NOON, TODAY, Cast
from tests.coaching_factories import make_plan, make_promise, make_session
from tests.factories import make_opportunity
from tests.portal.costs import cost

Shown = Callable[[HttpResponse], str]
WORDS = {"focus": "Ask first", "observed": "He talks before he asks.", "strengths": "Calm", "own_view": "It went well"}


@pytest.fixture
def session(cast: Cast) -> CoachingSession:
    promises = [make_promise("Call the dispatcher"), make_promise("Open the door", "coach")]
    return make_session(cast.lena, cast.nils, words=WORDS, note="Watch his pace", promises=promises)


def address(session: CoachingSession, verb: str = "") -> str:
    return f"/coaching/sessions/{session.pk}/{verb}"


def test_the_coach_reads_words_commitments_and_the_own_note(
    cast: Cast, session: CoachingSession, enter: Any, shown: Shown
) -> None:
    page = shown(enter(cast.lena).get(address(session)))
    for text in (*WORDS.values(), "Call the dispatcher", "Open the door", "Watch his pace", "Read by you alone"):
        assert text in page, text


def test_the_coachee_reads_the_same_without_the_coachs_note(
    cast: Cast, session: CoachingSession, enter: Any, shown: Shown
) -> None:
    page = shown(enter(cast.nils).get(address(session)))
    for text in (*WORDS.values(), "Call the dispatcher", "Open the door"):
        assert text in page, text
    assert "Watch his pace" not in page
    assert "private note" not in page


def test_a_manager_above_reads_that_it_took_place_and_what_they_cannot_see(
    cast: Cast, session: CoachingSession, enter: Any, shown: Shown
) -> None:
    page = shown(enter(cast.vera).get(address(session)))
    assert "What was said is read by Lena and Nils alone." in page
    assert "45 minutes" in page
    assert page.count("A commitment") == 2
    for text in (*WORDS.values(), "Call the dispatcher", "Open the door", "Watch his pace", "recap is written"):
        assert text not in page, text


def test_for_anybody_else_it_does_not_exist(cast: Cast, session: CoachingSession, enter: Any) -> None:
    for person in (cast.olga, cast.sam, cast.stella, cast.adam, cast.felix):
        assert enter(person).get(address(session)).status_code == 404, person


def test_one_tap_confirms_and_says_how_useful_it_was(
    cast: Cast, session: CoachingSession, enter: Any, shown: Shown
) -> None:
    nils: Client = enter(cast.nils)
    assert "Did you spend 45 minutes with Lena?" in shown(nils.get(address(session)))

    response = nils.post(address(session, "acknowledge/"), {"version": session.version, "answer": "yes", "useful": "4"})
    session.refresh_from_db()
    assert response.status_code == 302
    assert (session.took_place, session.counted_minutes, session.useful, session.agrees) == (True, 45, 4, True)
    assert "Nils confirmed 45 minutes.</b> Useful: 4 of 5." in shown(nils.get(address(session)))
    assert "Useful" not in shown(enter(cast.vera).get(address(session)))


def test_the_coachee_corrects_the_minutes_and_sees_it_differently(
    cast: Cast, session: CoachingSession, enter: Any, shown: Shown
) -> None:
    sent = {"version": session.version, "answer": "yes", "minutes": "20", "differs": "on", "comment": "It was rushed."}
    enter(cast.nils).post(address(session, "acknowledge/"), sent)
    session.refresh_from_db()
    assert (session.counted_minutes, session.agrees) == (20, False)
    assert "It was rushed." in shown(enter(cast.lena).get(address(session)))
    above = shown(enter(cast.vera).get(address(session)))
    assert "Nils confirms 20 minutes, and sees it differently." in above
    assert "rushed" not in above


def test_a_session_that_did_not_take_place_does_not_count(cast: Cast, session: CoachingSession, enter: Any) -> None:
    enter(cast.nils).post(address(session, "acknowledge/"), {"version": session.version, "answer": "no"})
    session.refresh_from_db()
    assert (session.took_place, session.counted_minutes) == (False, 0)


def test_an_odd_answer_is_said_where_it_stands(cast: Cast, session: CoachingSession, enter: Any) -> None:
    sent = {"version": session.version, "answer": "yes", "minutes": "0", "comment": "Not so"}
    refused = enter(cast.nils).post(address(session, "acknowledge/"), sent)
    assert refused.status_code == 422
    assert "Not so" in refused.content.decode()


def test_only_the_coachee_answers(cast: Cast, session: CoachingSession, enter: Any) -> None:
    for person in (cast.lena, cast.vera):
        assert enter(person).post(address(session, "acknowledge/"), {"version": 1}).status_code == 403


def test_an_answer_to_what_changed_meanwhile_is_refused(cast: Cast, session: CoachingSession, enter: Any) -> None:
    refused = enter(cast.nils).post(address(session, "acknowledge/"), {"version": session.version + 5, "answer": "yes"})
    assert refused.status_code == 412


def test_somebody_the_coachee_lets_read_it_reads_it_until_it_is_taken_back(
    cast: Cast, session: CoachingSession, enter: Any, shown: Shown
) -> None:
    share(cast.nils, cast.vera, by=cast.nils, at=NOON)
    page = shown(enter(cast.vera).get(address(session)))
    assert "He talks before he asks." in page
    assert "Nils lets you read this." in page
    assert "Watch his pace" not in page


def test_an_opportunity_that_the_reader_may_not_read_has_no_name(
    cast: Cast, enter: Any, shown: Shown, funnel: Any
) -> None:
    secret = make_opportunity(cast.olga, cast.bergen, name="Bergen's own")
    session = make_session(cast.lena, cast.nils, opportunities=[secret])
    assert str(secret.account) in shown(enter(cast.lena).get(address(session)))
    page = shown(enter(cast.nils).get(address(session)))
    assert str(secret.account) not in page
    assert "An opportunity of a team that you are not in" in page


def test_it_leads_to_what_grows_out_of_it(cast: Cast, session: CoachingSession, enter: Any, shown: Shown) -> None:
    observe, tell = (f"/coaching/{place}/new/?session={session.pk}" for place in ("observations", "practices"))
    assert {place: place in shown(enter(cast.lena).get(address(session))) for place in (observe, tell)} == {
        observe: True, tell: True,
    }  # fmt: skip
    assert enter(cast.lena).get(observe).status_code == 200
    assert enter(cast.nils).get(tell).status_code == 200
    assert tell in shown(enter(cast.nils).get(address(session)))
    assert observe not in shown(enter(cast.nils).get(address(session)))
    assert not any(place in shown(enter(cast.vera).get(address(session))) for place in (observe, tell))


class TestPlanned:
    @pytest.fixture
    def plan(self, cast: Cast) -> CoachingSession:
        return make_plan(cast.lena, cast.nils)

    def test_it_is_moved_excused_or_called_off_by_the_coach(
        self, cast: Cast, plan: CoachingSession, enter: Any, shown: Shown
    ) -> None:
        lena: Client = enter(cast.lena)
        page = shown(lena.get(address(plan)))
        assert f"/coaching/log/?plan={plan.pk}" in page
        lena.post(address(plan, "move/"), {"held_at": "2026-11-25T10:00", "version": plan.version})
        plan.refresh_from_db()
        assert str(plan.held_on) == "2026-11-25"
        lena.post(address(plan, "excuse/"), {"excuse": "leave", "version": plan.version})
        plan.refresh_from_db()
        assert plan.state == "excused"

    def test_a_move_into_the_past_is_refused(self, cast: Cast, plan: CoachingSession, enter: Any) -> None:
        refused = enter(cast.lena).post(
            address(plan, "move/"), {"held_at": "2026-11-01T10:00", "version": plan.version}
        )
        assert refused.status_code == 422
        assert "Enter a time in the future." in refused.content.decode()

    def test_who_was_quicker_is_said(self, cast: Cast, plan: CoachingSession, enter: Any) -> None:
        seen = plan.version
        plan.move_to(NOON + timedelta(days=5), by=cast.lena, at=NOON)
        refused = enter(cast.lena).post(address(plan, "call-off/"), {"version": seen})
        assert refused.status_code == 412
        assert "Moved to another time · Lena" in refused.content.decode()

    def test_nobody_else_does(self, cast: Cast, plan: CoachingSession, enter: Any) -> None:
        for person in (cast.nils, cast.vera):
            for verb in ("move/", "excuse/", "call-off/"):
                assert enter(person).post(address(plan, verb), {"version": plan.version}).status_code == 403


class TestCommitments:
    @pytest.fixture
    def promise(self, cast: Cast, session: CoachingSession) -> CoachingCommitment:
        return CoachingCommitment.objects.visible_to(cast.nils).get(owner=cast.nils)

    def test_done_takes_one_tap_in_its_place_and_offers_the_way_back(
        self, cast: Cast, promise: CoachingCommitment, enter: Any
    ) -> None:
        nils: Client = enter(cast.nils)
        headers = {
            "HX-Request": "true",
            "HX-Target": f"commitment-{promise.pk}",
            "HX-Current-URL": "http://testserver/coaching/me/",
        }
        row = nils.post(f"/coaching/promises/{promise.pk}/settle/", {"state": "kept", "version": 1}, headers=headers)
        words = row.content.decode()
        assert words.strip().startswith('<li class="done"')
        assert "Saved as kept." in words
        assert f"/coaching/promises/{promise.pk}/reopen/?next=%2Fcoaching%2Fme%2F" in words
        back = nils.post(f"/coaching/promises/{promise.pk}/reopen/?next=/coaching/me/", {"version": 2})
        promise.refresh_from_db()
        assert (back["Location"], promise.state) == ("/coaching/me/", "open")

    def test_without_scripts_it_leads_back(self, cast: Cast, promise: CoachingCommitment, enter: Any) -> None:
        sent = {"state": "kept", "version": 1, "next": "/coaching/me/"}
        response = enter(cast.nils).post(f"/coaching/promises/{promise.pk}/settle/", sent)
        promise.refresh_from_db()
        assert (response["Location"], promise.state) == ("/coaching/me/", "kept")

    def test_not_kept_takes_a_sentence_that_the_two_read(
        self, cast: Cast, promise: CoachingCommitment, enter: Any, shown: Shown
    ) -> None:
        place = f"/coaching/promises/{promise.pk}/settle/"
        assert (
            "Say in a sentence why." in enter(cast.nils).post(place, {"state": "missed", "version": 1}).content.decode()
        )
        enter(cast.nils).post(place, {"state": "missed", "reason": "The customer was ill", "version": 1})
        assert "The customer was ill" in shown(enter(cast.lena).get(address(promise.session)))
        above = shown(enter(cast.vera).get(address(promise.session)))
        assert "Not kept" in above
        assert "customer was" not in above

    def test_whoever_promised_it_gives_it_another_day(
        self, cast: Cast, promise: CoachingCommitment, enter: Any
    ) -> None:
        place = f"/coaching/promises/{promise.pk}/redate/"
        assert enter(cast.lena).post(place, {"due_on": "2026-12-09", "version": 1}).status_code == 403
        enter(cast.nils).post(place, {"due_on": "2026-12-09", "version": 1})
        promise.refresh_from_db()
        assert (str(promise.due_on), promise.redated) == ("2026-12-09", 1)

    def test_who_settled_it_meanwhile_is_said(self, cast: Cast, promise: CoachingCommitment, enter: Any) -> None:
        promise.reschedule(due_on=TODAY + timedelta(days=9), by=cast.nils, at=NOON)
        refused = enter(cast.lena).post(f"/coaching/promises/{promise.pk}/settle/", {"state": "kept", "version": 1})
        assert refused.status_code == 412
        assert "Given another day · Nils" in refused.content.decode()


@pytest.mark.usefixtures("as_served", "funnel")
@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_takes_the_same_statements_however_much_was_agreed(cast: Cast, enter: Any, rows: int) -> None:
    opportunities = [make_opportunity(cast.nils, cast.oslo, name=f"Objective {number}") for number in range(rows)]
    promises = [make_promise(str(number)) for number in range(rows)]
    session = make_session(cast.lena, cast.nils, note="Mine", opportunities=opportunities, promises=promises)
    assert cost(enter(cast.lena), address(session)) == 13
