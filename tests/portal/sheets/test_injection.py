"""Text that begins like a formula, behind whatever blanks."""

import re
import sys
import time
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from portal.sheets.injection import INKLESS, STARTERS, guarded, unguarded
from tests.house.proofs import IN_FULL

FORMULA_STARTS = "=+-@|%"
DANGEROUS = st.sampled_from(
    [*FORMULA_STARTS, *"＝＋－＠｜％", "'", '"', ";", "\t", "\r", "\n", " ", "\xa0", "\ufeff", "\u200b", "a", "1"]
)
MIXED = st.text(DANGEROUS | st.characters(exclude_categories=["Cs"]), max_size=30)
MANY = settings(max_examples=20_000 if IN_FULL else 1_000, deadline=None)


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "|calc",
        "%1",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        "\xa0=1",
        "\ufeff=1",
        "\u200b=1",
        "＝1",
        " ＠a",
        "\x01=1",
    ],
)
def test_a_formula_gets_a_quotation_mark_whatever_stands_before_it(text: str) -> None:
    assert guarded(text).lstrip("\t\r\n").startswith("'")


@pytest.mark.parametrize("text", ["a;=1", "a\t=1", "a\n=1", "a\r\n@b", "a; =1", "a;'=1", 'a;"=1"', "line\n- item"])
def test_a_cell_that_another_separator_would_begin_is_guarded_too(text: str) -> None:
    cells = re.split(r"[;\t\r\n]", guarded(text))
    assert cells[-1].startswith("'")


@pytest.mark.parametrize("text", ["", "Acme", "a=b", "1-2", "a;b", "O'Neill", "'quoted'", "e@mail.example", "5 %", "'"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert guarded(text) == text
    assert unguarded(text) == text


@MANY
@given(MIXED)
@example("'=1")
@example("''=1")
@example("\n\n=1")
@example("'\n'=1")
@example(" '=1")
def test_reading_takes_off_exactly_what_writing_put_on(text: str) -> None:
    assert unguarded(guarded(text)) == text


@MANY
@given(MIXED)
def test_no_guarded_text_begins_like_a_formula_in_any_cell(text: str) -> None:
    for cell in re.split(r"[;\t\r\n]", guarded(text)):
        visible = cell.lstrip("".join(one for one in cell if leaves_no_ink(one)) + '"')
        assert not unicodedata.normalize("NFKC", visible[:1]).startswith(tuple(FORMULA_STARTS))


def test_every_character_that_leaves_no_ink_is_known() -> None:
    ends = {"\t", "\r", "\n"}
    known = re.compile(f"[{INKLESS}]")
    everything = map(chr, range(sys.maxunicode + 1))
    assert [one for one in everything if leaves_no_ink(one) and not known.match(one) and one not in ends] == []


def test_every_form_of_a_starter_is_known() -> None:
    known = re.compile(f"[{STARTERS}]")
    forms = [one for one in map(chr, range(sys.maxunicode + 1)) if unicodedata.normalize("NFKC", one) in FORMULA_STARTS]
    assert [one for one in forms if not known.match(one)] == []


@pytest.mark.parametrize("unit", ["'", " ", "\n", "\n'", ";", "' ", "=", "'="])
def test_time_grows_with_length_alone(unit: str) -> None:
    began = time.perf_counter()
    text = unit * 100_000 + "x="
    assert unguarded(guarded(text)) == text
    assert time.perf_counter() - began < 2


def leaves_no_ink(one: str) -> bool:
    return one.isspace() or unicodedata.category(one) in {"Zs", "Zl", "Zp", "Cc", "Cf"}
