"""What became of a commitment from coaching: in its place, as a dialog, or as a page."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coaching import rules
from coaching.choices import CommitmentState
from coaching.forms.verbs import RedateForm, SettleForm
from coaching.models import CoachingCommitment
from coaching.promised import promised
from coaching.views.doorstep import address_of, commitment_or_404, session_or_404
from coaching.views.sessions import session_page
from coaching.views.verbs import verb_page
from portal.doors import personal_page, signed_in
from portal.models import Person
from portal.refusals import Refusal
from portal.views.page import page, toast, wants_fragment
from portal.views.refusing import accepted, version_of
from portal.views.returning import lead_back, way_back


@personal_page
def settle(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Kept takes one tap; the other answers take a sentence."""
    person, now = signed_in(request), timezone.now()
    commitment = commitment_or_404(person, pk)
    rules.may_settle(person, commitment).or_refuse()
    start = {"version": commitment.version, "state": request.GET.get("state", CommitmentState.KEPT)}
    form = SettleForm(request.POST or None, initial=start)
    if in_place(request) and accepted(form, lambda: commitment.settle(by=person, at=now, **form.cleaned_data)):
        return row(request, person, commitment)
    return verb_page(
        request, commitment, form, lambda: commitment.settle(by=person, at=now, **form.cleaned_data),
        title=_("What became of it?"), submit=_("Save answer"), said=_("Saved."), back=address_of(commitment.session),
        about=words_of(commitment, person),
    )  # fmt: skip


def in_place(request: HttpRequest) -> bool:
    """Sent by the button of a row, not by a dialog."""
    return (
        request.method == "POST" and wants_fragment(request) and "commitment-" in request.headers.get("HX-Target", "")
    )


def row(request: HttpRequest, person: Person, commitment: CoachingCommitment) -> HttpResponse:
    """The row as it is now, and a toast that offers the way back."""
    here = request.htmx.current_url_abs_path or address_of(commitment.session)  # type: ignore[attr-defined]
    undo = reverse("coaching:reopen", args=[commitment.pk]) + "?" + urlencode({"next": here})
    toast(request, _("Saved as kept."), undo_url=undo, undo_version=commitment.version)
    found = commitment_or_404(person, commitment.pk)
    context = {"one": promised([found], person)[0], "changed": True}
    return page(request, "coaching/_commitment.html", context, fragment="coaching/_commitment.html")


def words_of(commitment: CoachingCommitment, person: Person) -> str:
    return promised([commitment], person)[0].what


@personal_page
@require_POST
def reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Settled by mistake."""
    person, now = signed_in(request), timezone.now()
    commitment = commitment_or_404(person, pk)
    rules.may_settle(person, commitment).or_refuse()
    try:
        commitment.reopen(by=person, at=now, version=version_of(request))
    except Refusal as refusal:
        return session_page(request, person, session_or_404(person, commitment.session_id), refusal=refusal)
    toast(request, _("Open again."))
    return lead_back(request, way_back(request, address_of(commitment.session)))


@personal_page
def redate(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    commitment = commitment_or_404(person, pk)
    rules.may_redate(person, commitment).or_refuse()
    form = RedateForm(request.POST or None, initial={"version": commitment.version, "due_on": commitment.due_on})
    return verb_page(
        request, commitment, form, lambda: commitment.reschedule(by=person, at=now, **form.cleaned_data),
        title=_("Another day"), submit=_("Save day"), said=_("The new day is kept, and so is the first one."),
        back=address_of(commitment.session), about=words_of(commitment, person),
    )  # fmt: skip
