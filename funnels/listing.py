"""The table of opportunities: closed lists of columns, orders and filters, drawn from one scope."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from funnels.choices import Status
from funnels.models.opportunity import OpportunityQuerySet

ORDERS: Final = {
    "account": "account__name",
    "name": "name",
    "stage": "stage__position",
    "amount": "amount",
    "close": "expected_close",
    "due": "next_due_on",
    "since": "stage_entered_at",
    "owner": "owner__name",
    "act": "last_customer_act",
    "newest": "id",
}
USUAL: Final = "due"
STATUSES: Final = [("", _("Open")), *((s.value, s.label) for s in Status if s != Status.OPEN), ("all", _("Any status"))]
FILTERS: Final = frozenset({"status", "stage", "product", "account", "close_from", "close_to", "source", "q"})


def ordered_by(wanted: str) -> tuple[str, bool]:
    """The column of an order such as "-amount", and whether it descends; the usual one for what is not known."""
    name = wanted.removeprefix("-")
    return (ORDERS[name], wanted.startswith("-")) if name in ORDERS else (ORDERS[USUAL], False)


def filtered(rows: OpportunityQuerySet, wanted: Mapping[str, str]) -> OpportunityQuerySet:
    """An unreadable value filters nothing, like one that is not there."""
    found = rows.filter(_status(wanted.get("status", "")), _ids(wanted), _close(wanted))
    if wanted.get("stage"):
        found = found.filter(stage__code=wanted["stage"][:40])
    words = wanted.get("q", "").strip()[:100]
    return found.named(words) if words else found


def _status(wanted: str) -> Q:
    if wanted == "all":
        return Q()
    return Q(status=wanted if wanted in Status.values else Status.OPEN)


def _ids(wanted: Mapping[str, str]) -> Q:
    paths = {"product": "lines__product_id", "account": "account_id", "source": "source_id"}
    found = Q()
    for name, path in paths.items():
        value = read_id(wanted.get(name, ""))
        found &= Q(**{path: value}) if value else Q()
    return found


def read_id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _close(wanted: Mapping[str, str]) -> Q:
    first, last = read_day(wanted.get("close_from", "")), read_day(wanted.get("close_to", ""))
    return (Q(expected_close__gte=first) if first else Q()) & (Q(expected_close__lte=last) if last else Q())


def read_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


EXPORTED: Final = (
    (_("Account"), "account__name"),
    (_("Single sales objective"), "name"),
    (_("Status"), "status"),
    (_("Stage"), "stage__name"),
    (_("Stage supported by evidence"), "supported_stage__name"),
    (_("Stage in the CRM"), "crm_stage"),
    (_("Amount"), "amount"),
    (_("Currency"), "currency"),
    (_("Expected close"), "expected_close"),
    (_("Times moved later"), "push_count"),
    (_("Commitments recorded"), "required_met"),
    (_("Commitments required"), "required_total"),
    (_("Next commitment"), "next_commitment__statement"),
    (_("Next commitment due"), "next_due_on"),
    (_("Customer's last act"), "last_customer_act"),
    (_("Owner"), "owner__name"),
    (_("Team"), "team__name"),
    (_("Kind"), "kind"),
    (_("Market segment"), "segment"),
    (_("Opened on"), "opened_on"),
    (_("Closed on"), "closed_on"),
    (_("Id in the CRM"), "external_id"),
    (_("Id"), "id"),
)


def exported(rows: OpportunityQuerySet) -> Any:
    """Rows of plain values in the order of EXPORTED, read in pieces."""
    return rows.order_by("-id").values_list(*(path for _label, path in EXPORTED)).iterator(chunk_size=2000)
