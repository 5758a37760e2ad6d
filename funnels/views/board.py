"""The board: which opportunities are stuck, which have earned a move?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from funnels import boards, needs
from funnels.boards import Column, Place
from funnels.choices import Status
from funnels.models import Collaboration, Opportunity
from funnels.rules import may_work_on
from funnels.scope import View
from portal.doors import personal_page, signed_in
from portal.models import Person
from portal.views.page import page


@dataclass(frozen=True)
class Card:
    """An opportunity on the board, with what this person may do about it."""

    opportunity: Opportunity
    ready: bool
    works: bool
    records: bool
    stays: int | None
    following: str
    late: bool

    @property
    def met_words(self) -> str:
        one = self.opportunity
        return _("%(met)d of %(total)d recorded") % {"met": one.required_met, "total": one.required_total}


@personal_page
def board(request: HttpRequest) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    view = View.asked(person, request.GET)
    known = needs.conditions(person, now, view.versions)
    need = request.GET.get("need", "") if request.GET.get("need") in known else ""
    rows = view.open()
    columns = boards.columns(view.funnel, view.versions) if view.funnel else []
    boards.fill(columns, needs.in_need(rows, need, known))
    context = shown(request, view, now) | {
        "columns": cards_in(columns, view, now),
        "current": current_of(request, columns),
        "sums": boards.totals(columns),
        "count": sum(column.count for column in columns),
        "need": need,
        "pills": pills(needs.count_needs(rows, known), need),
        "nothing": not any(column.count for column in columns) and not need,
    }
    return page(request, "funnels/board.html", context)


def shown(request: HttpRequest, view: View, now: datetime) -> dict[str, Any]:
    return {
        "view": view,
        "today": view.person.today_at(now),
        "here": request.get_full_path(),
        "switch": switch(request, "board"),
        "whose": whose(request, view),
    }


def cards_in(columns: Sequence[Column], view: View, now: datetime) -> list[tuple[Column, list[Card]]]:
    """Every column with its cards; one statement tells for all of them where the person was invited."""
    others = [one.pk for column in columns for one in column.cards if not may_work_on(view.person, one)]
    invited = invited_to(view.person, others)
    return [(column, cards_of(column, view, now, invited)) for column in columns]


def invited_to(person: Person, opportunities: Sequence[UUID]) -> set[UUID]:
    """Those of the opportunities on which the person collaborates."""
    if not opportunities:
        return set()
    invitations = Collaboration.objects.everything(reason="the person's own").filter(person=person)
    return set(invitations.filter(opportunity_id__in=opportunities).values_list("opportunity_id", flat=True))


def cards_of(column: Column, view: View, now: datetime, invited: Collection[UUID]) -> list[Card]:
    today = view.person.today_at(now)
    following = str(Status.WON.label) if boards.wins(column) else column.next_label
    return [
        Card(
            opportunity=one,
            ready=one.is_ready(today),
            works=bool(may_work_on(view.person, one)),
            records=one.pk in invited or bool(may_work_on(view.person, one)),
            stays=needs.stays_long(one, now),
            following=following,
            late=one.next_due_on is not None and one.next_due_on < today,
        )
        for one in column.cards
    ]


def current_of(request: HttpRequest, columns: Sequence[Column]) -> str:
    """The stage that a phone shows: the one asked for, else the first that holds anything."""
    wanted = request.GET.get("stage", "")
    codes = [column.code for column in columns]
    return wanted if wanted in codes else next((one.code for one in columns if one.count), next(iter(codes), ""))


def pills(counts: dict[str, int], need: str) -> list[dict[str, Any]]:
    """Only what is not nought, and the one that filters now."""
    return [
        {"need": one, "count": counts[one.code], "here": one.code == need}
        for one in needs.NEEDS
        if (counts[one.code] and one.told) or one.code == need
    ]


def switch(request: HttpRequest, here: str) -> list[dict[str, Any]]:
    """Board or table of the same part of the funnel."""
    kept = request.GET.copy()
    for name in set(kept) - {"team", "owner", "need", "funnel"}:
        del kept[name]
    query = f"?{kept.urlencode()}" if kept else ""
    return [
        {
            "url": reverse("funnels:board") + query,
            "label": _("Board"),
            "icon": "square-kanban",
            "here": here == "board",
        },
        {"url": reverse("funnels:table") + query, "label": _("Table"), "icon": "table-2", "here": here == "table"},
    ]


def whose(request: HttpRequest, view: View) -> list[dict[str, Any]]:
    kept = request.GET.copy()
    for name in ("owner", "after"):
        kept.pop(name, None)
    everyone = f"?{kept.urlencode()}"
    kept["owner"] = "me"
    return [
        {"url": everyone, "label": _("Everyone"), "here": not view.owner},
        {"url": f"?{kept.urlencode()}", "label": _("Only mine"), "here": view.mine},
    ]


@personal_page
def more(request: HttpRequest, code: str) -> HttpResponse:
    """The next cards of one column."""
    person, now = signed_in(request), timezone.now()
    view = View.asked(person, request.GET)
    column = next(
        (one for one in (boards.columns(view.funnel, view.versions) if view.funnel else []) if one.code == code), None
    )
    place = Place.read(request.GET.get("after", ""))
    if column is None or place is None:
        raise Http404
    known = needs.conditions(person, now, view.versions)
    rows = needs.in_need(view.open(), request.GET.get("need", ""), known)
    column.cards = boards.cards_after(rows, column, place, boards.CARDS + 1)
    further, column.cards = len(column.cards) > boards.CARDS, column.cards[: boards.CARDS]
    [(_column, cards)] = cards_in([column], view, now)
    context = shown(request, view, now) | {"column": column, "cards": cards, "further": further}
    return page(request, "funnels/board_more.html", context, fragment="funnels/_cards.html")
