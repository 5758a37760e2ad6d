"""Until when a week goes, for everything that is due."""

from datetime import date

import pytest

from portal.weeks import coming_friday, is_this_week


@pytest.mark.parametrize(
    ("today", "friday", "same"),
    [
        ("2026-11-16", "2026-11-20", True),
        ("2026-11-18", "2026-11-20", True),
        ("2026-11-20", "2026-11-27", False),
        ("2026-11-22", "2026-11-27", False),
        ("2026-11-23", "2026-11-27", True),
    ],
)
def test_the_week_ends_on_friday(today: str, friday: str, same: bool) -> None:
    day = date.fromisoformat(today)
    assert coming_friday(day) == date.fromisoformat(friday)
    assert is_this_week(coming_friday(day), day) is same
