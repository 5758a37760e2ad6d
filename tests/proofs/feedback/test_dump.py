"""Upward feedback: a copy of the database made while a cycle is open links nobody to an answer."""

from __future__ import annotations

import base64
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction

from coaching.feedback import bundle
from coaching.feedback.statements import TEAM
from coaching.models import FeedbackBallot, FeedbackBox, FeedbackCycle
from portal import keyring
from portal.models import Event, IdempotencyKey
from portal.roles import Role
from tests.cast import NOON, Cast, join, make_cast, make_person, make_team
from tests.feedback_factories import make_cycle
from tests.proofs.feedback.linker import by_chance, dump, linked

pytestmark = [pytest.mark.proof, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
GROUP = 8
LIMIT = 0.55


@dataclass
class Voted:
    """Who answered what, in the order in which they did: what nobody is told."""

    cycle: FeedbackCycle
    order: list[Any]
    codes: dict[Any, list[int]]


@pytest.fixture
def cast() -> Iterator[Cast]:
    with time_machine.travel(NOON, tick=False):
        yield make_cast()


def vote(cast: Cast, groups: int) -> Voted:
    """Each answer is a number of its own in seven digits of base six, so that whose it is can be told by the test."""
    chance = random.Random(1)
    for number in range(groups):
        team = make_team(f"Team {number}", cast.south)
        join(make_person(f"Manager {number}"), team, Role.MANAGER)
        for member in range(GROUP):
            join(make_person(f"Member {number} {member}"), team, Role.MEMBER)
    cycle = make_cycle(cast.south, cast.stella)
    ballots = list(FeedbackBallot.objects.everything(reason="a proof").select_related("person"))
    chance.shuffle(ballots)
    codes = {}
    for place, ballot in enumerate(ballots):
        codes[ballot.pk] = [place // 6**digit % 6 + 1 for digit in range(12)]
        ballot.answer(dict(zip(cycle.statements_of(TEAM), codes[ballot.pk], strict=True)), at=NOON)
    return Voted(cycle, [one.pk for one in ballots], codes)


def test_order_age_and_place_of_rows_link_nobody(
    cast: Cast, rounds: Callable[..., int], proven: Callable[..., None]
) -> None:
    """The adversary is given even the key: then answers lie open, in the order of the box."""
    before = Event.objects.count()
    voted = vote(cast, rounds(25, full=260))
    boxes = {row["id"]: row for row in dump("coaching_feedbackbox")}
    ballots = dump("coaching_feedbackballot")
    groups = [[one for one in ballots if one["box_id"] == box] for box in boxes]
    groups = [one for one in groups if len(one) == GROUP]
    opened = [opened_box(boxes[one[0]["box_id"]], len(voted.cycle.statements_of(TEAM))) for one in groups]
    truth = [
        [next(i for i, row in enumerate(group) if voted.codes[row["id"]] == answer) for answer in answers]
        for group, answers in zip(groups, opened, strict=True)
    ]
    columns = ["ctid", "xmin", "id", "person_id", "number"]
    found = {
        column: linked([[place(row[column]) for row in group] for group in groups], [range(GROUP)] * len(groups), truth)
        for column in columns
    }
    answers = GROUP * len(groups)
    proven(f"{answers:,} answers, by {', '.join(columns)}", found=f"AUC {max(found.values()):.3f} at most")
    assert max(found.values()) <= max(LIMIT, by_chance(answers, len(columns))), found
    assert answers >= rounds(200, full=2000)
    assert not IdempotencyKey.objects.exists()
    assert set(Event.objects.order_by("id")[before:].values_list("verb", flat=True)) == {"planned", "opened"}


def test_what_is_stored_tells_no_time_no_count_and_no_person(
    cast: Cast, rounds: Callable[..., int], proven: Callable[..., None]
) -> None:
    """Boxes with all, some and no answers are of one length; what is sealed bears no date; ballots stay as written."""
    voted = vote(cast, rounds(3, full=20))
    used = {(row["id"], row["ctid"], row["xmin"]) for row in dump("coaching_feedbackballot")}
    assert len({row["xmin"] for row in dump("coaching_feedbackballot")}) == 1, "all ballots are written at once"
    lengths: dict[int, set[int]] = {}
    for row in dump("coaching_feedbackbox"):
        lengths.setdefault(row["asked"], set()).add(len(bytes(row["answers"])))
        for sealed in (row["answers"], row["used"]):
            assert dated(bytes(sealed)) == 0
    empty = FeedbackBox.objects.everything(reason="a proof").filter(asked=GROUP).first()
    empty.answers = bundle.empty(GROUP, len(voted.cycle.statements_of(TEAM)))
    empty.save()
    again = {len(bytes(row["answers"])) for row in dump("coaching_feedbackbox") if row["asked"] == GROUP}
    assert again == lengths[GROUP]
    proven(f"{len(used)} ballots, {len(lengths)} sizes of boxes", found="one length for each size, no date, no new row")


def test_the_same_adversary_links_rows_that_are_written_one_by_one(
    cast: Cast, rounds: Callable[..., int], proven: Callable[..., None]
) -> None:
    """What is usual: an answer without its author, beside a list of who has answered."""
    groups, chance = rounds(10, full=100), random.Random(2)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE usual_answer (id serial, box int, marks text)")
        cursor.execute("CREATE TABLE usual_ballot (id serial, box int, person int, used boolean)")
        try:
            owners = usually_voted(cursor, groups, chance)
            answers, ballots = dump("usual_answer"), dump("usual_ballot")
        finally:
            cursor.execute("DROP TABLE usual_answer; DROP TABLE usual_ballot")
    people = [[row for row in ballots if row["box"] == box] for box in range(groups)]
    papers = [sorted((row for row in answers if row["box"] == box), key=lambda row: row["id"]) for box in range(groups)]
    truth = [
        [next(i for i, row in enumerate(group) if row["person"] == owners[paper["id"]]) for paper in paper_group]
        for group, paper_group in zip(people, papers, strict=True)
    ]
    ages = [[[row["xmin"] for row in group] for group in table] for table in (people, papers)]
    found = linked(ages[0], ages[1], truth)
    proven(f"{groups * GROUP:,} answers in rows of their own", found=f"AUC {found:.3f}")
    assert found > 0.9


def usually_voted(cursor: Any, groups: int, chance: random.Random) -> dict[int, int]:
    """Whose answer it is, by its id."""
    owners = {}
    voters = [(box, box * GROUP + one) for box in range(groups) for one in range(GROUP)]
    for box, person in voters:
        cursor.execute("INSERT INTO usual_ballot (box, person, used) VALUES (%s, %s, false)", [box, person])
    chance.shuffle(voters)
    for box, person in voters:
        with transaction.atomic():
            cursor.execute("INSERT INTO usual_answer (box, marks) VALUES (%s, '5') RETURNING id", [box])
            owners[cursor.fetchone()[0]] = person
            cursor.execute("UPDATE usual_ballot SET used = true WHERE person = %s", [person])
    return owners


def opened_box(row: dict[str, Any], width: int) -> list[list[int]]:
    """The answers in the order in which they lie there."""
    return bundle.answers(keyring.unseal(bytes(row["answers"])).decode(), width)


def place(value: Any) -> Any:
    """A ctid such as (3,12) as one number."""
    if isinstance(value, str) and value.startswith("("):
        page, line = value.strip("()").split(",")
        return int(page) * 100_000 + int(line)
    return value


def dated(sealed: bytes) -> int:
    """The second that a Fernet token bears in the clear."""
    token = base64.urlsafe_b64decode(sealed.split(b":", 1)[1])
    return int.from_bytes(token[1:9], "big")
