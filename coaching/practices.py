"""Best practices as people look for them: by stage, by problem, by words; and what goes with one of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coaching.choices import Outcome, Problem
from coaching.models import BestPractice, CoachingSession
from funnels.choices import CustomerPhase, FunnelState, Status
from funnels.models import Opportunity, Stage
from portal.chronicle import Line
from portal.models import Event, Membership, Person, Team
from portal.scoping import read_by

MOST_OFFERED: Final = 100
MOST_EVENTS: Final = 20
MOST_FITTING: Final = 3
ORDERS: Final = {
    "": ("-created_at", "-id"),
    "worked": ("-adopted_count", "-created_at", "-id"),
    "useful": ("-useful_count", "-created_at", "-id"),
}
SHOWN: Final = {
    "": gettext_lazy("All, newest first"),
    "worked": gettext_lazy("All, most worked by first"),
    "useful": gettext_lazy("All, useful to most first"),
    "adopted": gettext_lazy("Those I work by"),
    "mine": gettext_lazy("Those I wrote"),
    "archived": gettext_lazy("Put away"),
}
SENTENCES: Final = {
    "written": (gettext_lazy("Written"), "pencil"),
    "edited": (gettext_lazy("Changed"), "pencil"),
    "archived": (gettext_lazy("Put away"), "archive"),
    "restored": (gettext_lazy("Brought back"), "undo-2"),
}


@dataclass(frozen=True)
class Row:
    """`place` says where on the customer's way it was tried, in words that the reader knows."""

    practice: BestPractice
    place: str


practices = read_by(BestPractice)
stages = read_by(Stage)
opportunities = read_by(Opportunity)
sessions = read_by(CoachingSession)


def own_sessions(person: Person) -> QuerySet[CoachingSession]:
    """Those that the person was one of the two in."""
    found: QuerySet[CoachingSession] = CoachingSession.objects.visible_to(person).of_pair_member(person)
    return found


def stages_for(person: Person) -> list[Stage]:
    """The stages of the funnels in use that serve this person, one of each code, in the order of the funnels."""
    found = active_stages(person).order_by("position", "funnel__name", "pk")
    return list({stage.code: stage for stage in reversed(found)}.values())[::-1]


def offered_stages(person: Person, *named: Stage | None) -> list[Stage]:
    """Those of `stages_for`; a named one takes the place of its namesake, or stands at the end."""
    first = {stage.code: stage for stage in named if stage is not None}
    known = stages_for(person)
    return [first.pop(stage.code, stage) for stage in known] + list(first.values())


def active_stages(person: Person) -> QuerySet[Stage]:
    """Drafts have none of their own yet: what is tried is tried in a funnel in use."""
    found: QuerySet[Stage] = Stage.objects.visible_to(person).filter(funnel__state=FunnelState.ACTIVE)
    return found


def rows(found: Iterable[BestPractice], stages: Iterable[Stage]) -> list[Row]:
    names = {stage.code: stage.label for stage in stages}
    return [Row(one, place_of(one, names)) for one in found]


def place_of(practice: BestPractice, names: Mapping[str, str]) -> str:
    """The stage by the reader's own name for it; where their funnels have none such, the customer's phase."""
    named = names.get(practice.stage.code) if practice.stage else None
    if named:
        return named
    return str(CustomerPhase(practice.phase).label) if practice.phase else _("Any stage")


def narrowed(person: Person, wanted: Mapping[str, str], stages: Sequence[Stage]) -> QuerySet[BestPractice]:
    """`wanted` holds `q`, `stage` (a code), `problem` and `show`; what is unknown narrows nothing."""
    found: Any = BestPractice.objects.visible_to(person).with_names()
    found = found.put_away() if wanted["show"] == "archived" else found.current()
    if wanted["show"] == "mine":
        found = found.filter(author=person)
    if wanted["show"] == "adopted":
        found = found.adopted_by(person)
    if wanted["q"]:
        found = found.about(wanted["q"])
    if wanted["problem"] in Problem.values:
        found = found.filter(problem=wanted["problem"])
    if wanted["stage"] in {stage.code for stage in stages}:
        found = found.in_stage(wanted["stage"])
    ordered: QuerySet[BestPractice] = found.order_by(*ORDERS.get(wanted["show"], ORDERS[""]))
    return ordered


def fitting(person: Person, opportunity: Opportunity) -> list[BestPractice]:
    """What others found to work where this opportunity stands; those that most work by first."""
    found: Any = BestPractice.objects.visible_to(person).current().with_names()
    near = found.fitting(opportunity)
    return list(near.order_by("-adopted_count", "-useful_count", "-id")[:MOST_FITTING])


def offered_opportunities(person: Person, *named: Opportunity | None) -> list[Opportunity]:
    """The author's own, the newest first, after those that are named."""
    own = Opportunity.objects.visible_to(person).current().filter(owner=person).select_related("account")
    first = {one.pk: one for one in named if one is not None}
    return list((first | {one.pk: one for one in own.order_by("-id")[:MOST_OFFERED]}).values())


def seen_opportunity(person: Person, practice: BestPractice) -> Opportunity | None:
    """The opportunity that it names, for whoever may read that."""
    if practice.opportunity_id is None:
        return None
    found: Opportunity | None = (
        Opportunity.objects.visible_to(person).filter(pk=practice.opportunity_id).select_related("account").first()
    )
    return found


def seen_session(person: Person, practice: BestPractice) -> CoachingSession | None:
    """The session in which it came up, for whoever may know of that."""
    if practice.session_id is None:
        return None
    found: CoachingSession | None = (
        CoachingSession.objects.visible_to(person).filter(pk=practice.session_id).with_names().first()
    )
    return found


def teams_of(person: Person, day: date) -> list[Team]:
    """The teams that the person works in on that day; the one joined last first."""
    held = Membership.objects.on(day).filter(person=person).select_related("team").order_by("-starts_on", "pk")
    return list(dict.fromkeys(membership.team for membership in held))


def begun_from(opportunity: Opportunity | None, session: CoachingSession | None) -> dict[str, Any]:
    """What a new practice starts with: where it was tried and what came of it; of what was said in coaching, nothing."""
    start: dict[str, Any] = {}
    if session is not None and opportunity is None:
        link = session.links.select_related("opportunity__account", "stage").first()
        return {"opportunity": link.opportunity, "stage": link.stage} if link else {}
    if opportunity is not None:
        start = {"opportunity": opportunity, "stage": opportunity.stage}
        if opportunity.status == Status.WON:
            start["outcome"] = Outcome.WON
    return start


def history_of(practice: BestPractice) -> list[Line]:
    """Of its words, the newest first. Who works this way is listed apart, and whose voice said what is not told."""
    events = Event.objects.about(practice).filter(verb__in=SENTENCES).select_related("by")[:MOST_EVENTS]
    return [
        Line(event.at, str(SENTENCES[event.verb][0]), event.by.name if event.by else "", SENTENCES[event.verb][1])
        for event in events
    ]
