"""The window of a sales mission: six to twelve calendar months. Values in, values out.

Source: "too narrow" below six months, "too far-reaching" beyond twelve. Months are calendar months, not days;
a month from the 31st ends on the last day of a shorter month. Both ways of counting the last day are taken:
1 January to 30 June and 1 January to 1 July are six months.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LEAST_MONTHS = 6
MOST_MONTHS = 12
TOO_NARROW = _("Less than six months is too narrow: there is no time for a change that lasts.")
TOO_FAR = _("More than twelve months is too far-reaching: it is hard to stay committed to a day so far off.")


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def window_warning(starts_on: date, ends_on: date) -> Promise | None:
    """Why the span is outside the window, in words; None when it is inside. It warns, and never blocks."""
    if ends_on + timedelta(days=1) < months_after(starts_on, LEAST_MONTHS):
        return TOO_NARROW
    return TOO_FAR if ends_on > months_after(starts_on, MOST_MONTHS) else None
