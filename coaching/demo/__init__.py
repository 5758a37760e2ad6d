"""The demonstration organisation's coaching: a year of sessions, as each manager's habits have it, and what works."""

from coaching.demo import practices, writing
from portal.demo import Demo

__all__ = ["seed"]


def seed(demo: Demo) -> None:
    writing.seed(demo)
    practices.seed(demo)
