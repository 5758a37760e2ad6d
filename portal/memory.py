"""How a process that serves pages looks for garbage: seldom, and never in what stays for good."""

import gc
from typing import Final

MADE_BETWEEN: Final = 20_000
"""Objects that refer to others, between two looks at the youngest. A page makes some thousands, and leaves next to none in a circle."""


def settle_memory() -> None:
    """To be called once everything is loaded: looking through that takes longer than a page."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(MADE_BETWEEN, *gc.get_threshold()[1:])
