"""Where tests look."""

from __future__ import annotations

from typing import Any

from charters.models import Charter

ALL = Charter.objects.everything(reason="test")


def anew(record: Any) -> Any:
    """As the database has it now."""
    return type(record)._base_manager.get(pk=record.pk)
