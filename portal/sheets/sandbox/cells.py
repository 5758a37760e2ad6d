"""One text for each typed value, the same for a workbook's cell and for one that is written.

Numbers carry no trailing zeros, no exponent and at most the fifteen digits a spreadsheet shows;
dates and times are ISO 8601 in whole seconds; a date and time at midnight is a date.
"""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

Value = str | int | float | bool | Decimal | date | datetime | time | timedelta | None

EXACT_INTEGERS = 2**53
SPREADSHEETS_BEGIN = date(1900, 1, 1)
LAST_SECOND = datetime.combine(date.max, time(23, 59, 59))


def text_of(value: Value) -> str:
    """The text a person would have typed; ValueError for a number that is none."""
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | float() | Decimal():
            return number_text(value)
        case timedelta():
            return duration_text(value)
        case time():
            return value.replace(microsecond=0, tzinfo=None).isoformat()
        case date():
            return moment_text(value)


def number_text(value: int | float | Decimal) -> str:
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        value = exact_number(value)
    if not value.is_finite():
        raise ValueError(f"{value} is not a number")
    plain = format(value, "f")
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return "0" if plain in {"-0", ""} else plain


def exact_number(value: float) -> Decimal:
    """Fifteen significant digits, or every digit of a whole number that a float holds exactly."""
    if value.is_integer() and abs(value) < EXACT_INTEGERS:
        return Decimal(int(value))
    return Decimal(f"{value:.15g}")


def moment_text(value: date) -> str:
    if not isinstance(value, datetime):
        return value.isoformat()
    moment = whole_seconds(value)
    return moment.date().isoformat() if moment.time() == time() else moment.isoformat()


def whole_seconds(moment: datetime) -> datetime:
    """To the nearest second, on the wall clock of its zone: sheets keep times as fractions of a day."""
    wall = moment.replace(tzinfo=None)
    if wall.microsecond >= 500_000 and wall < LAST_SECOND:
        wall += timedelta(seconds=1)
    return wall.replace(microsecond=0)


def duration_text(value: timedelta) -> str:
    """Hours may pass 24: 36:00:00."""
    seconds = round(value.total_seconds())
    sign = "-" if seconds < 0 else ""
    minutes, seconds = divmod(abs(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{sign}{hours:02}:{minutes:02}:{seconds:02}"
