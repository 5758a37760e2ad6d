"""A person's own digests: what became of each week's, and the copy that stays of it."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from portal.digests import wording
from portal.digests.copies import readable
from portal.digests.models import Digest
from portal.digests.models.subscription import seen
from portal.digests.returned import stopped_near
from portal.doors import personal_page, signed_in
from portal.views.page import page

PER_PAGE = 26
SHOWN = 5


@personal_page
def digests(request: HttpRequest) -> HttpResponse:
    person = signed_in(request)
    seen(person, at=timezone.now())
    mine = Paginator(Digest.objects.of_person(person).defer("content", "mime"), PER_PAGE)
    rows = mine.get_page(request.GET.get("page"))
    told = [(one, wording.told(one), wording.tone(one)) for one in rows]
    return page(request, "portal/digests.html", {"rows": rows, "digests": told})


@personal_page
def digest(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Its recipient's alone."""
    person = signed_in(request)
    found = get_object_or_404(Digest.objects.of_person(person).defer("mime"), pk=pk)
    seen(person, at=timezone.now())
    context = {
        "digest": found,
        "told": wording.told(found),
        "tone": wording.tone(found),
        "copy": readable(person, found),
    }
    return page(request, "portal/digest.html", context)


@personal_page
def mail_comes_back(request: HttpRequest) -> HttpResponse:
    """A part that "This week" asks for by itself: most people have nothing of it. Who looks there has seen what is due."""
    person = signed_in(request)
    seen(person, at=timezone.now())
    found = stopped_near(person, SHOWN + 1)
    if not found:
        return HttpResponse(status=204)
    others = [one.person for one in found if one.person_id != person.pk]
    context = {"own": len(others) < len(found), "others": others[:SHOWN], "more": len(others) > SHOWN}
    return page(request, "portal/_mail_comes_back.html", context)
