"""What others make of a best practice: they work that way from a day on, and say whether it was useful.

Neither changes its text, so neither makes a new version of it.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from coaching.refusals import WrongState
from portal.models import Membership, Person, Team
from portal.refusals import Invalid

if TYPE_CHECKING:
    from coaching.models.practice import BestPractice

LEAST_VOICES = 3  # below, a share of them says nothing


class Echoing:
    @transaction.atomic
    def adopt(
        self: BestPractice, *, by: Person, at: datetime, on: date | None = None, version: int | None = None
    ) -> None:
        """From that day on, `by` works this way; today, when no day is said."""
        self._begin_echo(version)
        today = by.today_at(at)
        day = on or today
        if day > today:
            raise Invalid({"on": _("Enter a day that is not in the future.")})
        if self.adoptions.running().filter(person=by).exists():
            raise WrongState(_("You work this way already."))
        team = team_on(by, day) or team_on(by, today)
        if team is None:
            raise Invalid({"on": _("Enter a day on which you worked in a team.")})
        self.adoptions.create(person=by, team=team, adopted_on=day)
        self._recount()
        self.note("adopted", by=by, at=at, after={"on": day, "team": team})

    @transaction.atomic
    def stop_using(self: BestPractice, *, by: Person, at: datetime, version: int | None = None) -> None:
        """`by` no longer works this way. It stays known that they once did."""
        self.lock(version=version)
        if not self.adoptions.running().filter(person=by).update(stopped_on=by.today_at(at)):
            raise WrongState(_("You do not work this way."))
        self._recount()
        self.note("stopped", by=by, at=at)

    @transaction.atomic
    def judge(self: BestPractice, useful: bool | None, *, by: Person, at: datetime, version: int | None = None) -> None:
        """One voice a person, changed at will; None takes it back."""
        self._begin_echo(version)
        self.voices.update_or_create(person=by, defaults={"useful": useful, "said_at": at})
        self._recount()
        self.note("judged", by=by, at=at, after={"useful": useful})

    @property
    def useful_share(self: BestPractice) -> float | None:
        """The share of voices that found it useful, 0 to 1; None below three voices."""
        return share(self.useful_count, self.voices_count)

    def _begin_echo(self: BestPractice, version: int | None) -> None:
        self.lock(version=version)
        if self.archived_at is not None:
            raise WrongState(_("This practice is put away."))

    def _recount(self: BestPractice) -> None:
        self.adopted_count = self.adoptions.running().count()
        said = list(self.voices.said().values_list("useful", flat=True))
        self.voices_count, self.useful_count = len(said), sum(said)
        self.save(update_fields=["adopted_count", "voices_count", "useful_count"])


def share(useful: int, voices: int) -> float | None:
    return round(useful / voices, 3) if voices >= LEAST_VOICES else None


def team_on(person: Person, day: date) -> Team | None:
    """The team that somebody worked in on that day; of several, the one they joined last."""
    held = Membership.objects.on(day).filter(person=person).select_related("team")
    last = held.order_by("-starts_on", "pk").first()
    return last.team if last else None
