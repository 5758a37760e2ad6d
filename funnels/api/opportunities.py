"""Opportunities: listed, opened and edited here; moved by the verbs of funnels/api/moving.py."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ValidationError

from funnels.api.history import WithHistory
from funnels.api.moving import Moved
from funnels.api.opportunity import ChangedOpportunity, NewOpportunity, OpportunityInFull, OpportunityShape
from funnels.api.planning import Planned
from funnels.choices import Kind, Status
from funnels.models import Opportunity
from funnels.opening import open_opportunity
from funnels.rules import may_open, may_work_on
from portal.api.filtering import AmountFilter, ChoicesFilter, DayFilter, Filters, FlagFilter, IdFilter, PersonFilter
from portal.api.resource import Created, Edited, Listed, Retrieved, Values
from portal.doors import PERSONAL
from portal.models import Person, Team
from portal.roles import Role
from portal.verdicts import Verdict


class OpportunityFilters(Filters):
    owner = PersonFilter("owner", label=_("An id, or “me”"))
    team = IdFilter("team")
    funnel = IdFilter("funnel")
    stage = IdFilter("stage")
    stage_code = django_filters.CharFilter("stage__code", max_length=40)
    account = IdFilter("account")
    source = IdFilter("source")
    external_id = django_filters.CharFilter("external_id", max_length=120)
    status = ChoicesFilter("status", choices=Status.choices)
    kind = ChoicesFilter("kind", choices=Kind.choices)
    currency = django_filters.CharFilter("currency", max_length=3)
    amount_from = AmountFilter("amount", "gte")
    amount_to = AmountFilter("amount", "lte")
    expected_close_from = DayFilter("expected_close", "gte")
    expected_close_to = DayFilter("expected_close", "lte")
    closed_from = DayFilter("closed_on", "gte")
    closed_to = DayFilter("closed_on", "lte")
    search = django_filters.CharFilter(
        method="by_words", min_length=2, max_length=100, label=_("Words in its name or account")
    )
    overdue = FlagFilter(method="by_flag", label=_("The next commitment's date has passed"))
    ready = FlagFilter(method="by_flag", label=_("Has all that leaving its stage takes"))
    without_next = FlagFilter(method="by_flag", label=_("No open commitment with a date"))
    archived = FlagFilter(method="by_flag", label=_("Put away; left out unless true"))

    def by_words(self, rows: Any, name: str, words: str) -> Any:
        return rows.named(words)

    def by_flag(self, rows: Any, name: str, wanted: bool) -> Any:
        today = self.person.today()
        if name == "archived":
            return rows.exclude(archived_at=None) if wanted else rows.current()
        chosen = {
            "overdue": lambda: rows.overdue(today),
            "ready": lambda: rows.ready(today),
            "without_next": rows.without_next,
        }[name]()
        return chosen if wanted else rows.exclude(pk__in=chosen.values("pk"))


ORDERINGS = {
    "id": "id",
    "name": "name",
    "amount": "amount",
    "expected_close": "expected_close",
    "next_due_on": "next_due_on",
    "stage_entered_at": "stage_entered_at",
    "closed_on": "closed_on",
    "last_customer_act": "last_customer_act",
}


class Opportunities(Moved, Planned, WithHistory, Listed, Retrieved, Created, Edited):
    door = PERSONAL
    shape = OpportunityShape
    in_full = OpportunityInFull
    entry = NewOpportunity
    changes = ChangedOpportunity
    filters = OpportunityFilters
    orderings = ORDERINGS

    def rows(self) -> QuerySet[Opportunity]:
        found: QuerySet[Opportunity] = Opportunity.objects.visible_to(self.person)
        hides_archived = self.action == "list" and "archived" not in self.request.query_params
        return found.filter(archived_at=None) if hides_archived else found

    def may_change(self, record: Opportunity) -> Verdict:
        return may_work_on(self.person, record)

    def add(self, values: Values) -> Opportunity:
        team = values.pop("team", None) or home_of(self.person)
        owner = values.pop("owner", self.person)
        may_open(self.person, team).or_refuse()
        return open_opportunity(values, team=team, owner=owner, by=self.person, at=self.now)

    def edit(self, record: Opportunity, values: Values) -> None:
        reason = values.pop("reason", "")
        record.edit(values, by=self.person, at=self.now, reason=reason, version=record.version)


def home_of(person: Person) -> Team:
    """The one team that the person is a member of; whoever is in several says which."""
    teams = Team.objects.current().with_ids(person.reach.teams(Role.MEMBER))[:2]
    if len(teams) != 1:
        raise ValidationError({"team": [_("Say which team it belongs to.")]}, code="required")
    return teams[0]
