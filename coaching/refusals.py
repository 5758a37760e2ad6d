"""What coaching refuses, beside what the portal does (portal/refusals.py)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.refusals import Refusal, WrongState

__all__ = ["BallotUsed", "FormInUse", "ReviewFirst", "WrongState"]


class ReviewFirst(Refusal):
    """Earlier commitments of the two are due and nobody has said what became of them (HTTP 409)."""

    code = "review-first"

    def __init__(self, due: Sequence[Any]):
        super().__init__(
            ngettext(
                "Say first what became of the commitment that was due.",
                "Say first what became of the %(count)d commitments that were due.",
                len(due),
            )
            % {"count": len(due)},
            extra={"due": [{"id": str(one.pk), "side": one.side, "due_on": one.due_on.isoformat()} for one in due]},
        )
        self.due = list(due)


class BallotUsed(Refusal):
    """The person has answered about this manager in this cycle (HTTP 409)."""

    code = "ballot-used"

    def __init__(self) -> None:
        super().__init__(_("You have answered already. An answer cannot be changed: nobody knows which one is yours."))


class FormInUse(Refusal):
    """A form in use is never edited in place (HTTP 409)."""

    code = "form-in-use"

    def __init__(self) -> None:
        super().__init__(_("This version is in use and is never edited. Revise it: that drafts the next version."))
