"""What is hidden does not show through: not in an answer's bytes, not in a count, not in the order of rows.

Two databases that differ in nothing but what a person may not see give that person the same bytes; and an id that is
hidden from them is answered, wherever it is sent, like one that nothing has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from uuid import UUID

import pytest

from funnels.models import CommitmentDefinition, CustomerMeeting, Funnel, ImportBatch, Opportunity
from funnels.opening import open_opportunity
from funnels.views import accounts
from tests.cast import NOON
from tests.house.doors import bodies
from tests.house.doors.actors import Actor
from tests.house.doors.judging import Answer
from tests.house.doors.places import SOON, Place
from tests.house.doors.probes import readings
from tests.house.doors.rights import rights_of
from tests.house.doors.scene import Scene, taken_back
from tests.house.doors.walking import Cells, Route, Sent, Walker, every_route
from tests.house.proofs import IN_FULL

pytestmark = [pytest.mark.django_db, pytest.mark.proof, pytest.mark.once]

OUTSIDE = ["rita", "adam", "olga", "felix", "bjorn", "siri", "nora"] if IN_FULL else ["rita", "olga"]
KNOWN = ["person", "team", "quiet", "gone", "membership", "own_membership", "empty", "shut"]  # to all who work here
PUBLISHED = [  # what was approved or published once is read by all who sign in, and names its team and its owner
    "team", "person",
    "charter_former", "charter_plain", "charter_approved", "objective", "measure", "measurement", "tactic",
    "tactic_done", "question", "brief", "priority_published", "realignment", "practice", "practice_used", "practice_gone",
]  # fmt: skip
KEEPING = ("api:people", "api:memberships", "api:teams", "admin:")  # where any team may be named by its keepers
SUBJECTS = ["team", "stage", "definition", "source", "own_definition", "next_stage", "opportunity", "funnel", "draft"]


def answers(walker: Walker, actor: Actor, addresses: Iterable[str]) -> dict[str, Answer]:
    return {address: walker.send(actor, Sent("GET", address))[0] for address in addresses}


def differing(first: dict[str, Answer], second: dict[str, Answer]) -> list[str]:
    return [address for address, answer in first.items() if answer.alike() != second[address].alike()]


def asked(place: Place, name: str) -> list[str]:
    """Every reading; unless proofs run in full, a quarter of the plain addresses and some of the others, others for each person."""
    every, turn = list(readings(place)), OUTSIDE.index(name)
    return [one for number, one in enumerate(every) if IN_FULL or number % (12 if "?" in one else 4) == turn]


def rearrange(scene: Scene) -> None:
    """Another Oslo: other words, sums, dates and states, one opportunity more, one less in the lists."""
    place, cast = scene.places["oslo"], scene.cast
    mine = Opportunity.objects.of(cast.oslo)
    mine.update(amount=Decimal(1), expected_close=NOON.date(), segment="changed", next_due_on=NOON.date(), push_count=9)
    mine.filter(pk=place.ids["ready"]).update(name="zzz", archived_at=NOON)
    funnel = Funnel.objects.of(cast.oslo).active().first()
    values = {"name": "cny another one", "account_id": place.ids["account"], "amount": Decimal(777)}
    made = open_opportunity(values, team=cast.oslo, owner=cast.nils, by=cast.nils, at=NOON, funnel=funnel)
    made.advance(override="Because", by=cast.vera, at=NOON)
    made.ask(statement="cny more", promised_for=SOON, by=cast.nils, at=NOON)
    CustomerMeeting.objects.everything(reason="a test").filter(opportunity=place.ids["opportunity"]).update(
        got="changed"
    )
    ImportBatch.objects.of(cast.oslo).update(file_name="changed.csv", refused=99)
    Funnel.objects.of(cast.oslo).update(name="changed")


@pytest.mark.parametrize("name", OUTSIDE)
def test_what_changes_out_of_sight_changes_no_byte(
    name: str, scene: Scene, walker: Walker, proven: Callable[..., None]
) -> None:
    actor = scene.actor(name)
    addresses = sorted({*asked(scene.places["oslo"], name), *asked(scene.places["rome"], name)})
    before = answers(walker, actor, addresses)
    with taken_back():
        rearrange(scene)
        after = answers(walker, actor, addresses)
    proven(f"{len(addresses)} readings as {name}", found=f"{len(differing(before, after))} differ")
    assert differing(before, after) == []


def test_it_does_change_what_those_inside_are_sent(scene: Scene, walker: Walker) -> None:
    addresses = [one for one in readings(scene.places["oslo"]) if one.startswith("/api/v1/opportunities/?")]
    before = answers(walker, scene.actor("nils"), addresses)
    with taken_back():
        rearrange(scene)
        after = answers(walker, scene.actor("nils"), addresses)
    assert len(differing(before, after)) > len(addresses) // 2


def test_a_count_that_forgets_its_scope_is_noticed(
    scene: Scene, walker: Walker, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = lambda person: Opportunity.objects.everything(reason="a guard taken away")  # noqa: E731
    monkeypatch.setattr(accounts.Opportunity, "objects", type("Open", (), {"visible_to": staticmethod(everything)}))
    address, actor = "/funnel/accounts/", scene.actor("rita")
    before = answers(walker, actor, [address])
    monkeypatch.undo()
    after = answers(walker, actor, [address])
    assert differing(before, after) == [address]


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_hidden_id_in_an_address_is_answered_like_a_random_one(name: str, scene: Scene, walker: Walker) -> None:
    actor, place = scene.actor(name), scene.places["oslo"]
    nowhere = place.nowhere()
    nowhere.ids |= {key: place.ids[key] for key in known_to(actor)}
    pairs = zip(asked(place, name), asked(nowhere, name), strict=True)
    found = [
        real
        for real, random in pairs
        if walker.send(actor, Sent("GET", real))[0].alike() != walker.send(actor, Sent("GET", random))[0].alike()
    ]
    assert [address for address in found if not may_ask(address, place)] == []


def known_to(actor: Actor) -> list[str]:
    """What the person may tell from a random id. Administrators hold cycles of feedback, and see none of their answers."""
    known = [*PUBLISHED, *(KNOWN if actor.roles or actor.is_administrator else [])]
    return [*known, "cycle"] if actor.is_administrator else known


def may_ask(address: str, place: Place) -> bool:
    """Accounts say which system they came from to everybody who may see them."""
    return str(place.ids["source"]) in address and "/accounts/" in address


def referring(scene: Scene) -> Iterator[tuple[Route, str, dict[str, object], dict[str, object], str]]:
    """Every body with an id in it, the id replaced by that of another team's record, and by a random one."""
    own, foreign = scene.places["oslo"], scene.places["rome"]
    nowhere = foreign.nowhere()
    for route in every_route():
        for method in route.methods:
            body = bodies.API.get(route.name) or bodies.PAGES.get(route.name)
            if method == "GET" or body is None:
                continue
            sent = body(own)
            for name, value in sent.items():
                key = next((key for key in SUBJECTS if str(own.ids[key]) == value), "")
                if key and (key != "team" or ("portal" not in route.name and not route.name.startswith(KEEPING))):
                    yield (
                        route,
                        method,
                        sent | {name: str(foreign.ids[key])},
                        sent | {name: str(nowhere.ids[key])},
                        name,
                    )


def test_a_foreign_record_in_a_body_is_refused_like_a_random_one(scene: Scene, walker: Walker) -> None:
    place, tried, faults = scene.places["oslo"], 0, []
    for route, method, foreign, random, name in referring(scene):
        rights = rights_of(route.name, method)
        assert rights is not None
        writers = [actor for actor in scene.actors if rights.may(method, actor, place) and actor.roles]
        for actor in writers[: 3 if IN_FULL else 1]:
            if actor.holds("rome"):
                continue
            cells = Cells(walker, route, method, place, rights)
            first, second = (walker.send(actor, cells.sent(place, body)) for body in (foreign, random))
            tried += 1
            if first[0].alike() != second[0].alike() or first[1]:
                faults.append(f"{route.label} {name} as {actor.name}: {first[0].status} / {second[0].status}")
    assert faults == []
    assert tried > 10


def test_a_commitment_of_another_funnel_is_no_choice(scene: Scene, walker: Walker) -> None:
    place, foreign = scene.places["oslo"], scene.places["rome"].ids["own_definition"]
    assert CommitmentDefinition.objects.everything(reason="a test").filter(pk=foreign).exists()
    route = next(route for route in every_route() if route.name == "api:opportunity-commitments-list")
    rights = rights_of(route.name, "POST")
    assert rights is not None
    cells = Cells(walker, route, "POST", place, rights)
    answers = [
        walker.send(scene.actor("nils"), cells.sent(place, {"definition": str(one)}))
        for one in (foreign, UUID("01999999-0000-7000-8000-000000000000"))
    ]
    assert [answer.status for answer, _changed in answers] == [400, 400]
    assert answers[0][0].body == answers[1][0].body
