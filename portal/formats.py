"""Money, dates and spans as the person reads them. Plain functions of values and the active language."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_compact_currency, format_currency
from django.utils import timezone
from django.utils.translation import get_language, ngettext, to_locale
from django.utils.translation import gettext as _


def locale() -> Locale:
    return Locale.parse(to_locale(get_language() or "en-gb"))


def money(amount: Decimal | None, currency: str) -> str:
    """In full: "£384,000". An unknown amount says so."""
    if amount is None:
        return _("amount unknown")
    whole = amount == amount.to_integral_value()
    return format_currency(amount, currency, locale=locale(), currency_digits=not whole, format=_pattern(whole))


def _pattern(whole: bool) -> str | None:
    """The locale's own pattern, without decimals for whole amounts."""
    if not whole:
        return None
    return locale().currency_formats["standard"].pattern.replace("0.00", "0")


def money_short(amount: Decimal | None, currency: str) -> str:
    """For cards and sums: "£384k", "£2.46m"."""
    if amount is None:
        return "–"
    digits = 0 if abs(amount) < 1_000_000 else 2
    shown = format_compact_currency(amount, currency, locale=locale(), fraction_digits=digits)
    return shown.replace("K", "k").replace("M", "m")


def day(value: date | None) -> str:
    """ "Fri 27 Nov"; the year only when it is not this one."""
    if value is None:
        return _("no date")
    pattern = "EEE d MMM" if value.year == timezone.localdate().year else "d MMM y"
    return format_date(value, pattern, locale=locale())


def moment(value: datetime) -> str:
    """The day in the person's time zone, with the hour."""
    local = timezone.localtime(value)
    return f"{day(local.date())}, {local:%H:%M}"


def due(value: date | None, today: date) -> str:
    """How a date stands to today: "4 days overdue", "Due today", "Fri 27 Nov"."""
    if value is None:
        return _("no date")
    late = (today - value).days
    if late > 0:
        return ngettext("%(days)d day overdue", "%(days)d days overdue", late) % {"days": late}
    if late == 0:
        return _("Due today")
    return _("Due tomorrow") if late == -1 else day(value)


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
