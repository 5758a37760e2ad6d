"""Acting on one's own promise by a link of the digest, without signing in.

Opening the link only asks, however often mail scanners open it; the button acts. The token is the permission.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from allauth.core.internal.ratelimit import consume
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from portal.digests import acting
from portal.digests.acting import DONE, HAND_BACK, REDATE, DeadLink, Link
from portal.doors import public_page
from portal.formats import day
from portal.refusals import Stale, WrongState
from portal.views.page import page
from portal.views.refusing import accepted, status_of

Words = str | Promise
TITLES: Final[Mapping[str, Words]] = {
    DONE: _("Is it done?"),
    REDATE: _("Another day?"),
    HAND_BACK: _("Hand it back?"),
}
BUTTONS: Final[Mapping[str, Words]] = {
    DONE: _("Mark as done"),
    REDATE: _("Save the new day"),
    HAND_BACK: _("Hand it back"),
}
SAID: Final[Mapping[str, Words]] = {
    DONE: _("Marked as done"),
    REDATE: _("The new day is saved"),
    HAND_BACK: _("Handed back"),
}
DEAD: Final[Mapping[str, tuple[Words, Words]]] = {
    "off": (_("Links in mails are switched off"), _("Sign in to say what became of it.")),
    "unknown": (
        _("This link leads nowhere"),
        _("It is not complete, or it was not sent by this portal. Copy the whole link from the mail, or sign in."),
    ),
    "left": (_("This link has ended"), _("The person whom it was sent to does not work here any more.")),
    "expired": (_("This link has expired"), _("It holds until the next digest. Sign in to say what became of it.")),
    "used": (_("This link has been used"), _("Each holds once. Sign in to see what was saved, or to change it.")),
    "gone": (
        _("There is nothing to do any more"),
        _("It was settled, withdrawn or handed over since the mail was written, or it is not yours any more."),
    ),
    "changed": (
        _("It has changed since the mail was written"),
        _("Nothing was saved. Sign in to see how it stands now, and say there what became of it."),
    ),
    "often": (_("Too many tries"), _("Wait a minute, then try again.")),
}


@public_page
@csrf_exempt
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def digest_act(request: HttpRequest, token: str, verb: str) -> HttpResponse:
    response = _answered(request, token, verb, timezone.now())
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _answered(request: HttpRequest, token: str, verb: str, now: datetime) -> HttpResponse:
    rates = {"act": settings.MAIL_ACTIONS_RATE}
    if consume(request, app="portal.digests", action="act", config=rates) is None:
        return _dead(request, "often", 429)
    try:
        link = acting.read(token, at=now)
        language = link.person.language or link.person.organisation.language
        with translation.override(language), timezone.override(link.person.zone):
            return _asked(request, link, verb, now)
    except DeadLink as dead:
        return _dead(request, dead.code, 410)
    except (Stale, WrongState):
        return _dead(request, "changed", 409)


def _asked(request: HttpRequest, link: Link, verb: str, now: datetime) -> HttpResponse:
    form = link.deed(verb).form(request.POST if request.method == "POST" else None)
    done = request.method == "POST" and accepted(form, lambda: acting.act(link, verb, form.cleaned_data, at=now))
    if isinstance(form.refusal, (Stale, WrongState)):
        raise form.refusal
    shown: dict[str, Any] = {"item": link.item, "person": link.person, "week": link.digest.week, "form": form}
    words = {"title": SAID[verb] if done else TITLES[verb], "submit": BUTTONS[verb], "done": done}
    words |= {"due": day(date.fromisoformat(link.item["due_on"]), link.person.today_at(now))}
    return page(request, "portal/digest_act.html", shown | words, status=status_of(form))


def _dead(request: HttpRequest, code: str, status: int) -> HttpResponse:
    title, why = DEAD[code]
    return page(request, "portal/digest_act_dead.html", {"title": title, "why": why}, status=status)
