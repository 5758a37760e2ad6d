"""What others say about a charter: that they have read it, and what they ask."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from charters.models.charter import Charter
from charters.models.part import PartQuerySet
from charters.refusals import WrongState
from portal.models import Entry, Event, Person, Versioned
from portal.refusals import Invalid
from portal.scoping import ScopedModel


class Acknowledgement(ScopedModel, Entry):
    """Somebody has read this version. Apart from its approval; append-only."""

    charter = models.ForeignKey(Charter, on_delete=models.PROTECT, related_name="acknowledgements")

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["charter", "by"], name="acknowledgement_once")]

    def __str__(self) -> str:
        return f"{self.by} {self.at:%Y-%m-%d}"


class QuestionQuerySet(PartQuerySet):
    def open(self) -> Self:
        return self.filter(answered_at=None)

    def waiting_for(self, person: Person) -> Self:
        return self.open().filter(charter__owner=person)


class Question(ScopedModel, Versioned):
    """Asked by anybody who reads the charter, answered by its owner. Shown with every version."""

    charter = models.ForeignKey(Charter, on_delete=models.PROTECT, related_name="questions")
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", editable=False)
    asked_at = models.DateTimeField(editable=False)
    text = models.TextField(_("question"), max_length=2000)
    answer = models.TextField(_("answer"), max_length=4000, blank=True)
    answered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", editable=False)
    answered_at = models.DateTimeField(null=True, editable=False)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-id"]

    def __str__(self) -> str:
        return self.text

    @classmethod
    @transaction.atomic
    def ask(cls, charter: Charter, text: str, *, by: Person, at: datetime) -> Question:
        if not text.strip():
            raise Invalid({"text": _("Write your question.")})
        asked: Question = charter.questions.create(text=text.strip(), asked_by=by, asked_at=at, created_at=at)
        asked._note("question_asked", by=by, at=at)
        return asked

    @transaction.atomic
    def reply(self, answer: str, *, by: Person, at: datetime, version: int | None = None) -> None:
        self.lock(version=version)
        if self.answered_at is not None:
            raise WrongState(_("This question is answered already."))
        if not answer.strip():
            raise Invalid({"answer": _("Write your answer.")})
        self.answer, self.answered_by, self.answered_at = answer.strip(), by, at
        self.keep("answer", "answered_by", "answered_at")
        self._note("question_answered", by=by, at=at)

    def _note(self, verb: str, *, by: Person, at: datetime) -> None:
        Event.objects.record(
            self.charter, verb, by=by, at=at, team=self.charter.team, after={"question": self.pk}
        )  # fmt: skip
