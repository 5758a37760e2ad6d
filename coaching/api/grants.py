"""Whom the coachee lets read what was said in their sessions until now; most often a new manager."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from coaching import rules
from coaching.models import ReadingGrant
from coaching.sharing import readers_for, share, take_back
from portal.api.briefs import PersonBrief
from portal.api.fields import Related
from portal.api.filtering import Filters, FlagFilter, PersonFilter
from portal.api.resource import Created, Listed, Retrieved, Values, verb
from portal.api.shapes import Closed, Shape
from portal.doors import PERSONAL
from portal.verdicts import Verdict


class ReadingGrantShape(Shape):
    """Everything that was said until `granted_at`, for as long as it is not withdrawn."""

    coachee = Related(PersonBrief)
    reader = Related(PersonBrief)

    class Meta:
        model = ReadingGrant
        fields = ["id", "granted_at", "withdrawn_at", "coachee", "reader"]
        read_only_fields = fields


class NewReadingGrant(Closed):
    """Of the caller's own sessions. `reader` manages a team of theirs or one above."""

    reader = Related(PersonBrief, within=readers_for)


class GrantFilters(Filters):
    coachee = PersonFilter("coachee", label=_("An id, or “me”"))
    reader = PersonFilter("reader", label=_("An id, or “me”"))
    running = FlagFilter("withdrawn_at", "isnull")


class ReadingGrants(Listed, Retrieved, Created):
    """Those that the caller gave or was given."""

    door = PERSONAL
    shape = ReadingGrantShape
    entry = NewReadingGrant
    filters = GrantFilters
    orderings = {"id": "id", "granted_at": "granted_at"}
    usual = "-granted_at"
    versioned = False

    def rows(self) -> QuerySet[ReadingGrant]:
        found: QuerySet[ReadingGrant] = ReadingGrant.objects.visible_to(self.person)
        return found

    def may_change(self, record: ReadingGrant) -> Verdict:
        return rules.may_take_back(self.person, record)

    def add(self, values: Values) -> ReadingGrant:
        return share(self.person, values["reader"], by=self.person, at=self.now)

    @verb()
    def withdraw(self, grant: ReadingGrant, values: Any) -> None:
        take_back(grant, by=self.person, at=self.now)
