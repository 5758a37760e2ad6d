"""A session that is still to come: moved, excused or called off. It is held by `coaching.recording.hold`."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from coaching.choices import Excuse, SessionState
from coaching.models.words import follow
from coaching.refusals import WrongState
from portal.models import Person
from portal.refusals import Invalid

if TYPE_CHECKING:
    from coaching.models.session import CoachingSession


class Planning:
    @transaction.atomic
    def move_to(
        self: CoachingSession, held_at: datetime, *, by: Person, at: datetime, version: int | None = None
    ) -> None:
        """Another time for a planned session."""
        self._begin_planned(version)
        if held_at <= at:
            raise Invalid({"held_at": _("Enter a time in the future.")})
        before = {"held_at": self.held_at}
        self.set_time(held_at)
        self.keep("held_at", "held_on")
        follow(self)
        self.note("moved", by=by, at=at, before=before, after={"held_at": held_at})

    @transaction.atomic
    def pardon(self: CoachingSession, excuse: str, *, by: Person, at: datetime, version: int | None = None) -> None:
        """It will not take place, and nobody is to blame: it is left out of what was planned."""
        self._begin_planned(version)
        if excuse not in Excuse.values:
            raise Invalid({"excuse": _("Choose why it is excused.")})
        self.state, self.excuse = SessionState.EXCUSED, excuse
        self.keep("state", "excuse")
        self.note("excused", by=by, at=at, after={"excuse": excuse})

    @transaction.atomic
    def call_off(self: CoachingSession, *, by: Person, at: datetime, version: int | None = None) -> None:
        """It did not take place. It stays in what was planned."""
        self._begin_planned(version)
        self.state = SessionState.CANCELLED
        self.keep("state")
        self.note("cancelled", by=by, at=at)

    def _begin_planned(self: CoachingSession, version: int | None) -> None:
        self.lock(version=version)
        if self.state != SessionState.PLANNED:
            raise WrongState(
                _("This session is %(state)s; that cannot be done any more.")
                % {"state": self.get_state_display().lower()}
            )
