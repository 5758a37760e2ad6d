"""What an alignment check says: which check, how grave, where to mend it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple
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
class Fault:
    """One way in which a check fails: in which section it is mended, and what is said of it."""

    check: Check
    section: str
    words: str | Promise


FAULTS: dict[str, Fault] = {
    "serves_nothing": Fault(Check.A1, "parent", _("“%(one)s” serves no other charter.")),
    "circle": Fault(Check.A1, "parent", _("“%(one)s” serves a charter that in the end serves it.")),
    "before_parent": Fault(Check.A2, "parent", _("“%(one)s” comes before “%(parent)s”, which is not approved.")),
    "unmapped": Fault(Check.A3, "vision", _("“%(one)s” does not say how it serves the vision above.")),
    "stale": Fault(
        Check.A4,
        "parent",
        _("“%(one)s” was written for version %(old)d of “%(parent)s”; version %(new)d is approved."),
    ),
    "no_goal": Fault(Check.A5, "objectives", _("“%(one)s” belongs to no goal.")),
    "no_objective": Fault(Check.A5, "strategies", _("“%(one)s” belongs to no objective.")),
    "no_outcome": Fault(Check.A5, "strategies", _("“%(one)s” does not say which outcome is expected.")),
    "no_strategy": Fault(Check.A5, "tactics", _("“%(one)s” belongs to no strategy.")),
    "bare_goal": Fault(Check.A6, "goals", _("“%(one)s” has no objective.")),
    "bare_objective": Fault(Check.A6, "objectives", _("“%(one)s” has no strategy.")),
    "bare_strategy": Fault(Check.A6, "strategies", _("“%(one)s” has no tactic.")),
    "unsupported": Fault(Check.A7, "objectives", _("Nobody below works on “%(one)s”.")),
    "unconnected": Fault(
        Check.A8, "connections", _("“%(one)s” and “%(other)s” meet the same people, and are not connected.")
    ),
    "not_told": Fault(Check.A9, "told", _("“%(one)s” is not told enough.")),
    "not_trained": Fault(Check.A9, "trained", _("“%(one)s” is not trained enough.")),
    "not_coached": Fault(Check.A9, "coached", _("“%(one)s” is not coached enough.")),
    "not_reinforced": Fault(Check.A9, "reinforced", _("“%(one)s” is not reinforced enough.")),
    "not_measured": Fault(Check.A9, "measured", _("“%(one)s” is not measured enough.")),
    "after_mission": Fault(Check.A10, "objectives", _("“%(one)s” is due after the sales mission ends.")),
    "after_objective": Fault(Check.A10, "strategies", _("“%(one)s” ends after its objective is due.")),
    "after_strategy": Fault(Check.A10, "tactics", _("“%(one)s” is due after its strategy ends.")),
    "not_adopted": Fault(Check.A11, "strategies", _("“%(one)s” has no step that helps people adopt it.")),
    "nobody_asked": Fault(
        Check.A12, "strategies", _("“%(one)s” does not say who of the business was involved, and when.")
    ),
    "asked_late": Fault(Check.A12, "strategies", _("“%(one)s” was decided before the business was involved.")),
}


class Finding(NamedTuple):
    """`code` names the fault, `told` what its sentence names.

    `charter` is the place to mend; `part` the goal, objective, strategy, tactic or priority, if it is one.
    """

    code: str
    charter: UUID | None
    told: Mapping[str, object]
    part: UUID | None = None

    @property
    def check(self) -> Check:
        return FAULTS[self.code].check

    @property
    def section(self) -> str:
        """Where on the charter it is mended."""
        return FAULTS[self.code].section

    @property
    def severity(self) -> Severity:
        return self.check.severity

    @property
    def sentence(self) -> str:
        return str(FAULTS[self.code].words) % self.told
