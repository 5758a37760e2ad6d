"""The short lists that a charter holds as values: nothing outside the charter points at one of their entries.

Each list is kept as JSON; what stands here says what an entry looks like.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from charters.choices import FIXED_VALUES, AudienceGroup, CustomerPhase

MOST = 50
LONGEST = 500


def _entries(value: object) -> list[Any]:
    if not isinstance(value, list) or len(value) > MOST:
        raise ValidationError(_("Enter a list of at most %(most)d entries.") % {"most": MOST})
    return value


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > LONGEST:
        raise ValidationError(_("Enter a text of at most %(most)d characters.") % {"most": LONGEST})
    return value


def _record(value: object, *fields: str) -> Mapping[str, Any]:
    if not isinstance(value, dict) or set(value) != set(fields):
        raise ValidationError(_("Each entry has %(fields)s, and nothing else.") % {"fields": ", ".join(fields)})
    return value


def sentences(value: object) -> None:
    """Texts, none of them empty."""
    if not all(_text(one).strip() for one in _entries(value)):
        raise ValidationError(_("Leave no entry empty."))


def core_values(value: object) -> None:
    """`code`, `name` and `behaviour`; collaboration, accountability and leadership are always among them."""
    entries = [_record(one, "code", "name", "behaviour") for one in _entries(value)]
    for one in entries:
        _text(one["behaviour"])
        if not _text(one["name"]).strip():
            raise ValidationError(_("Give each value a name."))
    codes = [_text(one["code"]) for one in entries]
    if sorted(code for code in codes if code) != sorted(FIXED_VALUES):
        raise ValidationError(_("Collaboration, accountability and leadership stay, each once."))


def fixed_core_values() -> list[dict[str, str]]:
    """What every charter begins with."""
    return [{"code": code, "name": str(name), "behaviour": ""} for code, name in FIXED_VALUES.items()]


def audiences(value: object) -> None:
    """`key` is what services refer to; `none_yet` says that this audience has no service, and that it is known."""
    entries = [_record(one, "key", "name", "group", "gains", "tag_line", "none_yet") for one in _entries(value)]
    for one in entries:
        for field in ("key", "name", "gains", "tag_line"):
            _text(one[field])
        if not one["key"] or not one["name"].strip():
            raise ValidationError(_("Give each audience a key and a name."))
        if one["group"] not in AudienceGroup.values or not isinstance(one["none_yet"], bool):
            raise ValidationError(_("Choose what kind of role each audience has."))
    if len({one["key"] for one in entries}) != len(entries):
        raise ValidationError(_("Each audience stands in the list once."))


def audience_keys(value: object) -> None:
    for one in _entries(value):
        _text(one)


def customer_phases(value: object) -> None:
    if not set(_entries(value)) <= set(CustomerPhase.values):
        raise ValidationError(_("Choose phases of the customer's path."))


def phases(value: object) -> None:
    """The roadmap's phases in order: `name`, `starts_on` and `ends_on` (ISO dates). Tactics name one by its number."""
    for one in (_record(entry, "name", "starts_on", "ends_on") for entry in _entries(value)):
        if not _text(one["name"]).strip():
            raise ValidationError(_("Give each phase a name."))
        if _day(one["starts_on"]) > _day(one["ends_on"]):
            raise ValidationError(_("A phase cannot end before it starts."))


def _day(value: object) -> date:
    try:
        return date.fromisoformat(_text(value))
    except ValueError as error:
        raise ValidationError(_("Enter a date such as 2026-11-27.")) from error
