"""Identifiers that sort by the time they were made."""

import os
import time
import uuid


def time_ordered_id() -> uuid.UUID:
    """A UUID version 7 (RFC 9562): 48 bits of milliseconds, then 74 random bits.

    Newer rows lie at the end of every index, so a list by time is a list by key.
    """
    moment = time.time_ns() // 1_000_000
    tail = int.from_bytes(os.urandom(10), "big")
    value = (moment & (1 << 48) - 1) << 80 | 0x7 << 76 | (tail >> 68 & 0xFFF) << 64 | 0b10 << 62 | tail & (1 << 62) - 1
    return uuid.UUID(int=value)
