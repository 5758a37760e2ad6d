"""The demonstration organisation's coaching: a year of sessions, as each manager's habits have it, what was seen of
people with customers, and what works.
"""

from coaching.demo import feedback, observing, practices, writing
from portal.demo import Demo

__all__ = ["seed"]


def seed(demo: Demo) -> None:
    writing.seed(demo)
    observing.seed(demo)
    practices.seed(demo)
    feedback.seed(demo)
