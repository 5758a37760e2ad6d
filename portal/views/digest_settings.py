"""When one's own digest comes, and how: by mail or on its page only, not while one is away."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.digest_forms import ArrangementForm
from portal.digests.arranging import Arrangement, arrange
from portal.digests.expecting import expected
from portal.digests.models import MailSwitch
from portal.digests.models.subscription import choose, seen
from portal.doors import personal_page, signed_in
from portal.views.refusing import accepted, answer


@personal_page
def digest_settings(request: HttpRequest) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    seen(person, at=now)
    arrangement = Arrangement.of(person, now)
    form = ArrangementForm(request.POST or None, initial=ArrangementForm.start(arrangement))
    if accepted(form, lambda: arrange(person, **form.cleaned_data, by=person, at=now)):
        messages.success(request, _("Your digest is arranged."))
        return redirect("portal:digest_settings")
    coming = expected(person, arrangement.subscription, now)
    told = {
        "subscription": arrangement.subscription,
        "coming": coming,
        "at_once": coming.written_at <= now,
        "paused": MailSwitch.known().is_off(now),
    }
    return answer(request, "portal/digest_settings.html", form, **told)


@personal_page
@require_POST
def digest_again(request: HttpRequest) -> HttpResponse:
    """After mail came back: from now on it counts anew."""
    person = signed_in(request)
    choose(person, by_mail=True, by=person, at=timezone.now())
    messages.success(request, _("The digest comes by mail again."))
    return redirect("portal:digest_settings")
