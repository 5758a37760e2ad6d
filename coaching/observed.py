"""Observations as somebody may see them: what was seen for the two, that it took place for managers above."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet

from coaching.choices import Side
from coaching.models import Observation, ObservationForm, ObservationItem, ObservationWords
from coaching.models.observation_words import Mark
from coaching.trend import Seen, Trend, trend
from funnels.models import Opportunity
from portal.models import Person

YEAR: Final = timedelta(days=365)
FAR_APART: Final = 2  # levels, from which on the two should talk about it first


@dataclass(frozen=True)
class Compared:
    """An item with what each of the two saw; None where a side gave nothing that this reader may see."""

    item: ObservationItem
    observer: Mark | None
    coachee: Mark | None

    @property
    def apart(self) -> bool:
        levels = [mark.level for mark in (self.observer, self.coachee) if mark and mark.level is not None]
        return len(levels) == 2 and abs(levels[0] - levels[1]) >= FAR_APART

    @property
    def sides(self) -> list[tuple[str, Mark | None, str]]:
        """Each side with its mark and what the form says of that level."""
        both = ((Side.COACH, self.observer), (Side.COACHEE, self.coachee))
        return [(side, mark, self._anchor(mark)) for side, mark in both]

    def _anchor(self, mark: Mark | None) -> str:
        return dict(self.item.anchors).get(mark.level, "") if mark and mark.level else ""


@dataclass(frozen=True)
class OfObserver:
    """One observer's line of sight on one person, by one form."""

    observer: Person
    form: ObservationForm
    trend: Trend


@dataclass(frozen=True)
class Watched:
    """What is known of a person's observations in the last twelve months.

    `with_customers` and `role_plays` count those that are complete: the person has answered, too. `raters` is empty
    for whoever is neither the person nor one of the observers.
    """

    with_customers: int
    role_plays: int
    last_on: date | None
    raters: list[OfObserver]


def observations(person: Person) -> QuerySet[Observation]:
    found: QuerySet[Observation] = Observation.objects.visible_to(person).with_names()
    return found


def words_of(observation: Observation, person: Person) -> dict[str, ObservationWords]:
    """By side; what the person may not read is left out."""
    found: Any = ObservationWords.objects.visible_to(person).filter(observation=observation)
    return {one.side: one for one in found}


def compared(observation: Observation, words: dict[str, ObservationWords]) -> list[Compared]:
    told = {side: words[side].told if side in words else {} for side in Side.values}
    items = observation.form.items.all()
    return [Compared(item, told[Side.COACH].get(item.code), told[Side.COACHEE].get(item.code)) for item in items]


def watched(person: Person, viewer: Person, today: date) -> Watched:
    """For the page of a person: four statements, whatever there is."""
    rows = Observation.objects.visible_to(viewer).complete().filter(coachee=person, held_on__gt=today - YEAR)
    facts = list(rows.only("setting", "held_on", "team_id"))
    with_customers = [one for one in facts if one.with_customer]
    return Watched(
        with_customers=len(with_customers),
        role_plays=len(facts) - len(with_customers),
        last_on=max((one.held_on for one in with_customers), default=None),
        raters=_raters(person, viewer),
    )


def _raters(person: Person, viewer: Person) -> list[OfObserver]:
    """Never two observers in one line."""
    words: Any = ObservationWords.objects.visible_to(viewer).filter(coachee=person, side=Side.COACH, revealed=True)
    rows = list(words.select_related("observation__form", "observer").order_by("held_at", "id"))
    by_line: dict[tuple[UUID, UUID], list[ObservationWords]] = defaultdict(list)
    for one in rows:
        by_line[one.observer_id, one.observation.form.lineage].append(one)
    names = _names([of_line[-1].observation.form_id for of_line in by_line.values()])
    return [_rater(of_line, names) for of_line in by_line.values()]


def _rater(rows: Sequence[ObservationWords], names: dict[UUID, dict[str, str]]) -> OfObserver:
    latest = rows[-1].observation
    seen = [
        Seen(one.observation.held_on, one.observation.with_customer, {mark.item: mark.level for mark in one.told.values()})
        for one in rows
    ]  # fmt: skip
    return OfObserver(rows[-1].observer, latest.form, trend(seen, names[latest.form_id]))


def _names(forms: Sequence[UUID]) -> dict[UUID, dict[str, str]]:
    found: dict[UUID, dict[str, str]] = {form: {} for form in forms}
    items = ObservationItem.objects.everything(reason="the forms of observations in scope").filter(form__in=forms)
    for item in items:
        found[item.form_id][item.code] = item.name
    return found


def forms_for(person: Person) -> list[ObservationForm]:
    """The forms in use that serve this person's teams."""
    rows: Any = ObservationForm.objects.visible_to(person).active().select_related("team")
    return list(rows.order_by("name", "team__name", "pk"))


def seen_opportunity(person: Person, observation: Observation) -> Opportunity | None:
    """What it was about, for whoever may read that."""
    if observation.opportunity_id is None:
        return None
    rows = Opportunity.objects.visible_to(person).select_related("account")
    found: Opportunity | None = rows.filter(pk=observation.opportunity_id).first()
    return found
