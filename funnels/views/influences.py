"""Who at the customer bears on this decision."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from funnels import customers
from funnels.choices import InfluenceRole
from funnels.forms.customers import InfluenceForm, NewInfluenceForm
from funnels.givers import contacts_of
from funnels.influences import JUDGED, add_influence, edit_influence
from funnels.models import BuyingInfluence, Contact, Opportunity
from funnels.rules import may_record
from funnels.views.doorstep import opportunity_or_404
from funnels.views.verbs import verb_page
from portal.doors import personal_page, signed_in
from portal.models import Person
from portal.refusals import Invalid


@personal_page
def influence_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    opportunity = opportunity_or_404(person, pk)
    may_record(person, opportunity).or_refuse()
    start = {"role": InfluenceRole.ECONOMIC, "degree": "", "mode": ""}
    form = NewInfluenceForm(request.POST or None, contacts=contacts_of(opportunity), initial=start)
    return verb_page(
        request,
        opportunity,
        form,
        lambda: add_person(opportunity, form, person, now),
        title=_("Add buying influence"),
        submit=_("Add person"),
        said=_("Added."),
        fields="funnels/_influence_fields.html",
    )


@transaction.atomic
def add_person(opportunity: Opportunity, form: NewInfluenceForm, person: Person, now: datetime) -> None:
    contact = form.cleaned_data["contact"]
    if contact is None:
        if opportunity.account is None:
            raise Invalid({"new_name": _("Say first which account this is: edit the opportunity.")})
        named = Contact(
            account=opportunity.account, name=form.cleaned_data["new_name"], title=form.cleaned_data["new_title"]
        )
        contact = customers.add(named, by=person, at=now)
    add_influence(opportunity, contact=contact, by=person, at=now, **form.judged())


@personal_page
def influence_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    found = BuyingInfluence.objects.visible_to(person).select_related("contact", "opportunity__team")
    influence = get_object_or_404(found, pk=pk)
    may_record(person, influence.opportunity).or_refuse()
    start = {name: getattr(influence, name) for name in JUDGED} | {"version": influence.version}
    form = InfluenceForm(request.POST or None, initial=start)
    return verb_page(
        request,
        influence.opportunity,
        form,
        lambda: edit_influence(
            influence,
            {name: form.cleaned_data[name] for name in JUDGED},
            version=form.cleaned_data["version"],
            by=person,
            at=now,
        ),
        title=influence.contact.name,
        submit=_("Save"),
        said=_("Saved."),
        fields="funnels/_influence_fields.html",
    )
