"""What coaching refuses, beside what the portal does (portal/refusals.py)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import ngettext

from portal.refusals import Refusal, WrongState

__all__ = ["ReviewFirst", "WrongState"]


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
