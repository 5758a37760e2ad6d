"""My tactics: each with its charter, by date."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from charters.agenda import grouped, own_tactics
from portal.doors import personal_page, signed_in
from portal.views.page import page


@personal_page
def tactics(request: HttpRequest) -> HttpResponse:
    person = signed_in(request)
    today = person.today()
    return page(request, "charters/tactics.html", {"groups": grouped(own_tactics(person), today), "today": today})
