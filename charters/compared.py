"""Versions with all that is compared of them (charters/sheet.py), in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Prefetch

from charters.models import Charter

POINTING: dict[str, tuple[str, ...]] = {
    "stakeholders": ("person",),
    "connections": ("other",),
    "goals": (),
    "objectives": ("goal", "supports"),
    "strategies": ("objective",),
    "tactics": ("strategy",),
    "services": (),
    "measures": ("objective",),
}


def comparable(wanted: Collection[UUID]) -> Any:
    """The versions of these ids, which the person may read."""
    versions = Charter.objects.everything(reason="versions that the person reads").filter(pk__in=wanted)
    return (
        versions.with_names()
        .select_related("sales_mission__organisation_goal")
        .prefetch_related(*(_parts(name, *path) for name, path in POINTING.items()), "objectives__targets")
    )


def _parts(name: str, *pointing: str) -> Prefetch[Any]:
    field: Any = Charter._meta.get_field(name)
    return Prefetch(
        name, field.related_model.objects.everything(reason="parts of these versions").select_related(*pointing)
    )
