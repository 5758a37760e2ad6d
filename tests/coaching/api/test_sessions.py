"""Sessions over the API: logged in the documented shape, told to each as they may know it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from coaching.models import CoachingSession, ReadingGrant
from funnels.models import Opportunity
from tests.cast import NOON, Cast
from tests.coaching.api.conftest import SESSIONS, TEXTS, at, errors_of
from tests.coaching_factories import make_promise, make_session
from tests.factories import make_opportunity
from tests.portal.api.conftest import Api, code_of

UNKNOWN = "01999999-0000-7000-8000-000000000000"
LOG = {
    "held_at": "2026-11-18T09:30:00+01:00",
    "minutes": 45,
    "channel": "remote",
    "kind": "opportunity",
    "focus": "Ask before telling",
    "observed": "He talks first.",
    "private_note": "Watch his pace.",
    "opportunities": [],
    "commitments": [
        {"side": "coachee", "what": "Call the dispatcher", "due_on": "2026-11-25", "seen_by": "recap written"},
        {"side": "coach", "what": "Join the visit", "due_on": "2026-11-27", "seen_by": "seat booked"},
    ],
}


def log(api: Api, cast: Cast, **more: Any) -> Any:
    return api.post(SESSIONS, LOG | {"coachee": str(cast.nils.pk)} | more)


def test_a_coach_logs_a_session_in_one_request(lena: Api, cast: Cast, opportunity: Opportunity) -> None:
    created = log(lena, cast, opportunities=[str(opportunity.pk)])
    assert created.status_code == 201, created.content
    record = created.json()
    assert (record["state"], record["minutes"], record["counted_minutes"]) == ("held", 45, 0)
    assert (record["coach"]["name"], record["coachee"]["name"], record["team"]["name"]) == ("Lena", "Nils", "Oslo")
    assert (record["focus"], record["private_note"], record["planned"]) == (
        "Ask before telling", "Watch his pace.", False
    )  # fmt: skip
    assert record["opportunities"][0]["opportunity"]["name"] == opportunity.name
    assert record["opportunities"][0]["stage"]["id"] == str(opportunity.stage_id)
    assert [(one["owner"]["name"], one["what"]) for one in record["commitments"]] == [
        ("Nils", "Call the dispatcher"), ("Lena", "Join the visit"),
    ]  # fmt: skip
    assert lena.client.get(created["Location"], headers=lena.headers).json() == record


def test_person_kind_minutes_and_focus_are_enough(lena: Api, cast: Cast) -> None:
    body = {"coachee": str(cast.nils.pk), "kind": "skill", "minutes": 10, "focus": "Pace"}
    created = lena.post(SESSIONS, body)
    assert created.status_code == 201, created.content
    assert created.json()["held_at"].startswith("2026-11-18T12:00:00")
    refused = lena.post(SESSIONS, {})
    assert set(errors_of(refused)) == {"/coachee", "/kind", "/minutes", "/focus"}


def test_the_same_key_logs_one_session(lena: Api, cast: Cast) -> None:
    body = LOG | {"coachee": str(cast.nils.pk)}
    first, again = (lena.post(SESSIONS, body, Idempotency_Key="k1") for _ in range(2))
    assert first.json() == again.json()
    assert CoachingSession.objects.visible_to(cast.lena).count() == 1
    assert lena.post(SESSIONS, body | {"minutes": 5}, Idempotency_Key="k1").status_code == 422


def test_those_who_may_only_know_that_it_took_place_are_told_facts_and_no_text(
    lena: Api, nils: Api, vera: Api, cast: Cast
) -> None:
    here = f"{SESSIONS}{log(lena, cast).json()['id']}/"
    confided = TEXTS | {"private_note", "useful"}

    told = vera.get(here).json()
    assert confided & set(told) == set()
    assert told["minutes"] == 45
    assert {"what", "seen_by", "reason"} & set(told["commitments"][0]) == set()
    assert told["commitments"][0]["state"] == "open"
    assert vera.get(SESSIONS).json()["results"] == [told]

    assert confided - {"private_note"} == confided & set(nils.get(here).json())
    assert confided <= set(lena.get(here).json())


@pytest.mark.parametrize("name", ["rita", "stella", "sam", "olga", "felix", "adam"])
def test_everybody_else_is_answered_as_if_it_did_not_exist(cast: Cast, session: CoachingSession, name: str) -> None:
    api = Api(getattr(cast, name))
    hidden, missing = api.get(at(session)), api.get(f"{SESSIONS}{UNKNOWN}/")
    assert hidden.status_code == missing.status_code == 404
    assert hidden.content == missing.content
    assert api.get(SESSIONS).json()["results"] == []


def test_whom_the_coachee_lets_read_is_told_what_was_said_and_neither_note_nor_use(
    cast: Cast, rita: Api, session: CoachingSession
) -> None:
    ReadingGrant.objects.create(coachee=cast.nils, reader=cast.rita, granted_at=NOON)
    later = make_session(cast.lena, cast.nils, held_at=NOON + timedelta(hours=1), at=NOON + timedelta(hours=2))

    told = rita.get(at(session)).json()
    assert told["observed"] == "He talks before he asks."
    assert {"private_note", "useful"} & set(told) == set()
    assert rita.get(at(later)).status_code == 404
    assert rita.post(at(session) + "note/", {"text": "x"}, If_Match='"1"').status_code == 403


def test_an_opportunity_is_named_only_to_those_who_may_read_it(cast: Cast, vera: Api, nils: Api, funnel: Any) -> None:
    of_rome = make_opportunity(cast.rita, cast.rome)
    session = make_session(cast.vera, cast.nils, opportunities=[of_rome])

    assert vera.get(at(session)).json()["opportunities"][0]["opportunity"]["name"] == of_rome.name
    [link] = nils.get(at(session)).json()["opportunities"]
    assert "opportunity" not in link
    assert link["early"] is True
    assert link["stage"]["id"] == str(of_rome.stage_id)  # Acme's funnel serves Oslo too


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("colour", "red", "unknown"),
        ("minutes", 0, "min-value"),
        ("minutes", 601, "max-value"),
        ("kind", "gossip", "invalid-choice"),
        ("channel", "phone", "invalid-choice"),
        ("focus", " ", "blank"),
        ("focus", "x" * 201, "max-length"),
        ("observed", "x" * 4001, "max-length"),
        ("held_at", "2026-11-18T09:30:00", "no-offset"),
        ("held_at", "2026-11-18", "no-offset"),
        ("held_at", "0001-01-01T00:00:00+14:00", "overflow"),
        ("held_at", "2026-11-18T13:00:00+00:00", "invalid"),
        ("coachee", UNKNOWN, "unknown-id"),
        ("opportunities", [UNKNOWN], "unknown-id"),
        ("commitments", [{"what": "a", "due_on": "2026-11-25"}] * 4, "max-length"),
        ("commitments", [{"what": "a", "due_on": "2026-11-17"}], "invalid"),
        ("comment", "x", "unknown"),
        ("useful", 5, "unknown"),
    ],
)
def test_a_bad_field_is_refused_by_its_name(lena: Api, cast: Cast, field: str, value: Any, code: str) -> None:
    refused = log(lena, cast, **{field: value})
    assert refused.status_code == 400, refused.content
    [(pointer, found)] = errors_of(refused).items()
    assert (pointer.split("/")[1], found) == (field, code)
    assert not CoachingSession.objects.visible_to(cast.lena).exists()


def test_an_opportunity_that_the_coach_may_not_read_is_unknown(lena: Api, cast: Cast, funnel: Any) -> None:
    refused = log(lena, cast, opportunities=[str(make_opportunity(cast.rita, cast.rome).pk)])
    assert errors_of(refused) == {"/opportunities/0": "unknown-id"}


def test_only_managers_log_and_only_with_their_own_people(nils: Api, lena: Api, rita: Api, cast: Cast) -> None:
    for api, coachee in ((nils, cast.nils), (rita, cast.nils), (lena, cast.rita), (lena, cast.vera), (lena, cast.lena)):
        refused = log(api, cast, coachee=str(coachee.pk))
        assert (refused.status_code, code_of(refused)) == (403, "not-allowed")


def test_a_list_costs_the_same_statements_at_one_row_and_at_three(
    lena: Api, cast: Cast, opportunity: Opportunity, django_assert_num_queries: Any
) -> None:
    def another() -> None:
        make_session(cast.lena, cast.nils, opportunities=[opportunity], note="n", promises=[make_promise()])

    another()
    lena.get(SESSIONS)
    with django_assert_num_queries(14):
        assert len(lena.get(SESSIONS).json()["results"]) == 1
    another()
    another()
    with django_assert_num_queries(14):
        assert len(lena.get(SESSIONS).json()["results"]) == 3


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("coach=me", 1),
        ("coachee=me", 0),
        ("state=held,planned", 1),
        ("state=not_held", 0),
        ("kind=opportunity", 1),
        ("channel=written", 0),
        ("held_from=2026-11-17&held_to=2026-11-17", 1),
        ("held_from=2026-11-18", 0),
        ("answered=false", 1),
        ("answered=true", 0),
        ("ordering=held_at", 1),
    ],
)
def test_a_list_is_narrowed(lena: Api, session: CoachingSession, query: str, found: int) -> None:
    assert len(lena.get(f"{SESSIONS}?{query}").json()["results"]) == found


@pytest.mark.parametrize("query", ["focus=Ask", "search=talks", "useful=5", "ordering=useful", "ordering=focus"])
def test_nothing_asks_for_what_was_said(lena: Api, session: CoachingSession, query: str) -> None:
    assert lena.get(f"{SESSIONS}?{query}").status_code == 400


def test_a_filter_by_an_opportunity_finds_only_what_may_be_read(nils: Api, vera: Api, cast: Cast, funnel: Any) -> None:
    of_rome = make_opportunity(cast.rita, cast.rome)
    make_session(cast.vera, cast.nils, opportunities=[of_rome])
    assert len(vera.get(f"{SESSIONS}?opportunity={of_rome.pk}").json()["results"]) == 1
    assert nils.get(f"{SESSIONS}?opportunity={of_rome.pk}").json()["results"] == []
