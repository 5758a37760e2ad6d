"""Where an hour of coaching changes most: early opportunities, by value × missing commitments × days since coached.

Values in, values out. Opportunities are ranked, people never. Values of different currencies are not converted: each is
taken as a multiple of the median of its own currency, an unknown one as that median. A product of nought is no place:
nothing is missing, or it was coached today.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal import formats

MOST: Final = 5
MEDIAN: Final = Decimal(1)


@dataclass(frozen=True)
class Candidate:
    """An open opportunity in one of the first two stages of its funnel. `coached_on` is None where no session was about it."""

    id: UUID
    name: str
    account: str
    owner: UUID
    stage: str
    amount: Decimal | None
    currency: str
    missing: int
    opened_on: date
    coached_on: date | None

    def days(self, today: date) -> int:
        """Since it was coached, or opened where it never was."""
        return (today - (self.coached_on or self.opened_on)).days


@dataclass(frozen=True)
class Place:
    candidate: Candidate
    days: int
    weight: Decimal

    @property
    def reason(self) -> str:
        """Why it is worth an hour, in words."""
        one = self.candidate
        amount = formats.money(one.amount, one.currency)
        missing = ngettext(
            "%(count)d commitment of the customer missing", "%(count)d commitments of the customer missing", one.missing
        ) % {"count": one.missing}  # fmt: skip
        said = _("%(value)s in “%(stage)s”, %(missing)s, %(coached)s")
        return said % {"value": amount, "stage": one.stage, "missing": missing, "coached": self._coached}

    @property
    def _coached(self) -> str:
        if self.candidate.coached_on is None:
            words = ngettext(
                "not coached since it opened %(days)d day ago", "not coached since it opened %(days)d days ago", self.days
            )  # fmt: skip
        else:
            words = ngettext("last coached %(days)d day ago", "last coached %(days)d days ago", self.days)
        return words % {"days": self.days}


def places(candidates: Iterable[Candidate], today: date, *, most: int = MOST) -> list[Place]:
    """The first of them, the most worthwhile first; equals by their id."""
    found = list(candidates)
    usual = _medians(found)
    weighed = [Place(one, one.days(today), _weight(one, today, usual)) for one in found]
    worth = [one for one in weighed if one.weight > 0]
    return sorted(worth, key=lambda one: (-one.weight, one.candidate.id))[:most]


def _medians(candidates: Iterable[Candidate]) -> dict[str, Decimal]:
    """By currency, of known amounts above nought."""
    amounts: defaultdict[str, list[Decimal]] = defaultdict(list)
    for one in candidates:
        if one.amount:
            amounts[one.currency].append(one.amount)
    return {currency: median(known) for currency, known in amounts.items()}


def _weight(one: Candidate, today: date, usual: Mapping[str, Decimal]) -> Decimal:
    value = MEDIAN if one.amount is None else one.amount / usual.get(one.currency, MEDIAN)
    return value * max(one.missing, 0) * max(one.days(today), 0)
