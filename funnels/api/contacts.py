"""Contacts: the people at the customer who give commitments."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from funnels import customers
from funnels.api.accounts import Keeping, KeptFilters
from funnels.api.briefs import AccountBrief, SourceBrief, accounts, contacts
from funnels.models import Contact
from portal.api.fields import Related
from portal.api.filtering import IdFilter
from portal.api.resource import Created, Edited, Listed, Retrieved, Values
from portal.api.shapes import Shape
from portal.doors import PERSONAL


class ContactShape(Shape):
    account = Related(AccountBrief)
    source = Related(SourceBrief, allow_null=True)

    class Meta:
        model = Contact
        fields = [
            "id", "version", "name", "title", "email", "left_on", "external_id", "synced_at", "created_at",
            "archived_at", "account", "source",
        ]  # fmt: skip
        read_only_fields = ["external_id"]
        verbs = {"archived_at": _("Use archive/ or restore/.")}


class NewContact(ContactShape):
    account = Related(AccountBrief, within=accounts)

    class Meta(ContactShape.Meta):
        pass


class ContactFilters(KeptFilters):
    account = IdFilter("account")


class Contacts(Keeping, Listed, Retrieved, Created, Edited):
    door = PERSONAL
    shape = ContactShape
    entry = NewContact
    filters = ContactFilters
    orderings = {"id": "id", "name": "name"}
    usual = "name"

    def rows(self) -> QuerySet[Contact]:
        return self.current(contacts(self.person))

    def add(self, values: Values) -> Contact:
        return customers.add(Contact(**values), by=self.person, at=self.now)
