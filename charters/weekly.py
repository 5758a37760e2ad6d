"""How the charters of teams stand, from the figures of the week: what is at risk, what nobody supports, what is late.

Once a week each row that asks for somebody is kept by its identifier and its team. Whoever manages the team is told how
many there were, and of those the first that still ask.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from charters.acting import TACTIC
from charters.choices import CharterState
from charters.digest import REVIEW
from charters.models import Charter, Objective, ObjectiveProgress, StrategyFeedback, TacticProgress
from charters.risks import WORST_FIRST, in_force, in_words, risk_of
from portal.digests.audience import Audience
from portal.digests.models import WeekFigures
from portal.digests.promises import CUSTOMERS, GOALS, MOST, TACTICS, Ask, Item, Kinds, Section, keys_among
from portal.formats import due
from portal.models import Organisation, Person

READ: Final = "figures of the week: told to whoever manages the team"
OBJECTIVE: Final = "objective"
FEEDBACK: Final = "strategyfeedback"
DOT: Final = " · "
LIST: Final = "charters:list"
DECIDE: Final = 10  # early among what a digest may ask at its end
Found = dict[UUID, list[Any]]


@dataclass(frozen=True)
class Kept:
    """A row as it was kept: its identifier, its team, whose it is, and how it stood."""

    key: UUID
    team: UUID
    owner: UUID | None
    how: str = ""


@dataclass(frozen=True)
class Kind:
    """`late` finds the rows when the week begins, `lines` those that still ask, as lines in their order.

    All of them stand at `address`, `narrowed` to them. What is one's own already stands among one's promises, unless
    `own` says otherwise.
    """

    code: str
    title: str | Promise
    fact: Any
    late: Callable[[date], list[Kept]]
    lines: Callable[[Sequence[Kept], date], list[Item]]
    block: int
    address: str
    narrowed: str = ""
    own: bool = False


def freeze(week: date, at: datetime) -> dict[str, object]:
    today = Organisation.current().today(at)
    return {kind.code: [[one.key, one.team, one.owner, one.how] for one in kind.late(today)] for kind in KINDS}


def theirs(person: Person, kinds: Kinds) -> dict[str, set[UUID]]:
    found = {}
    if OBJECTIVE in kinds:
        found[OBJECTIVE] = keys_among(ObjectiveProgress.objects.visible_to(person), kinds[OBJECTIVE], "objective_id")
    if FEEDBACK in kinds:
        found[FEEDBACK] = keys_among(StrategyFeedback.objects.visible_to(person), kinds[FEEDBACK])
    return found


def sections(audience: Audience) -> Found:
    found: Found = {}
    managed = {person: set(teams) for person, teams in audience.managers_among().items()}
    if managed:
        for kind in KINDS:
            told = _by_person(kind, audience, managed)
            wanted = {one.key: one for rows in told.values() for one in rows}
            lines = kind.lines(list(wanted.values()), min(audience.today.values())) if wanted else []
            for person, rows in told.items():
                section = _section(kind, rows, lines)
                if section:
                    found.setdefault(person, []).append(section)
    return found


def asks(audience: Audience) -> Found:
    """Of whoever others wait for: a charter to approve, or feedback to answer."""
    people = [one.pk for one in audience.people]
    review = Charter.objects.everything(reason=READ).filter(state=CharterState.IN_REVIEW, sponsor__in=people)
    said = StrategyFeedback.objects.everything(reason=READ).open().filter(owner__in=people)
    waiting = dict.fromkeys(said.order_by().values_list("owner_id", flat=True), reverse("charters:feedback"))
    approve = reverse("charters:list") + "?need=waiting"
    waiting |= dict.fromkeys(review.order_by().values_list("sponsor_id", flat=True), approve)
    question = _("Which decision is waiting for you?")
    return {person: [Ask(DECIDE, question, address)] for person, address in waiting.items() if person}


def _by_person(kind: Kind, audience: Audience, managed: Mapping[UUID, set[UUID]]) -> dict[UUID, list[Kept]]:
    kept = {week: _kept(kind, figures) for week, figures in audience.figures.items()}
    return {
        person: [
            one
            for one in kept.get(audience.weeks[person], ())
            if one.team in teams and (kind.own or one.owner != person)
        ]
        for person, teams in managed.items()
    }


def _kept(kind: Kind, figures: WeekFigures) -> list[Kept]:
    rows = figures.content.get(__name__, {}).get(kind.code, [])
    return [Kept(UUID(key), UUID(team), UUID(owner) if owner else None, how) for key, team, owner, how in rows]


def _section(kind: Kind, rows: Sequence[Kept], lines: Sequence[Item]) -> Section | None:
    keys = {one.key for one in rows}
    still = [line for line in lines if line.key in keys]
    if not still:
        return None
    count = len(rows)
    return Section(
        kind.code, str(kind.title), still[:MOST], count, str(kind.fact % {"count": count}), _address(kind, rows),
        tone="warn", block=kind.block, figure=True, still=len(still),
    )  # fmt: skip


def _address(kind: Kind, rows: Sequence[Kept]) -> str:
    """Where they stand; in the list of charters those of one team among themselves."""
    teams = {str(one.team) for one in rows}
    address = reverse(kind.address) + kind.narrowed
    return f"{address}&team={teams.pop()}" if kind.address == LIST and len(teams) == 1 else address


def _objectives() -> Any:
    return in_force(Objective.objects.everything(reason=READ))


def _at_risk(today: date) -> list[Kept]:
    """Will not be reached, in doubt, or behind the line between its targets."""
    found = [(one, risk_of(one)) for one in _objectives().order_by("charter__title", "id")]
    return [Kept(one.pk, one.charter.team_id, one.progress.owner_id, how) for one, how in found if how]


def _risk_lines(rows: Sequence[Kept], today: date) -> list[Item]:
    """The worst first."""
    how = {one.key: one.how for one in rows}
    found = [one for one in _objectives().filter(pk__in=how).order_by("charter__title", "id") if risk_of(one)]
    found.sort(key=lambda one: WORST_FIRST.index(how[one.pk]))
    return [_objective(one, in_words(how[one.pk])) for one in found]


def _objective(one: Objective, said: str) -> Item:
    owner = one.progress.owner.name if one.progress.owner else ""
    address = reverse("charters:charter", args=[one.charter_id]) + f"#part-{one.pk}"
    return Item(
        OBJECTIVE, one.pk, one.statement, address, lead=one.charter.title, detail=DOT.join(filter(None, [said, owner]))
    )


def _bare() -> Any:
    """Objectives of charters in force with charters below, none of which contributes to them."""
    active = Charter.objects.everything(reason=READ).active()
    below = active.filter(parent__lineage=OuterRef("charter__lineage"))
    supporters = Objective.objects.everything(reason=READ).filter(
        supports__lineage=OuterRef("lineage"), charter__state=CharterState.ACTIVE
    )
    return _objectives().filter(Exists(below)).exclude(Exists(supporters)).order_by("charter__title", "id")


def _unsupported(today: date) -> list[Kept]:
    return [Kept(one.pk, one.charter.team_id, one.progress.owner_id) for one in _bare()]


def _unsupported_lines(rows: Sequence[Kept], today: date) -> list[Item]:
    return [_objective(one, "") for one in _bare().filter(pk__in=[row.key for row in rows])]


def _reviews() -> Any:
    return Charter.objects.everything(reason=READ).active().select_related("owner").order_by("review_due_on", "id")


def _late_reviews(today: date) -> list[Kept]:
    return [Kept(one.pk, one.team_id, one.owner_id) for one in _reviews().filter(review_due_on__lt=today)]


def _review_lines(rows: Sequence[Kept], today: date) -> list[Item]:
    found = _reviews().filter(pk__in=[row.key for row in rows], review_due_on__lt=today)
    return [
        Item(
            REVIEW, one.pk, _("Review of the charter"), reverse("charters:charter", args=[one.pk]), lead=one.title,
            detail=DOT.join(filter(None, [one.owner.name if one.owner else "", due(one.review_due_on, today)])),
        )
        for one in found
    ]  # fmt: skip


def _feedback() -> Any:
    rows = StrategyFeedback.objects.everything(reason=READ).open()
    return rows.select_related("author", "owner").order_by("answer_due_on", "id")


def _late_feedback(today: date) -> list[Kept]:
    return [Kept(one.pk, one.team_id, one.owner_id) for one in _feedback().filter(answer_due_on__lt=today)]


def _feedback_lines(rows: Sequence[Kept], today: date) -> list[Item]:
    return [
        Item(
            FEEDBACK, one.pk, _("Feedback of %(name)s on the strategy") % {"name": one.author.name},
            reverse("charters:feedback"), detail=DOT.join([one.owner.name, due(one.answer_due_on, today)]),
        )
        for one in _feedback().filter(pk__in=[row.key for row in rows])
    ]  # fmt: skip


def _tactics() -> Any:
    rows = TacticProgress.objects.everything(reason=READ).open().filter(tactic__charter__state=CharterState.ACTIVE)
    return rows.select_related("tactic__charter", "owner").order_by("due_on", "id")


def _late_tactics(today: date) -> list[Kept]:
    late = _tactics().filter(due_on__lt=today)
    return [Kept(one.tactic.lineage, one.tactic.charter.team_id, one.owner_id) for one in late]


def _tactic_lines(rows: Sequence[Kept], today: date) -> list[Item]:
    """Landmarks first."""
    found = list(_tactics().filter(tactic__lineage__in=[row.key for row in rows], due_on__lt=today))
    found.sort(key=lambda one: not one.tactic.landmark)
    return [
        Item(
            TACTIC, one.tactic.lineage, one.tactic.step,
            reverse("charters:charter", args=[one.tactic.charter_id]) + f"#part-{one.tactic_id}",
            lead=one.tactic.charter.title,
            detail=DOT.join(filter(None, [one.owner.name if one.owner else "", due(one.due_on, today)])),
        )
        for one in found
    ]  # fmt: skip


KINDS: Final = (
    Kind(
        "feedback", gettext_lazy("Feedback on the strategy that nobody answered in time"),
        ngettext_lazy("%(count)d answer to the field overdue", "%(count)d answers to the field overdue", "count"),
        _late_feedback, _feedback_lines, CUSTOMERS, "charters:feedback",
    ),
    Kind(
        "objectives", gettext_lazy("Objectives at risk"),
        ngettext_lazy("%(count)d objective at risk", "%(count)d objectives at risk", "count"),
        _at_risk, _risk_lines, GOALS, LIST, "?need=at_risk", own=True,
    ),
    Kind(
        "unsupported", gettext_lazy("Objectives that nobody below supports"),
        ngettext_lazy("%(count)d objective without support", "%(count)d objectives without support", "count"),
        _unsupported, _unsupported_lines, GOALS, "charters:tree", "?check=A7", own=True,
    ),
    Kind(
        "reviews", gettext_lazy("Charters whose review is overdue"),
        ngettext_lazy("%(count)d charter review overdue", "%(count)d charter reviews overdue", "count"),
        _late_reviews, _review_lines, GOALS, LIST, "?need=review",
    ),
    Kind(
        "tactics", gettext_lazy("Tactics overdue in your teams"),
        ngettext_lazy("%(count)d tactic overdue", "%(count)d tactics overdue", "count"),
        _late_tactics, _tactic_lines, TACTICS, LIST, "?need=late",
    ),
)  # fmt: skip
