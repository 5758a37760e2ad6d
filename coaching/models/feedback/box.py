"""The ballot box of one manager and the ballots of those who are asked: who answered is known, what is not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final, Self
from uuid import uuid4

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coaching.feedback import bundle
from coaching.feedback.statements import MARKS, TEAM
from coaching.feedback.states import CycleState
from coaching.models.feedback.cycle import FeedbackCycle
from coaching.refusals import BallotUsed
from portal.models import Person, Team
from portal.refusals import Invalid, WrongState
from portal.scoping import ScopedModel, ScopedQuerySet
from portal.sealed import UndatedSealedTextField

USED: Final = "1"
UNUSED: Final = "0"
OVER: Final = _("This cycle has closed.")


class BoxQuerySet(ScopedQuerySet):
    team_path = "seen_from"

    def readable(self, person: Person) -> Q:
        """Nobody reads a box, whatever their role."""
        return Q(pk__in=[])


class FeedbackBox(ScopedModel):
    """Two sealed texts: the answers, and apart from them which ballots were used.

    Both have the length that they will have when everybody has answered, and every answer writes the row anew as a
    whole: shuffled, encrypted anew, without a time or a version. So a copy of the database tells neither how many have
    answered nor who did, when, or in which order. The box is destroyed when its cycle closes.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    cycle = models.ForeignKey(FeedbackCycle, on_delete=models.CASCADE, related_name="boxes")
    manager = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    seen_from = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="+")
    asked = models.PositiveSmallIntegerField()
    answers = UndatedSealedTextField()
    used = UndatedSealedTextField()

    objects = BoxQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cycle", "manager"], name="feedback_box_once")]

    def __str__(self) -> str:
        return str(self.manager_id)

    def is_used(self, number: int) -> bool:
        return self.used[number] == USED

    def put(self, number: int, answer: list[int]) -> None:
        """Call it on a locked row."""
        if self.is_used(number):
            raise BallotUsed
        self.answers = bundle.with_answer(self.answers, answer)
        self.used = self.used[:number] + USED + self.used[number + 1 :]
        self.save(update_fields=["answers", "used"])


class BallotQuerySet(ScopedQuerySet):
    team_path = "person"

    def readable(self, person: Person) -> Q:
        return Q(person=person)

    def running(self, today: date) -> Self:
        """Of cycles that are open on the day, whether used or not."""
        return self.filter(
            box__cycle__state=CycleState.OPEN, box__cycle__opens_on__lte=today, box__cycle__closes_on__gte=today
        )

    def open_on(self, today: date) -> list[FeedbackBallot]:
        """Those that can still be used, the next to close first. Answers stay sealed."""
        rows = self.running(today).select_related("box__cycle", "box__manager", "person").defer("box__answers")
        found: Any = rows.order_by("box__cycle__closes_on", "box__manager__name")
        return [one for one in found if not one.box.is_used(one.number)]


class FeedbackBallot(ScopedModel):
    """The right to answer once about one manager. Written on the opening day in drawn order, never changed.

    Whether it was used is kept in the box, sealed, at the place `number`.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    box = models.ForeignKey(FeedbackBox, on_delete=models.CASCADE, related_name="ballots")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()

    objects = BallotQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["box", "person"], name="feedback_ballot_once"),
            models.UniqueConstraint(fields=["box", "number"], name="feedback_ballot_number_once"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @transaction.atomic
    def answer(self, marks: Mapping[str, int], *, at: datetime) -> None:
        """Use the ballot: one mark for each statement of the cycle. It cannot be taken back, nobody could find it.

        The one verb that takes no person and leaves no event: who answered is the ballot's, and a row with a time
        would tell when they did.
        """
        boxes = FeedbackBox.objects.everything(reason="an answer is put in").select_for_update(of=("self",))
        box = boxes.filter(pk=self.box_id).select_related("cycle").first()
        if box is None or not box.cycle.opens_on <= self.person.organisation.today(at) <= box.cycle.closes_on:
            raise WrongState(OVER)
        box.put(self.number, ordered(marks, box.cycle.statements_of(TEAM)))


def ordered(marks: Mapping[str, int], statements: Mapping[str, str]) -> list[int]:
    """In the order of the statements; Invalid where one is missing, unknown or off the scale."""
    errors: dict[str, Any] = {code: _("There is no such statement.") for code in marks if code not in statements}
    errors |= {code: _("Choose one.") for code in statements if marks.get(code) not in MARKS}
    if errors:
        raise Invalid(errors)
    return [marks[code] for code in statements]
