"""A charter's version from draft to the end: submitted, sent back, approved, in force, reviewed, retired, revised."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from charters import rules
from charters.choices import CharterState
from charters.forms.verbs import EntrustForm, NoteForm, ReasonForm
from charters.models import Charter, Realignment
from charters.people import candidates
from charters.views.doorstep import charter_or_404
from charters.views.verbs import verb_page, versioned
from portal.doors import personal_page, signed_in


@personal_page
def submit(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now, charter = signed_in(request), timezone.now(), charter_or_404(signed_in(request), pk)
    rules.may_write(person, charter).or_refuse()
    form = versioned(request, charter)
    return verb_page(
        request, charter, form, lambda: charter.submit(by=person, at=now, version=form.cleaned_data["version"]),
        title=_("Submit for approval"), submit=_("Submit charter"), said=_("Submitted. Its sponsor can approve it now."),
        intro=_("The sponsor is asked to approve it, stakeholders can read it. Until it is sent back nobody edits it."),
        fields="charters/edit/_missing.html", **missing_from(charter),
    )  # fmt: skip


@personal_page
def send_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now, charter = signed_in(request), timezone.now(), charter_or_404(signed_in(request), pk)
    rules.may_send_back(person, charter).or_refuse()
    form = ReasonForm(request.POST or None, initial={"version": charter.version}, label=_("What should change?"))
    return verb_page(
        request, charter, form, lambda: charter.send_back(by=person, at=now, **form.values()),
        title=_("Send back for changes"), submit=_("Send back"), said=_("Sent back. It can be edited again."),
    )  # fmt: skip


@personal_page
def approve(request: HttpRequest, pk: UUID) -> HttpResponse:
    """While something is missing the page lists it, and has no button."""
    person, now, charter = signed_in(request), timezone.now(), charter_or_404(signed_in(request), pk)
    rules.may_approve(person, charter).or_refuse()
    form = versioned(request, charter)
    shown = missing_from(charter)
    return verb_page(
        request, charter, form, lambda: charter.approve(by=person, at=now, version=form.cleaned_data["version"]),
        title=_("Approve this version"), submit="" if shown["gaps"] else _("Approve charter"),
        said=_("Approved. Put it into force when the day has come."),
        intro=_("From here on this text never changes: what comes later is the next version."),
        fields="charters/edit/_missing.html", approving=True, **shown,
    )  # fmt: skip


def missing_from(charter: Charter) -> dict[str, Any]:
    """What approval takes and is not there, and what it has to be told about the charter above."""
    gaps = [(section, gap) for section in charter.sections() if section.required for gap in section.gaps]
    tasks = Realignment.objects.everything(reason="the charter's own tasks").open()
    return {
        "charter": charter,
        "gaps": gaps,
        "writable": charter.state == CharterState.DRAFT,
        "parent": charter.parent if charter.parent and not charter.parent.is_published else None,
        "task": tasks.filter(charter__lineage=charter.lineage).first(),
    }


@personal_page
def activate(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now, charter = signed_in(request), timezone.now(), charter_or_404(signed_in(request), pk)
    rules.may_activate(person, charter).or_refuse()
    form = versioned(request, charter)
    return verb_page(
        request, charter, form, lambda: charter.activate(by=person, at=now, version=form.cleaned_data["version"]),
        title=_("Put this version into force"), submit=_("Put into force"), said=_("The charter is in force."),
        intro=_("The version in force until now is kept and can still be read."),
    )  # fmt: skip


@personal_page
def retire(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now, charter = signed_in(request), timezone.now(), charter_or_404(signed_in(request), pk)
    rules.may_write(person, charter).or_refuse()
    form = ReasonForm(request.POST or None, initial={"version": charter.version}, label=_("Why?"), optional=True)
    return verb_page(
        request, charter, form, lambda: charter.retire(by=person, at=now, **form.values()),
        title=_("Retire this version"), submit=_("Retire charter"), said=_("Retired. It can be brought back."),
        intro=_("It is no longer in force, and stays readable. Nothing is deleted."), danger=True,
    )  # fmt: skip


@personal_page
def bring_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now, charter = signed_in(request), timezone.now(), charter_or_404(signed_in(request), pk)
    rules.may_write(person, charter).or_refuse()
    form = versioned(request, charter)
    return verb_page(
        request, charter, form, lambda: charter.bring_back(by=person, at=now, version=form.cleaned_data["version"]),
        title=_("Bring this version back"), submit=_("Bring back"), said=_("The charter is back."),
        intro=_("It takes up the state that it had before it was retired; what was in force becomes approved."),
    )  # fmt: skip


@personal_page
def revise(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now, charter = signed_in(request), timezone.now(), charter_or_404(signed_in(request), pk)
    rules.may_write(person, charter).or_refuse()
    form = versioned(request, charter)
    drafts: list[Charter] = []
    return verb_page(
        request, charter, form,
        lambda: drafts.append(charter.revise(by=person, at=now, version=form.cleaned_data["version"])),
        title=_("Draft the next version"), submit=_("Draft next version"), said=_("The draft is a copy, ready to be changed."),
        to=lambda: reverse("charters:write", args=[drafts[0].pk]),
        intro=_("This version stays in force until the next one is approved and takes its place. Progress goes on in both."),
    )  # fmt: skip


@personal_page
def review(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now, charter = signed_in(request), timezone.now(), charter_or_404(signed_in(request), pk)
    rules.may_review(person, charter).or_refuse()
    form = NoteForm(request.POST or None, initial={"version": charter.version})
    return verb_page(
        request, charter, form, lambda: charter.review(by=person, at=now, **form.values()),
        title=_("Review the charter"), submit=_("Record review"), said=_("Reviewed."),
        intro=_("You have looked at it and it still holds. Is something wrong? Then draft the next version instead."),
    )  # fmt: skip


@personal_page
def acknowledge(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now, charter = signed_in(request), timezone.now(), charter_or_404(signed_in(request), pk)
    rules.may_acknowledge(person, charter).or_refuse()
    form = versioned(request, charter)
    return verb_page(
        request, charter, form, lambda: charter.acknowledge(by=person, at=now),
        title=_("I have read this charter"), submit=_("Acknowledge charter"), said=_("Noted that you have read it."),
        intro=_("It says that you know this version. It is not an approval, and not a promise."),
    )  # fmt: skip


@personal_page
def entrust(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now, charter = signed_in(request), timezone.now(), charter_or_404(signed_in(request), pk)
    rules.may_entrust(person, charter).or_refuse()
    form = EntrustForm(
        request.POST or None, initial={"version": charter.version}, people=candidates(charter, person.today())
    )
    return verb_page(
        request, charter, form, lambda: charter.entrust(by=person, at=now, **form.values()),
        title=_("Give the charter another owner"), submit=_("Change owner"), said=_("The charter has a new owner."),
        intro=_("The owner writes it, answers its questions and keeps it aligned with the charter above."),
    )  # fmt: skip
