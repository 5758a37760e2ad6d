"""Opportunities and accounts by words, in the person's scope."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from funnels.models import Account, Opportunity
from funnels.rules import may_keep_accounts
from portal.models import Person
from portal.search import MOST_HITS, Hit


def find(person: Person, words: str) -> list[Hit]:
    """Open opportunities before closed ones."""
    found = Opportunity.objects.visible_to(person).current().named(words).select_related("account", "stage")
    opportunities = sorted(found.order_by("-id")[: MOST_HITS * 3], key=lambda one: not one.is_open)[:MOST_HITS]
    accounts = Account.objects.current().named(words).order_by("name")[:MOST_HITS] if may_keep_accounts(person) else []
    return [
        *(
            Hit(one.name, detail_of(one), reverse("funnels:opportunity", args=[one.pk]), "target")
            for one in opportunities
        ),
        *(
            Hit(account.name, _("Account"), reverse("funnels:account", args=[account.pk]), "building-2")
            for account in accounts
        ),
    ]


def detail_of(opportunity: Opportunity) -> str:
    where = opportunity.stage.label if opportunity.is_open else opportunity.get_status_display()
    return f"{opportunity.account.name} · {where}" if opportunity.account else where
