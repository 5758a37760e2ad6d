"""A version of a charter as entries in words, for comparing it with another (charters/diff.py)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models

from charters.diff import Change, Entry, diff
from charters.models import Charter, Objective
from charters.models.drafting import EDITABLE
from charters.models.part import Part
from charters.smart import quantity
from portal import formats

PARTS = (
    "stakeholders", "connections", "goals", "objectives", "strategies", "tactics", "services", "measures",
)  # fmt: skip
LEFT_OUT = ("id", "lineage", "position", "charter", "objective_id")


def changes(before: Charter, after: Charter) -> list[Change]:
    """What the later version says otherwise."""
    return diff(sheet(before), sheet(after))


def sheet(charter: Charter) -> list[Entry]:
    """The charter's own fields first, then part by part, in the order of the document."""
    own = [charter._meta.get_field(name) for name in EDITABLE]
    found = [Entry("charter", "", charter.title, dict(_fields(charter, own)))]
    if mission := getattr(charter, "sales_mission", None):
        found.append(_entry("sales_mission", mission))
    for section in PARTS:
        found += [_entry(section, part) for part in getattr(charter, section).all()]
    return found


def _entry(section: str, part: Part) -> Entry:
    fields = [field for field in part._meta.concrete_fields if field.name not in LEFT_OUT]
    told = dict(_fields(part, fields))
    if isinstance(part, Objective):
        told["targets"] = "\n".join(_target(one, part.unit) for one in part.targets.all())
    return Entry(section, str(part.lineage), str(part), told)


def _target(target: Any, unit: str) -> str:
    said = target.milestone or quantity(target.value, unit)
    return f"{formats.day(target.due_on)}: {said}"


def _fields(record: models.Model, fields: Any) -> Iterator[tuple[str, str]]:
    for field in fields:
        display = getattr(record, f"get_{field.name}_display", None)
        yield field.name, str(display()) if display else words(getattr(record, field.name))


def words(value: Any) -> str:
    """A value as a reader would write it down. Lists stand line by line."""
    if value is None or value is False or value == "":
        return ""
    if isinstance(value, date):
        return formats.day(value)
    if isinstance(value, Decimal):
        return quantity(value, "")
    if isinstance(value, list):
        return "\n".join(words(one) for one in value)
    if isinstance(value, Mapping):
        return " · ".join(filter(None, (words(one) for name, one in value.items() if name not in ("code", "key"))))
    return "✓" if value is True else str(value)
