"""One change to several opportunities at once, seen before it is done.

All or nothing: what was previewed is what happens. When somebody changed one of them in between, or it can no
longer be changed, nothing is done and the preview is shown anew (docs/decisions/).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from funnels.models import Opportunity
from funnels.rules import may_reassign, may_work_on
from portal import formats
from portal.models import Person, Team
from portal.refusals import Refusal
from portal.roles import Role
from portal.verdicts import Verdict, denied

MOST = 200


class Change(Protocol):
    def verdict(self, person: Person, opportunity: Opportunity) -> Verdict: ...

    def told(self, opportunity: Opportunity) -> tuple[str, str]:
        """What it is and what it becomes."""
        ...

    def make(self, opportunity: Opportunity, *, by: Person, at: datetime, version: int) -> None: ...


@dataclass(frozen=True)
class Reassign:
    """To another owner, and where that person does not work in the opportunity's team, to `home`."""

    to: Person
    home: Team | None
    reason: str

    def verdict(self, person: Person, opportunity: Opportunity) -> Verdict:
        target = self._team(opportunity)
        if not person.reach.holds(target.pk, Role.MANAGER):
            return denied(
                _("Only managers of %(team)s or of a team above can take an opportunity there.") % {"team": target}
            )
        return may_reassign(person, opportunity)

    def _team(self, opportunity: Opportunity) -> Team:
        stays = self.home is None or self.to.reach.holds(opportunity.team_id, Role.MEMBER, Role.MANAGER)
        return opportunity.team if stays or self.home is None else self.home

    def told(self, opportunity: Opportunity) -> tuple[str, str]:
        owner, team = opportunity.owner.name if opportunity.owner else _("nobody yet"), self._team(opportunity)
        moved = team != opportunity.team
        before = f"{owner} · {opportunity.team}" if moved else owner
        return before, f"{self.to.name} · {team}" if moved else self.to.name

    def make(self, opportunity: Opportunity, *, by: Person, at: datetime, version: int) -> None:
        team = self._team(opportunity)
        opportunity.reassign(to=self.to, team=team, reason=self.reason, by=by, at=at, version=version)


@dataclass(frozen=True)
class Redate:
    expected_close: date
    reason: str

    def verdict(self, person: Person, opportunity: Opportunity) -> Verdict:
        if not opportunity.is_open:
            return denied(_("It is closed already."))
        return may_work_on(person, opportunity)

    def told(self, opportunity: Opportunity) -> tuple[str, str]:
        return formats.day(opportunity.expected_close), formats.day(self.expected_close)

    def make(self, opportunity: Opportunity, *, by: Person, at: datetime, version: int) -> None:
        values = {"expected_close": self.expected_close}
        opportunity.edit(values, reason=self.reason, by=by, at=at, version=version)


@dataclass(frozen=True)
class PutAway:
    def verdict(self, person: Person, opportunity: Opportunity) -> Verdict:
        return may_work_on(person, opportunity)

    def told(self, opportunity: Opportunity) -> tuple[str, str]:
        return str(opportunity.get_status_display()), _("Put away")

    def make(self, opportunity: Opportunity, *, by: Person, at: datetime, version: int) -> None:
        opportunity.archive(by=by, at=at, version=version)


@dataclass(frozen=True)
class Line:
    """What becomes of one opportunity; `refusal` says why nothing does."""

    opportunity: Opportunity
    before: str
    after: str
    refusal: str = ""

    @property
    def changes(self) -> bool:
        return not self.refusal and self.before != self.after


class NotAsSeen(Refusal):
    """Some of the chosen opportunities are no longer as they were when the preview was made (HTTP 409)."""

    code = "not-as-seen"

    def __init__(self, reasons: Mapping[UUID, str]):
        count = len(reasons)
        super().__init__(
            ngettext(
                "Nothing was changed: %(count)d opportunity is no longer as you saw it.",
                "Nothing was changed: %(count)d opportunities are no longer as you saw them.",
                count,
            )
            % {"count": count},
            extra={"refused": [{"opportunity": pk, "detail": reason} for pk, reason in reasons.items()]},
        )
        self.reasons = dict(reasons)


def chosen(person: Person, ids: Iterable[UUID]) -> list[Opportunity]:
    """Those of the ids that this person may read, in a steady order; at most MOST."""
    found = Opportunity.objects.visible_to(person).current().with_names().filter(pk__in=list(ids)[:MOST])
    return list(found.prefetch_related("collaborations").order_by("account__name", "name", "pk"))


def preview(opportunities: Sequence[Opportunity], change: Change, person: Person) -> list[Line]:
    lines = []
    for opportunity in opportunities:
        verdict = change.verdict(person, opportunity)
        before, after = change.told(opportunity) if verdict else ("", "")
        lines.append(Line(opportunity, before, after, str(verdict.reason)))
    return lines


def carry_out(change: Change, versions: Mapping[UUID, int], *, by: Person, at: datetime) -> int:
    """Change each opportunity from the version that was seen; returns how many. Raises NotAsSeen and changes nothing."""
    with transaction.atomic():
        reasons: dict[UUID, str] = {}
        found = {one.pk: one for one in chosen(by, versions)}
        for pk in sorted(versions):
            reason = _attempt(change, found.get(pk), versions[pk], by=by, at=at)
            if reason:
                reasons[pk] = reason
        if reasons:
            raise NotAsSeen(reasons)
    return len(versions)


def _attempt(change: Change, opportunity: Opportunity | None, version: int, *, by: Person, at: datetime) -> str:
    """Why it cannot be; empty once it is done. Rows are locked in the order of their ids, so that two never wait for each other."""
    if opportunity is None:
        return _("It is no longer there for you.")
    verdict: Verdict = change.verdict(by, opportunity)
    if not verdict:
        return str(verdict.reason)
    try:
        with transaction.atomic():
            change.make(opportunity, by=by, at=at, version=version)
    except Refusal as refusal:
        return _reason(refusal)
    return ""


def _reason(refusal: Refusal) -> str:
    errors: Mapping[str, Any] = getattr(refusal, "errors", {})
    first = next((str(messages[0]) for messages in errors.values()), "")
    return first or str(refusal.detail)
