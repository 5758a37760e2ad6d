"""Opening an opportunity, and the changes that leave its stage alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from funnels import customers
from funnels.choices import Kind
from funnels.forms.planning import (
    EditOpportunityForm,
    LinesForm,
    NewOpportunityForm,
    ParkForm,
    PeopleForm,
    ReassignForm,
)
from funnels.models import Account, Opportunity, Product
from funnels.models.planning import PLAIN_FIELDS
from funnels.opening import open_opportunity
from funnels.rules import may_open, may_reassign, may_work_on
from funnels.views.doorstep import address_of, done, opportunity_or_404
from funnels.views.moves import conflict
from funnels.views.opportunity import opportunity_page
from funnels.views.verbs import verb_page
from portal.doors import personal_page, signed_in
from portal.models import Person, Team
from portal.refusals import Refusal, Stale
from portal.roles import Role
from portal.verdicts import denied
from portal.views.page import page, toast
from portal.views.refusing import accepted, status_of, version_of
from portal.views.returning import way_back


@personal_page
def opportunity_new(request: HttpRequest) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    teams = list(Team.objects.current().with_ids(person.reach.teams(Role.MEMBER, Role.MANAGER)))
    if not teams:
        denied(_("Only members and managers of a team open opportunities.")).or_refuse()
    start = {"currency": person.organisation.currency, "kind": Kind.NEW, "concept": "", "account": account_in(request)}
    form = NewOpportunityForm(request.POST or None, teams=teams, initial=start | {"team": str(teams[0].pk)})
    opened: list[Opportunity] = []
    if accepted(form, lambda: opened.append(begin(form.cleaned_data, person, now))):
        toast(request, _("Opened. Ask for the first commitment."))
        return redirect(address_of(opened[0]))
    context = {"form": form, "back": way_back(request, reverse("funnels:board")), "many_teams": len(teams) > 1}
    return page(request, "funnels/opportunity_new.html", context, status=status_of(form))


def account_in(request: HttpRequest) -> str:
    """The name of the account that the address names."""
    try:
        wanted = UUID(request.GET.get("account", ""))
    except ValueError:
        return ""
    return next((account.name for account in Account.objects.current().filter(pk=wanted)), "")


@transaction.atomic
def begin(values: dict[str, Any], person: Person, now: datetime) -> Opportunity:
    team = values["team"]
    may_open(person, team).or_refuse()
    if values["account"] is not None and values["account"]._state.adding:
        customers.add(values["account"], by=person, at=now)
    plain = {name: values[name] for name in PLAIN_FIELDS}
    return open_opportunity(plain, team=team, owner=person, by=person, at=now)


@personal_page
def opportunity_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    opportunity = opportunity_or_404(person, pk)
    may_work_on(person, opportunity).or_refuse()
    start = {name: getattr(opportunity, name) for name in PLAIN_FIELDS} | {"version": opportunity.version}
    start["account"] = opportunity.account.name if opportunity.account else ""
    form = EditOpportunityForm(request.POST or None, initial=start)
    return verb_page(
        request,
        opportunity,
        form,
        lambda: opportunity.edit(
            {name: form.cleaned_data[name] for name in PLAIN_FIELDS},
            reason=form.cleaned_data["reason"],
            version=form.cleaned_data["version"],
            by=person,
            at=now,
        ),
        title=_("Edit opportunity"),
        submit=_("Save opportunity"),
        said=_("Saved."),
        fields="funnels/_opportunity_fields.html",
    )


@personal_page
def park(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    opportunity = opportunity_or_404(person, pk)
    may_work_on(person, opportunity).or_refuse()
    form = ParkForm(request.POST or None, initial={"version": opportunity.version, "until": opportunity.parked_until})
    return verb_page(
        request,
        opportunity,
        form,
        lambda: opportunity.park(**form.cleaned_data, by=person, at=now),
        title=_("Park until a day"),
        submit=_("Park opportunity"),
        intro=_("Until a day that the customer named, nothing here counts as stalled. It wakes by itself."),
        said=_("Parked."),
    )


@personal_page
def reassign(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    opportunity = opportunity_or_404(person, pk)
    may_reassign(person, opportunity).or_refuse()
    reached = person.reach.teams(Role.MANAGER)
    people = Person.objects.current().in_teams(reached, today=person.organisation.today(now))
    teams = Team.objects.current().with_ids(reached).exclude(pk=opportunity.team_id)
    start = {"version": opportunity.version, "owner": str(opportunity.owner_id or "")}
    form = ReassignForm(request.POST or None, people=people, teams=teams, initial=start)
    return verb_page(
        request,
        opportunity,
        form,
        lambda: opportunity.reassign(
            to=form.cleaned_data["owner"],
            team=form.cleaned_data["team"],
            reason=form.cleaned_data["reason"],
            version=form.cleaned_data["version"],
            by=person,
            at=now,
        ),
        title=_("Pass on to somebody"),
        submit=_("Pass on"),
        said=lambda: _("Passed on to %(name)s.") % {"name": opportunity.owner},
    )


@personal_page
def people(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who from other teams reads it and records commitments."""
    person, now = signed_in(request), timezone.now()
    opportunity = opportunity_or_404(person, pk)
    may_work_on(person, opportunity).or_refuse()
    everybody = Person.objects.current().exclude(pk=opportunity.owner_id).exclude(email=None)
    start = {"version": opportunity.version, "people": [one.person for one in opportunity.collaborations.all()]}
    form = PeopleForm(request.POST or None, people=everybody, initial=start)
    return verb_page(
        request,
        opportunity,
        form,
        lambda: opportunity.invite(
            form.cleaned_data["people"], version=form.cleaned_data["version"], by=person, at=now
        ),
        title=_("Choose collaborators"),
        submit=_("Save collaborators"),
        intro=_("They read this opportunity and record commitments. They do not move, close or pass it on."),
        said=_("Saved."),
        fields="funnels/_people_fields.html",
    )


@personal_page
def lines(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    opportunity = opportunity_or_404(person, pk)
    may_work_on(person, opportunity).or_refuse()
    start: dict[str, Any] = {f"share_{one.product_id}": f"{one.share.normalize():f}" for one in opportunity.lines.all()}
    products = Product.objects.filter(archived_at=None)
    form = LinesForm(request.POST or None, products=products, initial=start | {"version": opportunity.version})
    return verb_page(
        request,
        opportunity,
        form,
        lambda: opportunity.split(form.shares(), version=form.cleaned_data["version"], by=person, at=now),
        title=_("Split by product line"),
        submit=_("Save shares"),
        intro=_("Shares of the amount in percent. They add up to 100, or there are none."),
        said=_("Saved."),
        fields="funnels/_lines_fields.html",
    )


def _at_once(
    request: HttpRequest, pk: UUID, verb: Callable[[Opportunity], Callable[..., None]], wanted: str, said: str
) -> HttpResponse:
    """A change that needs no words."""
    person, now = signed_in(request), timezone.now()
    opportunity = opportunity_or_404(person, pk)
    may_work_on(person, opportunity).or_refuse()
    try:
        verb(opportunity)(by=person, at=now, version=version_of(request))
    except Stale as stale:
        return conflict(request, opportunity, stale, wanted)
    except Refusal as refusal:
        return opportunity_page(request, person, opportunity, now, refusal=refusal, status=refusal.status)
    return done(request, opportunity, said)


@require_POST
@personal_page
def unpark(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _at_once(request, pk, lambda one: one.unpark, _("Stop parking"), _("No longer parked."))


@require_POST
@personal_page
def archive(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _at_once(request, pk, lambda one: one.archive, _("Put away"), _("Put away. Bring it back from the menu."))


@require_POST
@personal_page
def restore(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _at_once(request, pk, lambda one: one.restore, _("Bring back"), _("It is back."))
