"""The demonstration's year of coaching shows the field's patterns: late coaching, gaps, and claims nobody confirmed."""

from collections import defaultdict
from datetime import timedelta

import pytest
from django.db.models import Avg, Max, Q, QuerySet
from django.utils import timezone

from coaching.choices import CommitmentState, Side
from coaching.models import (
    BestPractice,
    CoachingCommitment,
    CoachingSession,
    CommitmentWords,
    Observation,
    SessionOpportunity,
    SessionWords,
)
from portal.models import Event, Person, Team

ALL = {"reason": "a test looks at everything"}


def of_team(name: str) -> QuerySet[CoachingSession]:
    found: QuerySet[CoachingSession] = CoachingSession.objects.everything(**ALL).held().filter(team__name=name)
    return found


@pytest.mark.once
@pytest.mark.xdist_group("demonstration")
@pytest.mark.django_db
def test_a_year_of_sessions_shows_the_patterns_of_the_field(seeded: str) -> None:

    sessions = CoachingSession.objects.everything(**ALL).held()
    assert sessions.count() > 900
    assert sessions.count() == SessionWords.objects.everything(**ALL).count()
    assert not sessions.filter(held_at__gt=timezone.now()).exists()
    assert _share(of_team("London"), Q(acknowledged_at=None)) > 0.2 > _share(of_team("Oslo"), Q(acknowledged_at=None))
    early = SessionOpportunity.objects.everything(**ALL)
    oslo, london = (early.filter(session__team__name=name) for name in ("Oslo", "London"))
    assert _share(oslo, Q(early=True)) > _share(london, Q(early=True)) + 0.2
    _assert_gaps()
    _assert_promises()
    _assert_practices()
    _assert_observations()
    assert CoachingSession.objects.everything(**ALL).planned().exists()
    assert Event.objects.filter(subject_kind="coachingsession", verb="acknowledged").count() > 700


def _assert_observations() -> None:
    """Oslo's manager goes along, London's hardly, and one waits for what the salesperson saw."""
    seen = Observation.objects.everything(**ALL)
    oslo, london = (seen.complete().filter(team__name=name).count() for name in ("Oslo", "London"))
    assert oslo > london > 0
    assert seen.filter(state="open", coachee__email="rep@demo.example").exists()


def _assert_practices() -> None:
    """Some are worked by across teams; some have too few voices to say."""
    practices = BestPractice.objects.everything(**ALL)
    assert practices.filter(adopted_count__gt=2).exists()
    assert {one.useful_share is None for one in practices} == {True, False}


def _share(rows: QuerySet, condition: Q) -> float:  # type: ignore[type-arg]
    return rows.filter(condition).count() / rows.count()


def _assert_gaps() -> None:
    """Somebody in London and everybody in Dublin has not been coached for a month; nobody in Oslo."""
    last = defaultdict(dict)
    for name in ("Oslo", "London", "Dublin"):
        people = Person.objects.filter(memberships__team=Team.objects.get(name=name), memberships__role="member")
        newest = dict(of_team(name).values_list("coachee").annotate(Max("held_at")))
        last[name] = {person.pk: newest[person.pk] for person in people}
    month = timezone.now() - timedelta(days=30)
    assert all(moment > month for moment in last["Oslo"].values())
    assert 1 <= sum(moment < month for moment in last["London"].values()) < len(last["London"])
    assert all(moment < month for moment in last["Dublin"].values())


def _assert_promises() -> None:
    commitments = CoachingCommitment.objects.everything(**ALL)
    assert commitments.count() == CommitmentWords.objects.everything(**ALL).count()
    due = commitments.filter(side=Side.COACH).exclude(state=CommitmentState.OPEN)
    kept = {
        name: _share(due.filter(session__team__name=name), Q(state=CommitmentState.KEPT)) for name in ("Oslo", "London")
    }
    assert kept["Oslo"] > kept["London"]
    assert commitments.overdue(timezone.localdate()).exists()
    assert (
        of_team("London").aggregate(mean=Avg("useful"))["mean"] < of_team("Oslo").aggregate(mean=Avg("useful"))["mean"]
    )
