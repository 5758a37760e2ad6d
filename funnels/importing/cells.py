"""One cell's text as the value it stands for. Values in, values out.

A day is taken as written, whatever time and zone follow. Which number of 3/4/2017 is the month, and
whether 1.250 is more than a thousand, cannot be known from one cell: the file's style says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Final

from babel.numbers import list_currencies
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

DAY_FIRST, MONTH_FIRST = "dmy", "mdy"
POINT, COMMA = ".", ","
UNSURE = "?"

YEARS: Final = range(1900, 2200)
CENTURY_TURNS: Final = 70  # two-digit years below it are of the 2000s
NUMBERS_ARE_SHORT: Final = 40
AMOUNTS_END: Final = Decimal(10) ** 12
COUNTS_END: Final = 2**31
SHOWN: Final = 60
CURRENCIES: Final = frozenset(list_currencies())

TIME = r"(?:[T ]\d{1,2}:\d{2}.*)?"
YEAR_FIRST = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){TIME}")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
YEAR_LAST = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){TIME}")
NAMED_MONTH = re.compile(rf"(\d{{1,2}})[-. ]+([a-z]{{3,9}})[-., ]+(\d{{4}}|\d{{2}}){TIME}", re.IGNORECASE)
MONTH_NAMED_FIRST = re.compile(rf"([a-z]{{3,9}})\.? (\d{{1,2}}),? +(\d{{4}}){TIME}", re.IGNORECASE)
MONTHS: Final = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip

SIGNS: Final = {"€": "EUR", "£": "GBP", "$": "USD", "¥": "JPY", "₹": "INR"}
MARK = r"(?:[A-Z]{3}|[€£$¥₹])?"
NUMBER = re.compile(
    rf"(?P<open>\()?(?P<minus>[-−–])?\s*(?P<before>{MARK})\s*(?P<minus2>[-−–])?"
    rf"(?P<digits>\d[\d.,'’\s]*|[.,]\d+)(?P<after>{MARK})\)?"
)
GROUPED = {
    mark: re.compile(rf"\d{{1,3}}(?:{re.escape(mark)}\d{{2,3}})*{re.escape(mark)}\d{{3}}") for mark in (POINT, COMMA)
}


class Unusable(Exception):
    """The cell cannot be taken. The words follow the name of the column and the text found there."""

    def __init__(self, words: str | Promise):
        super().__init__(words)
        self.words = words


def shown(text: str) -> str:
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def text_up_to(longest: int) -> Callable[[str], str]:
    def read(text: str) -> str:
        if len(text) > longest:
            raise Unusable(format_lazy(_("is longer than {longest} characters"), longest=longest))
        return text

    return read


def read_day(text: str, order: str) -> date:
    year, month, day = _parts_of_day(text, order)
    if year < 100:
        year += 2000 if year < CENTURY_TURNS else 1900
    if year not in YEARS:
        raise Unusable(_("is not a day between 1900 and 2199"))
    try:
        return date(year, month, day)
    except ValueError:
        raise Unusable(_("is not a day of the calendar")) from None


def _parts_of_day(text: str, order: str) -> tuple[int, int, int]:
    if found := YEAR_FIRST.fullmatch(text):
        return int(found[1]), int(found[3]), int(found[4])
    if found := COMPACT.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := YEAR_LAST.fullmatch(text):
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        month_first = order == MONTH_FIRST and found[2] != "."
        return (year, first, second) if month_first else (year, second, first)
    if found := NAMED_MONTH.fullmatch(text):
        return int(found[3]), _month(found[2]), int(found[1])
    if found := MONTH_NAMED_FIRST.fullmatch(text):
        return int(found[3]), _month(found[1]), int(found[2])
    raise Unusable(_("is not a date"))


def _month(name: str) -> int:
    matching = [number for number, month in enumerate(MONTHS, 1) if month.startswith(name.lower())]
    if name.lower() == "sept":
        return 9
    if len(matching) != 1:
        raise Unusable(_("is not a date"))
    return matching[0]


def order_of(text: str) -> str:
    """What a cell tells about the order of day and month: either, UNSURE, or nothing."""
    found = YEAR_LAST.fullmatch(text)
    if not found or found[2] == ".":
        return ""
    first, second = int(found[1]), int(found[3])
    if first == second or max(first, second) > 31:
        return ""
    if first > 12:
        return DAY_FIRST
    return MONTH_FIRST if second > 12 else UNSURE


def read_amount(text: str, decimal: str) -> Decimal:
    """Not negative, rounded to two places; a currency's sign or code around it is left aside."""
    value = read_number(text, decimal)
    if value < 0:
        raise Unusable(_("is negative"))
    if value >= AMOUNTS_END:
        raise Unusable(_("is too large"))
    return value.quantize(Decimal("0.01"))


def read_count(text: str) -> int:
    """A whole number, so a mark that could be either divides thousands."""
    told = decimal_of(text)
    grouping_point = told == UNSURE and POINT in text
    value = read_number(text, COMMA if grouping_point or told == COMMA else POINT)
    if value < 0:
        raise Unusable(_("is negative"))
    if value != int(value):
        raise Unusable(_("is not a whole number"))
    if value >= COUNTS_END:
        raise Unusable(_("is too large"))
    return int(value)


def _number(text: str) -> re.Match[str] | None:
    found = NUMBER.fullmatch(text) if len(text) <= NUMBERS_ARE_SHORT else None
    return None if found and found["minus"] and found["minus2"] else found


def read_number(text: str, decimal: str) -> Decimal:
    found = _number(text)
    if not found:
        raise Unusable(_("is not a number"))
    digits = re.sub(r"['’\s]", "", found["digits"])
    other = COMMA if decimal == POINT else POINT
    whole, mark, fraction = digits.rpartition(decimal) if decimal in digits else (digits, "", "")
    if other in fraction or decimal in whole or (other in whole and not GROUPED[other].fullmatch(whole)):
        raise Unusable(_("is not a number"))
    value = Decimal(f"{whole.replace(other, '') or '0'}{'.' if mark else ''}{fraction}")
    negative = found["open"] or found["minus"] or found["minus2"]
    return -value if negative else value


def decimal_of(text: str) -> str:
    """What a cell tells about its decimal mark: POINT, COMMA, UNSURE, or nothing."""
    found = _number(text)
    if not found:
        return ""
    digits = re.sub(r"['’\s]", "", found["digits"])
    if POINT in digits and COMMA in digits:
        return POINT if digits.rindex(POINT) > digits.rindex(COMMA) else COMMA
    mark = POINT if POINT in digits else COMMA
    pieces = digits.split(mark)
    if len(pieces) == 1:
        return ""
    if len(pieces) > 2:
        return COMMA if mark == POINT else POINT
    may_group = len(pieces[1]) == 3 and 1 <= len(pieces[0]) <= 3 and pieces[0] != "0"
    return UNSURE if may_group else mark


def currency_around(text: str) -> str:
    """The currency that an amount's sign or code names, or nothing."""
    found = _number(text)
    mark = (found["before"] or found["after"]) if found else ""
    return SIGNS.get(mark, mark)


def read_currency(text: str) -> str:
    code = SIGNS.get(text, text.upper())
    if code not in CURRENCIES:
        raise Unusable(_("is not a currency code such as EUR"))
    return code


def read_email(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError:
        raise Unusable(_("is not an e-mail address")) from None
    if len(text) > 254:
        raise Unusable(_("is not an e-mail address"))
    return text.lower()
