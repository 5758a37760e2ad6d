"""The demonstration organisation's coaching: a year of sessions, as each manager's habits have it."""

from coaching.demo.writing import seed

__all__ = ["seed"]
