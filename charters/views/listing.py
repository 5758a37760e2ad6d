"""Every charter that the person reads: in which state, how old, how complete, when it is looked at again."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse

from charters import listing
from charters.choices import CharterKind
from charters.index import index, retired
from portal.doors import personal_page, signed_in
from portal.roles import Role
from portal.views.page import page

PER_PAGE = 30
FILTERS = ("q", "kind", "team", "need")
RETIRED = "retired"


@personal_page
def charters(request: HttpRequest) -> HttpResponse:
    person = signed_in(request)
    today = person.today()
    wanted = {name: request.GET.get(name, "").strip()[:100] for name in FILTERS}
    reader = listing.reader_of(person, today, wanted["need"])
    lines = retired(person) if wanted["need"] == RETIRED else index(person)
    shown = listing.narrowed(lines, wanted, reader)
    paged = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "rows": paged,
        "charters": listing.rows(list(paged), lines),
        "wanted": wanted,
        "narrowed": any(wanted.values()),
        "needs": listing.counted(lines, reader),
        "kinds": CharterKind.choices,
        "teams": listing.teams_of(lines),
        "opens": person.reach.anywhere(Role.MANAGER),
        "today": today,
    }
    return page(request, "charters/list.html", context, fragment="charters/_list.html")
