"""Questions on a charter and feedback on the strategy: asked, answered, passed on."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from charters import rules
from charters.forms.verbs import AnswerForm, EntrustForm, FeedbackForm, QuestionForm
from charters.models import Question, StrategyBrief, StrategyFeedback
from charters.people import colleagues, leaders
from charters.views.doorstep import charter_or_404
from charters.views.verbs import form_page, verb_page
from portal.doors import personal_page, signed_in
from portal.models import Person, Team
from portal.roles import Role
from portal.views.page import page


@personal_page
def ask(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now, charter = signed_in(request), timezone.now(), charter_or_404(signed_in(request), pk)
    rules.may_ask(person, charter).or_refuse()
    form = QuestionForm(request.POST or None)
    return verb_page(
        request, charter, form, lambda: Question.ask(charter, form.cleaned_data["text"], by=person, at=now),
        title=_("Ask about this charter"), submit=_("Ask question"), said=_("Asked. Its owner sees the question."),
        intro=_("Whoever reads the charter reads the question, and the answer."),
    )  # fmt: skip


@personal_page
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    rows = Question.objects.visible_to(person).select_related("charter__team", "asked_by")
    question: Question = get_object_or_404(rows, pk=pk)
    rules.may_answer(person, question).or_refuse()
    form = AnswerForm(request.POST or None, initial={"version": question.version})
    return verb_page(
        request, question.charter, form, lambda: question.reply(by=person, at=now, **form.values()),
        title=_("Answer %(name)s") % {"name": question.asked_by}, submit=_("Answer question"), said=_("Answered."),
        fields="charters/edit/_answer.html", asked=question.text,
    )  # fmt: skip


@personal_page
def feedback(request: HttpRequest) -> HttpResponse:
    """What waits for this person's answer first, then the rest that they may read."""
    person = signed_in(request)
    rows = StrategyFeedback.objects.visible_to(person).select_related("author", "owner", "team", "brief", "answered_by")
    open_first = list(rows.order_by("answered_at", "answer_due_on")[:100])
    waiting = [one for one in open_first if one.answered_at is None and one.owner_id == person.pk]
    others = sorted((one for one in open_first if one not in waiting), key=lambda one: one.filed_at, reverse=True)
    context = {"waiting": waiting, "others": others, "files": bool(_teams(person)), "today": person.today()}
    return page(request, "charters/edit/feedback.html", context)


@personal_page
def feedback_new(request: HttpRequest) -> HttpResponse:
    """About the brief in the query, when it is one that this person reads."""
    person, now = signed_in(request), timezone.now()
    teams, brief = _teams(person), _brief(request, person)
    owners = leaders(teams, person.today())
    nearest = next(iter(owners), None)
    start = {"team": next(iter(teams), None), "owner": brief.published_by if brief else nearest}
    form = FeedbackForm(request.POST or None, initial=start, teams=teams, owners=owners)

    def file() -> Any:
        rules.may_file_feedback(person, form.cleaned_data["team"]).or_refuse()
        return StrategyFeedback.file(brief=brief, by=person, at=now, **form.cleaned_data)

    return form_page(
        request, form, file, title=_("Tell what you see in the field"), submit=_("Send feedback"),
        said=_("Sent. An answer is due in two weeks."), subject=_("Strategy feedback"), back=reverse("charters:feedback"),
        intro=_("Read by you, by who answers, and by managers of your team and above."),
    )  # fmt: skip


def _teams(person: Person) -> list[Team]:
    return list(Team.objects.current().with_ids(person.reach.teams(Role.MEMBER, Role.MANAGER)).order_by("name"))


def _brief(request: HttpRequest, person: Person) -> StrategyBrief | None:
    published = StrategyBrief.objects.visible_to(person).published().select_related("published_by")
    wanted = request.GET.get("brief", "")
    return next((one for one in published if str(one.pk) == wanted), None)


def feedback_or_404(person: Person, pk: UUID) -> StrategyFeedback:
    rows = StrategyFeedback.objects.visible_to(person).select_related("author", "team")
    found: StrategyFeedback = get_object_or_404(rows, pk=pk)
    return found


@personal_page
def feedback_answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now, found = signed_in(request), timezone.now(), feedback_or_404(signed_in(request), pk)
    rules.may_answer_feedback(person, found).or_refuse()
    form = AnswerForm(request.POST or None, initial={"version": found.version})
    return form_page(
        request, form, lambda: found.reply(by=person, at=now, **form.values()),
        title=_("Answer %(name)s") % {"name": found.author}, submit=_("Answer feedback"), said=_("Answered."),
        subject=_("Strategy feedback"), back=reverse("charters:feedback"),
        fields="charters/edit/_answer.html", asked=found.text,
    )  # fmt: skip


@personal_page
def feedback_hand_over(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now, found = signed_in(request), timezone.now(), feedback_or_404(signed_in(request), pk)
    rules.may_answer_feedback(person, found).or_refuse()
    form = EntrustForm(request.POST or None, initial={"version": found.version}, people=colleagues())
    form.fields["to"].label = _("Who answers instead")
    return form_page(
        request, form, lambda: found.hand_over(by=person, at=now, **form.values()),
        title=_("Pass the answer on"), submit=_("Pass on"), said=_("Passed on."),
        subject=_("Strategy feedback"), back=reverse("charters:feedback"),
        fields="charters/edit/_pass_on.html", asked=found.text,
    )  # fmt: skip
