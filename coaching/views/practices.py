"""Best practices: the list, one of them, writing it, and what others make of it."""

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

from coaching import practices, rules
from coaching.choices import Problem
from coaching.forms.practice import AdoptForm, NewPracticeForm, PracticeEditForm
from coaching.models import BestPractice, CoachingSession
from coaching.models.echoing import LEAST_VOICES
from funnels.models import Opportunity
from portal.doors import role_page, signed_in
from portal.models import Person
from portal.refusals import Refusal
from portal.verdicts import Verdict
from portal.views.page import page, toast
from portal.views.refusing import accepted, status_of, version_of

PER_PAGE = 30
Rule = Callable[[Person, BestPractice], Verdict]
Act = Callable[[BestPractice, Person, datetime], None]
FILTERS = ("q", "stage", "problem", "show")


@role_page()
def listing(request: HttpRequest) -> HttpResponse:
    person = signed_in(request)
    wanted = {name: " ".join(request.GET.get(name, "").replace("\0", " ").split())[:100] for name in FILTERS}
    stages = practices.stages_for(person)
    paged = Paginator(practices.narrowed(person, wanted, stages), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "rows": paged,
        "practices": practices.rows(paged, stages),
        "wanted": wanted,
        "narrowed": any(wanted[name] for name in FILTERS if wanted[name] not in practices.ORDERS),
        "stages": stages,
        "problems": Problem.choices,
        "shows": practices.SHOWN.items(),
        "least": LEAST_VOICES,
    }
    return page(request, "coaching/practices/list.html", context, fragment="coaching/practices/_list.html")


def practice_or_404(person: Person, pk: UUID) -> BestPractice:
    found: BestPractice = get_object_or_404(BestPractice.objects.visible_to(person).with_names(), pk=pk)
    return found


@role_page()
def practice(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = signed_in(request)
    return _shown(request, person, practice_or_404(person, pk))


def _shown(
    request: HttpRequest,
    person: Person,
    found: BestPractice,
    form: AdoptForm | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    form = form or AdoptForm(initial={"on": person.today()})
    adoptions = list(found.adoptions.running().select_related("person", "team"))
    own_voice = found.voices.filter(person=person).values_list("useful", flat=True).first()
    [row] = practices.rows([found], practices.stages_for(person) if found.stage_id else [])
    context = {
        "practice": found,
        "place": row.place,
        "form": form,
        "refusal": refusal,
        "adoptions": adoptions,
        "adopted": any(one.person_id == person.pk for one in adoptions),
        "own_voice": own_voice,
        "least": LEAST_VOICES,
        "opportunity": practices.seen_opportunity(person, found),
        "session": practices.seen_session(person, found),
        "history": practices.history_of(found),
        "may": {
            "edit": rules.may_edit_practice(person, found),
            "keep": rules.may_keep_practice(person, found),
            "adopt": rules.may_adopt(person, found),
        },
        "today": person.today(),
    }
    return page(
        request, "coaching/practices/practice.html", context, status=refusal.status if refusal else status_of(form)
    )


@role_page()
def practice_new(request: HttpRequest) -> HttpResponse:
    """`?opportunity=` and `?session=` say what it was born from."""
    person, now = signed_in(request), timezone.now()
    opportunity, session = _named_opportunity(request, person), _named_session(request, person)
    start = practices.begun_from(opportunity, session)
    form = NewPracticeForm(
        request.POST or None,
        initial=start,
        stages=practices.offered_stages(person, start.get("stage")),
        opportunities=practices.offered_opportunities(person, start.get("opportunity")),
        teams=practices.teams_of(person, person.today_at(now)),
    )
    written: list[BestPractice] = []

    def write() -> None:
        team = form.cleaned_data["team"]
        written.append(BestPractice.write(form.values(), team=team, by=person, at=now, session=session))

    if accepted(form, write):
        toast(request, _("Written down. Everybody who works in a team can find it."))
        return redirect("coaching:practice", written[0].pk)
    context = {"form": form, "title": _("Write down what works"), "submit": _("Save practice"), "session": session}
    return page(request, "coaching/practices/form.html", context, status=status_of(form))


def _named_opportunity(request: HttpRequest, person: Person) -> Opportunity | None:
    rows = Opportunity.objects.visible_to(person).select_related("account", "stage")
    return _named(rows, request.GET.get("opportunity", ""))


def _named_session(request: HttpRequest, person: Person) -> CoachingSession | None:
    """One of the person's own: what came up there is theirs to tell."""
    return _named(CoachingSession.objects.visible_to(person).of_pair_member(person), request.GET.get("session", ""))


def _named(rows: Any, key: str) -> Any:
    if not key:
        return None
    try:
        return get_object_or_404(rows, pk=UUID(key))
    except ValueError:
        raise Http404 from None


@role_page()
def practice_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    found = practice_or_404(person, pk)
    rules.may_edit_practice(person, found).or_refuse()
    form = PracticeEditForm(
        request.POST or None,
        initial=PracticeEditForm.start(found),
        stages=practices.offered_stages(person, found.stage),
        opportunities=practices.offered_opportunities(person, practices.seen_opportunity(person, found)),
    )

    def save() -> None:
        found.edit(form.values(), by=person, at=now, version=form.cleaned_data["version"])

    if accepted(form, save):
        toast(request, _("Saved."))
        return redirect("coaching:practice", pk)
    context = {"form": form, "title": _("Edit practice"), "submit": _("Save practice"), "practice": found}
    return page(request, "coaching/practices/form.html", context, status=status_of(form))


@require_POST
@role_page()
def practice_archive(request: HttpRequest, pk: UUID) -> HttpResponse:
    def put_away(found: BestPractice, person: Person, now: datetime) -> None:
        found.archive(by=person, at=now, version=version_of(request))

    said = _("Put away. It is no longer offered, and stays readable.")
    return _tapped(request, pk, rules.may_keep_practice, put_away, said)


@require_POST
@role_page()
def practice_restore(request: HttpRequest, pk: UUID) -> HttpResponse:
    def bring_back(found: BestPractice, person: Person, now: datetime) -> None:
        found.restore(by=person, at=now, version=version_of(request))

    return _tapped(request, pk, rules.may_keep_practice, bring_back, _("Brought back."))


@require_POST
@role_page()
def practice_adopt(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    found = practice_or_404(person, pk)
    rules.may_adopt(person, found).or_refuse()
    form = AdoptForm(request.POST)
    if accepted(form, lambda: found.adopt(on=form.cleaned_data["on"], by=person, at=now)):
        toast(request, _("Noted that you work this way."))
        return redirect("coaching:practice", pk)
    return _shown(request, person, practice_or_404(person, pk), form)


@require_POST
@role_page()
def practice_stop(request: HttpRequest, pk: UUID) -> HttpResponse:
    def stop(found: BestPractice, person: Person, now: datetime) -> None:
        found.stop_using(by=person, at=now)

    return _tapped(request, pk, rules.may_adopt, stop, _("Noted that you no longer work this way."))


@require_POST
@role_page()
def practice_judge(request: HttpRequest, pk: UUID) -> HttpResponse:
    """`useful` is yes or no; anything else takes the voice back."""
    useful = {"yes": True, "no": False}.get(request.POST.get("useful", ""))

    def judge(found: BestPractice, person: Person, now: datetime) -> None:
        found.judge(useful, by=person, at=now)

    said = _("Thank you.") if useful is not None else _("Your voice is taken back.")
    return _tapped(request, pk, rules.may_adopt, judge, said)


def _tapped(request: HttpRequest, pk: UUID, rule: Rule, act: Act, said: str) -> HttpResponse:
    """A verb that asks for nothing; what it refuses is said on the practice's page."""
    person, now = signed_in(request), timezone.now()
    found = practice_or_404(person, pk)
    rule(person, found).or_refuse()
    try:
        act(found, person, now)
    except Refusal as refusal:
        return _shown(request, person, practice_or_404(person, pk), refusal=refusal)
    toast(request, said)
    return redirect("coaching:practice", pk)
