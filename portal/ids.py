"""Identifiers that sort by the time they were made."""

import os
import time
import uuid

STEP = 1 << 40
last = (0, 0)  # millisecond and tail of the id that this process made before


def time_ordered_id() -> uuid.UUID:
    """A UUID version 7 (RFC 9562): 48 bits of milliseconds, then 74 bits, random but growing within a millisecond.

    Newer rows lie at the end of every index, so a list by time is a list by key, and what one process makes stays in order.
    """
    global last
    moment = time.time_ns() // 1_000_000
    known, tail = last
    tail = tail + 1 + _random() % STEP if moment == known else _random() >> 1
    last = moment, tail
    value = (moment & (1 << 48) - 1) << 80 | 0x7 << 76 | (tail >> 62 & 0xFFF) << 64 | 0b10 << 62 | tail & (1 << 62) - 1
    return uuid.UUID(int=value)


def _random() -> int:
    """74 random bits."""
    return int.from_bytes(os.urandom(10), "big") >> 6
