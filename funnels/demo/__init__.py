"""The demonstration organisation's funnel, customers and opportunities."""

from funnels.demo.writing import seed

__all__ = ["seed"]
