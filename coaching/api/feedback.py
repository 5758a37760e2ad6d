"""Answering: the ballots that wait for a person, and the form of a manager's own manager."""

from __future__ import annotations

import json
from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from coaching.feedback import rules
from coaching.feedback.statements import ABOVE, CANNOT_SAY, TEAM
from coaching.feedback.states import CycleState
from coaching.models import FeedbackBallot, FeedbackCycle, FeedbackFromAbove
from portal.api.briefs import PersonBrief
from portal.api.fields import Derived, Related
from portal.api.filtering import Filters, FlagFilter
from portal.api.resource import Listed, Retrieved, Values, verb
from portal.api.shapes import Brief, Closed, Shape
from portal.doors import PERSONAL


class CycleBrief(Brief):
    class Meta:
        model = FeedbackCycle
        fields = ["id", "state", "opens_on", "closes_on"]


def texts(form: str, path: str) -> Derived:
    """The statements of a form by their code."""
    return Derived(lambda kept: dict(kept.get(form, [])), path, of=serializers.DictField(child=serializers.CharField()))


class Marks(Closed):
    """A mark for each of the `statements`: 1, disagree strongly, to 7, agree strongly; 8 for who cannot say."""

    marks = serializers.DictField(child=serializers.IntegerField(min_value=1, max_value=CANNOT_SAY))


class BallotShape(Shape):
    """`id` names the ballot box of the manager: what is sent tells nothing of the person."""

    id = serializers.UUIDField(source="box_id", read_only=True)
    manager = Related(PersonBrief, source="box.manager")
    cycle = Related(CycleBrief, source="box.cycle")
    statements = texts(TEAM, "box__cycle__statements")

    class Meta:
        model = FeedbackBallot
        fields = ["id", "manager", "cycle", "statements"]


class FeedbackBallots(Listed, Retrieved):
    """Yours that you have not used, in cycles that are open."""

    door = PERSONAL
    shape = BallotShape
    versioned = False
    orderings = {"closes_on": "box__cycle__closes_on"}
    usual = "closes_on"

    def rows(self) -> QuerySet[FeedbackBallot]:
        own: Any = FeedbackBallot.objects.visible_to(self.person)
        if self.action != "list":
            return own.filter(box__cycle__state=CycleState.OPEN)
        today = self.person.organisation.today(self.now)
        return own.filter(pk__in=[one.pk for one in own.open_on(today)])

    def addressed(self) -> QuerySet[FeedbackBallot]:
        return self.rows().filter(box=self.kwargs["id"]).select_related("person")

    @verb(Marks, kept=False)
    def answer(self, ballot: FeedbackBallot, values: Values) -> None:
        """Once; it cannot be changed, since nobody knows which answer is yours. Takes no Idempotency-Key: sent twice, it
        counts once, and the second is told so (`ballot-used`)."""
        ballot.answer(values["marks"], at=self.now)


class FromAboveShape(Shape):
    """Named. The manager reads it once the cycle has closed; `marks` are empty until it is answered."""

    manager = Related(PersonBrief)
    author = Related(PersonBrief)
    cycle = Related(CycleBrief)
    statements = texts(ABOVE, "cycle__statements")
    marks = Derived(
        lambda sealed: json.loads(sealed) if sealed else {}, "sealed_marks",
        of=serializers.DictField(child=serializers.IntegerField(min_value=1, max_value=CANNOT_SAY)),
    )  # fmt: skip

    class Meta:
        model = FeedbackFromAbove
        fields = ["id", "answered_at", "manager", "author", "cycle", "statements", "marks"]
        read_only_fields = ["answered_at"]


class FromAboveFilters(Filters):
    answered = FlagFilter("answered_at", "isnull", exclude=True)


class FeedbackFromAboves(Listed, Retrieved):
    """What you say about the managers below you, and what your own manager says about you."""

    door = PERSONAL
    shape = FromAboveShape
    filters = FromAboveFilters
    versioned = False
    orderings = {"closes_on": "cycle__closes_on", "id": "id"}
    usual = "-closes_on"

    def rows(self) -> QuerySet[FeedbackFromAbove]:
        found: QuerySet[FeedbackFromAbove] = FeedbackFromAbove.objects.visible_to(self.person)
        return found

    @verb(Marks, rule=rules.may_answer_from_above)
    def answer(self, form: FeedbackFromAbove, values: Values) -> None:
        """Once, under your name."""
        form.answer(values["marks"], by=self.person, at=self.now)
