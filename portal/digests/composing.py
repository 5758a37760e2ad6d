"""What a digest says, for many people at once: promises due and overdue first, then what else asks for something, then news.

Nothing is read per person: people of one language are composed together, in a fixed number of statements.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.digests.ageing import Aged, Said, age, mentioned, told_to
from portal.digests.audience import Audience
from portal.digests.freezing import frozen
from portal.digests.promises import OWN, Ask, Item, Section, offering
from portal.formats import due
from portal.models import Person

TWO_SCREENS: Final = 20  # lines
FEWER: Final = 3


@dataclass(frozen=True)
class Letter:
    """`content` is what page, API and mail show. `said` is noted when the letter is kept."""

    subject: str
    content: dict[str, Any]
    said: Said
    asks: bool


def compose(audience: Audience, weeks: Mapping[UUID, date], *, without: Collection[str] = ()) -> dict[UUID, Letter]:
    """`without` are the names of modules that say nothing in it."""
    audience = replace(audience, weeks=weeks, figures=frozen(weeks.values()))
    found: dict[UUID, Letter] = {}
    for language, people in _by_language(audience.people).items():
        with translation.override(language):
            found |= _compose(audience.of(people), {one.pk: weeks[one.pk] for one in people}, without)
    return found


def _by_language(people: Sequence[Person]) -> dict[str, list[Person]]:
    found: dict[str, list[Person]] = {}
    for person in people:
        found.setdefault(person.language or person.organisation.language, []).append(person)
    return found


def _compose(audience: Audience, weeks: Mapping[UUID, date], without: Collection[str]) -> dict[UUID, Letter]:
    owed, parts, asks = (collected(audience, name, without=without) for name in ("promises", "sections", "asks"))
    earlier, told = mentioned(weeks), told_to(audience, weeks, without=without)
    found = {}
    for person in audience.people:
        today = audience.today[person.pk]
        items = sorted(owed.get(person.pk, []), key=lambda item: (item.due_on or date.max, str(item.key)))
        aged = age(items, today, earlier.get(person.pk, {}), audience)
        passed_on = told.get(person.pk, [])
        said = Said(person.pk, weeks[person.pk], aged, [row for row, _item in passed_on])
        sections = [*_promises(aged), *_escalated([item for _row, item in passed_on]), *parts.get(person.pk, [])]
        as_of = audience.as_of(person.pk) if any(section.figure for section in sections) else ""
        found[person.pk] = _letter(sections, said, today, min(asks.get(person.pk, []), default=None), as_of)
    return found


def collected(audience: Audience, name: str, *, without: Collection[str] = ()) -> dict[UUID, list[Any]]:
    """What the apps' modules offer under this name, by person."""
    found: dict[UUID, list[Any]] = {}
    for module in offering(name, without=without):
        for person, rows in getattr(module, name)(audience).items():
            found.setdefault(person, []).extend(rows)
    return found


def _promises(aged: Aged) -> list[Section]:
    overdue = len(aged.overdue) + aged.told_before
    return [
        section
        for section in (
            Section("overdue", _("Overdue"), aged.overdue, overdue, overdue_fact(overdue), tone="bad", block=OWN),
            Section("due", _("Due soon"), aged.due, len(aged.due), due_fact(len(aged.due)), tone="warn", block=OWN),
            Section(
                "one-to-one",
                _("For your next one-to-one: a new date for the third time"),
                aged.to_talk_about,
                len(aged.to_talk_about),
                talk_fact(len(aged.to_talk_about)),
                asks=False,
                block=OWN,
            ),
        )
        if section.count
    ]


def _escalated(items: Sequence[Item]) -> list[Section]:
    """Told once, to whoever answers for the team; they are not theirs to act on."""
    count, items = len(items), [replace(item, acts=()) for item in items]
    fact = ngettext(
        "%(count)d commitment of your people stays overdue",
        "%(count)d commitments of your people stay overdue",
        count,
    ) % {"count": count}
    return (
        [Section("escalated", _("Overdue for a third week"), items, count, fact, tone="bad", block=OWN)]
        if items
        else []
    )


def overdue_fact(count: int) -> str:
    return ngettext("%(count)d commitment overdue", "%(count)d commitments overdue", count) % {"count": count}


def due_fact(count: int) -> str:
    return ngettext("%(count)d commitment due soon", "%(count)d commitments due soon", count) % {"count": count}


def talk_fact(count: int) -> str:
    return ngettext(
        "%(count)d commitment for your next one-to-one", "%(count)d commitments for your next one-to-one", count
    ) % {"count": count}


def subject_of(sections: Sequence[Section]) -> str:
    """The facts that ask for something, the two foremost."""
    facts = [section.fact for section in sections if section.asks and section.fact]
    return _("%(first)s, %(second)s") % {"first": facts[0], "second": facts[1]} if len(facts) > 1 else "".join(facts)


def fitted(sections: Sequence[Section]) -> Sequence[Section]:
    """What is longer than two screens nobody reads: then each section that is not one's own tells fewer, though never
    "and 1 more", which takes as much room."""
    if sum(1 if section.compact else len(section.shown) for section in sections) <= TWO_SCREENS:
        return sections
    return [
        section
        if section.block == OWN or section.compact or len(section.items) <= FEWER + 1
        else replace(section, most=FEWER)
        for section in sections
    ]


def _letter(sections: Sequence[Section], said: Said, today: date, ask: Ask | None, as_of: str) -> Letter:
    ordered = fitted(sorted(sections, key=lambda section: section.place))
    subject = subject_of(ordered)
    content = {
        "week": said.week,
        "day": today,
        "headline": subject,
        "as_of": as_of,
        "sections": [_told(section, today) for section in ordered],
        "ask": {"text": ask.text, "address": ask.address} if ask else None,
    }
    return Letter(subject[:200], content, said, asks=any(section.asks for section in ordered))


def _told(section: Section, today: date) -> dict[str, Any]:
    return {
        "code": section.code,
        "title": section.title,
        "tone": section.tone,
        "count": section.count,
        "more": section.more,
        "note": section.note,
        "compact": section.compact,
        "address": section.address,
        "items": [_line(item, today) for item in section.shown],
    }


def _line(item: Item, today: date) -> dict[str, Any]:
    return {
        "kind": item.kind,
        "key": item.key,
        "lead": item.lead,
        "title": item.title,
        "detail": item.detail,
        "address": item.address,
        "due_on": item.due_on,
        "due": due(item.due_on, today) if item.due_on else "",
        "late": bool(item.due_on and item.due_on < today),
        "mark": item.mark,
        "version": item.version,
        "acts": list(item.acts),
    }
