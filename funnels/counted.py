"""Counts of the weekly snapshot and of moves, of each team and each person: read in few statements, told in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from funnels.choices import CommitmentState, MoveKind, Status
from funnels.figures import following_kind
from funnels.lines import READ, board
from funnels.models import CustomerCommitment, StageEvent
from funnels.models.snapshot import RED
from portal.digests.promises import Item
from portal.formats import listed, money_short
from portal.weeks import WEEK

if TYPE_CHECKING:
    from funnels.weekly import Week

TEAM: Final = "team"
SELLER: Final = "seller"
NEEDED: Final = ("overdue", "no_next", "past_close", "stalled", "gap")


@dataclass
class Stand:
    """Open opportunities when a week began. `fine` ask for nothing; `known` are those whose needs were kept."""

    open: int = 0
    fine: int = 0
    late: int = 0
    known: int = 0
    value: dict[str, Decimal] = field(default_factory=dict)
    backed: dict[str, Decimal] = field(default_factory=dict)

    def add(self, row: Mapping[str, Any]) -> None:
        self.open += row["open"]
        self.fine += row["open"] - row["red"]
        self.known += row["known"]
        self.late += row["late"]
        for mine, name in ((self.value, "value"), (self.backed, "backed_value")):
            mine[row["currency"]] = mine.get(row["currency"], Decimal()) + (row[name] or 0)

    @property
    def worth(self) -> str:
        """By currency, never converted."""
        return " + ".join(money_short(amount, currency) for currency, amount in sorted(self.value.items()))

    @property
    def backed_share(self) -> int | None:
        """In percent; None without value, where needs are unknown, or with several currencies."""
        if not self.known or len(self.value) != 1:
            return None
        [(currency, value)] = self.value.items()
        return round(100 * self.backed.get(currency, Decimal()) / value) if value else None

    @property
    def fine_share(self) -> int | None:
        return round(100 * self.fine / self.open) if self.known and self.open else None


ByTeam = Mapping[tuple[date, UUID], Sequence[Mapping[str, Any]]]


def by_team(rows: Any) -> ByTeam:
    """One statement."""
    sums = rows.order_by().values("week", "team", "currency").annotate(
        open=Count("pk"), red=Count("pk", filter=RED), known=Count("backed"), late=Count("pk", filter=Q(overdue=True)), value=Sum("amount"),
        backed_value=Sum("amount", filter=Q(backed=True)),
    )  # fmt: skip
    found: dict[tuple[date, UUID], list[Mapping[str, Any]]] = {}
    for row in sums:
        found.setdefault((row["week"], row["team"]), []).append(row)
    return found


def total(stands: ByTeam, week: date, teams: Iterable[UUID]) -> Stand:
    stand = Stand()
    for team in teams:
        for row in stands.get((week, team), ()):
            stand.add(row)
    return stand


def beside(share: int | None, before: int | None) -> str:
    """ "61 % (58 % a week ago)"."""
    if share is None:
        return _("no data")
    if before is None:
        return f"{share} %"
    return _("%(share)d %% (%(before)d %% a week ago)") % {"share": share, "before": before}


def by_owner(rows: Any) -> dict[UUID, int]:
    return dict(rows.order_by().values_list("owner").annotate(count=Count("pk")))


def by_place(rows: Any) -> dict[tuple[UUID, UUID | None], int]:
    found = rows.order_by().values_list("team", "owner").annotate(count=Count("pk"))
    return {(team, owner): count for team, owner, count in found}


def of_others(counts: Mapping[tuple[UUID, UUID | None], int], teams: Iterable[UUID], person: UUID) -> int:
    """In these teams, without the person's own."""
    wanted = set(teams)
    return sum(count for (team, owner), count in counts.items() if team in wanted and owner != person)


@dataclass(frozen=True)
class Place:
    team: UUID
    owner: UUID


@dataclass
class Seller:
    """Somebody's open opportunities in a team, in facts; `before` is how many asked for something a week ago."""

    team: UUID
    owner: UUID
    name: str
    counts: Mapping[str, int]
    red: int = 0
    before: int = 0
    broken: int = 0

    @property
    def facts(self) -> list[str]:
        told = [
            (self.counts["overdue"], _("%(count)d overdue")),
            (self.broken, _("%(count)d broken or declined last week")),
            (self.counts["no_next"], _("%(count)d without a dated next commitment")),
            (self.counts["past_close"], _("%(count)d past the close date")),
            (self.counts["stalled"], _("%(count)d stalled")),
            (self.counts["gap"], _("%(count)d ahead of the evidence")),
        ]
        return [words % {"count": count} for count, words in told if count]

    def item(self, detail: str) -> Item:
        return Item(SELLER, self.owner, "", board(owner=self.owner), lead=self.name, detail=detail)


def by_seller(week: Week, teams: Iterable[UUID]) -> dict[Place, Seller]:
    """By name. Two statements."""
    rows = week.both.filter(team__in=teams, owner__isnull=False).order_by("owner__name", "owner", "team")
    counts = {name: Count("pk", filter=Q(**{name: True})) for name in NEEDED}
    found: dict[Place, Seller] = {}
    before: dict[Place, int] = {}
    for row in rows.values("week", "team", "owner", "owner__name").annotate(red=Count("pk", filter=RED), **counts):
        place = Place(row["team"], row["owner"])
        if row["week"] == week.monday:
            found[place] = Seller(place.team, place.owner, row["owner__name"], row, row["red"])
        else:
            before[place] = row["red"]
    for place, count in _broken(week.monday, teams).items():
        if place in found:
            found[place].broken = count
    for place, seller in found.items():
        seller.before = before.get(place, seller.red)
    return found


def _broken(monday: date, teams: Iterable[UUID]) -> dict[Place, int]:
    """In the week before."""
    rows = CustomerCommitment.objects.everything(reason=READ).filter(
        state__in=[CommitmentState.BROKEN, CommitmentState.DECLINED], settled_on__gte=monday - WEEK,
        settled_on__lt=monday, opportunity__team__in=teams, opportunity__owner__isnull=False,
    )  # fmt: skip
    found = rows.order_by().values_list("opportunity__team", "opportunity__owner").annotate(count=Count("pk"))
    return {Place(team, owner): count for team, owner, count in found}


@dataclass(frozen=True)
class Moved:
    """How many opportunities were opened, moved on, moved back, won, and closed otherwise."""

    counts: Mapping[str, int]

    @property
    def said(self) -> str:
        told = [
            ("on", ngettext("%(count)d moved on", "%(count)d moved on", self.counts.get("on", 0))),
            ("won", ngettext("%(count)d won", "%(count)d won", self.counts.get("won", 0))),
            ("opened", ngettext("%(count)d opened", "%(count)d opened", self.counts.get("opened", 0))),
            ("back", ngettext("%(count)d moved back", "%(count)d moved back", self.counts.get("back", 0))),
            (
                "closed",
                ngettext("%(count)d closed otherwise", "%(count)d closed otherwise", self.counts.get("closed", 0)),
            ),
        ]
        words = [text % {"count": self.counts[name]} for name, text in told if self.counts.get(name)]
        return listed(words) if words else ""


MOVES: Final = {
    "opened": Q(kind__in=[MoveKind.OPENED, MoveKind.IMPORTED], to_status=Status.OPEN),
    "on": Q(kind=MoveKind.ADVANCED, to_status=Status.OPEN),
    "back": Q(kind=MoveKind.REGRESSED),
    "won": Q(to_status=Status.WON, kind__in=[MoveKind.ADVANCED, MoveKind.CLOSED]),
    "closed": Q(kind=MoveKind.CLOSED) & ~Q(to_status__in=[Status.WON, Status.OPEN]),
}


ByKey = Mapping[UUID, Sequence[Moved]]


def moves(week: Week, teams: Iterable[UUID]) -> tuple[ByKey, ByKey]:
    """Of the seven days before the figures were taken, by owner and by team; without what was taken back at once."""
    rows = StageEvent.objects.everything(reason=READ).filter(
        Q(opportunity__owner__in=week.audience.people) | Q(team__in=list(teams)), at__gte=week.at - WEEK, at__lt=week.at
    )
    stood = rows.annotate(next_kind=following_kind()).exclude(next_kind=MoveKind.UNDONE).order_by()
    counts = {name: Count("pk", filter=which) for name, which in MOVES.items()}
    by_owner: dict[UUID, list[Moved]] = {}
    of_team: dict[UUID, list[Moved]] = {}
    for row in stood.values("team", "opportunity__owner").annotate(**counts):
        moved = Moved(row)
        by_owner.setdefault(row["opportunity__owner"], []).append(moved)
        of_team.setdefault(row["team"], []).append(moved)
    return by_owner, of_team


def summed(moved: Iterable[Moved]) -> Moved:
    rows = list(moved)
    return Moved({name: sum(one.counts[name] for one in rows) for name in MOVES})
