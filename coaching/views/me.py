"""My coaching: what I am asked, what I promised, what was promised to me, who may read it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from coaching.models import ReadingGrant
from coaching.observed import watched
from coaching.pairs import meetings_of, open_between, unanswered_of
from coaching.stood import standing_of
from portal.doors import personal_page, signed_in
from portal.roles import Role
from portal.views.page import page


@personal_page
def me(request: HttpRequest) -> HttpResponse:
    person = signed_in(request)
    agreed = open_between(person)
    grants = ReadingGrant.objects.visible_to(person).running().select_related("reader", "coachee")
    context = {
        "parts": standing_of(person, person.today()),
        "waiting": unanswered_of(person),
        "mine": [one for one in agreed if one.mine],
        "theirs": [one for one in agreed if not one.mine],
        "meetings": meetings_of(person),
        "watched": watched(person, person, person.today()),
        "grants": list(grants.order_by("-granted_at")),
        "manages": person.reach.anywhere(Role.MANAGER),
    }
    return page(request, "coaching/me.html", context)
