"""What becomes of a commitment before it is kept: asked for, another day, declined, broken, withdrawn."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from funnels.forms.recording import AskForm, ReasonForm, RescheduleForm
from funnels.models import CustomerCommitment
from funnels.models.funnel import outline_of
from funnels.rules import may_record
from funnels.standing import DefinitionFact
from funnels.views.doorstep import opportunity_or_404
from funnels.views.opportunity import Known, known
from funnels.views.record import definition_of, giver_of
from funnels.views.verbs import verb_page
from portal.doors import personal_page, signed_in
from portal.models import Person


class Choice:
    """A definition of this or a later stage, to be asked for."""

    def __init__(self, definition: DefinitionFact):
        self.pk, self.statement = definition.id, definition.statement


@personal_page
def ask(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    opportunity = opportunity_or_404(person, pk)
    may_record(person, opportunity).or_refuse()
    facts = known(opportunity)
    form = AskForm(
        request.POST or None,
        definitions=askable(facts),
        contacts=facts.contacts,
        roles=facts.roles(),
        initial={"definition": request.GET.get("definition", ""), "asked_on": person.today_at(now)},
    )
    return verb_page(
        request,
        opportunity,
        form,
        lambda: ask_for(facts, form, person, now),
        title=_("Ask for a commitment"),
        submit=_("Save request"),
        said=_("Saved. A day makes it a promise."),
        fields="funnels/_ask_fields.html",
    )


@transaction.atomic
def ask_for(facts: Known, form: AskForm, person: Person, now: datetime) -> None:
    values = form.cleaned_data
    chosen = values["definition"]
    facts.opportunity.ask(
        definition=definition_of(facts.opportunity, chosen.pk) if chosen else None,
        statement=values["statement"],
        given_by=giver_of(facts.opportunity, form, by=person, at=now),
        asked_on=values["asked_on"],
        promised_for=values["promised_for"],
        by=person,
        at=now,
    )


def askable(facts: Known) -> list[Choice]:
    """Definitions from the present stage on that are neither kept nor asked for already."""
    outline = outline_of(facts.opportunity.funnel_id)
    here = outline.stage(facts.opportunity.stage_id)
    settled = {one.definition_id for one in facts.commitments if one.is_pending or one.state == "fulfilled"}
    ahead = [stage for stage in outline.stages if stage.position >= here.position]
    return [Choice(one) for stage in ahead for one in stage.definitions if one.id not in settled]


def commitment_or_404(person: Person, pk: UUID) -> CustomerCommitment:
    found = CustomerCommitment.objects.visible_to(person).select_related("opportunity__team", "opportunity__account")
    return get_object_or_404(found, pk=pk)


@personal_page
def reschedule(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    commitment = commitment_or_404(person, pk)
    may_record(person, commitment.opportunity).or_refuse()
    form = RescheduleForm(
        request.POST or None, initial={"promised_for": commitment.promised_for, "version": commitment.version}
    )
    return verb_page(
        request,
        commitment.opportunity,
        form,
        lambda: commitment.reschedule(**form.cleaned_data, by=person, at=now),
        title=_("Change the date"),
        submit=_("Save date"),
        intro=commitment.statement,
        said=_("The new date is kept, and so is the old one."),
    )


def _settled(request: HttpRequest, pk: UUID, verb: str, title: str, submit: str, said: str, intro: str) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    commitment = commitment_or_404(person, pk)
    may_record(person, commitment.opportunity).or_refuse()
    form = ReasonForm(request.POST or None, initial={"version": commitment.version})
    return verb_page(
        request,
        commitment.opportunity,
        form,
        lambda: getattr(commitment, verb)(**form.cleaned_data, by=person, at=now),
        title=title,
        submit=submit,
        said=said,
        intro=f"{commitment.statement}. {intro}",
    )


@personal_page
def decline(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _settled(
        request, pk, "decline", _("The customer declined"), _("Record as declined"), _("Recorded as declined."),
        _("A no is an answer, too. It can be asked again."),
    )  # fmt: skip


@personal_page
def break_off(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _settled(
        request, pk, "break_off", _("Promised and not done"), _("Record as broken"), _("Recorded as broken."),
        _("What was moved already stays; the gap shows."),
    )  # fmt: skip


@personal_page
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _settled(
        request, pk, "withdraw", _("Withdraw commitment"), _("Withdraw commitment"), _("Withdrawn. It counts as unknown."),
        _("For what no longer matters, or was recorded by mistake. The history keeps it."),
    )  # fmt: skip
