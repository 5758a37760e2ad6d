"""Money, days and spans in the reader's language."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from portal import formats

TODAY = date(2026, 11, 19)


@pytest.mark.parametrize(
    ("amount", "currency", "shown"),
    [
        ("384000.00", "GBP", "£384,000"),
        ("12.50", "EUR", "€12.50"),
        ("1200", "SEK", "SEK\u00a01,200"),
        ("0", "EUR", "€0"),
        ("-40", "USD", "-US$40"),
    ],
)
def test_money_in_full(amount: str, currency: str, shown: str) -> None:
    with translation.override("en-gb"):
        assert formats.money(Decimal(amount), currency) == shown


@pytest.mark.parametrize(
    ("amount", "currency", "shown"),
    [
        ("384000", "GBP", "£384k"),
        ("2460000", "GBP", "£2.46m"),
        ("999999", "EUR", "€1m"),
        ("999499", "EUR", "€999k"),
        ("3000000000", "EUR", "€3bn"),
        ("384000", "SEK", "SEK\u00a0384k"),
        ("384000", "MXN", "MX$384k"),
        ("8520.40", "EUR", "€8,520"),
        ("950", "EUR", "€950"),
    ],
)
def test_money_in_short(amount: str, currency: str, shown: str) -> None:
    with translation.override("en-gb"):
        assert formats.money_short(Decimal(amount), currency) == shown


def test_an_unknown_amount_says_so() -> None:
    assert (formats.money(None, "EUR"), formats.money_short(None, "EUR")) == ("amount unknown", "–")


def test_minutes_are_told_as_hours_to_a_tenth() -> None:
    with translation.override("en-gb"):
        assert [formats.hours(minutes) for minutes in (0, 45, 90, 72_000)] == ["0", "0.8", "1.5", "1,200"]


def test_money_follows_the_language() -> None:
    with translation.override("de"):
        assert formats.money(Decimal("1234.50"), "EUR") == "1.234,50\u00a0€"


@pytest.mark.parametrize(
    ("value", "shown"),
    [(date(2026, 11, 27), "Fri 27 Nov"), (date(2027, 3, 31), "31 Mar 2027"), (None, "no date")],
)
def test_a_day_of_this_year_needs_no_year(value: date | None, shown: str) -> None:
    with translation.override("en-gb"):
        assert formats.day(value, TODAY) == shown


def test_a_day_of_no_known_year_names_it() -> None:
    with translation.override("en-gb"):
        assert formats.day(TODAY) == "19 Nov 2026"


def test_a_moment_is_told_in_the_readers_time_zone() -> None:
    with translation.override("en-gb"), timezone.override(ZoneInfo("Asia/Tokyo")):
        assert formats.moment(datetime(2026, 11, 18, 23, 30, tzinfo=UTC), TODAY) == "Thu 19 Nov, 08:30"


@pytest.mark.parametrize(
    ("days", "words", "tone"),
    [
        (-4, "4 days overdue", "late"),
        (-1, "1 day overdue", "late"),
        (0, "Due today", "soon"),
        (1, "Due tomorrow", "soon"),
        (2, "Sat 21 Nov", ""),
    ],
)
def test_how_a_date_stands_to_today(days: int, words: str, tone: str) -> None:
    value = TODAY + timedelta(days=days)
    with translation.override("en-gb"):
        assert (formats.due(value, TODAY), formats.due_tone(value, TODAY)) == (words, tone)


def test_a_missing_date_has_words_and_no_tone() -> None:
    assert (formats.due(None, TODAY), formats.due_tone(None, TODAY)) == ("no date", "")


@pytest.mark.parametrize(("days", "words"), [(0, "today"), (1, "1 day ago"), (31, "31 days ago")])
def test_how_long_ago(days: int, words: str) -> None:
    assert formats.ago(TODAY - timedelta(days=days), TODAY) == words
