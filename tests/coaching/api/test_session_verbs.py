"""What is done with a session over the API: who may, who is told why not, in which state, and on which version."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from coaching.models import CoachingCommitment, CoachingSession, CommitmentWords, SessionWords
from funnels.models import Opportunity
from portal.models import Event
from tests.cast import NOON, TODAY, Cast
from tests.coaching.api.conftest import SESSIONS, at, errors_of, tag
from tests.coaching_factories import make_plan, make_promise, make_session
from tests.portal.api.conftest import Api, code_of

CLAIMED: dict[str, dict[str, Any]] = {"note/": {"text": "Slower."}}
PLANNED: dict[str, dict[str, Any]] = {
    "hold/": {"focus": "Pace"},
    "move/": {"held_at": "2026-11-23T10:00:00+01:00"},
    "excuse/": {"excuse": "leave"},
    "cancel/": {},
}


@pytest.fixture
def plan(cast: Cast) -> CoachingSession:
    return make_plan(cast.lena, cast.nils)


def act(api: Api, session: CoachingSession, verb: str, body: dict[str, Any]) -> Any:
    return api.post(at(session) + verb, body, If_Match=tag(session))


def test_the_coachee_confirms_in_one_request(nils: Api, lena: Api, session: CoachingSession) -> None:
    answered = act(
        nils, session, "acknowledge/", {"took_place": True, "minutes": 30, "useful": 4, "comment": "It helped."}
    )
    assert answered.status_code == 200, answered.content
    record = answered.json()
    assert (record["agreed_minutes"], record["counted_minutes"], record["minutes"]) == (30, 30, 45)
    assert (record["useful"], record["comment"]) == (4, "It helped.")
    assert lena.get(at(session)).json()["useful"] == 4


def test_only_the_coachee_confirms(lena: Api, vera: Api, rita: Api, session: CoachingSession) -> None:
    for api, status in ((lena, 403), (vera, 403), (rita, 404)):
        assert act(api, session, "acknowledge/", {"took_place": True}).status_code == status


def test_a_session_is_answered_once_and_on_the_version_that_was_read(nils: Api, session: CoachingSession) -> None:
    assert nils.post(at(session) + "acknowledge/", {"took_place": True}).status_code == 428
    assert act(nils, session, "acknowledge/", {"took_place": True}).status_code == 200
    stale = nils.post(at(session) + "acknowledge/", {"took_place": True}, If_Match='"1"')
    assert (stale.status_code, code_of(stale)) == (412, "stale")
    again = act(nils, session, "acknowledge/", {"took_place": False})
    assert (again.status_code, code_of(again)) == (409, "wrong-state")


@pytest.mark.parametrize(
    ("body", "pointer"),
    [({}, "/took_place"), ({"took_place": True, "useful": 6}, "/useful"), ({"took_place": True, "minutes": 0}, "/minutes")],
)  # fmt: skip
def test_an_odd_answer_is_refused(nils: Api, session: CoachingSession, body: dict[str, Any], pointer: str) -> None:
    assert list(errors_of(act(nils, session, "acknowledge/", body))) == [pointer]


def test_the_coach_corrects_until_the_coachee_has_answered(
    lena: Api, nils: Api, vera: Api, cast: Cast, session: CoachingSession, opportunity: Opportunity
) -> None:
    change = {"minutes": 40, "observed": "He asks first.", "opportunities": [str(opportunity.pk)]}
    corrected = lena.patch(at(session), change, If_Match='"1"')
    assert corrected.status_code == 200, corrected.content
    assert (corrected.json()["minutes"], corrected.json()["observed"]) == (40, "He asks first.")
    assert corrected.json()["focus"] == "Ask first"
    assert len(corrected.json()["opportunities"]) == 1
    told = Event.objects.about(session).get(verb="corrected")
    assert (told.before["minutes"], told.after["texts"]) == (45, ["observed"])

    for api in (nils, vera):
        assert api.patch(at(session), {"minutes": 1}, If_Match=tag(session)).status_code == 403
    assert lena.patch(at(session), {"minutes": 1}, If_Match='"1"').status_code == 412
    act(nils, session, "acknowledge/", {"took_place": True})
    late = lena.patch(at(session), {"minutes": 60}, If_Match=tag(session))
    assert (late.status_code, code_of(late)) == (409, "wrong-state")


@pytest.mark.parametrize("field", ["private_note", "commitments", "coachee", "state"])
def test_what_has_a_verb_is_not_corrected(lena: Api, session: CoachingSession, field: str) -> None:
    assert errors_of(lena.patch(at(session), {field: "x"}, If_Match='"1"')) == {f"/{field}": "use-verb"}


def test_another_time_is_another_day_for_the_words_as_well(lena: Api, cast: Cast, opportunity: Opportunity) -> None:
    session = make_session(cast.lena, cast.nils, opportunities=[opportunity], promises=[make_promise()])
    moved = lena.patch(at(session), {"held_at": "2026-11-10T23:30:00+00:00"}, If_Match='"1"')
    assert moved.json()["held_on"] == "2026-11-11"  # in Oslo
    session.refresh_from_db()
    assert SessionWords.objects.visible_to(cast.lena).get(session=session).held_at == session.held_at
    assert CommitmentWords.objects.visible_to(cast.lena).get().held_at == session.held_at
    early = lena.patch(at(session), {"held_at": "2023-01-01T12:00:00+00:00"}, If_Match=tag(session))
    assert errors_of(early) == {"/held_at": "invalid"}


def test_a_session_to_come_is_planned_and_held(lena: Api, nils: Api, cast: Cast, opportunity: Opportunity) -> None:
    body = {
        "coachee": str(cast.nils.pk), "held_at": "2026-11-20T10:00:00+01:00", "minutes": 30, "kind": "funnel",
        "opportunities": [str(opportunity.pk)],
    }  # fmt: skip
    planned = lena.post(SESSIONS + "plan/", body)
    assert planned.status_code == 201, planned.content
    record = planned.json()
    assert (record["state"], record["planned"], record["focus"]) == ("planned", True, "")
    session = CoachingSession.objects.visible_to(cast.nils).get(pk=record["id"])

    assert act(nils, session, "prepare/", {"own_view": "I rush."}).json()["own_view"] == "I rush."
    held = act(lena, session, "hold/", {"held_at": "2026-11-18T10:00:00+01:00", "focus": "Pace", "minutes": 25})
    assert held.status_code == 200, held.content
    record = held.json()
    assert (record["state"], record["minutes"], record["kind"]) == ("held", 25, "funnel")
    assert (record["focus"], record["own_view"], len(record["opportunities"])) == ("Pace", "I rush.", 1)


def test_planning_takes_a_time_to_come_and_no_text(lena: Api, nils: Api, cast: Cast) -> None:
    body = {"coachee": str(cast.nils.pk), "held_at": "2026-11-20T10:00:00+01:00", "minutes": 30, "kind": "funnel"}
    assert errors_of(lena.post(SESSIONS + "plan/", body | {"held_at": "2026-11-17T10:00:00+01:00"})) == {
        "/held_at": "invalid"
    }
    assert errors_of(lena.post(SESSIONS + "plan/", body | {"focus": "x"})) == {"/focus": "unknown"}
    for api, coachee in ((nils, cast.nils), (lena, cast.rita)):
        assert api.post(SESSIONS + "plan/", body | {"coachee": str(coachee.pk)}).status_code == 403


@pytest.mark.parametrize("verb", PLANNED)
def test_a_planned_session_is_its_coachs(
    lena: Api, nils: Api, vera: Api, rita: Api, plan: CoachingSession, verb: str
) -> None:
    body = PLANNED[verb]
    for api, status in ((nils, 403), (vera, 403), (rita, 404)):
        assert act(api, plan, verb, body).status_code == status
    assert lena.post(at(plan) + verb, body, If_Match='"7"').status_code == 412
    assert act(lena, plan, verb, body).status_code == 200


@pytest.mark.parametrize("verb", PLANNED)
def test_what_was_held_is_not_planned_any_more(lena: Api, session: CoachingSession, verb: str) -> None:
    refused = act(lena, session, verb, PLANNED[verb])
    assert (refused.status_code, code_of(refused)) == (409, "wrong-state")


def test_a_planned_session_whose_day_has_passed_shows_as_not_held(lena: Api, noon: Any, plan: CoachingSession) -> None:
    assert lena.get(at(plan)).json()["state"] == "planned"
    noon.move_to(NOON + timedelta(days=3))
    assert lena.get(at(plan)).json()["state"] == "not_held"
    assert [one["id"] for one in lena.get(f"{SESSIONS}?state=not_held").json()["results"]] == [str(plan.pk)]
    assert lena.get(f"{SESSIONS}?state=planned").json()["results"] == []
    assert act(lena, plan, "hold/", {"focus": "Pace"}).json()["state"] == "held"


def test_excused_says_why_and_a_called_off_one_stays(lena: Api, cast: Cast) -> None:
    first, second = make_plan(cast.lena, cast.nils), make_plan(cast.lena, cast.nils)
    assert act(lena, first, "excuse/", {"excuse": "leave"}).json()["excuse"] == "leave"
    assert act(lena, second, "cancel/", {}).json()["excuse"] is None
    assert {one["state"] for one in lena.get(SESSIONS).json()["results"]} == {"excused", "cancelled"}


def test_the_coachees_own_view_is_the_coachees(
    lena: Api, nils: Api, vera: Api, rita: Api, session: CoachingSession
) -> None:
    for api, status in ((lena, 403), (vera, 403), (rita, 404), (nils, 200)):
        assert act(api, session, "prepare/", {"own_view": "I rush."}).status_code == status
    act(nils, session, "acknowledge/", {"took_place": True})
    assert act(nils, session, "prepare/", {"own_view": "No."}).status_code == 409


def test_the_private_note_is_written_at_any_time_and_leaves_the_version_alone(
    lena: Api, nils: Api, vera: Api, session: CoachingSession
) -> None:
    for api in (nils, vera):
        assert act(api, session, "note/", {"text": "x"}).status_code == 403
    act(nils, session, "acknowledge/", {"took_place": True})
    before = tag(session)
    assert act(lena, session, "note/", {"text": "Slower."}).json()["private_note"] == "Slower."
    assert tag(session) == before
    assert "private_note" not in nils.get(at(session)).json()
    assert not Event.objects.about(session).filter(verb="written").exists()


def test_what_was_due_is_reviewed_before_anything_new_is_promised(lena: Api, cast: Cast, noon: Any) -> None:
    make_session(cast.lena, cast.nils, promises=[make_promise()])
    noon.move_to(NOON + timedelta(days=8))
    due = CoachingCommitment.objects.visible_to(cast.lena).get()
    body = {
        "coachee": str(cast.nils.pk), "kind": "skill", "minutes": 10, "focus": "Pace",
        "commitments": [{"what": "Ask twice", "due_on": "2026-12-09", "seen_by": "call recorded"}],
    }  # fmt: skip
    refused = lena.post(SESSIONS, body)
    assert (refused.status_code, code_of(refused)) == (409, "review-first")
    assert [one["id"] for one in refused.json()["due"]] == [str(due.pk)]

    review = {"commitment": str(due.pk), "state": "missed"}
    assert errors_of(lena.post(SESSIONS, body | {"reviews": [review]})) == {"/reason": "invalid"}
    logged = lena.post(SESSIONS, body | {"reviews": [review | {"reason": "He was ill"}]})
    assert logged.status_code == 201, logged.content
    due.refresh_from_db()
    assert (due.state, str(due.settled_in_id), due.settled_on) == (
        "missed",
        logged.json()["id"],
        TODAY + timedelta(days=8),
    )


@pytest.mark.parametrize(("more", "day"), [({}, "2026-11-25"), ({"on": "2026-11-20"}, "2026-11-20")])
def test_what_was_kept_was_kept_by_its_day_unless_another_is_said(
    lena: Api, cast: Cast, noon: Any, more: dict[str, str], day: str
) -> None:
    make_session(cast.lena, cast.nils, promises=[make_promise()])
    noon.move_to(NOON + timedelta(days=8))
    due = CoachingCommitment.objects.visible_to(cast.lena).get()
    review = {"commitment": str(due.pk), "state": "kept", **more}
    body = {"coachee": str(cast.nils.pk), "kind": "skill", "minutes": 10, "focus": "Pace", "reviews": [review]}
    assert lena.post(SESSIONS, body).status_code == 201
    due.refresh_from_db()
    assert (str(due.settled_on), due.is_on_time()) == (day, True)


def test_commitments_of_others_are_not_reviewed_here(lena: Api, vera: Api, cast: Cast) -> None:
    make_session(cast.lena, cast.nils, promises=[make_promise()])
    foreign = CoachingCommitment.objects.visible_to(cast.lena).get()
    body = {
        "coachee": str(cast.nils.pk), "kind": "skill", "minutes": 10, "focus": "Pace",
        "reviews": [{"commitment": str(foreign.pk), "state": "kept"}],
    }  # fmt: skip
    assert errors_of(vera.post(SESSIONS, body)) == {"/reviews": "invalid"}
    foreign.refresh_from_db()
    assert foreign.state == "open"
