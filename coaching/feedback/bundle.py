"""The answers about one manager before the close: one text of fixed length, in no order.

It has a slot for each person who was asked. An empty slot is zeros, an answer one digit for each statement: 1 to 7, or
8 for who cannot say. Each answer takes a slot and shuffles all of them, so that neither length nor place tells anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from secrets import SystemRandom
from typing import Final

NOTHING: Final = "0"
RANDOM: Final = SystemRandom()


def empty(slots: int, width: int) -> str:
    return NOTHING * slots * width


def with_answer(bundle: str, answer: Sequence[int]) -> str:
    width = len(answer)
    slots = split(bundle, width)
    slots.remove(NOTHING * width)
    slots.append("".join(map(str, answer)))
    RANDOM.shuffle(slots)
    return "".join(slots)


def answers(bundle: str, width: int) -> list[list[int]]:
    """Those that were given."""
    return [[int(mark) for mark in slot] for slot in split(bundle, width) if slot != NOTHING * width]


def split(bundle: str, width: int) -> list[str]:
    return [bundle[start : start + width] for start in range(0, len(bundle), width)]
