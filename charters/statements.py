"""What is unclear in a charter's statements, in words. Values in, values out; it never blocks a draft.

Words are checked only in languages whose phrases are known and where the organisation has not switched it off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from charters.document import Document, GoalFact, MissionFact
from charters.phrases import Phrases
from charters.window import window_warning

VISION_WORDS = 8
TAG_LINE_LENGTH = 120
MOST_GOALS = 3
BARE_WORDS = 4
WEAK = "weak"
METRIC = re.compile(r"\d+(?:[.,]\d+)?\s*(?:%|percent\b|per cent\b|prozent\b)|[€$£]\s*\d", re.IGNORECASE)


@dataclass(frozen=True)
class Remark:
    """`field` and `part` say where; `code` is stable for tests and clients."""

    field: str
    code: str
    message: str
    part: UUID | None = None


def remarks(document: Document, phrases: Phrases | None) -> list[Remark]:
    """In the order of the document. `phrases` is None where words are not checked."""
    found = [*_vision(document), *_mission(document), *_purpose(document), *_tag_line(document)]
    for goal in document.goals:
        found += _goal(goal, phrases)
    if len(document.goals) > MOST_GOALS:
        found.append(Remark("goals", "many_goals", _("More than three goals at once: few of them get done.")))
    if document.mission:
        found += _sales_mission(document.mission)
    return found + list(_weak(document, phrases))


def _vision(document: Document) -> Iterator[Remark]:
    vision = document.text("vision")
    if not vision:
        return
    if len(vision.split()) < VISION_WORDS:
        yield Remark("vision", "short", _("Say more: where do we aim to be, and what is different then?"))
    if not document.is_root and not document.text("serves_parent"):
        yield Remark("serves_parent", "unmapped", _("Say how this serves the vision of the charter above."))


def _mission(document: Document) -> Iterator[Remark]:
    prompts = {
        "mission": _("Answer what we do."),
        "mission_how": _("Answer how we do it."),
        "mission_difference": _("Answer what makes us different."),
    }
    if any(document.text(name) for name in prompts):
        for name, message in prompts.items():
            if not document.text(name):
                yield Remark(name, "unanswered", message)


def _purpose(document: Document) -> Iterator[Remark]:
    if hit := METRIC.search(document.text("purpose")):
        words = _("“%(words)s” is a figure. A purpose says why we exist; figures belong to objectives.")
        yield Remark("purpose", "metric", words % {"words": hit[0]})


def _tag_line(document: Document) -> Iterator[Remark]:
    tag_line = document.text("tag_line")
    if len(tag_line) > TAG_LINE_LENGTH:
        yield Remark(
            "tag_line", "long", _("Keep the tag line to %(most)d characters.") % {"most": TAG_LINE_LENGTH}
        )  # fmt: skip
    if tag_line and not document.entries("audiences"):
        yield Remark("tag_line", "no_audience", _("Name the audience that the tag line speaks to."))


def _goal(goal: GoalFact, phrases: Phrases | None) -> Iterator[Remark]:
    if not goal.from_state.strip() or not goal.to_state.strip():
        yield Remark("goals", "from_to", _("From what to what? Fill in both."), goal.id)
    if phrases and _is_bare(goal.statement, phrases):
        words = _("“%(goal)s” is no goal yet. From what to what, and how would one notice?")
        yield Remark("goals", "bare", words % {"goal": goal.statement}, goal.id)


def _is_bare(statement: str, phrases: Phrases) -> bool:
    """A verb of change and hardly anything else."""
    words = re.findall(r"[\w’'-]+", statement.lower())
    return 0 < len(words) <= BARE_WORDS and not any(word[0].isdigit() for word in words) and any(
        verb in words for verb in phrases.bare
    )  # fmt: skip


def _sales_mission(mission: MissionFact) -> Iterator[Remark]:
    warning = window_warning(mission.starts_on, mission.ends_on)
    if warning:
        yield Remark("ends_on", "window", str(warning))
    if not mission.what_changes.strip():
        yield Remark("what_changes", "no_change", _("Say what changes for the better."))
    if not mission.forecast.strip():
        yield Remark("forecast", "no_forecast", _("Say what would be reached anyway, so that the challenge shows."))
    if not mission.attainable:
        yield Remark("attainable", "unconfirmed", _("Confirm that it is realistic if we stretch."))
    if mission.goal is None:
        yield Remark("organisation_goal", "unlinked", _("Link it to a goal of the organisation."))


def _weak(document: Document, phrases: Phrases | None) -> Iterator[Remark]:
    if phrases is None or not phrases.weak:
        return
    pattern = re.compile(
        r"(?<!\w)(?:" + "|".join(sorted(map(re.escape, phrases.weak), key=len, reverse=True)) + r")(?!\w)",
        re.IGNORECASE,
    )
    for field, text, part in _statements(document):
        if hit := pattern.search(text):
            words = _("“%(words)s” can mean anything. Say what one would see.")
            yield Remark(field, WEAK, words % {"words": hit[0]}, part)


def _statements(document: Document) -> Iterator[tuple[str, str, UUID | None]]:
    for name in ("tag_line", "vision", "mission", "mission_how", "mission_difference", "purpose"):
        yield name, document.text(name), None
    for goal in document.goals:
        yield "goals", goal.statement, goal.id
    for objective in document.objectives:
        yield "objectives", objective.statement, objective.id
    for strategy in document.strategies:
        yield "strategies", strategy.statement, strategy.id
    for tactic in document.tactics:
        yield "tactics", tactic.step, tactic.id
