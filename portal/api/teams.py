"""Teams: known to everybody who works here, kept by stewards and administrators."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.api.briefs import TeamBrief
from portal.api.fields import Related
from portal.api.filtering import ChoicesFilter, Filters, FlagFilter, IdFilter
from portal.api.resource import Created, Edited, Listed, Retrieved, Values, verb
from portal.api.shapes import Shape
from portal.directory import teams_for
from portal.doors import PERSONAL
from portal.models import Team
from portal.models.team import TeamKind
from portal.organising import add_team, archive_team, edit_team, restore_team
from portal.rules import may_edit_team
from portal.verdicts import Verdict


class TeamShape(Shape):
    parent = Related(TeamBrief, within=teams_for, required=False, allow_null=True)

    class Meta:
        model = Team
        fields = ["id", "version", "name", "kind", "created_at", "archived_at", "parent"]
        verbs = {"archived_at": _("Use archive/ or restore/.")}


class TeamFilters(Filters):
    parent = IdFilter("parent")
    kind = ChoicesFilter("kind", choices=TeamKind.choices)
    archived = FlagFilter("archived_at", "isnull", exclude=True)


class Teams(Listed, Retrieved, Created, Edited):
    door = PERSONAL
    shape = TeamShape
    filters = TeamFilters
    orderings = {"name": "name", "id": "id"}
    usual = "name"

    def rows(self) -> QuerySet[Team]:
        found: QuerySet[Team] = teams_for(self.person)
        return found

    def may_change(self, record: Team) -> Verdict:
        return may_edit_team(self.person, record)

    def add(self, values: Values) -> Team:
        return add_team(**{"parent": None, **values}, by=self.person, at=self.now)

    def edit(self, record: Team, values: Values) -> None:
        edit_team(record, values, by=self.person, at=self.now, version=record.version)

    @verb()
    def archive(self, team: Team, values: Values) -> None:
        archive_team(team, by=self.person, at=self.now, version=team.version)

    @verb()
    def restore(self, team: Team, values: Values) -> None:
        restore_team(team, by=self.person, at=self.now, version=team.version)
