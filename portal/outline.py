"""The team tree as indented lines, the way one would jot it down.

    North
      Oslo
      Bergen
    South

A line indented further than the one above belongs to it. Reading an outline adds what is new and
leaves alone what is there, so the same outline can be sent twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from portal.models import Person, Team
from portal.models.team import TeamKind
from portal.organising import add_team
from portal.refusals import Invalid

STEP = "  "
MOST_LINES = 500


@dataclass(frozen=True)
class Line:
    name: str
    depth: int


def read_outline(text: str) -> list[Line]:
    """Raises Invalid, naming the line, when an indentation fits no line above or a name is too long."""
    lines: list[Line] = []
    indents: list[int] = []
    faults: list[str] = []
    for number, raw in enumerate(text.expandtabs(4).splitlines()[: MOST_LINES + 1], start=1):
        name = raw.strip().lstrip("-*•").strip()
        if not name:
            continue
        if fault := _fault(name, number):
            faults.append(fault)
        if not _step_to(indents, len(raw) - len(raw.lstrip())):
            faults.append(_("Line %(number)d: indent it like the line it stands beside.") % {"number": number})
        lines.append(Line(name, len(indents) - 1))
    if faults:
        raise Invalid({"outline": faults})
    return lines


def _step_to(indents: list[int], indent: int) -> bool:
    """Make `indents` the open levels at this line; False when the line lies between two of them."""
    deeper = False
    while indents and indents[-1] > indent:
        indents.pop()
        deeper = True
    if indents and indents[-1] == indent:
        return True
    indents.append(indent)
    return not deeper


def _fault(name: str, number: int) -> str:
    if number > MOST_LINES:
        return _("Add at most %(most)d teams at a time.") % {"most": MOST_LINES}
    if len(name) > 120:
        return _("Line %(number)d: shorten the name to 120 characters.") % {"number": number}
    return ""


def write_outline(root: Team, teams: Iterable[Team]) -> str:
    """The branch below `root` as lines; functions are left out, they have a list of their own."""
    below: dict[UUID | None, list[Team]] = {}
    for team in teams:
        if team.kind != TeamKind.FUNCTION:
            below.setdefault(team.parent_id, []).append(team)

    def lines(parent: Team, depth: int) -> list[str]:
        found: list[str] = []
        for child in below.get(parent.pk, []):
            found += [STEP * depth + child.name, *lines(child, depth + 1)]
        return found

    return "\n".join(lines(root, 0))


@transaction.atomic
def plant(lines: Sequence[Line], *, below: Team, by: Person, at: datetime) -> list[Team]:
    """Add the teams of the outline that are not there yet; those with lines beneath them become regions."""
    there = {(team.parent_id, team.name.casefold()): team for team in Team.objects.current()}
    path, added = [below], []
    for index, line in enumerate(lines):
        del path[line.depth + 1 :]
        team = there.get((path[-1].pk, line.name.casefold()))
        if team is None:
            has_more = index + 1 < len(lines) and lines[index + 1].depth > line.depth
            team = _add(line.name, path[-1], TeamKind.REGION if has_more else TeamKind.TEAM, by=by, at=at)
            there[path[-1].pk, line.name.casefold()] = team
            added.append(team)
        path.append(team)
    return added


@transaction.atomic
def plant_functions(names: Iterable[str], *, below: Team, by: Person, at: datetime) -> list[Team]:
    """Add sales functions, such as operations or enablement, that are not there yet."""
    there = {team.name.casefold() for team in below.children.all()}
    wanted = {name.strip().casefold(): name.strip() for name in names if name.strip()}
    return [_add(name, below, TeamKind.FUNCTION, by=by, at=at) for key, name in wanted.items() if key not in there]


def _add(name: str, parent: Team, kind: TeamKind, *, by: Person, at: datetime) -> Team:
    try:
        return add_team(name=name, parent=parent, kind=kind, by=by, at=at)
    except Invalid as invalid:
        raise Invalid(
            {"outline": [f"{name}: {text}" for texts in invalid.errors.values() for text in texts]}
        ) from invalid
