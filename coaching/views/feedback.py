"""Answering: what waits for a person, the two forms, and what protects an answer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from coaching.feedback import rules
from coaching.feedback.statements import ABOVE, TEAM
from coaching.forms.feedback import MarksForm
from coaching.models import FeedbackBallot, FeedbackFromAbove
from coaching.refusals import BallotUsed
from portal.doors import personal_page, signed_in
from portal.views.page import page
from portal.views.refusing import accepted, status_of


@personal_page
def home(request: HttpRequest) -> HttpResponse:
    person = signed_in(request)
    today = person.organisation.today()
    context = {
        "ballots": FeedbackBallot.objects.visible_to(person).open_on(today),
        "from_above": list(FeedbackFromAbove.objects.visible_to(person).filter(author=person).open_on(today)),
        "keeps": rules.may_keep_cycles(person),
        "today": today,
    }
    return page(request, "coaching/feedback/home.html", context)


@personal_page
@never_cache
@sensitive_post_parameters()
def ballot(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Addressed by its box, so that no log of addresses leads to a person.

    Whoever has answered, or taps twice, is thanked; a second answer has no effect.
    """
    person, now = signed_in(request), timezone.now()
    rows = FeedbackBallot.objects.visible_to(person).select_related("box__cycle", "box__manager", "person")
    found: FeedbackBallot = get_object_or_404(rows.defer("box__answers"), box=pk)
    form = MarksForm(request.POST or None, statements=found.box.cycle.statements_of(TEAM))
    if found.box.is_used(found.number) or accepted(form, lambda: found.answer(form.marks, at=now)):
        return redirect("coaching:feedback_thanks")
    if isinstance(form.refusal, BallotUsed):
        return redirect("coaching:feedback_thanks")
    return _asked(request, form, found.box.cycle, found.box.manager, anonymous=True)


@personal_page
@never_cache
@sensitive_post_parameters()
def from_above(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    rows = FeedbackFromAbove.objects.visible_to(person).filter(author=person).select_related("cycle", "manager")
    found: FeedbackFromAbove = get_object_or_404(rows, pk=pk)
    form = MarksForm(request.POST or None, statements=found.cycle.statements_of(ABOVE))
    if found.answered_at or accepted(form, lambda: found.answer(form.marks, by=person, at=now)):
        return redirect("coaching:feedback_thanks")
    return _asked(request, form, found.cycle, found.manager, anonymous=False)


def _asked(request: HttpRequest, form: MarksForm, cycle: Any, manager: Any, *, anonymous: bool) -> HttpResponse:
    today = manager.organisation.today()
    context = {"form": form, "cycle": cycle, "manager": manager, "anonymous": anonymous, "today": today}
    return page(request, "coaching/feedback/form.html", context, status=status_of(form))


@personal_page
def thanks(request: HttpRequest) -> HttpResponse:
    """Says nothing of whom or what it is for, so that it can be open when somebody comes by."""
    return page(request, "coaching/feedback/thanks.html")


@personal_page
def protection(request: HttpRequest) -> HttpResponse:
    return page(request, "coaching/feedback/protection.html")
