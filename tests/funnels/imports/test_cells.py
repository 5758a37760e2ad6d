"""A cell's text as the value it stands for."""

from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnels.importing.cells import (
    COMMA,
    DAY_FIRST,
    MONTH_FIRST,
    POINT,
    UNSURE,
    Unusable,
    currency_around,
    decimal_of,
    order_of,
    read_amount,
    read_count,
    read_currency,
    read_day,
    read_email,
    read_number,
)

MARCH_3 = date(2017, 3, 3)


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("2017-03-04", DAY_FIRST, date(2017, 3, 4)),
        ("2017/3/4", MONTH_FIRST, date(2017, 3, 4)),
        ("20170304", DAY_FIRST, date(2017, 3, 4)),
        ("2017-03-04T23:59:00Z", DAY_FIRST, date(2017, 3, 4)),
        ("2017-03-04 00:00:00.000", DAY_FIRST, date(2017, 3, 4)),
        ("4/3/2017", DAY_FIRST, date(2017, 3, 4)),
        ("4/3/2017", MONTH_FIRST, date(2017, 4, 3)),
        ("4-3-17", DAY_FIRST, date(2017, 3, 4)),
        ("4.3.2017", MONTH_FIRST, date(2017, 3, 4)),
        ("4/3/2017 12:30", DAY_FIRST, date(2017, 3, 4)),
        ("4 Mar 2017", MONTH_FIRST, date(2017, 3, 4)),
        ("4-Mar-17", MONTH_FIRST, date(2017, 3, 4)),
        ("March 4, 2017", DAY_FIRST, date(2017, 3, 4)),
        ("Sept 4, 2017", DAY_FIRST, date(2017, 9, 4)),
        ("3/3/71", DAY_FIRST, date(1971, 3, 3)),
    ],
)
def test_days_are_read_in_the_usual_forms(text: str, order: str, day: date) -> None:
    assert read_day(text, order) == day


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2017-02-31", "is not a day of the calendar"),
        ("13/13/2017", "is not a day of the calendar"),
        ("1066-10-14", "is not a day between 1900 and 2199"),
        ("soon", "is not a date"),
        ("4 Ma 2017", "is not a date"),
        ("4 Ju 2017", "is not a date"),
        ("42736", "is not a date"),
        ("", "is not a date"),
    ],
)
def test_what_is_no_day_is_refused(text: str, words: str) -> None:
    with pytest.raises(Unusable, match=words):
        read_day(text, DAY_FIRST)


@pytest.mark.parametrize(
    ("text", "told"),
    [("4/3/2017", UNSURE), ("14/3/2017", DAY_FIRST), ("4/13/2017", MONTH_FIRST), ("3/3/2017", ""), ("4.3.2017", ""),
     ("2017-03-04", ""), ("40/3/2017", ""), ("x", "")],
)  # fmt: skip
def test_a_cell_tells_the_order_only_where_it_can(text: str, told: str) -> None:
    assert order_of(text) == told


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [
        ("1054", POINT, "1054"),
        ("1,054.50", POINT, "1054.50"),
        ("1.054,50", COMMA, "1054.50"),
        ("1 054,50", COMMA, "1054.50"),
        ("1'054.50", POINT, "1054.50"),
        ("1\u202f054", POINT, "1054"),
        ("12,34,567.8", POINT, "1234567.8"),
        ("€ 1,054", POINT, "1054"),
        ("EUR1.054", COMMA, "1054"),
        ("1054 USD", POINT, "1054"),
        (".5", POINT, "0.5"),
        ("(12)", POINT, "-12"),
        ("−12", POINT, "-12"),
    ],
)
def test_numbers_are_read_in_the_file_s_style(text: str, decimal: str, value: str) -> None:
    assert read_number(text, decimal) == Decimal(value)


@pytest.mark.parametrize(
    "text", ["12k", "1,5", "1,0540", "1.2.3", "twelve", "1e9", "--1", "1,054,50.0", "NaN", "9" * 50]
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(Unusable, match="is not a number"):
        read_number(text, POINT)


@given(st.text(max_size=60))
def test_no_text_breaks_the_readers(text: str) -> None:
    for read in (
        lambda: read_number(text, POINT), lambda: read_number(text, COMMA), lambda: read_day(text, DAY_FIRST),
        lambda: read_currency(text), lambda: read_email(text),
    ):  # fmt: skip
        with suppress(Unusable):
            read()
    order_of(text), decimal_of(text), currency_around(text)


@given(st.decimals(min_value=0, max_value=10**11, places=2), st.sampled_from([POINT, COMMA]))
def test_an_amount_written_with_separators_reads_back(value: Decimal, decimal: str) -> None:
    written = f"{value:,.2f}"
    if decimal == COMMA:
        written = written.translate(str.maketrans(",.", ".,"))
    assert read_amount(written, decimal) == value
    assert decimal_of(written) == decimal


@pytest.mark.parametrize(
    ("text", "told"),
    [("1,054", UNSURE), ("1.054", UNSURE), ("1,05", COMMA), ("1054.250", POINT), ("0.125", POINT), ("1,054.5", POINT),
     ("1.054,5", COMMA), ("1,054,000", POINT), ("1054", ""), ("x", "")],
)  # fmt: skip
def test_a_cell_tells_its_decimal_mark_only_where_it_can(text: str, told: str) -> None:
    assert decimal_of(text) == told


def test_amounts_are_neither_negative_nor_endless() -> None:
    with pytest.raises(Unusable, match="is negative"):
        read_amount("-1", POINT)
    with pytest.raises(Unusable, match="is too large"):
        read_amount("1000000000000", POINT)


def test_counts_are_whole() -> None:
    assert [read_count(text) for text in ("1,250", "1.250", "1.250.000", "12", "12.0")] == [
        1250,
        1250,
        1_250_000,
        12,
        12,
    ]
    with pytest.raises(Unusable, match="is not a whole number"):
        read_count("1.5")


def test_currencies_are_known_ones() -> None:
    assert [read_currency(text) for text in ("eur", "€", "USD")] == ["EUR", "EUR", "USD"]
    with pytest.raises(Unusable, match="is not a currency code"):
        read_currency("XYZ")
    assert [currency_around(text) for text in ("€ 5", "5 NOK", "$5", "5", "x")] == ["EUR", "NOK", "USD", "", ""]
