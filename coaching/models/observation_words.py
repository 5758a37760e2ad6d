"""What one of the two saw: a level for each item, a sentence of evidence, a comment. Sealed, and between the two."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coaching.choices import HIGHEST, LEVELS, LOWEST, Side
from coaching.models.words import LONG, shared_with
from portal.models import Person, Record
from portal.refusals import Invalid
from portal.scoping import ScopedModel, ScopedQuerySet
from portal.sealed import SealedTextField

if TYPE_CHECKING:
    from coaching.models.observation import Observation

SENTENCE: Final = 500


@dataclass(frozen=True)
class Mark:
    """What was seen of one item, by its code. `level` is None where it could not be seen."""

    item: str
    level: int | None = None
    evidence: str = ""


class ObservationWordsQuerySet(ScopedQuerySet):
    """Whoever wrote it; once both are in, the other of the two, and whom the coachee lets read."""

    team_path = "coachee"

    def readable(self, person: Person) -> Q:
        own = Q(observer=person, side=Side.COACH) | Q(coachee=person, side=Side.COACHEE)
        return own | Q(revealed=True) & (Q(observer=person) | Q(coachee=person) | shared_with(person))


class ObservationWords(ScopedModel, Record):
    """`observer`, `coachee` and `held_at` are the observation's, here so that who reads is decided without it."""

    observation = models.ForeignKey("coaching.Observation", on_delete=models.CASCADE, related_name="+")
    side = models.CharField(max_length=7, choices=Side.choices)
    observer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    coachee = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    held_at = models.DateTimeField()
    revealed = models.BooleanField(default=False)
    marks = SealedTextField(_("levels with their evidence"), blank=True)
    comment = SealedTextField(_("comment"), max_length=LONG, blank=True)
    erased_at = models.DateTimeField(null=True, editable=False)

    objects = ObservationWordsQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("words of observations")
        constraints = [models.UniqueConstraint(fields=["observation", "side"], name="observation_words_once_a_side")]

    def __str__(self) -> str:
        return f"{self.observation_id} · {self.side}"

    @classmethod
    def of(cls, observation: Observation, side: Side) -> ObservationWords:
        """For verbs of the pair; a row is there from the first level on."""
        found = cls.objects.everything(reason="a verb of the pair").filter(observation=observation, side=side).first()
        return found or cls(
            observation=observation, side=side, observer=observation.observer, coachee=observation.coachee,
            held_at=observation.held_at,
        )  # fmt: skip

    @classmethod
    def reveal(cls, observation: Observation) -> None:
        cls.objects.everything(reason="both are in").filter(observation=observation).update(revealed=True)

    def erase(self, at: datetime) -> None:
        """The sentences go, the levels stay."""
        kept = {code: [mark.level, ""] for code, mark in self.told.items()}
        self.marks, self.comment, self.erased_at = json.dumps(kept) if kept else "", "", at
        self.save(update_fields=["marks", "comment", "erased_at"])

    @property
    def told(self) -> dict[str, Mark]:
        """By the item's code."""
        found = json.loads(self.marks) if self.marks else {}
        return {code: Mark(code, level, evidence) for code, (level, evidence) in found.items()}

    def tell(self, marks: Sequence[Mark], comment: str, *, codes: Collection[str]) -> None:
        """`codes` are the form's. The lowest and the highest level say what was seen."""
        refuse_odd(marks, codes)
        kept = {one.item: [one.level, one.evidence.strip()] for one in marks}
        self.marks, self.comment, self.erased_at = json.dumps(kept, ensure_ascii=False), comment.strip(), None
        self.clean_fields(exclude=["observation", "observer", "coachee"])
        self.save()


def refuse_odd(marks: Sequence[Mark], codes: Collection[str]) -> None:
    errors: dict[str, Any] = {}
    for number, mark in enumerate(marks):
        errors |= {f"marks.{number}.{name}": text for name, text in odd(mark, codes)}
        if mark.item in {one.item for one in marks[:number]}:
            errors[f"marks.{number}.item"] = _("This item is named twice.")
    if not errors and all(mark.level is None for mark in marks):
        errors["marks"] = _("Give a level to what you have seen.")
    if errors:
        raise Invalid(errors)


def odd(mark: Mark, codes: Collection[str]) -> list[tuple[str, Any]]:
    """What cannot be accepted of one mark, by field."""
    found: list[tuple[str, Any]] = []
    if mark.item not in codes:
        found.append(("item", _("The form has no such item.")))
    if mark.level is not None and mark.level not in LEVELS:
        found.append(("level", _("Choose a level from 1 to 4, or that it was not seen.")))
    if mark.level in (LOWEST, HIGHEST) and not mark.evidence.strip():
        found.append(
            ("evidence", _("Say in a sentence what you saw or heard: the lowest and the highest level need it."))
        )
    if len(mark.evidence) > SENTENCE:
        found.append(("evidence", _("Say it in %(most)d characters.") % {"most": SENTENCE}))
    return found
