"""The parts of "This week". Each module of settings.HOME_SECTIONS offers `sections(person, now)`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from typing import Any

from django.conf import settings

from portal.models import Person


@dataclass(frozen=True)
class Section:
    """A part of the page. Its template finds `section.context`; `aside` puts it into the narrow column."""

    title: str
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    aside: bool = False


def sections(person: Person, now: datetime) -> list[Section]:
    return [section for name in settings.HOME_SECTIONS for section in import_module(name).sections(person, now)]
