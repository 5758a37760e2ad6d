"""The demonstration's funnel, customers and products: what its opportunities share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from funnels.choices import InfluenceRole
from funnels.demo import names
from funnels.models import Account, Contact, Funnel, Product
from funnels.models.funnel import outline_of
from funnels.standing import Outline
from funnels.template import copy_template
from portal.demo import Demo

BATCH = 1000
PEOPLE_PER_ACCOUNT = tuple(InfluenceRole)


@dataclass
class Setting:
    """Everything that the opportunities of the demonstration share."""

    demo: Demo
    funnel: Funnel
    outline: Outline
    accounts: list[Account]
    contacts: dict[Account, dict[str, Contact]]
    products: list[Product]
    today: date

    @property
    def chance(self) -> Random:
        return self.demo.chance

    def moment(self, day: date) -> datetime:
        """Some time of the working day, never in the future."""
        zone = ZoneInfo(self.demo.organisation.time_zone)
        hour = time(self.chance.randrange(8, 18), self.chance.randrange(60))
        return min(datetime.combine(day, hour, zone), self.demo.now)


def set_up(demo: Demo) -> Setting:
    made = demo.now - timedelta(days=450)
    steward = demo.people["steward"]
    funnel = copy_template(team=demo.root, name="How our customers buy", by=steward, at=made)
    funnel.activate(by=steward, at=made)
    products = Product.objects.bulk_create(Product(name=name, series=series) for name, series in names.PRODUCTS)
    accounts = _accounts(demo)
    contacts = {account: _contacts(demo.chance, account) for account in accounts}
    Contact.objects.bulk_create([one for people in contacts.values() for one in people.values()], batch_size=BATCH)
    return Setting(demo, funnel, outline_of(funnel.pk), accounts, contacts, products, demo.organisation.today(demo.now))


def _accounts(demo: Demo) -> list[Account]:
    """About one for every four opportunities, each name once."""
    wanted = min(max(20, demo.opportunities // 4), len(names.FIRST) * len(names.INDUSTRIES))
    pairs = [(first, industry) for first in names.FIRST for industry in names.INDUSTRIES]
    demo.chance.shuffle(pairs)
    return Account.objects.bulk_create(
        [
            Account(
                name=f"{first} {names.INDUSTRIES[industry][0]}",
                industry=industry,
                country=demo.chance.choice(("Norway", "Sweden", "Denmark", "United Kingdom", "Ireland", "Netherlands")),
                employees=int(demo.chance.lognormvariate(6.5, 1)),
            )
            for first, industry in pairs[:wanted]
        ],
        batch_size=BATCH,
    )


def _contacts(chance: Random, account: Account) -> dict[str, Contact]:
    from_names = "Karin Tom Sunniva Per Aoife Jan Lotte Magnus Eva Rhys Ida Piet".split()
    families = "Aune Reyes Holm Vik Daly Visser Krogh Falk Brandt Pryce Moen Smit".split()
    return {
        role: Contact(
            account=account,
            name=f"{chance.choice(from_names)} {chance.choice(families)}",
            title=chance.choice(names.TITLES[role]),
        )
        for role in PEOPLE_PER_ACCOUNT
    }
