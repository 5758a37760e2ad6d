"""A judged change in words, for the page before anything is written."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from funnels.choices import Status
from funnels.importing.catalogue import Catalogue
from funnels.importing.comparing import Difference
from funnels.importing.fields import fields_of
from funnels.importing.judging import Judgement
from funnels.importing.owners import Owners
from funnels.models.importing import ImportKind
from portal import formats
from portal.models import Organisation

Line = tuple[str, str, str]


def told(judgement: Judgement, owners: Owners, catalogue: Catalogue) -> list[Line]:
    """Field, what it is, what it becomes."""
    if judgement.record is None:
        return _of_a_new_one(judgement)
    labels = {one.name: str(one.label) for one in fields_of(ImportKind.OPPORTUNITIES)} | {
        "crm_stage": _("Stage in the CRM"),
        "lines": _("Product line"),
        "team": _("Team"),
    }
    names = _names(judgement, owners, catalogue)
    currencies = [sides.get("currency") or _currency(judgement) for sides in (judgement.before, judgement.after)]
    lines = [
        (
            label,
            _worded(judgement.before[name], names, currencies[0]),
            _worded(judgement.after[name], names, currencies[1]),
        )
        for name, label in labels.items()
        if name in judgement.after
    ]
    difference = judgement.record
    if isinstance(difference, Difference) and difference.to_status:
        now, then = Status(difference.record.status).label, Status(difference.to_status).label
        lines.append((_("Status"), str(now), str(then)))
    return lines


def _of_a_new_one(judgement: Judgement) -> list[Line]:
    wanted = judgement.wanted
    labels = {"account": _("Account"), "owner": _("Owner"), "team": _("Team"), "product": _("Product line")}
    lines = [(label, "", wanted[name].name) for name, label in labels.items() if wanted.get(name)]
    if wanted.get("amount") is not None:
        lines.append((_("Amount"), "", formats.money(wanted["amount"], _currency(judgement))))
    if wanted.get("crm_stage"):
        outcome = Status(wanted.get("outcome", Status.OPEN)).label
        lines.append((_("Stage in the CRM"), "", f"{wanted['crm_stage']} ({outcome})"))
    return lines


def _currency(judgement: Judgement) -> str:
    """What amounts of the row are in."""
    record = getattr(judgement.record, "record", None)
    return str(judgement.wanted.get("currency") or (record and record.currency) or Organisation.current().currency)


def _names(judgement: Judgement, owners: Owners, catalogue: Catalogue) -> dict[str, str]:
    names = {str(pk): person.name for pk, person in owners.by_id.items()}
    names |= {str(pk): product.name for pk, product in catalogue.by_id.items()}
    names |= {str(pk): team.name for pk, team in owners.teams.items()}
    difference = judgement.record
    accounts = [judgement.wanted.get("account"), difference.record.account if difference else None]
    return names | {str(account.pk): account.name for account in accounts if account}


def _worded(value: Any, names: dict[str, str], currency: str) -> str:
    if value is None or value == "" or value == {}:
        return ""
    if isinstance(value, Decimal):
        return formats.money(value, currency)
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    if isinstance(value, dict):
        return ", ".join(f"{names.get(key, key)} {share} %" for key, share in value.items())
    if isinstance(value, UUID):
        return names.get(str(value), str(value))
    return str(value)
