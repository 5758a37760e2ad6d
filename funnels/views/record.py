"""Recording what the customer committed to: the portal's main act, as a page and as a dialog."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from funnels import customers
from funnels.forms.recording import GiverForm, RecordForm, StatementForm, suggested
from funnels.gate import Gate, Item, asked_next, gate_of
from funnels.influences import add_influence
from funnels.models import CommitmentDefinition, Contact, CustomerCommitment, Opportunity
from funnels.refusals import CommitmentsMissing
from funnels.rules import may_record, may_work_on
from funnels.views.doorstep import address_of, done, opportunity_or_404
from funnels.views.opportunity import Known, known
from portal.doors import personal_page, signed_in
from portal.models import Person
from portal.refusals import Invalid, Refusal
from portal.views.page import page
from portal.views.refusing import accepted, status_of
from portal.views.returning import way_back

PICKED = 25


@dataclass(frozen=True)
class Scene:
    """Who records what on which opportunity, and what was known of it before."""

    request: HttpRequest
    person: Person
    now: datetime
    opportunity: Opportunity
    facts: Known
    gate: Gate

    @classmethod
    def at(cls, request: HttpRequest, pk: UUID) -> Scene:
        person, now = signed_in(request), timezone.now()
        opportunity = opportunity_or_404(person, pk)
        may_record(person, opportunity).or_refuse()
        facts = known(opportunity)
        gate = gate_of(opportunity, facts.commitments, facts.overrides, person.today_at(now))
        return cls(request, person, now, opportunity, facts, gate)

    @property
    def item(self) -> Item | None:
        """What the address names, else what the customer owes next; None for a commitment in one's own words."""
        wanted = self.request.GET
        if "definition" in wanted:
            return self._defined(wanted["definition"])
        if "commitment" in wanted:
            return self._of_its_own(wanted["commitment"])
        return None if "own" in wanted else asked_next(self.gate)

    def _defined(self, wanted: str) -> Item:
        for item in self.gate.defined:
            if item.definition and str(item.definition.id) == wanted:
                return item
        raise Http404

    def _of_its_own(self, wanted: str) -> Item:
        found = next((item for item in self.gate.own if str(item.commitment.pk) == wanted), None)  # type: ignore[union-attr]
        if found is None:
            raise Http404
        return found

    def form(self, item: Item | None, *, unbound: bool = False) -> RecordForm:
        kind = RecordForm if item else StatementForm
        start = suggested(self.person.today_at(self.now), self.facts.likely_giver(item), item.kinds if item else ())
        return kind(
            None if unbound else self.request.POST or None,
            initial=start | {"version": self.opportunity.version},
            contacts=self.facts.contacts,
            roles=self.facts.roles(),
            kinds=item.kinds if item else (),
            people=witnesses(self.person, self.opportunity, self.now),
        )

    def moves(self, item: Item | None) -> bool:
        """Whether recording this item is all that is missing for a move."""
        last = item is not None and self.gate.missing == [item]
        return last and self.opportunity.is_open and bool(may_work_on(self.person, self.opportunity))


def witnesses(person: Person, opportunity: Opportunity, now: datetime) -> Sequence[Person]:
    """Colleagues of the team who may have heard what was said aloud."""
    team = Person.objects.current().in_teams([opportunity.team_id], today=person.organisation.today(now))
    return [one for one in team if one.pk != person.pk]


@personal_page
def record(request: HttpRequest, pk: UUID) -> HttpResponse:
    scene = Scene.at(request, pk)
    item = scene.item
    form = scene.form(item)
    if accepted(form, lambda: keep(scene, item, form)):
        if request.POST.get("move"):
            return move_on(scene, form)
        return done(request, scene.opportunity, _("Recorded: %(statement)s.") % {"statement": stated(item, form)})
    return answer(scene, item, form)


def stated(item: Item | None, form: RecordForm) -> str:
    return item.statement if item else str(form.cleaned_data["statement"])


@transaction.atomic
def keep(scene: Scene, item: Item | None, form: RecordForm) -> None:
    """One domain call, after somebody new at the customer was added."""
    deed = {
        "by": scene.person,
        "at": scene.now,
        "given_by": giver_of(scene.opportunity, form, by=scene.person, at=scene.now),
        **form.deed(),
    }
    if item is None:
        scene.opportunity.record(statement=form.cleaned_data["statement"], **deed)
    elif item.definition is None:
        pending_one(scene.opportunity, item).fulfil(**deed)
    else:
        scene.opportunity.record(definition=definition_of(scene.opportunity, item.definition.id), **deed)


def pending_one(opportunity: Opportunity, item: Item) -> CustomerCommitment:
    assert item.commitment is not None
    item.commitment.opportunity = opportunity
    return item.commitment


def definition_of(opportunity: Opportunity, pk: UUID) -> CommitmentDefinition:
    found = CommitmentDefinition.objects.everything(reason="a definition of the opportunity's own funnel")
    return found.get(pk=pk, stage__funnel_id=opportunity.funnel_id)


def giver_of(opportunity: Opportunity, form: GiverForm, *, by: Person, at: datetime) -> Contact | None:
    """The chosen contact, or a new one by name and role."""
    name = form.cleaned_data["new_giver"]
    if not name:
        return form.cleaned_data["given_by"]
    if opportunity.account is None:
        raise Invalid({"new_giver": _("Say first which account this is: edit the opportunity.")})
    contact = customers.add(Contact(account=opportunity.account, name=name), by=by, at=at)
    if form.cleaned_data["new_role"]:
        add_influence(opportunity, contact=contact, role=form.cleaned_data["new_role"], by=by, at=at)
    return contact


def move_on(scene: Scene, form: RecordForm) -> HttpResponse:
    """Recorded is recorded: when the move is refused, the person learns why and nothing is lost."""
    may_work_on(scene.person, scene.opportunity).or_refuse()
    following = scene.gate.following
    try:
        scene.opportunity.advance(by=scene.person, at=scene.now, version=form.cleaned_data["version"])
    except Refusal as refusal:
        text = _("Recorded. It does not move yet: %(why)s") % {"why": refusal.detail}
        return done(scene.request, scene.opportunity, text)
    return done(scene.request, scene.opportunity, moved(scene.opportunity, following), undo=True)


def moved(opportunity: Opportunity, following: str) -> str:
    name = opportunity.account.name if opportunity.account else opportunity.name
    return _("%(name)s moved to %(stage)s.") % {"name": name, "stage": following}


def answer(
    scene: Scene,
    item: Item | None,
    form: RecordForm,
    *,
    refusal: CommitmentsMissing | None = None,
    status: int | None = None,
) -> HttpResponse:
    address = reverse("funnels:record", args=[scene.opportunity.pk])
    context: dict[str, Any] = {
        "title": _("Record a commitment"),
        "sub": where_it_stands(scene),
        "opportunity": scene.opportunity,
        "gate": scene.gate,
        "item": item,
        "others": [other for other in scene.gate.missing if other is not item] if item and item.definition else [],
        "form": form,
        "moves": scene.moves(item),
        "refusal": refusal,
        "record_url": address,
        "action": address + (query_of(item) if item else "?own=yes"),
        "back": way_back(scene.request, address_of(scene.opportunity)),
    }
    code = status or status_of(form)
    return page(scene.request, "funnels/record.html", context, fragment="funnels/_record.html", status=code)


def where_it_stands(scene: Scene) -> str:
    """ "Halden Shipping · Define to Evaluate · 2 of 3 recorded"."""
    opportunity, gate = scene.opportunity, scene.gate
    name = opportunity.account.name if opportunity.account else opportunity.name
    if not (gate.following and opportunity.is_open):
        return f"{name} · {gate.stage.label}"
    words = {"here": gate.stage.label, "next": gate.following, "met": gate.met, "total": gate.total}
    return f"{name} · " + _("%(here)s to %(next)s · %(met)d of %(total)d recorded") % words


def query_of(item: Item) -> str:
    if item.definition:
        return f"?definition={item.definition.id}"
    return f"?commitment={item.commitment.pk}" if item.commitment else ""


@personal_page
def pick(request: HttpRequest) -> HttpResponse:
    """For whoever comes without an opportunity in hand: the own ones first, the most urgent on top."""
    person, now = signed_in(request), timezone.now()
    words = request.GET.get("q", "").strip()[:100]
    rows = Opportunity.objects.visible_to(person).open().with_names()
    rows = rows.named(words) if words else rows.owned_by(person)
    found = rows.order_by(F("next_due_on").asc(nulls_last=True), "-id")[:PICKED]
    context = {"rows": found, "words": words, "today": person.today_at(now)}
    return page(request, "funnels/record_pick.html", context, fragment="funnels/_record_pick.html")
