"""How often the digest comes to somebody who never opens it. Values in, values out.

Judged by visits of the page and links used, never by watching mail: after four that led nowhere it comes every second
week, after eight every fourth. The first visit brings back the weekly one.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from portal.weeks import WEEK

STEPS: Final = ((8, 4), (4, 2), (0, 1))  # from so many unseen on, every so many weeks


def every(unseen: int) -> int:
    """Weeks between two digests after `unseen` of them in a row."""
    return next(weeks for least, weeks in STEPS if unseen >= least)


def is_turn(week: date, last: date | None, unseen: int) -> bool:
    """Whether this week has one. `last` is the week of the one before, if any was sent."""
    return last is None or week - last >= WEEK * every(unseen)
