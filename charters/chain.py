"""A strategic priority is told, trained, coached, reinforced and measured; each gap is leadership's. Values in, values out."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LINKS: dict[str, str | Promise] = {
    "told": _("Told"),
    "trained": _("Trained"),
    "coached": _("Coached"),
    "reinforced": _("Reinforced"),
    "measured": _("Measured"),
}
ENOUGH = Decimal("0.8")


@dataclass(frozen=True)
class Reached:
    """`count` of `of` people; nobody to reach is no data."""

    count: int
    of: int

    @property
    def share(self) -> Decimal | None:
        return Decimal(self.count) / self.of if self.of else None

    @property
    def enough(self) -> bool:
        return self.share is not None and self.share >= ENOUGH


@dataclass(frozen=True)
class PriorityFact:
    """`reinforced`: an objective is linked; `measured`: it has data."""

    id: UUID
    name: str
    told: Reached
    trained: Reached
    coached: Reached
    reinforced: bool
    measured: bool

    def holds(self, link: str) -> bool | None:
        """None where nobody counts it: unknown is no gap."""
        found: Reached | bool = getattr(self, link)
        if isinstance(found, Reached):
            return None if found.share is None else found.enough
        return found

    @property
    def gaps(self) -> list[str]:
        """The links that do not hold, in order."""
        return [link for link in LINKS if self.holds(link) is False]
