"""Meetings with the customer: the aim before, the result after."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from funnels.forms.customers import MeetingForm
from funnels.givers import contacts_of
from funnels.meetings import edit_meeting, plan_meeting
from funnels.models import CustomerMeeting
from funnels.rules import may_record
from funnels.views.doorstep import opportunity_or_404
from funnels.views.verbs import verb_page
from portal.doors import personal_page, signed_in

FIELDS = ("held_on", "best_commitment", "least_commitment", "result", "got")
LAYOUT = "funnels/_meeting_fields.html"


@personal_page
def meeting_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    opportunity = opportunity_or_404(person, pk)
    may_record(person, opportunity).or_refuse()
    start = {"held_on": person.today_at(now), "result": ""}
    form = MeetingForm(request.POST or None, contacts=contacts_of(opportunity), initial=start)
    return verb_page(
        request,
        opportunity,
        form,
        lambda: plan_meeting(opportunity, by=person, at=now, **values_of(form)),
        title=_("Plan a customer meeting"),
        submit=_("Save meeting"),
        intro=_("Write down the commitment you aim for before you meet. Ask every time."),
        said=_("Saved."),
        fields=LAYOUT,
    )


@personal_page
def meeting_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    found = CustomerMeeting.objects.visible_to(person).select_related("opportunity__team", "opportunity__account")
    meeting = get_object_or_404(found, pk=pk)
    may_record(person, meeting.opportunity).or_refuse()
    attending = list(meeting.attendees.all())
    known = {contact.pk: contact for contact in [*contacts_of(meeting.opportunity), *attending]}
    start: dict[str, Any] = {name: getattr(meeting, name) for name in FIELDS}
    start |= {"attendees": attending, "version": meeting.version}
    form = MeetingForm(request.POST or None, contacts=known.values(), initial=start)
    return verb_page(
        request,
        meeting.opportunity,
        form,
        lambda: edit_meeting(meeting, values_of(form), version=form.cleaned_data["version"], by=person, at=now),
        title=_("Customer meeting"),
        submit=_("Save meeting"),
        said=_("Saved."),
        fields=LAYOUT,
    )


def values_of(form: MeetingForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in (*FIELDS, "attendees")}
