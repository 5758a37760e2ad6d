"""What an alignment check says: which check, how grave, where to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"

    @property
    def weight(self) -> int:
        return 3 if self is Severity.ERROR else 1


class Check(StrEnum):
    A1 = "A1"
    A2 = "A2"
    A3 = "A3"
    A4 = "A4"
    A5 = "A5"
    A6 = "A6"
    A7 = "A7"
    A8 = "A8"
    A9 = "A9"
    A10 = "A10"
    A11 = "A11"
    A12 = "A12"

    @property
    def label(self) -> str | Promise:
        return LABELS[self]

    @property
    def severity(self) -> Severity:
        return Severity.WARNING if self in WARNINGS else Severity.ERROR


WARNINGS = (Check.A4, Check.A6, Check.A7, Check.A8, Check.A9, Check.A12)
LABELS: dict[Check, str | Promise] = {
    Check.A1: _("Serves a charter"),
    Check.A2: _("Comes after the charter it serves"),
    Check.A3: _("Says how it serves the vision above"),
    Check.A4: _("Follows the newest version above"),
    Check.A5: _("Nothing hangs in the air"),
    Check.A6: _("No branch ends early"),
    Check.A7: _("Somebody works on each objective"),
    Check.A8: _("Charters that meet are connected"),
    Check.A9: _("Priorities reach the people"),
    Check.A10: _("Days fit into each other"),
    Check.A11: _("New things come with adoption"),
    Check.A12: _("The users were asked before"),
}


@dataclass(frozen=True)
class Finding:
    """`section` of `charter` is the place to mend; `part` the goal, objective, strategy or tactic, if it is one."""

    check: Check
    charter: UUID | None
    section: str
    sentence: str
    part: UUID | None = None

    @property
    def severity(self) -> Severity:
        return self.check.severity
