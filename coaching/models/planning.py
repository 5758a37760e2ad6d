"""A session that is still to come: held at last, moved, excused or called off. And what was wrong in a held one."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from coaching.choices import Excuse, SessionState
from coaching.models.words import SessionWords
from coaching.refusals import WrongState
from portal.models import Person
from portal.refusals import Invalid

if TYPE_CHECKING:
    from coaching.models.session import CoachingSession

FACTS = ("held_at", "held_on", "minutes", "channel", "kind", "next_on")


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

    @transaction.atomic
    def correct(
        self: CoachingSession,
        facts: dict[str, Any],
        words: dict[str, str],
        *,
        by: Person,
        at: datetime,
        version: int | None = None,
    ) -> None:
        """What the coach wrote down wrong, as long as the coachee has not answered."""
        self.lock(version=version)
        if not self.is_claimed:
            raise WrongState(_("Once the coachee has answered, a session is not changed any more."))
        if "held_at" in facts:
            facts = facts | {"held_on": self.coachee.organisation.today(facts["held_at"])}
            if facts["held_at"] > at:
                raise Invalid({"held_at": _("Enter a time that is not in the future.")})
        before = self.assign(facts)
        self.full_clean(exclude=["coach", "coachee", "team", "cadence"])
        self.keep(*before)
        texts = SessionWords.of_session(self)
        texts.held_at = self.held_at
        changed = texts.tell(**words)
        after = {name: getattr(self, name) for name in before}
        self.note("corrected", by=by, at=at, before=before, after={**after, "texts": changed})

    def _begin_planned(self: CoachingSession, version: int | None) -> None:
        self.lock(version=version)
        if self.state != SessionState.PLANNED:
            raise WrongState(
                _("This session is %(state)s; that cannot be done any more.")
                % {"state": self.get_state_display().lower()}
            )
