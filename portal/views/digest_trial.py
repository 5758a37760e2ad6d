"""What would be sent: to everybody at a moment, and to one person. Nothing is sent, and nothing of it is kept."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from portal.digest_forms import PreviewForm, TrialForm
from portal.digests import instance
from portal.digests.models import MailSwitch
from portal.digests.previewing import Preview, look_at
from portal.digests.trial import try_out
from portal.doors import administrators_page, signed_in
from portal.views.page import page
from portal.views.refusing import accepted, answer, status_of

MOST = 1000  # people that a page has time for
NAMED = 10  # of each reason


@administrators_page
def mail_trial(request: HttpRequest) -> HttpResponse:
    """Counts, and whom a reason concerns; subjects and lines are their recipients'."""
    form = TrialForm(request.GET if "at" in request.GET else {"at": ""})
    if not form.is_valid():
        return page(request, "portal/digest_trial.html", {"form": form}, status=status_of(form))
    at = form.cleaned_data["at"]
    trial, switch = try_out(at=at, most=MOST), MailSwitch.known()
    skipped = [(reason.label, fates[:NAMED], len(fates)) for reason, fates in trial.skipped.items()]
    context = {
        "form": form,
        "at": at,
        "trial": trial,
        "sent": trial.sent,
        "skipped": skipped,
        "skipped_count": sum(count for _label, _fates, count in skipped),
        "silent": switch.is_off(at) or (not instance.is_out_of_sight(switch) and bool(instance.fault(switch))),
    }
    return page(request, "portal/digest_trial.html", context)


@administrators_page
def mail_preview(request: HttpRequest) -> HttpResponse:
    """As somebody, without what is confidential. Each look leaves an event, so it is asked for with a button."""
    by = signed_in(request)
    form = PreviewForm(request.POST or None)
    found: list[Preview] = []
    accepted(form, lambda: found.append(look_at(form.cleaned_data["email"], by=by, at=timezone.now())))
    return answer(request, "portal/digest_preview.html", form, preview=found[0] if found else None)
