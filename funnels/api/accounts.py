"""Accounts: known to everybody who is in a team; the opportunities shown elsewhere with them are scoped."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from funnels import customers
from funnels.api.briefs import AccountBrief, SourceBrief, accounts
from funnels.models import Account
from funnels.rules import may_keep_accounts
from portal.api.fields import Related
from portal.api.filtering import Filters, FlagFilter, IdFilter
from portal.api.resource import Created, Edited, Listed, Resource, Retrieved, Values, verb
from portal.api.shapes import Shape
from portal.doors import PERSONAL
from portal.verdicts import Verdict


class AccountShape(Shape):
    parent = Related(AccountBrief, within=accounts, required=False, allow_null=True)
    source = Related(SourceBrief, allow_null=True)

    class Meta:
        model = Account
        fields = [
            "id", "version", "name", "industry", "country", "employees", "external_id", "synced_at", "created_at",
            "archived_at", "parent", "source",
        ]  # fmt: skip
        read_only_fields = ["external_id"]
        verbs = {"archived_at": _("Use archive/ or restore/.")}


class KeptFilters(Filters):
    """For records that are put away rather than deleted."""

    name = django_filters.CharFilter("name", "icontains", min_length=2, max_length=100)
    external_id = django_filters.CharFilter("external_id", max_length=120)
    source = IdFilter("source")
    archived = FlagFilter(method="by_archived", label=_("Put away; left out unless true"))

    def by_archived(self, rows: Any, name: str, wanted: bool) -> Any:
        return rows.exclude(archived_at=None) if wanted else rows.filter(archived_at=None)


class Keeping(Resource):
    """Archiving and restoring, and lists that leave out what is put away."""

    def current(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        hides_archived = self.action == "list" and "archived" not in self.request.query_params
        return rows.filter(archived_at=None) if hides_archived else rows

    def may_add(self) -> Verdict:
        return may_keep_accounts(self.person)

    def may_change(self, record: Any) -> Verdict:
        return self.may_add()

    @verb()
    def archive(self, record: Any, values: Values) -> None:
        customers.archive(record, by=self.person, at=self.now, version=record.version)

    @verb()
    def restore(self, record: Any, values: Values) -> None:
        customers.restore(record, by=self.person, at=self.now, version=record.version)

    def edit(self, record: Any, values: Values) -> None:
        customers.edit(record, values, by=self.person, at=self.now, version=record.version)


class Accounts(Keeping, Listed, Retrieved, Created, Edited):
    door = PERSONAL
    shape = AccountShape
    filters = KeptFilters
    orderings = {"id": "id", "name": "name", "employees": "employees"}
    usual = "name"

    def rows(self) -> QuerySet[Account]:
        return self.current(accounts(self.person))

    def add(self, values: Values) -> Account:
        return customers.add(Account(**values), by=self.person, at=self.now)
