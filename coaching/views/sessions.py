"""One session: the words for the two, that it took place for the managers above."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from coaching import about, rules
from coaching.correcting import correct, keep_note
from coaching.forms.log import FACTS, MOMENT, OTHER, USUAL_MINUTES, WORDS
from coaching.forms.verbs import AnswerForm, CorrectForm, NoteForm, PrepareForm
from coaching.models import CoachingCommitment, CoachingSession, SessionOpportunity
from coaching.promised import Promised, open_first, promised
from coaching.reading import notes_of, words_of
from coaching.serving import priorities_for
from coaching.views.doorstep import address_of, done, session_or_404
from coaching.views.verbs import verb_page
from funnels.models import Opportunity
from portal.doors import personal_page, signed_in
from portal.models import Person
from portal.refusals import Refusal
from portal.roles import Role
from portal.views.page import page
from portal.views.refusing import accepted, status_of
from portal.views.returning import way_back


@personal_page
def session(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = signed_in(request)
    return session_page(request, person, session_or_404(person, pk))


def session_page(
    request: HttpRequest,
    person: Person,
    session: CoachingSession,
    *,
    form: AnswerForm | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    """`form` is an answer that was not accepted, `refusal` what another verb met."""
    status = refusal.status if refusal else status_of(form) if form else 200
    context = shown(session, person) | {
        "form": form or _answer_form(session),
        "refusal": refusal,
        "answering": session.is_claimed and session.coachee_id == person.pk,
        "may_change": rules.may_change(person, session),
        "manages": person.reach.anywhere(Role.MANAGER),
        "back": way_back(request, back_of(session, person)),
    }
    return page(request, "coaching/session.html", context, status=status)


def back_of(session: CoachingSession, person: Person) -> str:
    """The coachee's own page, or that of the coachee for everybody else."""
    if session.coachee_id == person.pk:
        return reverse("coaching:me")
    return reverse("coaching:person", args=[session.coachee_id])


def shown(session: CoachingSession, person: Person) -> dict[str, Any]:
    """`words` is None for whoever may know only that it took place."""
    rows = _commitments(session, person)
    links = list(
        SessionOpportunity.objects.visible_to(person)
        .filter(session=session)
        .select_related("opportunity__account", "stage")
        .order_by("pk")
    )
    return {
        "session": session,
        "is_of_pair": session.is_of(person),
        "words": words_of([session], person).get(session.pk),
        "note": notes_of([session], person).get(session.pk, ""),
        "agreed": open_first([one for one in rows if one.commitment.session_id == session.pk]),
        "reviewed": [one for one in rows if one.commitment.settled_in_id == session.pk],
        "links": links,
        "readable": readable_of(links, person),
        "served": [one.priority.name for one in session.served.select_related("priority").order_by("pk")],
    }


def readable_of(links: list[SessionOpportunity], person: Person) -> set[UUID]:
    """The opportunities whose names the person may read: a session outlives the team that it was held in."""
    wanted = [link.opportunity_id for link in links]
    return (
        set(Opportunity.objects.visible_to(person).filter(pk__in=wanted).values_list("pk", flat=True))
        if wanted
        else set()
    )


def _commitments(session: CoachingSession, person: Person) -> list[Promised]:
    """Those that were made in it, and those that it reviewed."""
    rows = CoachingCommitment.objects.visible_to(person).filter(Q(session=session) | Q(settled_in=session))
    return promised(rows.select_related("owner", "session__coach", "session__coachee"), person)


def _answer_form(session: CoachingSession) -> AnswerForm:
    return AnswerForm(initial={"version": session.version, "minutes": session.minutes})


@personal_page
def acknowledge(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The coachee's answer; to look at it leads to the session's page."""
    person, now = signed_in(request), timezone.now()
    found = session_or_404(person, pk)
    rules.may_acknowledge(person, found).or_refuse()
    if request.method != "POST":
        return session_page(request, person, found)
    form = AnswerForm(request.POST)
    if accepted(form, lambda: found.acknowledge(by=person, at=now, **form.values())):
        text = _("Thank you. It counts with %(count)d minutes.") % {"count": found.counted_minutes}
        return done(request, found, text if found.took_place else _("Saved. It does not count."))
    return session_page(request, person, session_or_404(person, pk), form=form)


@personal_page
def prepare(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The coachee's own view, best before the session."""
    person, now = signed_in(request), timezone.now()
    found = session_or_404(person, pk)
    rules.may_prepare(person, found).or_refuse()
    words = words_of([found], person).get(found.pk)
    form = PrepareForm(
        request.POST or None, initial={"version": found.version, "own_view": words.own_view if words else ""}
    )
    return verb_page(
        request, found, form, lambda: found.prepare(by=person, at=now, **form.cleaned_data),
        title=_("How do you see it yourself?"), submit=_("Save my view"), said=_("Saved."), back=address_of(found),
        about=_("Session with %(name)s") % {"name": found.coach.name},
    )  # fmt: skip


@personal_page
def note(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The coach's own note, at any time."""
    person, now = signed_in(request), timezone.now()
    found = session_or_404(person, pk)
    rules.may_change(person, found).or_refuse()
    form = NoteForm(request.POST or None, initial={"text": notes_of([found], person).get(found.pk, "")})
    return verb_page(
        request, None, form, lambda: keep_note(found, form.cleaned_data["text"], by=person, at=now),
        title=_("Your private note"), submit=_("Save note"), said=_("Saved. You alone read it."),
        back=address_of(found), about=_("Session with %(name)s") % {"name": found.coachee.name}, manages=True,
    )  # fmt: skip


@personal_page
def amend(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the coach wrote down wrong, until the coachee has answered."""
    person, now = signed_in(request), timezone.now()
    found = session_or_404(person, pk)
    rules.may_change(person, found).or_refuse()
    linked = about.linked(found)
    shown = about.readable(linked, person)
    served = [one.priority for one in found.served.select_related("priority")]
    form = CorrectForm(
        request.POST or None,
        opportunities=about.offered_anew(found, shown),
        priorities=dict.fromkeys([*served, *priorities_for(person)]),
        initial=_written(found, person) | {"opportunities": shown, "priorities": served},
    )
    return verb_page(
        request, found, form,
        lambda: correct(
            found, form.facts(), form.words(), by=person, at=now, version=form.cleaned_data["version"],
            opportunities=about.chosen_anew(linked, shown, form.cleaned_data["opportunities"]),
            priorities=form.cleaned_data["priorities"],
        ),
        title=_("Correct what you wrote"), submit=_("Save correction"), said=_("Corrected."), back=address_of(found),
        about=_("Session with %(name)s") % {"name": found.coachee.name}, fields="coaching/_correct_fields.html",
        manages=True,
    )  # fmt: skip


def _written(session: CoachingSession, person: Person) -> dict[str, Any]:
    words = words_of([session], person).get(session.pk)
    usual = session.minutes in USUAL_MINUTES
    return {
        **{name: getattr(session, name) for name in FACTS},
        **{name: getattr(words, name, "") for name in WORDS},
        "held_at": timezone.localtime(session.held_at).strftime(MOMENT),
        "minutes": str(session.minutes) if usual else OTHER,
        "other_minutes": None if usual else session.minutes,
        "version": session.version,
    }
