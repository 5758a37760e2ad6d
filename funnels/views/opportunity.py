"""One opportunity: what the customer must do next, and everything known about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from importlib import import_module
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from funnels import history
from funnels.choices import CLOSE_REASONS, CRM_REASON, Status
from funnels.forms.recording import RecordForm, suggested
from funnels.gate import Item, asked_next, gate_of
from funnels.givers import people_of
from funnels.guide import guides_of
from funnels.models import BuyingInfluence, Contact, CustomerCommitment, CustomerMeeting, Opportunity, StageEvent
from funnels.models.funnel import outline_of
from funnels.models.stage_event import Override
from funnels.path import days_in, spans_of, steps_of
from funnels.rules import may_override, may_reassign, may_record, may_work_on
from funnels.standing import StageFact
from funnels.views.doorstep import opportunity_or_404
from portal.doors import personal_page, signed_in
from portal.home import Section
from portal.models import Person
from portal.refusals import Refusal
from portal.verdicts import Verdict
from portal.views.page import page

SHOWN_HISTORY = 12


@dataclass(frozen=True)
class Known:
    """What the page reads of an opportunity, each table once."""

    opportunity: Opportunity
    commitments: list[CustomerCommitment]
    moves: list[StageEvent]
    overrides: list[Override]
    influences: list[BuyingInfluence]
    contacts: list[Contact]

    def roles(self) -> dict[UUID, list[str]]:
        """The roles that a contact has in this decision, in words."""
        found: dict[UUID, list[str]] = {}
        for influence in self.influences:
            found.setdefault(influence.contact_id, []).append(influence.get_role_display())
        return found

    def likely_giver(self, item: Item | None) -> Contact | None:
        """Who promised it, else who has a role that gives it, else who gave the last commitment."""
        if item and item.commitment and item.commitment.given_by_id:
            return self._contact(item.commitment.given_by_id)
        wanted = item.definition.givers if item and item.definition else ()
        fitting = next((one.contact_id for one in self.influences if one.role in wanted), None)
        gave = [one for one in self.commitments if one.given_by_id]
        last = max(gave, key=lambda one: (one.settled_on or one.created_at.date(), one.pk), default=None)
        return self._contact(fitting or (last.given_by_id if last else None))

    def _contact(self, pk: UUID | None) -> Contact | None:
        return next((contact for contact in self.contacts if contact.pk == pk), None)


def known(opportunity: Opportunity) -> Known:
    moves = history.moves_of(opportunity)
    overridden = any(move.override_id for move in moves)
    running = opportunity.overrides.running().select_related("by", "remark", "to_stage")
    influences, contacts = people_of(opportunity)
    return Known(
        opportunity=opportunity,
        commitments=list(opportunity.commitments.select_related("given_by", "recorded_by")),
        moves=moves,
        overrides=list(running) if overridden else [],
        influences=influences,
        contacts=contacts,
    )


def rights(person: Person, opportunity: Opportunity) -> dict[str, Verdict]:
    return {
        "record": may_record(person, opportunity),
        "work": may_work_on(person, opportunity),
        "override": may_override(person, opportunity),
        "reassign": may_reassign(person, opportunity),
    }


@personal_page
def opportunity(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = signed_in(request)
    return opportunity_page(request, person, opportunity_or_404(person, pk), timezone.now())


def opportunity_page(
    request: HttpRequest,
    person: Person,
    opportunity: Opportunity,
    now: datetime,
    *,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    """`refusal` is what a move met."""
    facts = known(opportunity)
    today = person.today_at(now)
    gate = gate_of(opportunity, facts.commitments, facts.overrides, today)
    asked = asked_next(gate)
    context = past_of(request, opportunity, facts) | {
        "opportunity": opportunity,
        "facts": facts,
        "gate": gate,
        "asked": asked,
        "form": record_form(facts, asked, today),
        "refusal": refusal,
        "may": rights(person, opportunity),
        "going_on": opportunity.status in (Status.OPEN, Status.WON, Status.POSTPONED),
        "steps": steps_of(opportunity, facts.moves, gate, now, person),
        "supported": supported_stage(opportunity),
        "pushed": history.pushed(opportunity.push_count),
        "closing_reasons": closing_reasons(opportunity),
        "meetings": meetings_of(opportunity),
        "lines": list(opportunity.lines.select_related("product")),
        "days_in_stage": days_in(spans_of(facts.moves).get(gate.stage.code, []), now),
        "guide": guides_of(opportunity.funnel_id)[opportunity.stage_id],
        "last_missing": len(gate.missing) == 1 and opportunity.is_open,
        "parked": opportunity.is_parked(today),
        "today": today,
        "panels": panels_of(opportunity, person, now),
    }
    return page(request, "funnels/opportunity.html", context, status=status)


def panels_of(opportunity: Opportunity, person: Person, now: datetime) -> list[Section]:
    """What other apps show beside it: each module of settings.OPPORTUNITY_PANELS offers `panels(…)`."""
    modules = [import_module(name) for name in settings.OPPORTUNITY_PANELS]
    return [section for one in modules for section in one.panels(opportunity, person, now)]


def past_of(request: HttpRequest, opportunity: Opportunity, facts: Known) -> dict[str, Any]:
    """What happened so far, the newest of it in full."""
    events = history.events_of(opportunity)
    told = history.history_of(opportunity, facts.moves, facts.commitments, events)
    shown = history.narrowed(told, chosen_filter(request))
    return {
        "history": shown[:SHOWN_HISTORY],
        "history_more": len(shown) > SHOWN_HISTORY,
        "history_filters": filters_of(request, opportunity),
        "close_dates": history.close_dates(events),
    }


def record_form(facts: Known, item: Item | None, today: date) -> RecordForm | None:
    """The form at the gate, open on what is missing."""
    if item is None:
        return None
    start = suggested(today, facts.likely_giver(item), item.kinds)
    return RecordForm(
        initial=start | {"version": facts.opportunity.version},
        contacts=facts.contacts,
        roles=facts.roles(),
        kinds=item.kinds,
    )


def supported_stage(opportunity: Opportunity) -> StageFact | None:
    """The stage that the evidence reaches, when it lies behind the one the opportunity is in."""
    outline = outline_of(opportunity.funnel_id)
    if opportunity.supported_stage_id is None or opportunity.status not in (Status.OPEN, Status.WON):
        return None
    supported = outline.stage(opportunity.supported_stage_id)
    return supported if supported.position < outline.stage(opportunity.stage_id).position else None


def closing_reasons(opportunity: Opportunity) -> str:
    words = CLOSE_REASONS.get(opportunity.status, {})
    return ", ".join(str(words.get(code, code)) for code in opportunity.close_reasons if code != CRM_REASON)


def meetings_of(opportunity: Opportunity) -> list[CustomerMeeting]:
    """With the names of those who attend as `names`, in one statement."""
    found: dict[UUID, CustomerMeeting] = {}
    for row in opportunity.meetings.annotate(attendee=F("attendees__name")).order_by("-held_on", "-id", "attendee"):
        meeting = found.setdefault(row.pk, row)
        names = meeting.__dict__.setdefault("names", [])
        if row.attendee:
            names.append(row.attendee)
    return list(found.values())


def chosen_filter(request: HttpRequest) -> str:
    wanted = request.GET.get("history", "")
    return wanted if wanted in history.FILTERS else ""


def filters_of(request: HttpRequest, opportunity: Opportunity) -> list[dict[str, Any]]:
    """The kit's segmented switch above the history."""
    here = chosen_filter(request)
    return [
        {"url": f"?history={kind}#history" if kind else "?#history", "label": label, "here": kind == here}
        for kind, label in history.FILTERS.items()
    ]


@personal_page
def history_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All of it."""
    found = opportunity_or_404(signed_in(request), pk)
    context = {
        "opportunity": found,
        "history": history.narrowed(history.history_of(found), chosen_filter(request)),
        "history_filters": filters_of(request, found),
    }
    return page(request, "funnels/history.html", context)
