"""What coach and coachee promised one another: settled by verbs; the texts are told to the two."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from coaching import rules
from coaching.api.session import PromiseShape, text
from coaching.api.told import Told, tell_promises
from coaching.choices import CommitmentState, Side
from coaching.models import CoachingCommitment, CoachingSession
from coaching.models.words import SHORT
from portal.api.briefs import PersonBrief
from portal.api.fields import Day, Related
from portal.api.filtering import ChoicesFilter, DayFilter, Filters, FlagFilter, IdFilter, PersonFilter
from portal.api.reading import Answer
from portal.api.resource import Retrieved, Values, verb
from portal.api.shapes import Brief, Closed
from portal.doors import PERSONAL
from portal.verdicts import Verdict

ME = _("An id, or “me”")


class SessionBrief(Brief):
    coach = Related(PersonBrief)
    coachee = Related(PersonBrief)

    class Meta:
        model = CoachingSession
        fields = ["id", "held_on", "coach", "coachee"]


class CoachingCommitmentShape(PromiseShape):
    """`first_due_on` is the day that was agreed at first. `settled_in` is the session that reviewed it."""

    session = Related(SessionBrief)
    settled_in = Related(SessionBrief, allow_null=True)

    class Meta(PromiseShape.Meta):
        fields = [*PromiseShape.Meta.fields, "created_at", "session", "settled_in"]


class CommitmentFilters(Filters):
    session = IdFilter("session")
    owner = PersonFilter("owner", label=ME)
    coach = PersonFilter("session__coach", label=ME)
    coachee = PersonFilter("session__coachee", label=ME)
    team = IdFilter("session__team")
    side = ChoicesFilter("side", choices=Side.choices)
    state = ChoicesFilter("state", choices=CommitmentState.choices)
    due_from = DayFilter("due_on", "gte")
    due_to = DayFilter("due_on", "lte")
    settled_from = DayFilter("settled_on", "gte")
    settled_to = DayFilter("settled_on", "lte")
    overdue = FlagFilter(method="by_overdue")

    def by_overdue(self, rows: Any, name: str, wanted: bool) -> Any:
        late = rows.overdue(self.person.today())
        return late if wanted else rows.exclude(pk__in=late.values("pk"))


class Kept(Closed):
    on = Day(required=False, help_text="Today when left out; never in the future.")


class Partly(Kept):
    reason = text(SHORT)


class NotKept(Kept):
    reason = serializers.CharField(max_length=SHORT)


class AnotherDay(Closed):
    due_on = Day(help_text="Today or later.")
    reason = text(SHORT)


class Commitments(Told, Retrieved):
    """That there is one, whose, by when and what became of it is known as its session is; its texts to the two alone."""

    door = PERSONAL
    shape = CoachingCommitmentShape
    filters = CommitmentFilters
    orderings = {"id": "id", "due_on": "due_on", "settled_on": "settled_on"}
    usual = "due_on"

    def rows(self) -> QuerySet[CoachingCommitment]:
        found: QuerySet[CoachingCommitment] = CoachingCommitment.objects.visible_to(self.person)
        return found

    def tell(self, answers: Sequence[Answer]) -> None:
        tell_promises(answers, self.person)

    def addressed(self) -> QuerySet[CoachingCommitment]:
        return super().addressed().select_related("session")

    def may_change(self, record: CoachingCommitment) -> Verdict:
        return rules.may_settle(self.person, record)

    def settle(self, commitment: CoachingCommitment, state: str, values: Values) -> None:
        commitment.settle(state, **values, by=self.person, at=self.now, version=commitment.version)

    @verb(Kept)
    def keep(self, commitment: CoachingCommitment, values: Values) -> None:
        self.settle(commitment, CommitmentState.KEPT, values)

    @verb(Partly)
    def partly(self, commitment: CoachingCommitment, values: Values) -> None:
        self.settle(commitment, CommitmentState.PARTLY, values)

    @verb(NotKept)
    def miss(self, commitment: CoachingCommitment, values: Values) -> None:
        """It was not kept, and why."""
        self.settle(commitment, CommitmentState.MISSED, values)

    @verb(NotKept)
    def drop(self, commitment: CoachingCommitment, values: Values) -> None:
        """It is no longer relevant, and why."""
        self.settle(commitment, CommitmentState.DROPPED, values)

    @verb(AnotherDay, rule=rules.may_redate)
    def reschedule(self, commitment: CoachingCommitment, values: Values) -> None:
        """Another day; the first one stays known."""
        commitment.reschedule(**values, by=self.person, at=self.now, version=commitment.version)

    @verb()
    def reopen(self, commitment: CoachingCommitment, values: Values) -> None:
        """It was settled by mistake."""
        commitment.reopen(by=self.person, at=self.now, version=commitment.version)
