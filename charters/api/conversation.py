"""What others say about a charter: that they have read it, and what they ask."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from charters import rules
from charters.api.briefs import CharterBrief
from charters.api.of_charter import OfCharter
from charters.models import Acknowledgement, Question
from portal.api.briefs import PersonBrief
from portal.api.fields import Related
from portal.api.filtering import Filters, FlagFilter, IdFilter, PersonFilter
from portal.api.resource import Created, Listed, Retrieved, Values, verb
from portal.api.shapes import Closed, Shape
from portal.doors import PERSONAL
from portal.verdicts import Verdict


class AcknowledgementShape(Shape):
    by = Related(PersonBrief)

    class Meta:
        model = Acknowledgement
        fields = ["id", "at", "by"]
        read_only_fields = fields


class Acknowledgements(OfCharter, Listed):
    """Who has read this version, the last one first; given by the verb acknowledge/."""

    shape = AcknowledgementShape
    orderings = {"at": "at"}
    usual = "-at"
    versioned = False

    def rows(self) -> QuerySet[Acknowledgement]:
        found: QuerySet[Acknowledgement] = self.charter.acknowledgements.all()
        return found


class QuestionShape(Shape):
    charter = Related(CharterBrief)
    asked_by = Related(PersonBrief)
    answered_by = Related(PersonBrief, allow_null=True)

    class Meta:
        model = Question
        fields = [
            "id", "version", "text", "answer", "asked_at", "answered_at", "charter", "asked_by", "answered_by",
        ]  # fmt: skip


class NewQuestion(Closed):
    text = serializers.CharField(max_length=2000)


class Answering(Closed):
    answer = serializers.CharField(max_length=4000)


class QuestionFilters(Filters):
    charter = IdFilter("charter")
    lineage = IdFilter("charter__lineage")
    owner = PersonFilter("charter__owner", label=_("Who answers: an id, or “me”"))
    asked_by = PersonFilter("asked_by")
    answered = FlagFilter("answered_at", "isnull", exclude=True)


ORDERINGS = {"asked_at": "asked_at", "answered_at": "answered_at", "id": "id"}


class Questions(Listed, Retrieved):
    door = PERSONAL
    shape = QuestionShape
    filters = QuestionFilters
    orderings = ORDERINGS
    usual = "-asked_at"

    def rows(self) -> QuerySet[Question]:
        found: QuerySet[Question] = Question.objects.visible_to(self.person)
        return found

    def addressed(self) -> QuerySet[Question]:
        return super().addressed().select_related("charter")

    def may_change(self, record: Question) -> Verdict:
        return rules.may_answer(self.person, record)

    @verb(Answering)
    def answer(self, question: Question, values: Values) -> None:
        """Once, by the charter's owner or a manager of its team."""
        question.reply(**values, by=self.person, at=self.now, version=question.version)


class QuestionsOfCharter(OfCharter, Listed, Created):
    """Asked by anybody who reads the charter. Lists what was asked of any version."""

    shape = QuestionShape
    entry = NewQuestion
    filters = QuestionFilters
    orderings = ORDERINGS
    usual = "-asked_at"
    home = "questions"

    def rows(self) -> QuerySet[Question]:
        found: QuerySet[Question] = Question.objects.visible_to(self.person)
        return found.filter(charter__lineage=self.charter.lineage)

    def may_add(self) -> Verdict:
        return rules.may_ask(self.person, self.charter)

    def add(self, values: Values) -> Question:
        return Question.ask(self.charter, values["text"], by=self.person, at=self.now)
