"""Text that a spreadsheet would take for a formula gets a quotation mark in front, and loses it when read again.

A cell counts when its first character that leaves ink begins a formula, whatever blanks, controls
and marks stand before it. The same holds after a semicolon, tab or line end within the text, since
a spreadsheet told to split there would begin a new cell. Numbers are not text and stay as they are.
The two functions undo each other for every text, and take time in proportion to its length.
"""

import re

STARTERS = "=+\\-@|%＝＋－＠｜％﹦﹢﹣﹫﹪−⁺⁼₊₌﬩"
INKLESS = (
    r"\"\x00-\x08\x0b\x0c\x0e-\x20\x7f-\xa0\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u1680\u180e"
    r"\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f"
    r"\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f"
)
CELL_BEGINS = r"(?:\A|(?<=[;\t\r\n]))"
FORMULA_AHEAD = rf"(?='*[{INKLESS}]*[{STARTERS}])"

UNGUARDED = re.compile(CELL_BEGINS + FORMULA_AHEAD)
GUARDED = re.compile(f"{CELL_BEGINS}'{FORMULA_AHEAD}")
STARTER = re.compile(f"[{STARTERS}]")


def guarded(text: str) -> str:
    return UNGUARDED.sub("'", text) if STARTER.search(text) else text


def unguarded(text: str) -> str:
    return GUARDED.sub("", text) if "'" in text else text
