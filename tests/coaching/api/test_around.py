"""What stands beside sessions: rhythms, absences, who may read, and what a team holds for enough."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from coaching.models import Absence, Cadence, CoachingSession, ReadingGrant
from coaching.rhythm import begin
from coaching.sharing import share
from portal.models import Event
from tests.cast import NOON, Cast
from tests.coaching.api.conftest import SESSIONS, at, errors_of
from tests.portal.api.conftest import Api, code_of

CADENCES, ABSENCES, GRANTS = "v1/coaching-cadences/", "v1/coaching-absences/", "v1/reading-grants/"
RHYTHM = {"every_days": 14, "first_at": "2026-11-20T10:00:00+01:00"}
DAYS = {"starts_on": "2026-12-01", "ends_on": "2026-12-11"}


@pytest.fixture
def cadence(cast: Cast) -> Cadence:
    values = {"every_days": 7, "first_at": NOON + timedelta(days=2)}
    return begin(values, coach=cast.lena, coachee=cast.nils, by=cast.lena, at=NOON)


# Rhythms


def test_a_coach_begins_a_rhythm_and_the_first_session_is_planned(lena: Api, nils: Api, vera: Api, cast: Cast) -> None:
    begun = lena.post(CADENCES, RHYTHM | {"coachee": str(cast.nils.pk)})
    assert begun.status_code == 201, begun.content
    assert (begun.json()["minutes"], begun.json()["kind"], begun.json()["ended_on"]) == (45, "opportunity", None)
    [planned] = nils.get(f"{SESSIONS}?state=planned").json()["results"]
    assert planned["held_at"].startswith("2026-11-20T09:00:00")
    assert len(vera.get(f"{CADENCES}?running=true&coachee={cast.nils.pk}").json()["results"]) == 1

    again = lena.post(CADENCES, RHYTHM | {"coachee": str(cast.nils.pk)})
    assert "already" in again.json()["errors"][0]["detail"]
    for api, coachee in ((nils, cast.nils), (lena, cast.rita)):
        assert api.post(CADENCES, RHYTHM | {"coachee": str(coachee.pk)}).status_code == 403


def test_a_rhythm_is_changed_and_ended_by_its_coach(
    lena: Api, nils: Api, vera: Api, rita: Api, cadence: Cadence
) -> None:
    here = f"{CADENCES}{cadence.pk}/"
    for api, status in ((nils, 403), (vera, 403), (rita, 404)):
        assert api.patch(here, {"minutes": 20}, If_Match='"1"').status_code == status
        assert api.post(f"{here}end/", {}, If_Match='"1"').status_code == status
    assert errors_of(lena.patch(here, {"every_days": 3}, If_Match='"1"')) == {"/every_days": "invalid-choice"}
    assert lena.patch(here, {"minutes": 20}, If_Match='"1"').json()["minutes"] == 20
    assert lena.post(f"{here}end/", {}, If_Match='"1"').status_code == 412
    assert lena.post(f"{here}end/", {}, If_Match='"2"').json()["ended_on"] == "2026-11-18"
    assert lena.post(f"{here}end/", {}, If_Match='"3"').status_code == 409
    assert lena.patch(here, {"minutes": 20}, If_Match='"3"').status_code == 409


# Absences


def test_leave_is_recorded_by_oneself_or_a_manager_and_known_to_nobody_else(
    nils: Api, lena: Api, rita: Api, stella: Api, cast: Cast
) -> None:
    body = DAYS | {"person": str(cast.nils.pk), "team": str(cast.oslo.pk)}
    for api, status in ((rita, 400), (stella, 403), (Api(cast.olga), 400)):
        assert api.post(ABSENCES, body).status_code == status
    own, managed = nils.post(ABSENCES, body), lena.post(ABSENCES, body | {"kind": "ramp"})
    assert (own.json()["kind"], managed.json()["kind"]) == ("leave", "ramp")
    assert len(lena.get(f"{ABSENCES}?person={cast.nils.pk}&since=2026-12-01").json()["results"]) == 2
    here = f"{ABSENCES}{own.json()['id']}/"
    for api in (rita, stella, Api(cast.olga)):
        assert api.get(here).status_code == 404
        assert api.post(f"{here}withdraw/", {}).status_code == 404
    assert nils.post(f"{here}withdraw/", {}).json()["withdrawn_at"]
    assert nils.post(f"{here}withdraw/", {}).status_code == 409
    assert len(nils.get(f"{ABSENCES}?withdrawn=false").json()["results"]) == 1


def test_an_absence_is_of_somebody_in_the_team_and_ends_after_it_starts(lena: Api, cast: Cast) -> None:
    body = DAYS | {"person": str(cast.nils.pk), "team": str(cast.oslo.pk)}
    assert lena.post(ABSENCES, body | {"ends_on": "2026-11-30"}).status_code == 400
    assert errors_of(lena.post(ABSENCES, body | {"person": str(cast.olga.pk)})) == {"/person": "invalid"}
    assert not Absence.objects.visible_to(cast.lena).exists()


# Who may read


def test_the_coachee_lets_a_manager_read_and_takes_it_back(
    nils: Api, vera: Api, cast: Cast, session: CoachingSession
) -> None:
    assert "observed" not in vera.get(at(session)).json()
    given = nils.post(GRANTS, {"reader": str(cast.vera.pk)})
    assert given.status_code == 201, given.content
    assert vera.get(at(session)).json()["observed"] == "He talks before he asks."
    here = f"{GRANTS}{given.json()['id']}/"
    assert vera.get(f"{GRANTS}?reader=me").json()["results"][0]["coachee"]["name"] == "Nils"
    assert vera.post(f"{here}withdraw/", {}).status_code == 403
    assert nils.post(f"{here}withdraw/", {}).json()["withdrawn_at"]
    assert nils.post(f"{here}withdraw/", {}).status_code == 409
    assert "observed" not in vera.get(at(session)).json()
    grant = ReadingGrant.objects.visible_to(cast.nils).get()
    assert [one.verb for one in Event.objects.about(grant).order_by("at", "id")] == ["granted", "withdrawn"]


def test_only_managers_of_ones_teams_are_let_in_and_only_into_ones_own(
    nils: Api, rita: Api, lena: Api, cast: Cast, session: CoachingSession
) -> None:
    for stranger in (cast.rita, cast.sam, cast.stella, cast.nils):
        assert errors_of(nils.post(GRANTS, {"reader": str(stranger.pk)})) == {"/reader": "unknown-id"}
    share(cast.nils, cast.vera, by=cast.nils, at=NOON)
    assert lena.get(GRANTS).json()["results"] == []
    assert rita.get(GRANTS).json()["results"] == []


# What is enough


def test_a_team_inherits_until_it_speaks_for_itself(lena: Api, nils: Api, vera: Api, cast: Cast) -> None:
    here = f"v1/teams/{cast.oslo.pk}/coaching-standard/"
    told = nils.get(here)
    assert (told["ETag"], told.json()["minutes_a_month"], told.json()["said_by"]) == ('"0"', 180, None)
    above = vera.patch(f"v1/teams/{cast.acme.pk}/coaching-standard/", {"minutes_a_month": 120}, If_Match='"0"')
    assert above.json()["said_by"]["name"] == "Acme"
    told = nils.get(here)
    assert (told["ETag"], told.json()["minutes_a_month"], told.json()["said_by"]["name"]) == ('"0"', 120, "Acme")

    own = lena.patch(here, {"early_share": 60}, If_Match='"0"').json()
    assert (own["version"], own["minutes_a_month"], own["early_share"], own["said_by"]["name"]) == (1, 120, 60, "Oslo")
    stale = lena.patch(here, {"early_share": 70}, If_Match='"0"')
    assert (stale.status_code, code_of(stale), stale.json()["current"]["version"]) == (412, "stale", 1)
    assert lena.patch(here, {"early_share": 70}, If_Match='"1"').json()["early_share"] == 70


def test_what_is_enough_is_said_by_managers_and_stewards(nils: Api, rita: Api, stella: Api, cast: Cast) -> None:
    here = f"v1/teams/{cast.oslo.pk}/coaching-standard/"
    assert nils.patch(here, {"kept_months": 6}, If_Match='"0"').status_code == 403
    assert rita.get(here).status_code == rita.patch(here, {}, If_Match='"0"').status_code == 403
    assert errors_of(stella.patch(here, {"kept_months": 121}, If_Match='"0"')) == {"/kept_months": "max-value"}
    assert stella.patch(here, {"kept_months": 6}, If_Match='"0"').status_code == 200


@pytest.mark.parametrize("address", [CADENCES, ABSENCES, GRANTS])
def test_lists_refuse_what_they_do_not_know(lena: Api, address: str) -> None:
    refused: Any = lena.get(f"{address}?colour=red")
    assert refused.status_code == 400
