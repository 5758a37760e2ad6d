"""What managers answered for in one's own teams: running, about to expire, expired. No ranking, names in the alphabet's order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funnels.forms.overrides import RenewForm
from funnels.models import Override
from funnels.models.funnel import outline_of
from funnels.models.stage_event import OverrideQuerySet
from funnels.rules import may_override
from funnels.standing import Criterion, read_criteria
from funnels.views.doorstep import opportunity_or_404
from funnels.views.verbs import verb_page
from portal.doors import role_page, signed_in
from portal.models import Person
from portal.roles import Role
from portal.views.page import page

PER_PAGE = 30
SOON = timedelta(days=3)
LATELY = timedelta(days=90)
EXPIRED, EXPIRING, RUNNING = "expired", "expiring", "running"
STATES = {
    EXPIRED: gettext_lazy("expired"),
    EXPIRING: gettext_lazy("expire within 3 days"),
    RUNNING: gettext_lazy("running"),
}


@dataclass(frozen=True)
class Row:
    """An override with what the customer still owes of it today."""

    override: Override
    state: str
    owed: Sequence[Criterion]


@role_page(Role.MANAGER)
def overrides(request: HttpRequest) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    today = person.organisation.today(now)
    mine = _mine(person)
    state = request.GET.get("state", "")
    shown = _in_state(mine.running(), state, today) if state in STATES else mine.running()
    rows = Paginator(_told(shown), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "rows": rows,
        "lines": [_row(one, today) for one in rows],
        "state": state if state in STATES else "",
        "needs": _needs(mine, today),
        "people": _people(mine, now, today),
        "today": today,
    }
    return page(request, "funnels/overrides/overrides.html", context)


def _mine(person: Person) -> OverrideQuerySet:
    """Of opportunities in teams that the person manages, and that are not put away."""
    found: OverrideQuerySet = Override.objects.visible_to(person).filter(
        opportunity__team_id__in=person.reach.teams(Role.MANAGER), opportunity__archived_at=None
    )
    return found


def _in_state(running: Any, state: str, today: date) -> Any:
    soon = today + SOON
    return {
        EXPIRED: lambda: running.filter(expires_on__lt=today),
        EXPIRING: lambda: running.filter(expires_on__gte=today, expires_on__lte=soon),
        RUNNING: lambda: running.filter(expires_on__gt=soon),
    }[state]()


def _state_of(override: Override, today: date) -> str:
    if override.has_expired(today):
        return EXPIRED
    return EXPIRING if override.expires_on <= today + SOON else RUNNING


def _told(found: Any) -> Any:
    return (
        found.select_related(
            "opportunity__account", "opportunity__owner", "opportunity__team", "from_stage", "to_stage", "by", "remark"
        )
        .prefetch_related("opportunity__commitments")
        .order_by("expires_on", "id")
    )


def _row(override: Override, today: date) -> Row:
    opportunity = override.opportunity
    stages = outline_of(opportunity.funnel_id).stages
    criteria = read_criteria(stages, list(opportunity.commitments.all()), today)
    owed = [one for one in criteria if one.definition.id in override.owed and not one.met]
    return Row(override, _state_of(override, today), owed)


def _needs(mine: Any, today: date) -> list[dict[str, Any]]:
    soon = today + SOON
    counts = mine.running().aggregate(
        expired=Count("pk", filter=Q(expires_on__lt=today)),
        expiring=Count("pk", filter=Q(expires_on__gte=today, expires_on__lte=soon)),
        running=Count("pk", filter=Q(expires_on__gt=soon)),
    )
    return [{"code": code, "label": label, "count": counts[code]} for code, label in STATES.items()]


def _people(mine: Any, now: datetime, today: date) -> list[dict[str, Any]]:
    """Per manager what is open now and what was given lately; by name, never by number."""
    counted = mine.values("by__name").annotate(
        open=Count("pk", filter=Q(ended_at=None)),
        expired=Count("pk", filter=Q(ended_at=None, expires_on__lt=today)),
        lately=Count("pk", filter=Q(at__gte=now - LATELY)),
        evidence=Count("pk", filter=Q(ended_how="evidence", at__gte=now - LATELY)),
    )
    return list(counted.filter(Q(open__gt=0) | Q(lately__gt=0)).order_by("by__name"))


@role_page(Role.MANAGER)
def renew(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    override: Override = get_object_or_404(Override.objects.visible_to(person).select_related("remark"), pk=pk)
    opportunity = opportunity_or_404(person, override.opportunity_id)
    may_override(person, opportunity).or_refuse()
    form = RenewForm(request.POST or None, initial={"version": override.version})
    return verb_page(
        request,
        opportunity,
        form,
        lambda: override.renew(**form.cleaned_data, by=person, at=now),
        title=_("Renew for 14 days"),
        submit=_("Renew override"),
        intro=_("Until now: “%(reason)s”. The stage stays either way; the gap stays visible.")
        % {"reason": override.remark},
        said=_("Renewed."),
    )
