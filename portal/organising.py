"""The organisation and its team tree: teams are added, changed, archived and brought back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal import formats
from portal.handover import open_in
from portal.joining import check
from portal.models import Event, Organisation, Person, Team
from portal.models.team import TeamKind
from portal.refusals import Refusal
from portal.rules import may_add_team, may_change_organisation, may_edit_team


@transaction.atomic
def add_team(
    *, name: str, parent: Team | None, kind: TeamKind | str = TeamKind.TEAM, by: Person | None, at: datetime
) -> Team:
    if by is not None:
        may_add_team(by, parent).or_refuse()
    _refuse_archived(parent)
    team = Team(name=name.strip(), kind=kind, parent=parent, created_at=at)
    check(team)
    team.save()
    Event.objects.record(team, "added", by=by, at=at, team=team, after={"name": team.name, "parent": team.parent_id})
    if by is not None:
        by.forget_reach()
    return team


@transaction.atomic
def edit_team(team: Team, values: Mapping[str, Any], *, by: Person, at: datetime, version: int | None = None) -> Team:
    """Rename it, or move it in the tree with everything below; that takes a steward of both ends."""
    may_edit_team(by, team).or_refuse()
    team.lock(version=version)
    if "parent" in values and values["parent"] != team.parent:
        _lock_the_tree()
        may_add_team(by, team.parent).or_refuse()
        may_add_team(by, values["parent"]).or_refuse()
        _refuse_archived(values["parent"])
    before = team.assign(dict(values))
    if before:
        check(team)
        team.keep(*before)
        by.forget_reach()
        after = {name: values[name] for name in before}
        Event.objects.record(team, "edited", by=by, at=at, team=team, before=before, after=after)
    return team


def _refuse_archived(parent: Team | None) -> None:
    if parent is not None and parent.archived_at is not None:
        raise Refusal(_("Bring back %(team)s first.") % {"team": parent}, code="team-archived")


def _lock_the_tree() -> None:
    """Two moves at once could otherwise close a circle that neither of them sees."""
    list(Team.objects.order_by("pk").select_for_update().values_list("pk"))


@transaction.atomic
def archive_team(team: Team, *, by: Person, at: datetime, version: int | None = None) -> Team:
    """Put a team away that nobody works in any more. Refused while people, teams or open work belong to it."""
    may_edit_team(by, team).or_refuse()
    team.lock(version=version)
    if still := what_keeps(team, by.organisation.today(at)):
        raise Refusal(_("Find another place for %(what)s first.") % {"what": formats.listed(still)}, code="team-in-use")
    team.archived_at = at
    team.keep("archived_at")
    Event.objects.record(team, "archived", by=by, at=at, team=team)
    return team


def what_keeps(team: Team, today: Any) -> list[str]:
    """What would lose its place, in words; empty when the team can be archived."""
    people = team.memberships.on(today).values("person").distinct().count()
    teams = team.children.filter(archived_at=None).count()
    found = [
        (people, ngettext("%(count)d person", "%(count)d people", people)),
        (teams, ngettext("%(count)d team", "%(count)d teams", teams)),
    ]
    return [words % {"count": count} for count, words in found if count] + open_in(team)


@transaction.atomic
def restore_team(team: Team, *, by: Person, at: datetime, version: int | None = None) -> Team:
    may_edit_team(by, team).or_refuse()
    team.lock(version=version)
    _refuse_archived(team.parent)
    team.archived_at = None
    team.keep("archived_at")
    Event.objects.record(team, "restored", by=by, at=at, team=team)
    return team


@transaction.atomic
def change_organisation(
    organisation: Organisation, values: Mapping[str, Any], *, by: Person, at: datetime, version: int | None = None
) -> Organisation:
    may_change_organisation(by).or_refuse()
    organisation.lock(version=version)
    before = organisation.assign(dict(values))
    if before:
        check(organisation)
        organisation.keep(*before)
        after = {name: values[name] for name in before}
        Event.objects.record(organisation, "edited", by=by, at=at, before=before, after=after)
    return organisation
