"""Charters: listed, opened and edited here; their life is that of charters/api/living.py."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from charters import rules
from charters.api.charter import ChangedCharter, CharterInFull, CharterShape, NewCharter
from charters.api.living import Living
from charters.choices import CharterKind, CharterState
from charters.copying import copy_blueprint
from charters.models import Charter
from charters.opening import open_charter
from charters.starters import STARTERS
from portal.api.filtering import ChoicesFilter, DayFilter, Filters, FlagFilter, IdFilter, PersonFilter
from portal.api.resource import Created, Edited, Listed, Retrieved, Values
from portal.doors import PERSONAL
from portal.refusals import Invalid
from portal.verdicts import Verdict

OF_ANY_VERSION = {"state", "lineage"}


class CharterFilters(Filters):
    team = IdFilter("team")
    kind = ChoicesFilter("kind", choices=CharterKind.choices)
    state = ChoicesFilter("state", choices=CharterState.choices)
    lineage = django_filters.UUIDFilter("lineage", label=_("All versions of one charter"))
    parent = IdFilter("parent")
    owner = PersonFilter("owner", label=_("An id, or “me”"))
    sponsor = PersonFilter("sponsor", label=_("An id, or “me”"))
    title = django_filters.CharFilter("title", "icontains", min_length=2, max_length=100)
    review_due_to = DayFilter("review_due_on", "lte")
    review_overdue = FlagFilter(method="by_flag", label=_("In force, and its review was due before today"))
    waiting = FlagFilter(method="by_flag", label=_("In review, and you are the one who approves"))

    def by_flag(self, rows: Any, name: str, wanted: bool) -> Any:
        chosen = rows.waiting_for(self.person) if name == "waiting" else rows.review_overdue(self.person.today())
        return chosen if wanted else rows.exclude(pk__in=chosen.values("pk"))


class Charters(Living, Listed, Retrieved, Created, Edited):
    """A list shows one version of each charter that lives; with `state` or `lineage`, every version that fits."""

    door = PERSONAL
    shape = CharterShape
    in_full = CharterInFull
    entry = NewCharter
    changes = ChangedCharter
    filters = CharterFilters
    orderings = {
        "title": "title",
        "id": "id",
        "revision": "revision",
        "approved_at": "approved_at",
        "review_due_on": "review_due_on",
    }
    usual = "title"

    def rows(self) -> QuerySet[Charter]:
        found = Charter.objects.visible_to(self.person)
        presents = self.action == "list" and OF_ANY_VERSION.isdisjoint(self.request.query_params)
        return found.present() if presents and "waiting" not in self.request.query_params else found

    def may_change(self, record: Charter) -> Verdict:
        return rules.may_write(self.person, record)

    def add(self, values: Values) -> Charter:
        team, kind = values.pop("team"), values.pop("kind", CharterKind.FUNCTION)
        starter = values.pop("starter", None)
        rules.may_open(self.person, team).or_refuse()
        if starter and kind == CharterKind.MISSION:
            raise Invalid({"starter": _("A sales mission is a team's own. Begin with a blank page.")})
        charter = open_charter(values, team=team, kind=kind, by=self.person, at=self.now)
        if starter:
            self._copy(starter, charter, values)
        return charter

    def _copy(self, starter: str, charter: Charter, values: Values) -> None:
        """A worked charter; what was given beside it stands."""
        blueprint = next(one for one in STARTERS if one.code == starter)
        copy_blueprint(blueprint, charter, by=self.person, at=self.now, today=self.person.today_at(self.now))
        charter.edit(values, by=self.person, at=self.now)

    def edit(self, record: Charter, values: Values) -> None:
        record.edit(values, by=self.person, at=self.now, version=record.version)
