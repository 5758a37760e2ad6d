"""What happened to a charter or a strategy brief, in sentences."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from charters.models import Charter, StrategyBrief
from portal.chronicle import Line
from portal.models import Event

MOST: Final = 40
SENTENCES: Final = {
    "opened": (gettext_lazy("Started"), "file-text"),
    "edited": (gettext_lazy("Text changed"), "pencil"),
    "submitted": (gettext_lazy("Submitted for approval"), "arrow-right"),
    "sent_back": (gettext_lazy("Sent back"), "undo-2"),
    "approved": (gettext_lazy("Approved"), "badge-check"),
    "activated": (gettext_lazy("Put into force"), "flag"),
    "superseded": (gettext_lazy("Followed by the next version"), "git-branch"),
    "retired": (gettext_lazy("Retired"), "archive"),
    "brought_back": (gettext_lazy("Brought back"), "undo-2"),
    "reviewed": (gettext_lazy("Reviewed: it still holds"), "eye"),
    "entrusted": (gettext_lazy("Given a new owner"), "user"),
    "sponsor_named": (gettext_lazy("Given a new sponsor"), "user"),
    "revised": (gettext_lazy("Drafted as the next version"), "git-branch"),
    "realigned": (gettext_lazy("Compared with the new version above"), "compass"),
    "published": (gettext_lazy("Published"), "badge-check"),
    "question_asked": (gettext_lazy("Question asked"), "circle-question-mark"),
    "question_answered": (gettext_lazy("Question answered"), "message-square"),
    "objective_accepted": (gettext_lazy("Objective accepted"), "handshake"),
    "objective_handed_over": (gettext_lazy("Objective handed over"), "user"),
    "tactic_done": (gettext_lazy("Tactic done"), "check"),
    "tactic_dropped": (gettext_lazy("Tactic dropped"), "circle-x"),
    "tactic_reopened": (gettext_lazy("Tactic opened again"), "rotate-ccw"),
    "tactic_redated": (gettext_lazy("Tactic given another day"), "calendar"),
    "tactic_handed_over": (gettext_lazy("Tactic handed over"), "user"),
}
PARTS: Final = {
    "goal": gettext_lazy("Goal"),
    "objective": gettext_lazy("Objective"),
    "target": gettext_lazy("Target"),
    "strategy": gettext_lazy("Strategy"),
    "tactic": gettext_lazy("Tactic"),
    "service": gettext_lazy("Service"),
    "measure": gettext_lazy("Measure"),
    "stakeholder": gettext_lazy("Stakeholder"),
    "connection": gettext_lazy("Connection"),
    "salesmission": gettext_lazy("Sales mission"),
    "priority": gettext_lazy("Priority"),
}
DEEDS: Final = {
    "added": (gettext_lazy("%(part)s added"), "plus"),
    "edited": (gettext_lazy("%(part)s changed"), "pencil"),
    "removed": (gettext_lazy("%(part)s removed"), "trash-2"),
    "shifted": (gettext_lazy("%(part)s moved"), "arrow-up-down"),
}
BESIDE: Final = (
    "question_asked", "question_answered", "objective_accepted", "objective_handed_over", "tactic_done",
    "tactic_dropped", "tactic_reopened", "tactic_redated", "tactic_handed_over",
)  # fmt: skip


def history_of(record: Charter | StrategyBrief) -> list[Line]:
    """The newest first."""
    return _lines(record, Q())


def changes_since(record: Charter | StrategyBrief, seen: int) -> list[Line]:
    """What others changed in the text after version `seen`; progress beside the text makes no version."""
    return _lines(record, ~Q(verb__in=BESIDE))[: max(record.version - seen, 0)]


def _lines(record: Charter | StrategyBrief, wanted: Q) -> list[Line]:
    events = Event.objects.about(record).filter(wanted).select_related("by", "remark")[:MOST]
    return [_line(event, record) for event in events]


def _line(event: Event, record: Charter | StrategyBrief) -> Line:
    title, icon = SENTENCES.get(event.verb) or _part(event.verb)
    who = _("by %(name)s") % {"name": event.actor} if event.by else ""
    said = ", ".join(_labels(event, record)) if event.verb == "edited" else ""
    return Line(event.at, str(title), " · ".join(filter(None, [said, who, event.reason])), icon)


def _part(verb: str) -> tuple[str, str]:
    """ "strategy_added" as "Strategy added"."""
    name, _joint, deed = verb.rpartition("_")
    if deed not in DEEDS:
        return verb, "info"
    words, icon = DEEDS[deed]
    return str(words) % {"part": PARTS.get(name, name)}, icon


def _labels(event: Event, record: Any) -> list[str]:
    """The fields that changed, as the forms call them."""
    known = {field.name: str(getattr(field, "verbose_name", field.name)) for field in record._meta.fields}
    return [known.get(name, name).partition(":")[0] for name in event.after.get("fields", [])]
