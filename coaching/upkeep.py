"""Texts are kept for as long as the coachee's team says; then they are erased, and what took place stays known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from coaching.models import CoachingSession, CommitmentWords, Observation, ObservationWords, PrivateNote, SessionWords
from coaching.models.standard import CoachingStandard
from coaching.models.words import PROMISED, SPOKEN
from coaching.standards import holding, said
from portal.models import Event, Organisation, Team

TEXTS: Final[dict[Any, tuple[str, ...]]] = {SessionWords: SPOKEN, CommitmentWords: PROMISED, PrivateNote: ("text",)}
KEPT: Final = "texts are kept for so long"


def erase_old(*, at: datetime) -> int:
    """How many sessions and observations it was. Each is a transaction of its own: a killed run repeats nothing."""
    count = 0
    for teams, day in _limits(Organisation.current().today(at)):
        count += sum(_erase(pk, at) for pk in _outlived(teams, day))
        count += sum(_erase_observed(pk, at) for pk in _observed(teams, day))
    return count


def _limits(today: date) -> Iterator[tuple[list[UUID], date]]:
    """The first day whose texts are kept, with the teams that it holds in."""
    parents, known = dict(Team.objects.values_list("pk", "parent_id")), said()
    teams: dict[date, list[UUID]] = {}
    for team in parents:
        standard = holding(team, parents, known) or CoachingStandard()
        teams.setdefault(standard.earliest_kept(today), []).append(team)
    yield from ((found, day) for day, found in teams.items())


def _outlived(teams: Iterable[UUID], day: date) -> list[UUID]:
    left = [Exists(_left(model).filter(session=OuterRef("pk"))) for model in TEXTS]
    old = CoachingSession.objects.everything(reason=KEPT).filter(team__in=teams, held_on__lt=day)
    return list(old.filter(Q(left[0]) | Q(left[1]) | Q(left[2])).order_by("pk").values_list("pk", flat=True))


def _left(model: Any) -> Any:
    return model.objects.everything(reason=KEPT).filter(erased_at=None)


@transaction.atomic
def _erase(pk: UUID, at: datetime) -> bool:
    session = CoachingSession.objects.everything(reason=KEPT).select_related("team").get(pk=pk)
    session.lock()
    erased = [
        _left(model).filter(session=pk).update(**dict.fromkeys(texts, ""), erased_at=at)
        for model, texts in TEXTS.items()
    ]
    if not any(erased):
        return False
    session.keep()
    session.note("erased", by=None, at=at)
    return True


def _observed(teams: Iterable[UUID], day: date) -> list[UUID]:
    old = Observation.objects.everything(reason=KEPT).filter(team__in=teams, held_on__lt=day)
    left = Exists(_left(ObservationWords).filter(observation=OuterRef("pk")))
    return list(old.filter(left).order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _erase_observed(pk: UUID, at: datetime) -> bool:
    """What was seen in sentences; the levels stay, as figures."""
    observation = Observation.objects.everything(reason=KEPT).select_related("team").get(pk=pk)
    observation.lock()
    words = list(_left(ObservationWords).filter(observation=pk))
    for one in words:
        one.erase(at)
    if words:
        observation.keep()
        Event.objects.record(observation, "erased", by=None, at=at, team=observation.team)
    return bool(words)
