"""Once a week the figures of the organisation and its teams stand still, so that all digests of the week agree.

It is done on Monday morning where the organisation is, or before the first digest of the week is written, whichever
comes first. A week that nobody could freeze has digests without figures.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import OperationalError, transaction

from portal.digests.choices import State
from portal.digests.models import Digest, WeekFigures
from portal.digests.promises import offering
from portal.models import Organisation
from portal.weeks import is_morning, week_of

logger = logging.getLogger(__name__)


def freeze_due(*, at: datetime) -> None:
    """The weeks of what is planned, and the organisation's own once its Monday morning has come."""
    planned = Digest.objects.filter(state=State.PLANNED).order_by()
    wanted = set(planned.exclude(week__in=WeekFigures.objects.values("week")).values_list("week", flat=True).distinct())
    local = at.astimezone(ZoneInfo(Organisation.current().time_zone))
    if is_morning(local):
        wanted.add(week_of(local.date()))
    for week in sorted(wanted - set(frozen(wanted))):
        _try(week, at)


def _try(week: date, at: datetime) -> None:
    try:
        freeze(week, at=at)
    except OperationalError:
        raise
    except Exception:
        logger.exception("the figures of the week of %s cannot be kept", week)


@transaction.atomic
def freeze(week: date, *, at: datetime) -> None:
    """Whoever comes second changes nothing."""
    content = {module.__name__: module.freeze(week, at) for module in offering("freeze")}
    WeekFigures.objects.bulk_create([WeekFigures(week=week, at=at, content=content)], ignore_conflicts=True)


@contextmanager
def for_now(weeks: Iterable[date], *, at: datetime) -> Iterator[None]:
    """As if the figures of these weeks were kept: what is written in here does not stay."""
    with transaction.atomic():
        wanted = set(weeks)
        for week in sorted(wanted - set(frozen(wanted))):
            _try(week, at)
        yield
        transaction.set_rollback(True)


def frozen(weeks: Iterable[date]) -> Mapping[date, WeekFigures]:
    """Those of these weeks that were kept. One statement."""
    return {one.week: one for one in WeekFigures.objects.filter(week__in=set(weeks))}
