"""Money, dates and spans as the person reads them. Plain functions of values and the active language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_compact_currency, format_currency, format_decimal
from django.utils import timezone
from django.utils.translation import get_language, ngettext, to_locale
from django.utils.translation import gettext as _

FROM_HERE_SHORT, MILLION = 10_000, 1_000_000
UNITS = {"K": "k", "M": "m", "B": "bn"}
SHORT_UNIT = re.compile(r"(?<=\d)([KMB])\b")
CODE_AND_FIGURE = re.compile(r"\b([A-Z]{3})(?=\d)")


def locale() -> Locale:
    return Locale.parse(to_locale(get_language() or "en-gb"))


def listed(words: Sequence[str]) -> str:
    """ "members, managers and stewards"."""
    return format_list(words, locale=locale())


def money(amount: Decimal | None, currency: str) -> str:
    """In full: "£384,000". An unknown amount says so."""
    if amount is None:
        return _("amount unknown")
    whole = amount == amount.to_integral_value()
    shown = format_currency(amount, currency, locale=locale(), currency_digits=not whole, format=_pattern(whole))
    return _spaced(shown)


def _pattern(whole: bool) -> str | None:
    """The locale's own pattern, without decimals for whole amounts."""
    if not whole:
        return None
    return locale().currency_formats["standard"].pattern.replace("0.00", "0")


def money_short(amount: Decimal | None, currency: str) -> str:
    """For cards and sums: "£384k", "£2.46m"; below ten thousand in full, "£8,520"."""
    if amount is None:
        return "–"
    if abs(amount) < FROM_HERE_SHORT:
        return money(round(amount) * Decimal(1), currency)
    thousands = Decimal(round(amount / 1_000) * 1_000)
    digits = 2 if abs(thousands) >= MILLION else 0
    shown = format_compact_currency(thousands, currency, locale=locale(), fraction_digits=digits)
    return _spaced(SHORT_UNIT.sub(lambda unit: UNITS[unit[1]], shown))


def _spaced(shown: str) -> str:
    """A currency's code stands apart from the figure; a sign does not."""
    return CODE_AND_FIGURE.sub("\\1\u00a0", shown)


def hours(minutes: int) -> str:
    """ "1.5": minutes as hours, to a tenth."""
    return format_decimal(round(minutes / 60, 1), locale=locale())


def day(value: date | None, today: date | None = None) -> str:
    """ "Fri 27 Nov" in the year of `today`, "27 Nov 2025" in others."""
    if value is None:
        return _("no date")
    pattern = "EEE d MMM" if today and value.year == today.year else "d MMM y"
    return format_date(value, pattern, locale=locale())


def moment(value: datetime, today: date | None = None) -> str:
    """The day in the person's time zone, with the hour."""
    local = timezone.localtime(value)
    return f"{day(local.date(), today)}, {local:%H:%M}"


def due(value: date | None, today: date) -> str:
    """How a date stands to today: "4 days overdue", "Due today", "Fri 27 Nov"."""
    if value is None:
        return _("no date")
    late = (today - value).days
    if late > 0:
        return ngettext("%(days)d day overdue", "%(days)d days overdue", late) % {"days": late}
    if late == 0:
        return _("Due today")
    return _("Due tomorrow") if late == -1 else day(value, today)


def due_tone(value: date | None, today: date) -> str:
    """late, soon (today and tomorrow) or nothing."""
    if value is None or (value - today).days > 1:
        return ""
    return "late" if value < today else "soon"


def days_between(since: date, until: date) -> str:
    count = (until - since).days
    return ngettext("%(days)d day", "%(days)d days", count) % {"days": count}


def ago(value: date, today: date) -> str:
    count = (today - value).days
    if count == 0:
        return _("today")
    return ngettext("%(days)d day ago", "%(days)d days ago", count) % {"days": count}
