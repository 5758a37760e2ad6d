"""Stopping the digest from its own link, without signing in. Opening the link only asks; the button, or the mail
program's own, stops it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from portal.digests.links import person_of
from portal.digests.models.subscription import choose
from portal.doors import public_page
from portal.models import Person
from portal.views.page import page


@public_page
@csrf_exempt
@never_cache
def digest_stop(request: HttpRequest, token: str) -> HttpResponse:
    """The token is the permission (RFC 8058): mail programs send no cookies."""
    person = _named(person_of(token))
    if person is None:
        return page(request, "portal/digest_link_dead.html", status=410)
    if request.method == "POST":
        choose(person, by_mail=False, by=None, at=timezone.now())
    return page(request, "portal/digest_stop.html", {"stopped": request.method == "POST"})


def _named(pk: UUID | None) -> Person | None:
    return Person.objects.current().filter(pk=pk).first() if pk else None
