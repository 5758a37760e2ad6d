"""Who may read what was said in my old sessions: given and taken back by me alone."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coaching.forms.sharing import ShareForm
from coaching.models import ReadingGrant
from coaching.sharing import readers_for, share, take_back
from coaching.views.verbs import verb_page
from portal.doors import personal_page, signed_in
from portal.views.page import toast
from portal.views.returning import lead_back, way_back


@personal_page
def give(request: HttpRequest) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    form = ShareForm(request.POST or None, readers=readers_for(person))
    return verb_page(
        request, None, form, lambda: share(person, form.cleaned_data["reader"], by=person, at=now),
        title=_("Let somebody read my old sessions"), submit=_("Let them read"), said=_("They can read it now."),
        back=reverse("coaching:me"),
        intro=_("They read what was said and agreed in your sessions until now, not what is said later. You can take it back."),
    )  # fmt: skip


@personal_page
@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    own = ReadingGrant.objects.visible_to(person).filter(coachee=person).running()
    take_back(get_object_or_404(own, pk=pk), by=person, at=now)
    toast(request, _("Taken back. They read nothing of it any more."))
    return lead_back(request, way_back(request, reverse("coaching:me")))
