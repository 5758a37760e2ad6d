"""The roadmap of a charter: its tactics by phase, each as a bar between two days. Values in, values out.

Places are percentages of the width, ready for an SVG: no figure is reckoned in a template.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from babel.dates import format_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from charters.choices import TacticState
from charters.window import months_after
from portal import formats

USUAL_DAYS = 30
MOST_LABELS = 13
ROOM_FOR_WORDS = 0.6  # a bar that begins beyond it has its words to the left of its end


@dataclass(frozen=True)
class Step:
    """A tactic as the roadmap needs it. `starts_on` may be unknown; without `due_on` it cannot be drawn."""

    key: Any
    name: str
    due_on: date
    starts_on: date | None = None
    state: str = TacticState.OPEN
    phase: int | None = None
    landmark: bool = False


@dataclass(frozen=True)
class Bar:
    """`tone` is late, done, dropped or nothing; `words` say it as well, and end with the bar where it begins late."""

    step: Step
    x: str
    width: str
    tone: str
    words: str
    words_x: str
    words_end: bool


@dataclass(frozen=True)
class Phase:
    name: str
    starts_on: date | None
    ends_on: date | None
    bars: tuple[Bar, ...]

    @property
    def done(self) -> int:
        return sum(one.tone == "done" for one in self.bars)

    @property
    def late(self) -> int:
        return sum(one.tone == "late" for one in self.bars)


@dataclass(frozen=True)
class Month:
    """`label` is empty where there is no room for one."""

    label: str
    x: str


@dataclass(frozen=True)
class Roadmap:
    """`today` is None outside the roadmap's months."""

    months: tuple[Month, ...]
    phases: tuple[Phase, ...]
    today: str | None

    @property
    def late(self) -> int:
        return sum(phase.late for phase in self.phases)


def roadmap(steps: Sequence[Step], phases: Sequence[dict[str, str]], today: date) -> Roadmap | None:
    """None when there is nothing to draw. `phases` are as the charter holds them; steps without one come last."""
    spans = [(date.fromisoformat(one["starts_on"]), date.fromisoformat(one["ends_on"])) for one in phases]
    days = [day for span in spans for day in span]
    days += [day for step in steps for day in (_start(step, spans), step.due_on)]
    if not days:
        return None
    scale = Scale.around(min(days), max(days))
    known = range(1, len(phases) + 1)
    drawn = [
        Phase(one["name"], *spans[number - 1], tuple(_bars(steps, number, spans, scale, today)))
        for number, one in zip(known, phases, strict=True)
    ]
    rest = tuple(_bar(step, _start(step, spans), scale, today) for step in steps if step.phase not in known)
    if rest:
        drawn.append(Phase(_("Without a phase") if phases else "", None, None, rest))
    return Roadmap(tuple(scale.months()), tuple(drawn), scale.place(today) if scale.holds(today) else None)


def _bars(
    steps: Sequence[Step], number: int, spans: Sequence[tuple[date, date]], scale: Scale, today: date
) -> Iterator[Bar]:
    return (_bar(step, _start(step, spans), scale, today) for step in steps if step.phase == number)


def _start(step: Step, spans: Sequence[tuple[date, date]]) -> date:
    """When it begins: as it says, else with its phase, else a usual time before it is due."""
    phase = spans[step.phase - 1][0] if step.phase and step.phase <= len(spans) else None
    start = step.starts_on or phase or step.due_on - timedelta(days=USUAL_DAYS)
    return min(start, step.due_on)


def _bar(step: Step, start: date, scale: Scale, today: date) -> Bar:
    tone, begins_late = _tone(step, today), scale.share(start) > ROOM_FOR_WORDS
    return Bar(
        step=step,
        x=scale.place(start),
        width=scale.width(start, step.due_on),
        tone=tone,
        words=_words(step, tone, today),
        words_x=scale.place(step.due_on if begins_late else start),
        words_end=begins_late,
    )


def _tone(step: Step, today: date) -> str:
    if step.state != TacticState.OPEN:
        return "done" if step.state == TacticState.DONE else "dropped"
    return "late" if step.due_on < today else ""


def _words(step: Step, tone: str, today: date) -> str:
    if tone == "late":
        late = (today - step.due_on).days
        return ngettext("%(days)d day overdue", "%(days)d days overdue", late) % {"days": late}
    fixed = {"done": _("Done"), "dropped": _("Dropped")}
    return fixed.get(tone) or _("by %(day)s") % {"day": formats.day(step.due_on, today)}


@dataclass(frozen=True)
class Scale:
    """Whole months; a day is a place between their first and their last."""

    first: date
    last: date

    @classmethod
    def around(cls, earliest: date, latest: date) -> Scale:
        return cls(earliest.replace(day=1), months_after(latest.replace(day=1), 1))

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last

    def share(self, day: date) -> float:
        return (day - self.first).days / (self.last - self.first).days

    def place(self, day: date) -> str:
        return f"{100 * self.share(day):.2f}%"

    def width(self, start: date, end: date) -> str:
        """The last day counts, so that one day is seen."""
        return f"{max(100 * (self.share(end + timedelta(days=1)) - self.share(start)), 0.8):.2f}%"

    def months(self) -> Iterator[Month]:
        starts = []
        day = self.first
        while day < self.last:
            starts.append(day)
            day = months_after(day, 1)
        every = -(-len(starts) // MOST_LABELS)
        for number, start in enumerate(starts):
            yield Month("" if number % every else _month(start, number), self.place(start))


def _month(start: date, number: int) -> str:
    """The year stands where it begins and at the left."""
    pattern = "MMM yy" if number == 0 or start.month == 1 else "MMM"
    return format_date(start, pattern, locale=formats.locale())
