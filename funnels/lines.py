"""Opportunities as lines of a digest: of each owner or team only the first rows, with how many there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber
from django.urls import reverse

from funnels.models import Opportunity
from portal.digests.promises import MOST, NEWS, Item, Section
from portal.formats import money_short

OPPORTUNITY: Final = "opportunity"
READ: Final = "digests of the people who may read these rows"
DOT: Final = " · "
Found = dict[UUID, list[Any]]


def add(found: Found, more: Mapping[UUID, Section]) -> None:
    for person, section in more.items():
        found.setdefault(person, []).append(section)


def customer(place: Opportunity) -> str:
    return place.account.name if place.account else place.name


def address(place: Opportunity) -> str:
    return reverse("funnels:opportunity", args=[place.pk])


def board(**wanted: object) -> str:
    """The board, narrowed to what a section tells."""
    query = "&".join(f"{name}={value}" for name, value in wanted.items())
    return reverse("funnels:board") + (f"?{query}" if query else "")


def worth(place: Opportunity) -> str:
    """Nothing where the amount is unknown."""
    return "" if place.amount is None else money_short(place.amount, place.currency)


def line(place: Opportunity, title: str = "", detail: str = "", mark: str = "") -> Item:
    return Item(
        kind=OPPORTUNITY,
        key=place.pk,
        lead=customer(place),
        title=title or place.name,
        detail=DOT.join(filter(None, [worth(place), detail])),
        address=address(place),
        mark=mark,
    )


def of_owner(one: Opportunity, said: str) -> Item:
    return line(one, detail=DOT.join(filter(None, [one.owner.name if one.owner else "", said])))


def first(rows: Any, by: str, *order: Any) -> list[Any]:
    """The first rows of each owner or team, each with `among`: how many there are."""
    numbered = rows.order_by().annotate(
        place=Window(RowNumber(), partition_by=F(by), order_by=[*order, "id"]),
        among=Window(Count("pk"), partition_by=F(by)),
    )
    return list(numbered.filter(place__lte=MOST).select_related("account", "owner", "stage").order_by("place", "id"))


def news(code: str, title: str, items: list[Item], count: int | None = None, **told: Any) -> Section:
    return Section(
        code, title, items[:MOST], count or len(items), asks=False, tone="ok", block=NEWS, compact=True, **told
    )


def by_team(rows: Iterable[Any]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = {}
    for one in rows:
        found.setdefault(one.team_id, []).append(one)
    return found


def every(managed: Mapping[UUID, Iterable[UUID]]) -> set[UUID]:
    return {team for teams in managed.values() for team in teams}
