"""What the coachee says of a held session. Nothing counts towards a target before."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from coaching.choices import MAX_MINUTES, SessionState
from coaching.models.words import SessionWords
from coaching.refusals import WrongState
from portal.models import Person
from portal.refusals import Invalid

if TYPE_CHECKING:
    from coaching.models.session import CoachingSession

ANSWER = ("took_place", "agreed_minutes", "agrees", "useful", "acknowledged_at", "counted_minutes")


class Acknowledging:
    @transaction.atomic
    def prepare(self: CoachingSession, own_view: str, *, by: Person, at: datetime, version: int | None = None) -> None:
        """The coachee's own view, best before the session; until they have answered."""
        self.lock(version=version)
        if self.state not in (SessionState.PLANNED, SessionState.HELD) or self.acknowledged_at is not None:
            raise WrongState(_("You can say how you see it until you have confirmed the session."))
        SessionWords.of_session(self).tell(own_view=own_view)
        self.keep()
        self.note("prepared", by=by, at=at)

    @transaction.atomic
    def acknowledge(
        self: CoachingSession,
        *,
        took_place: bool,
        by: Person,
        at: datetime,
        minutes: int | None = None,
        agrees: bool = True,
        useful: int | None = None,
        comment: str = "",
        version: int | None = None,
    ) -> None:
        """The coachee's answer, once: did it take place, how long (as the coach says, when nothing else is), was it useful.

        A session that did not take place never counts. One that the coachee disagrees with counts, and is flagged.
        """
        self.lock(version=version)
        self._refuse_second_answer()
        self._refuse_odd_answer(minutes, useful)
        self.took_place, self.acknowledged_at = took_place, at
        self.agreed_minutes = (minutes or self.minutes) if took_place else None
        self.agrees, self.useful = agrees and took_place, useful if took_place else None
        self.counted_minutes = self.agreed_minutes or 0
        self.keep(*ANSWER)
        if comment.strip():
            SessionWords.of_session(self).tell(comment=comment)
        after = {"took_place": took_place, "minutes": self.agreed_minutes, "agrees": self.agrees}
        self.note("acknowledged", by=by, at=at, before={"minutes": self.minutes}, after=after)

    def _refuse_second_answer(self: CoachingSession) -> None:
        if self.state != SessionState.HELD:
            raise WrongState(_("Only a session that was held can be confirmed."))
        if self.acknowledged_at is not None:
            raise WrongState(_("This session has been answered already."))

    def _refuse_odd_answer(self: CoachingSession, minutes: int | None, useful: int | None) -> None:
        errors: dict[str, Any] = {}
        if minutes is not None and not 1 <= minutes <= MAX_MINUTES:
            errors["minutes"] = _("Enter 1 to %(most)d minutes.") % {"most": MAX_MINUTES}
        if useful is not None and useful not in range(1, 6):
            errors["useful"] = _("Choose 1 to 5.")
        if errors:
            raise Invalid(errors)
