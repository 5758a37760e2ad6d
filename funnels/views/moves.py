"""The moves of an opportunity. Page and dialog make the same domain call as the API."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from funnels.choices import Status
from funnels.forms.moving import CloseForm, OverrideForm, RegressForm, ReopenForm
from funnels.gate import asked_next
from funnels.history import changes_since
from funnels.models import Opportunity
from funnels.models.funnel import outline_of
from funnels.refusals import CommitmentsMissing
from funnels.rules import may_override, may_work_on
from funnels.views.doorstep import done, opportunity_or_404
from funnels.views.opportunity import opportunity_page
from funnels.views.record import Scene, answer, moved
from funnels.views.verbs import verb_page
from portal.doors import personal_page, signed_in
from portal.models import Person
from portal.refusals import Invalid, Refusal, Stale
from portal.views.page import page, wants_fragment
from portal.views.refusing import version_of


@require_POST
@personal_page
def advance(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One click. A refusal opens what is missing, with the form to supply it."""
    person, now = signed_in(request), timezone.now()
    opportunity = opportunity_or_404(person, pk)
    may_work_on(person, opportunity).or_refuse()
    try:
        move = opportunity.advance(
            to=target_of(opportunity, request.POST.get("stages", "")), by=person, at=now, version=version_of(request)
        )
    except CommitmentsMissing as refusal:
        return missing(request, person, opportunity, refusal)
    except Stale as stale:
        return conflict(request, opportunity, stale, wanted_of(request, opportunity))
    except Refusal as refusal:
        return opportunity_page(request, person, opportunity, now, refusal=refusal, status=refusal.status)
    text = moved(opportunity, stage_words(opportunity))
    if move.missing:
        text += " " + _("The customer still owes %(count)d of its commitments.") % {"count": len(move.missing)}
    return done(request, opportunity, text, undo=True)


def target_of(opportunity: Opportunity, named: str) -> UUID | None:
    """The stage of this opportunity's own version among those named (a column holds one of each version)."""
    if not named:
        return None
    stages = {str(stage.id): stage.id for stage in outline_of(opportunity.funnel_id).stages}
    found = next((stages[one] for one in named.split() if one in stages), None)
    if found is None:
        raise Invalid({"to": _("Choose a stage of this opportunity's funnel.")})
    return found


def wanted_of(request: HttpRequest, opportunity: Opportunity) -> str:
    """Where the page that was open would have moved it; no stage is named that is not one of this opportunity's own."""
    stages = outline_of(opportunity.funnel_id).stages
    named = request.POST.get("stages", "").split()
    dropped = next((stage.label for stage in stages if str(stage.id) in named), "")
    known = {stage.label for stage in stages} | {str(Status.WON.label)}
    wanted = dropped or request.POST.get("wanted", "")
    return _("Move to %(stage)s") % {"stage": wanted} if wanted in known else _("Move on")


def stage_words(opportunity: Opportunity) -> str:
    if opportunity.status == Status.WON:
        return str(Status.WON.label)
    return outline_of(opportunity.funnel_id).stage(opportunity.stage_id).label


def missing(
    request: HttpRequest, person: Person, opportunity: Opportunity, refusal: CommitmentsMissing
) -> HttpResponse:
    if not wants_fragment(request):
        return opportunity_page(request, person, opportunity, timezone.now(), refusal=refusal, status=409)
    scene = Scene.at(request, opportunity.pk)
    item = asked_next(scene.gate)
    response = answer(scene, item, scene.form(item, unbound=True), refusal=refusal, status=409)
    response.headers["HX-Retarget"] = "#dialog"
    return response


def conflict(request: HttpRequest, opportunity: Opportunity, stale: Stale, wanted: str) -> HttpResponse:
    context = {
        "opportunity": opportunity,
        "changes": changes_since(opportunity, stale.extra["seen_version"]),
        "wanted": wanted,
        "stage": stage_words(opportunity),
    }
    return page(request, "funnels/conflict.html", context, status=412)


@require_POST
@personal_page
def undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    opportunity = opportunity_or_404(person, pk)
    may_work_on(person, opportunity).or_refuse()
    try:
        opportunity.undo_move(by=person, at=now, version=version_of(request))
    except Stale as stale:
        return conflict(request, opportunity, stale, _("Undo the move"))
    except Refusal as refusal:
        return opportunity_page(request, person, opportunity, now, refusal=refusal, status=refusal.status)
    return done(request, opportunity, _("Undone. It is back in %(stage)s.") % {"stage": stage_words(opportunity)})


@personal_page
def regress(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    opportunity = opportunity_or_404(person, pk)
    may_work_on(person, opportunity).or_refuse()
    outline = outline_of(opportunity.funnel_id)
    here = outline.stage(opportunity.stage_id)
    earlier = [stage for stage in outline.stages if stage.position < here.position]
    dropped = request.GET.get("stages", "").split()
    chosen = next((stage for stage in earlier if str(stage.id) in dropped), earlier[-1] if earlier else None)
    start = {"version": opportunity.version, "to": str(chosen.id) if chosen else ""}
    form = RegressForm(request.POST or None, earlier=earlier, initial=start)
    return verb_page(
        request,
        opportunity,
        form,
        lambda: opportunity.regress(**form.cleaned_data, by=person, at=now),
        title=_("Move back"),
        submit=_("Move back"),
        intro=_("Moving back is normal and loses nothing: every commitment stays as it is."),
        said=lambda: _("Moved back to %(stage)s.") % {"stage": stage_words(opportunity)},
        undo=True,
    )


@personal_page
def override(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A manager moves it without the customer's commitments, with a reason that everybody sees."""
    person, now = signed_in(request), timezone.now()
    opportunity = opportunity_or_404(person, pk)
    may_override(person, opportunity).or_refuse()
    outline = outline_of(opportunity.funnel_id)
    here = outline.stage(opportunity.stage_id)
    later = [stage for stage in outline.stages if stage.position > here.position]
    start = {"version": opportunity.version, "to": str(later[0].id) if later else ""}
    form = OverrideForm(request.POST or None, later=later, initial=start)
    return verb_page(
        request,
        opportunity,
        form,
        lambda: opportunity.advance(
            to=form.cleaned_data["to"],
            override=form.cleaned_data["reason"],
            version=form.cleaned_data["version"],
            by=person,
            at=now,
        ),
        title=_("Move with a reason"),
        submit=_("Move with this reason"),
        intro=_("It moves at once. The reason is shown with the opportunity for 14 days; then the next move waits."),
        said=lambda: moved(opportunity, stage_words(opportunity)),
        undo=True,
    )


@personal_page
def close(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    opportunity = opportunity_or_404(person, pk)
    may_work_on(person, opportunity).or_refuse()
    outcome = request.POST.get("outcome") or request.GET.get("outcome") or Status.LOST.value
    start = {"version": opportunity.version, "outcome": outcome}
    form = CloseForm(request.POST or None, outcome=outcome, initial=start)
    return verb_page(
        request,
        opportunity,
        form,
        lambda: opportunity.close(**form.cleaned_data, by=person, at=now),
        title=_("Close opportunity"),
        submit=_("Close opportunity"),
        said=lambda: _("Closed: %(outcome)s.") % {"outcome": opportunity.get_status_display()},
        fields="funnels/_close_fields.html",
        undo=True,
    )


@personal_page
def reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    opportunity = opportunity_or_404(person, pk)
    may_work_on(person, opportunity).or_refuse()
    form = ReopenForm(request.POST or None, initial={"version": opportunity.version})
    return verb_page(
        request,
        opportunity,
        form,
        lambda: opportunity.reopen(**form.cleaned_data, by=person, at=now),
        title=_("Reopen opportunity"),
        submit=_("Reopen opportunity"),
        intro=_("It opens in the stage it was in. Evidence that has aged meanwhile counts as unknown."),
        said=lambda: _("Open again, in %(stage)s.") % {"stage": stage_words(opportunity)},
    )
