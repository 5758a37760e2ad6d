"""The list of charters: what stands in a row, and by what it is narrowed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.utils.translation import ngettext_lazy

from charters import completeness
from charters.choices import CharterState
from charters.index import Line, others
from charters.models import Charter, Objective
from charters.models.outlining import documents
from charters.risks import in_force, risk_of
from portal.models import Person

AT_RISK: Final = "at_risk"


@dataclass(frozen=True)
class Row:
    """`done` of `total` sections are complete; what was approved is complete."""

    line: Line
    done: int
    total: int

    @property
    def complete(self) -> bool:
        return self.done == self.total


@dataclass(frozen=True)
class Reader:
    """Who reads the list, and on which day. `at_risk` are the charters with objectives at risk."""

    person: Person
    today: date
    at_risk: AbstractSet[UUID] = frozenset()


def reader_of(person: Person, today: date, need: str) -> Reader:
    """What is at risk is reckoned for whoever asks for it: two statements, whatever there is."""
    if need != AT_RISK:
        return Reader(person, today)
    measured = in_force(Objective.objects.visible_to(person)).filter(progress__latest__isnull=False)
    return Reader(person, today, {one.charter_id for one in measured if risk_of(one)})


@dataclass(frozen=True)
class Need:
    """A pill above the list: a fact that is a filter. `label % {"count": …}` follows the number.

    That of what is at risk stands there while it filters: digests lead to it.
    """

    code: str
    label: Any
    icon: str
    tone: str
    holds: Callable[[Line, Reader], bool]


NEEDS = (
    Need(
        "waiting", ngettext_lazy("waits for your approval", "wait for your approval", "count"), "circle-check", "warn",
        lambda one, reader: one.waits_for(reader.person),
    ),
    Need(
        "review", ngettext_lazy("review overdue", "reviews overdue", "count"), "clock", "bad",
        lambda one, reader: one.is_review_overdue(reader.today),
    ),
    Need(
        AT_RISK, ngettext_lazy("with objectives at risk", "with objectives at risk", "count"), "target", "warn",
        lambda one, reader: one.id in reader.at_risk,
    ),
    Need(
        "late", ngettext_lazy("with tactics overdue", "with tactics overdue", "count"), "list-checks", "warn",
        lambda one, reader: one.late,
    ),
    Need(
        "mine", ngettext_lazy("is yours", "are yours", "count"), "user", "",
        lambda one, reader: one.owner == reader.person.pk,
    ),
    Need(
        "in_review", ngettext_lazy("in review", "in review", "count"), "eye", "",
        lambda one, reader: one.state == CharterState.IN_REVIEW,
    ),
    Need(
        "draft", ngettext_lazy("draft", "drafts", "count"), "pencil", "",
        lambda one, reader: one.state == CharterState.DRAFT,
    ),
    Need(
        "active", ngettext_lazy("in force", "in force", "count"), "check", "ok",
        lambda one, reader: one.state == CharterState.ACTIVE,
    ),
)  # fmt: skip


def counted(lines: Sequence[Line], reader: Reader) -> list[dict[str, Any]]:
    """Each need with how many charters it holds for; those that hold for none are left out."""
    counts = [(need, sum(need.holds(line, reader) for line in lines)) for need in NEEDS]
    return [{"need": need, "count": count, "label": need.label % {"count": count}} for need, count in counts if count]


def narrowed(lines: Sequence[Line], wanted: Mapping[str, str], reader: Reader) -> list[Line]:
    """`wanted` holds `q`, `kind`, `team` and `need`; what is empty or unknown narrows nothing."""
    need = next((one for one in NEEDS if one.code == wanted["need"]), None)
    words = wanted["q"].casefold()
    return [
        line
        for line in lines
        if words in f"{line.title} {line.team_name}".casefold()
        and (not wanted["kind"] or line.kind == wanted["kind"])
        and (not wanted["team"] or str(line.team) == wanted["team"])
        and (need is None or need.holds(line, reader))
    ]


def rows(shown: Sequence[Line], lines: Sequence[Line]) -> list[Row]:
    """`shown` with how complete each is, reckoned for those that are still being written."""
    open_ones = [line.id for line in shown if line.is_open]
    charters = Charter.objects.everything(reason="drafts among lines in scope").with_parts().filter(pk__in=open_ones)
    found = {one.pk: one for one in charters} if open_ones else {}
    shares = {pk: _share(one, lines) for pk, one in found.items()}
    return [Row(line, *shares.get(line.id, (1, 1))) for line in shown]


def _share(charter: Charter, lines: Sequence[Line]) -> tuple[int, int]:
    [document] = documents([charter])
    return completeness.share_complete(completeness.sections(document, others=others(lines, charter)))


def teams_of(lines: Sequence[Line]) -> list[tuple[UUID, str]]:
    return sorted({(line.team, line.team_name) for line in lines}, key=lambda one: one[1].casefold())
