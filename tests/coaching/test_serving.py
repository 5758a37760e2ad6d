"""What sessions do for strategic priorities: named by the coach, counted for charters, fixed with the answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from charters.chain import Reached
from charters.models import StrategicPriority
from charters.opening import open_brief
from charters.priorities import priority_facts
from coaching.models import CoachingSession, SessionPriority
from coaching.serving import coached, priorities_for
from portal.models import Team
from portal.roles import Role
from tests.cast import NOON, TODAY, Cast, join, make_person
from tests.coaching_factories import make_session
from tests.portal.api.conftest import Api

SERVED = SessionPriority.objects.everything(reason="a test")


def priority(cast: Cast, team: Team, name: str = "Harbours", *, published: bool = True) -> StrategicPriority:
    brief = open_brief({"title": f"How we win {name}"}, team=team, by=cast.vera, at=NOON)
    made = StrategicPriority.add(brief, {"kind": "market", "name": name}, by=cast.vera, at=NOON)
    if published:
        brief.publish(by=cast.vera, at=NOON)
    return made


@pytest.fixture
def harbours(cast: Cast) -> StrategicPriority:
    return priority(cast, cast.acme)


def names_of(session: CoachingSession) -> list[str]:
    return [one.priority.name for one in session.served.select_related("priority")]


def test_a_coach_chooses_among_what_is_published_for_their_teams(cast: Cast, harbours: StrategicPriority) -> None:
    own, below = priority(cast, cast.north, "North"), priority(cast, cast.oslo, "Oslo")
    priority(cast, cast.south, "South")
    priority(cast, cast.north, "Draft", published=False)
    assert set(priorities_for(cast.lena)) == {harbours, own, below}


def test_people_are_counted_once_by_lineage_for_what_took_place(cast: Cast, harbours: StrategicPriority) -> None:
    make_session(cast.lena, cast.nils, priorities=[harbours])
    make_session(cast.lena, cast.nils, priorities=[harbours])
    denied = make_session(cast.lena, cast.olga, priorities=[harbours])
    denied.acknowledge(took_place=False, by=cast.olga, at=NOON)
    later = harbours.brief.revise(by=cast.vera, at=NOON)
    later.publish(by=cast.vera, at=NOON)
    rows = coached([harbours.lineage], TODAY - timedelta(days=90), TODAY)
    assert set(rows.values_list("lineage", "coachee")) == {(harbours.lineage, cast.nils.pk)}
    assert not coached([harbours.lineage], TODAY, TODAY)
    assert not coached([uuid4()], TODAY - timedelta(days=90), TODAY)

    for name in ("Ola", "Pal"):
        join(make_person(name), cast.rome, Role.MEMBER)
    [fact] = priority_facts([later], TODAY)
    assert fact.coached == Reached(1, 5)


def test_it_is_named_on_the_page_corrected_there_and_fixed_with_the_answer(
    cast: Cast, harbours: StrategicPriority, enter: Callable[..., Any]
) -> None:
    lena = enter(cast.lena)
    typed = {
        "coachee": str(cast.nils.pk), "kind": "opportunity", "minutes": "30", "channel": "remote", "focus": "Pace",
        "held_at": "2026-11-18T12:30", "sent_as": str(uuid4()), "priorities": [str(harbours.pk)],
    }  # fmt: skip
    assert "Harbours" in lena.get(f"/coaching/log/?person={cast.nils.pk}").content.decode()
    assert lena.post("/coaching/log/", typed).status_code == 302
    session = CoachingSession.objects.visible_to(cast.lena).get()
    here = f"/coaching/sessions/{session.pk}/"
    for person in (cast.nils, cast.vera):
        assert "Harbours" in enter(person).get(here).content.decode()

    lena = enter(cast.lena)
    wrong = {**typed, "version": session.version, "priorities": []}
    assert lena.post(f"{here}correct/", wrong).status_code == 302
    assert names_of(session) == []
    session.refresh_from_db()
    lena.post(f"{here}correct/", {**wrong, "version": session.version, "priorities": [str(harbours.pk)]})
    assert names_of(session) == ["Harbours"]
    session.refresh_from_db()
    session.acknowledge(took_place=True, by=cast.nils, at=NOON)
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        SERVED.filter(session=session).delete()


def test_the_api_takes_and_tells_it(cast: Cast, harbours: StrategicPriority) -> None:
    draft, lena = priority(cast, cast.acme, "Draft", published=False), Api(cast.lena)
    body = {"coachee": str(cast.nils.pk), "kind": "skill", "minutes": 10, "focus": "Pace"}
    refused = lena.post("v1/coaching-sessions/", body | {"priorities": [str(draft.pk)]})
    assert refused.status_code == 400
    made = lena.post("v1/coaching-sessions/", body | {"priorities": [str(harbours.pk)]})
    told = [one["priority"] for one in made.json()["priorities"]]
    assert told == [{"id": str(harbours.pk), "name": "Harbours"}]
    changed = lena.patch(f"v1/coaching-sessions/{made.json()['id']}/", {"priorities": []}, If_Match='"1"')
    assert changed.json()["priorities"] == []
