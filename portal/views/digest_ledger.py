"""What became of each week's digests, and the switch: for administrators. No digest's words are shown here."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.digest_forms import PauseForm, SpecimenForm
from portal.digests import instance, ledger
from portal.digests.models import MailSwitch
from portal.digests.models.switch import pause, resume
from portal.digests.sending import has_server
from portal.digests.specimen import send_specimen
from portal.doors import administrators_page, signed_in
from portal.models import Event
from portal.views.page import page
from portal.views.refusing import accepted, status_of

MOST = 50


@administrators_page
def mail(request: HttpRequest) -> HttpResponse:
    return page(request, "portal/digest_ledger.html", _shown())


def _shown(**forms: Any) -> dict[str, Any]:
    now, switch = timezone.now(), MailSwitch.known()
    elsewhere = instance.is_out_of_sight(switch)
    oldest = ledger.oldest_waiting(at=now)
    back = list(ledger.coming_back()[: MOST + 1])
    return {
        "pause": PauseForm(),
        "specimen": SpecimenForm(),
        "switch": switch,
        "is_held": switch.held_until is not None and now < switch.held_until,
        "paused_by": Event.objects.about(switch).filter(verb="paused").select_related("by").first(),
        "no_server": not has_server(),
        "elsewhere": elsewhere,
        "fault": "" if elsewhere else instance.fault(switch),
        "waits_since": now - oldest if oldest else None,
        "is_late": oldest is not None and oldest > ledger.LATE,
        "weeks": ledger.weeks(latest=12),
        "back": back[:MOST],
        "more_back": len(back) > MOST,
        **forms,
    }


@administrators_page
@require_POST
def mail_pause(request: HttpRequest) -> HttpResponse:
    form = PauseForm(request.POST)
    if accepted(form, lambda: pause(why=form.cleaned_data["why"], by=signed_in(request), at=timezone.now())):
        messages.success(request, _("No digest leaves from now on."))
        return redirect("portal:mail")
    return page(request, "portal/digest_ledger.html", _shown(pause=form), status=status_of(form))


@administrators_page
@require_POST
def mail_resume(request: HttpRequest) -> HttpResponse:
    resume(by=signed_in(request), at=timezone.now())
    messages.success(request, _("Digests leave again.") if has_server() else _("Digests are not paused any more."))
    return redirect("portal:mail")


@administrators_page
@require_POST
def mail_test(request: HttpRequest) -> HttpResponse:
    """To whoever asks, and nobody else."""
    person = signed_in(request)
    form = SpecimenForm(request.POST)
    if accepted(form, lambda: send_specimen(person.email or "", by=person, at=timezone.now())):
        messages.success(request, _("The mail server took a test mail to %(email)s.") % {"email": person.email})
        return redirect("portal:mail")
    return page(request, "portal/digest_ledger.html", _shown(specimen=form), status=status_of(form))


@administrators_page
def mail_week(request: HttpRequest, week: str) -> HttpResponse:
    """Counts by state and reason."""
    try:
        monday = date.fromisoformat(week)
    except ValueError as error:
        raise Http404 from error
    parts = ledger.parts(monday)
    if not parts:
        raise Http404
    return page(
        request, "portal/digest_week.html", {"week": monday, "parts": parts, "of": sum(one.count for one in parts)}
    )
