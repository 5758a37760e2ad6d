"""Days that somebody types. What can only be a slip of the keyboard is refused with a sentence."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from django.utils.translation import gettext as _

YEARS: Final = 5
FAR: Final = timedelta(days=YEARS * 366)


def fault_of_past(day: date, today: date) -> str:
    """What is wrong with the day on which something happened; empty where nothing is."""
    if day > today:
        return _("Enter a day that is not in the future.")
    return "" if day >= today - FAR else _("Enter a day of the last %(years)d years.") % {"years": YEARS}


def fault_of_promise(day: date, said_on: date, today: date) -> str:
    """What is wrong with the day that was named on `said_on` for something to come; empty where nothing is."""
    if day < said_on:
        return _("Enter a day that is not before the promise.")
    return "" if day <= today + FAR else _("Enter a day of the next %(years)d years.") % {"years": YEARS}
