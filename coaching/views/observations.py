"""Observations: the list, beginning one, saying what was seen, and both views beside each other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coaching import observed, rules
from coaching.choices import Setting, Side
from coaching.forms.observation import GiveForm, ObserveForm
from coaching.models import CoachingSession, Observation
from coaching.observing import observe
from coaching.people import coachees_of
from funnels.models import Opportunity
from portal.doors import personal_page, role_page, signed_in
from portal.models import Person
from portal.refusals import Refusal
from portal.roles import Role
from portal.verdicts import Verdict
from portal.views.page import page, toast
from portal.views.refusing import accepted, status_of, version_of

PER_PAGE = 30
OFFERED = 100
WAITING = "waiting"
Rule = Callable[[Person, Observation], Verdict]


@personal_page
def listing(request: HttpRequest) -> HttpResponse:
    """Those that the person gave or was in, and that others of their teams took place."""
    person = signed_in(request)
    wanted = {name: request.GET.get(name, "") for name in ("setting", "need")}
    rows: Any = Observation.objects.visible_to(person).current().with_names()
    waiting = rows.waiting_for(person).count()
    if wanted["need"] == WAITING:
        rows = rows.waiting_for(person)
    if wanted["setting"] in Setting.values:
        rows = rows.filter(setting=wanted["setting"])
    context = {
        "rows": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "wanted": wanted,
        "narrowed": any(wanted.values()),
        "waiting": waiting,
        "settings": Setting.choices,
        "observes": person.reach.anywhere(Role.MANAGER),
        "keeps": person.reach.anywhere(Role.STEWARD),
    }
    return page(request, "coaching/observations/list.html", context, fragment="coaching/observations/_list.html")


def observation_or_404(person: Person, pk: UUID) -> Observation:
    found: Observation = get_object_or_404(observed.observations(person), pk=pk)
    return found


@role_page(Role.MANAGER)
def observe_new(request: HttpRequest) -> HttpResponse:
    """`?person=`, `?opportunity=` and `?session=` say whom and what it is about."""
    person, now = signed_in(request), timezone.now()
    session, opportunity = _named_session(request, person), _named_opportunity(request, person)
    people = coachees_of(person, person.today_at(now))
    chosen = _chosen(request, people, session, opportunity)
    form = ObserveForm(
        request.POST or None,
        people=people,
        observation_forms=observed.forms_for(person),
        opportunities=_offered(person, [chosen] if chosen else people, opportunity),
        initial={"coachee": chosen, "held_on": person.today_at(now), "opportunity": opportunity, "setting": Setting.CUSTOMER},
    )  # fmt: skip
    begun: list[Observation] = []

    def begin() -> None:
        facts, coachee = form.facts(now, person), form.cleaned_data["coachee"]
        rules.may_observe(person, coachee, at=facts["held_at"]).or_refuse()
        begun.append(observe(facts | {"session": session}, observer=person, coachee=coachee, at=now))

    if accepted(form, begin):
        return redirect("coaching:observation_give", begun[0].pk)
    shown = {"form": form, "session": session, "keeps": person.reach.anywhere(Role.STEWARD)}
    return page(request, "coaching/observations/new.html", shown, status=status_of(form))


def _chosen(
    request: HttpRequest, people: list[Person], session: CoachingSession | None, opportunity: Opportunity | None
) -> Person | None:
    """Whom the address names; else the other of the session, or the opportunity's owner."""
    wanted = request.GET.get("person", "")
    named = next((one for one in people if str(one.pk) == wanted), None)
    others = [session.coachee_id if session else None, opportunity.owner_id if opportunity else None]
    return named or next((one for one in people if one.pk in others), None)


def _offered(person: Person, owners: list[Person], named: Opportunity | None) -> list[Opportunity]:
    rows = Opportunity.objects.visible_to(person).current().filter(owner__in=owners).select_related("account", "owner")
    first = {named.pk: named} if named else {}
    return list((first | {one.pk: one for one in rows.order_by("-id")[:OFFERED]}).values())


def _named_opportunity(request: HttpRequest, person: Person) -> Opportunity | None:
    return _named(Opportunity.objects.visible_to(person).select_related("account", "owner"), request, "opportunity")


def _named_session(request: HttpRequest, person: Person) -> CoachingSession | None:
    """One that the person coached."""
    return _named(CoachingSession.objects.visible_to(person).filter(coach=person).with_names(), request, "session")


def _named(rows: Any, request: HttpRequest, name: str) -> Any:
    key = request.GET.get(name, "")
    if not key:
        return None
    try:
        return get_object_or_404(rows, pk=UUID(key))
    except ValueError:
        raise Http404 from None


@personal_page
def observation(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _shown(request, observation_or_404(signed_in(request), pk))


def _shown(request: HttpRequest, found: Observation, refusal: Refusal | None = None) -> HttpResponse:
    person = signed_in(request)
    words = observed.words_of(found, person)
    own_side = found.side_of(person) if found.is_of(person) else None
    context = {
        "observation": found,
        "own": own_side,
        "own_words": words.get(own_side) if own_side else None,
        "gave": found.observer_gave_at if own_side == Side.COACH else found.coachee_gave_at,
        "compared": observed.compared(found, words) if found.is_complete and words else [],
        "comments": [(side, words[side].comment) for side in Side.values if side in words and words[side].comment],
        "opportunity": observed.seen_opportunity(person, found),
        "refusal": refusal,
        "today": person.today(),
    }
    status = refusal.status if refusal else 200
    return page(request, "coaching/observations/observation.html", context, status=status)


@personal_page
def observation_give(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The form on a phone: one item after the other."""
    person, now = signed_in(request), timezone.now()
    found = observation_or_404(person, pk)
    rules.may_give(person, found).or_refuse()
    if not found.is_open:
        return redirect("coaching:observation", pk)
    items = list(found.form.items.all())
    own = observed.words_of(found, person).get(found.side_of(person))
    form = GiveForm(
        request.POST or None, items=items, initial=GiveForm.start(items, own) | {"version": found.version}
    )  # fmt: skip

    def give() -> None:
        found.give(
            form.marks(), form.cleaned_data["comment"], by=person, at=now, version=form.cleaned_data["version"]
        )  # fmt: skip

    if accepted(form, give):
        toast(
            request,
            _("Saved. Now look at both.") if found.is_complete else _("Saved. It stays hidden until both are in."),
        )
        return redirect("coaching:observation", pk)
    context = {"form": form, "observation": found, "own": found.side_of(person), "today": person.today()}
    return page(request, "coaching/observations/give.html", context, status=status_of(form))


@require_POST
@personal_page
def observation_decline(request: HttpRequest, pk: UUID) -> HttpResponse:
    def decline(found: Observation, person: Person, now: datetime) -> None:
        found.decline(by=person, at=now, version=version_of(request))

    return _tapped(request, pk, rules.may_decline, decline, _("Noted: you give no view of your own."))


@require_POST
@personal_page
def observation_withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    def withdraw(found: Observation, person: Person, now: datetime) -> None:
        found.withdraw(by=person, at=now, version=version_of(request))

    return _tapped(request, pk, rules.may_withdraw_observation, withdraw, _("Withdrawn. It counts nowhere."))


def _tapped(request: HttpRequest, pk: UUID, rule: Rule, act: Callable[..., None], said: str) -> HttpResponse:
    """A verb that asks for nothing; what it refuses is said on the observation's page."""
    person = signed_in(request)
    found = observation_or_404(person, pk)
    rule(person, found).or_refuse()
    try:
        act(found, person, timezone.now())
    except Refusal as refusal:
        return _shown(request, observation_or_404(person, pk), refusal)
    toast(request, said)
    return redirect("coaching:observation", pk)
