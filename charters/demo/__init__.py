"""The demonstration organisation's charters, from the organisation down to its teams, and its strategy brief."""

from charters.demo.writing import seed

__all__ = ["seed"]
