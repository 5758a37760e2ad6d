"""What somebody answers for in charters passes to a colleague when they move or leave.

Questions and realignments are answered by the charter's owner: they go with the charter. A charter, an objective or a
tactic is one thing in all its living versions. Who sponsors a draft or a charter in review is asked to approve it:
that passes to somebody who leads its team.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid5

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from charters.choices import LIVE_STATES, OPEN_STATES, TacticState
from charters.models import Charter, ObjectiveProgress, StrategyFeedback, TacticProgress
from charters.people import sponsors
from portal import formats
from portal.handover import Item
from portal.models import Person, Team
from portal.refusals import Invalid

HANDED: Final = "everything a person must hand over"


def open_items(person: Person) -> list[Item]:
    return [item for told in (_charters, _approvals, _objectives, _tactics, _feedback) for item in told(person)]


def open_in(team: Team) -> str:
    """Charters of the team that are in force or in the making, in words."""
    count = Charter.objects.of(team).live().values("lineage").distinct().count()
    return ngettext("%(count)d charter", "%(count)d charters", count) % {"count": count} if count else ""


def _charters(person: Person) -> list[Item]:
    owned = Charter.objects.everything(reason=HANDED).live().filter(owner=person).select_related("team")
    found = _once(owned.order_by("revision", "id"), lambda one: one.lineage)
    return [_item(one, one, title=one.title, detail=_("Charter")) for one in found]


def _approvals(person: Person) -> list[Item]:
    """Of what is being written or reviewed. Who approved a version once stays named there."""
    rows = _open_charters().filter(sponsor=person).select_related("team").order_by("title", "id")
    return [
        replace(_item(one, one, title=one.title, detail=_("Approval of a charter")), id=_approval(one)) for one in rows
    ]


def _open_charters() -> Any:
    return Charter.objects.everything(reason=HANDED).filter(state__in=OPEN_STATES)


def _approval(charter: Charter) -> UUID:
    """Apart from the charter itself, which may be somebody else's to take."""
    return uuid5(charter.pk, "approval")


def _objectives(person: Person) -> list[Item]:
    rows = ObjectiveProgress.objects.everything(reason=HANDED).filter(
        owner=person, objective__charter__state__in=LIVE_STATES
    )
    found = rows.select_related("objective__charter__team").order_by("objective__charter__revision", "id")
    return [
        _item(one, one.objective.charter, title=one.objective.statement, detail=_("Objective"))
        for one in _once(found, lambda one: one.objective.lineage)
    ]


def _tactics(person: Person) -> list[Item]:
    rows = TacticProgress.objects.everything(reason=HANDED).filter(
        owner=person, state=TacticState.OPEN, tactic__charter__state__in=LIVE_STATES
    )
    found = rows.select_related("tactic__charter__team").order_by("tactic__charter__revision", "due_on", "id")
    return [
        _item(one, one.tactic.charter, title=one.tactic.step, detail=_("Tactic"))
        for one in _once(found, lambda one: one.tactic.lineage)
    ]


def _feedback(person: Person) -> list[Item]:
    """Not its text: only its author, who owes the answer and managers of the team read that."""
    owed = StrategyFeedback.objects.everything(reason=HANDED).waiting_for(person).select_related("team")
    return [
        Item(
            id=one.pk,
            title=_("Feedback to answer by %(day)s") % {"day": formats.day(one.answer_due_on)},
            detail=one.team.name,
            team_id=one.team_id,
            source=__name__,
        )
        for one in owed.order_by("answer_due_on", "id")
    ]


def _once(rows: Iterable[Any], lineage: Callable[[Any], UUID]) -> list[Any]:
    """Of the versions of a part, the earliest that lives."""
    found: dict[UUID, Any] = {}
    for row in rows:
        found.setdefault(lineage(row), row)
    return list(found.values())


def _item(record: Any, charter: Charter, *, title: str, detail: str) -> Item:
    """What was never approved is not everybody's to read: then it is only said what it is."""
    shown = title if charter.approved_at else _("Still being written")
    return Item(record.pk, shown, f"{detail} · {charter.team.name}", charter.team_id, __name__)


def hand_over(choices: Mapping[UUID, Person], *, by: Person, at: datetime) -> None:
    """Whoever takes it along answers for it as before."""
    for record in _found(choices):
        to = choices[record.pk]
        if to.pk != record.owner_id:
            _pass(record, to=to, by=by, at=at)
    for charter in _open_charters().order_by("id"):
        if _approval(charter) in choices:
            _pass_approval(charter, to=choices[_approval(charter)], by=by, at=at)


def _pass_approval(charter: Charter, *, to: Person, by: Person, at: datetime) -> None:
    """Raises Invalid for somebody who does not lead its team: nobody becomes a sponsor by a colleague's leaving."""
    if to not in sponsors(charter, by.today_at(at)):
        words = _("“%(charter)s” is approved by somebody who leads its team or one above. Choose one of them.")
        raise Invalid({"sponsor": words % {"charter": _item(charter, charter, title=charter.title, detail="").title}})
    charter.name_sponsor(to=to, by=by, at=at)


def _found(keys: Iterable[UUID]) -> list[Any]:
    wanted = list(keys)
    rows = (model.objects.everything(reason=HANDED).filter(pk__in=wanted) for model in HANDLED)
    return [one for found in rows for one in found.order_by("id")]


def _pass(record: Any, *, to: Person, by: Person, at: datetime) -> None:
    if isinstance(record, Charter):
        for version in record.versions().live().filter(owner=record.owner_id).order_by("revision"):
            version.entrust(to=to, by=by, at=at)
    elif isinstance(record, ObjectiveProgress):
        for one in _versions(record):
            one.hand_over(to=to, by=by, at=at, reason=_("Handed over"))
    elif isinstance(record, TacticProgress):
        record.hand_over(to=to, by=by, at=at, reason=_("Handed over"))
    else:
        record.hand_over(to=to, by=by, at=at)


def _versions(record: ObjectiveProgress) -> list[ObjectiveProgress]:
    """The same objective in every living version where the same person answers for it."""
    living = ObjectiveProgress.objects.everything(reason=HANDED).filter(objective__charter__state__in=LIVE_STATES)
    return list(living.filter(objective__lineage=record.objective.lineage, owner=record.owner_id).order_by("id"))


HANDLED: Final[tuple[Any, ...]] = (Charter, ObjectiveProgress, TacticProgress, StrategyFeedback)
