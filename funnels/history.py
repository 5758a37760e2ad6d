"""What happened to an opportunity, in sentences: its moves and the events of everything that belongs to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from funnels.choices import CLOSE_REASONS, Kind, MoveKind, Status
from funnels.models import CustomerCommitment, Opportunity, StageEvent
from funnels.models.funnel import outline_of
from funnels.standing import Outline
from portal import formats
from portal.models import Event, Person

COMMITMENTS, MOVES = "commitments", "moves"
FILTERS: Final = {"": gettext_lazy("All"), COMMITMENTS: gettext_lazy("Commitments"), MOVES: gettext_lazy("Moves")}
PREFIX: Final = "commitment_"
DEEDS: Final = {
    "asked": (gettext_lazy("Asked for"), "message-square", ""),
    "promised": (gettext_lazy("Promised"), "handshake", ""),
    "fulfilled": (gettext_lazy("Kept"), "check", "kept"),
    "rescheduled": (gettext_lazy("Promised for another day"), "calendar", ""),
    "declined": (gettext_lazy("Declined by the customer"), "circle-x", "late"),
    "broken": (gettext_lazy("Promised and not done"), "circle-x", "late"),
    "withdrawn": (gettext_lazy("Withdrawn"), "rotate-ccw", ""),
}
CHANGES: Final = {
    "edited": (gettext_lazy("Edited"), "pencil"),
    "reassigned": (gettext_lazy("Passed on"), "user"),
    "parked": (gettext_lazy("Parked"), "pause"),
    "unparked": (gettext_lazy("No longer parked"), "clock"),
    "archived": (gettext_lazy("Put away"), "archive"),
    "restored": (gettext_lazy("Brought back"), "undo-2"),
    "split": (gettext_lazy("Product lines changed"), "package"),
    "invited": (gettext_lazy("Collaborators changed"), "users"),
    "influence_added": (gettext_lazy("Buying influence added"), "user-plus"),
    "influence_edited": (gettext_lazy("Buying influence changed"), "user"),
    "meeting_planned": (gettext_lazy("Meeting planned"), "calendar"),
    "meeting_edited": (gettext_lazy("Meeting changed"), "calendar"),
    "override_answered": (gettext_lazy("The evidence that a manager had answered for came"), "badge-check"),
    "override_renewed": (gettext_lazy("A manager's move without evidence was renewed"), "shield-check"),
}
FIELDS: Final = {
    "name": gettext_lazy("Single sales objective"),
    "account": gettext_lazy("Account"),
    "amount": gettext_lazy("Amount"),
    "currency": gettext_lazy("Currency"),
    "expected_close": gettext_lazy("Expected close"),
    "kind": gettext_lazy("Kind"),
    "segment": gettext_lazy("Market segment"),
    "concept": gettext_lazy("What the customer wants to do"),
    "concept_words": gettext_lazy("In the customer's words"),
}


@dataclass(frozen=True)
class Entry:
    """An entry of the kit's timeline. `versioned` ones changed what people edit on the opportunity itself."""

    at: datetime
    title: str
    detail: str
    icon: str
    tone: str = ""
    kind: str = ""
    versioned: bool = True


def entries(
    moves: Iterable[StageEvent],
    events: Iterable[Event],
    commitments: Iterable[CustomerCommitment],
    names: Mapping[str, str],
    outline: Outline,
    currency: str,
) -> list[Entry]:
    """The newest first. `names` are the people that reassignments mention, by id; `currency` is today's."""
    said = {str(one.pk): one for one in commitments}
    told = [_event(event, said, names, then) for event, then in in_currencies(events, currency)]
    told += [_move(move, outline) for move in moves]
    return sorted(told, key=lambda entry: entry.at, reverse=True)


def in_currencies(events: Iterable[Event], now: str) -> Iterable[tuple[Event, tuple[str, str]]]:
    """Each event with the currency before and after it; the newest first, from the currency of today back."""
    for event in events:
        before = str(event.before.get("currency") or now)
        yield event, (before, now)
        now = before


def people_in(events: Iterable[Event]) -> set[str]:
    """Ids of the people that passing on mentions."""
    passed = [event for event in events if event.verb == "reassigned"]
    return {str(held["owner"]) for event in passed for held in (event.before, event.after) if held.get("owner")}


def history_of(
    opportunity: Opportunity,
    moves: Sequence[StageEvent] | None = None,
    commitments: Sequence[CustomerCommitment] | None = None,
    events: Sequence[Event] | None = None,
) -> list[Entry]:
    """Reads what is not handed over."""
    moves = moves if moves is not None else moves_of(opportunity)
    commitments = commitments if commitments is not None else list(opportunity.commitments.select_related("given_by"))
    events = events if events is not None else events_of(opportunity)
    ids = people_in(events)
    names = {str(one.pk): one.name for one in Person.objects.filter(pk__in=ids)} if ids else {}
    return entries(moves, events, commitments, names, outline_of(opportunity.funnel_id), opportunity.currency)


def moves_of(opportunity: Opportunity) -> list[StageEvent]:
    """The newest first."""
    return list(opportunity.moves.select_related("by", "remark", "from_stage", "to_stage"))


def events_of(opportunity: Opportunity) -> list[Event]:
    """The newest first."""
    return list(Event.objects.about(opportunity).select_related("by", "remark"))


def changes_since(opportunity: Opportunity, seen: int) -> list[Entry]:
    """What others changed after version `seen`: each version has left one entry."""
    versioned = [entry for entry in history_of(opportunity) if entry.versioned]
    return versioned[: max(0, opportunity.version - seen)]


def _event(
    event: Event, said: Mapping[str, CustomerCommitment], names: Mapping[str, str], currencies: tuple[str, str]
) -> Entry:
    if event.verb.startswith(PREFIX):
        return _deed(event, said.get(str(event.after.get("commitment"))))
    title, icon = CHANGES.get(event.verb, (event.verb.replace("_", " ").capitalize(), "history"))
    words = [*_what_changed(event, names, currencies), event.actor, _quoted(event.reason)]
    part = event.verb.startswith(("influence", "meeting", "override"))
    return Entry(event.at, str(title), _joined(words), icon, versioned=not part)


def _deed(event: Event, commitment: CustomerCommitment | None) -> Entry:
    words, icon, tone = DEEDS.get(event.verb.removeprefix(PREFIX), (event.verb, "history", ""))
    giver = commitment.given_by.name if commitment and commitment.given_by else ""
    day = _day(event.after.get("promised_for")) if "promised_for" in event.after else ""
    said = commitment.statement if commitment else str(words)
    detail = _joined([str(words), giver, day, event.actor, _quoted(event.reason)])
    return Entry(event.at, said, detail, icon, tone, COMMITMENTS, versioned=False)


def _move(move: StageEvent, outline: Outline) -> Entry:
    title = _title_of(move)
    met = sum(1 for one in move.criteria if one["state"] == "fulfilled")
    counted = _("%(met)d of %(total)d commitments recorded") % {"met": met, "total": len(move.criteria)}
    by = move.by.name if move.by else _("Import")
    words = [*_reasons(move), counted if move.criteria else "", by, _quoted(move.reason)]
    late = not move.supported
    if late:
        words.insert(0, _("without all evidence"))
    icon = {MoveKind.CLOSED: "flag", MoveKind.UNDONE: "undo-2", MoveKind.REGRESSED: "arrow-left"}.get(
        MoveKind(move.kind), "arrow-right"
    )
    return Entry(move.at, title, _joined(words), icon, "late" if late else "move", MOVES)


def _reasons(move: StageEvent) -> list[str]:
    known = CLOSE_REASONS.get(move.to_status, {})
    return [str(known.get(code, code)) for code in move.reasons]


def _title_of(move: StageEvent) -> str:
    stage = move.to_stage.label
    if move.kind == MoveKind.CLOSED:
        return _("Closed: %(outcome)s") % {"outcome": move.get_to_status_display()}
    if move.kind == MoveKind.ADVANCED and move.to_status == Status.WON and move.from_status == Status.OPEN:
        return _("Won")
    titles = {
        MoveKind.OPENED: _("Opened in %(stage)s"),
        MoveKind.ADVANCED: _("Moved to %(stage)s"),
        MoveKind.REGRESSED: _("Moved back to %(stage)s"),
        MoveKind.REOPENED: _("Reopened in %(stage)s"),
        MoveKind.UNDONE: _("Move undone: back in %(stage)s"),
        MoveKind.MIGRATED: _("Moved to the next version of the funnel, in %(stage)s"),
        MoveKind.IMPORTED: _("Taken over from the CRM, in %(stage)s"),
    }
    return titles[MoveKind(move.kind)] % {"stage": stage}


def _what_changed(event: Event, names: Mapping[str, str], currencies: tuple[str, str]) -> list[str]:
    if event.verb == "reassigned" and "owner" in event.after:
        to = names.get(str(event.after["owner"]), _("nobody"))
        return [_("to %(name)s") % {"name": to}]
    if event.verb == "parked":
        return [_("until %(day)s") % {"day": _day(event.after.get("parked_until"))}]
    if event.verb == "edited":
        return [_change(name, event.before.get(name), now, currencies) for name, now in event.after.items()]
    if event.verb.startswith("meeting") and "held_on" in event.after:
        return [_day(event.after["held_on"])]
    return []


def _change(name: str, before: Any, now: Any, currencies: tuple[str, str]) -> str:
    field = str(FIELDS.get(name, name))
    if name in ("account", "concept_words", "name", "concept"):
        return field
    if name == "expected_close":
        before, now = _day(before), _day(now)
    if name == "amount":
        before, now = (_money(one, code) for one, code in zip((before, now), currencies, strict=True))
    if name == "kind":
        before, now = (str(Kind(one).label) if one in Kind.values else "–" for one in (before, now))
    return _("%(field)s: %(before)s → %(now)s") % {"field": field, "before": before or "–", "now": now or "–"}


def close_dates(events: Iterable[Event]) -> list[tuple[datetime, str, str, str, str]]:
    """The history of the expected close date: when, from, to, who, why; the newest first."""
    return [
        (
            event.at,
            _day(event.before.get("expected_close")),
            _day(event.after["expected_close"]),
            event.by.name if event.by else "",
            event.reason,
        )
        for event in events
        if "expected_close" in event.after and event.verb == "edited"
    ]


def pushed(count: int) -> str:
    return ngettext("moved later once", "moved later %(count)d times", count) % {"count": count}


def _day(value: Any) -> str:
    return formats.day(date.fromisoformat(str(value)[:10])) if value else "–"


def _money(value: Any, currency: str) -> str:
    return formats.money(Decimal(str(value)), currency) if value not in (None, "") else "–"


def _quoted(reason: str) -> str:
    return f"“{reason}”" if reason else ""


def _joined(words: Iterable[str]) -> str:
    return " · ".join(word for word in words if word)


def narrowed(told: Iterable[Entry], kind: str) -> list[Entry]:
    return [entry for entry in told if not kind or entry.kind == kind]
