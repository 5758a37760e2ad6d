"""What the field says about the strategy: filed by whoever sells, answered by a day by whoever leads."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from charters import rules
from charters.api.briefs import BriefOfStrategy, CharterBrief, charters, strategy_briefs
from charters.api.conversation import Answering
from charters.choices import FeedbackTopic
from charters.models import StrategyFeedback
from portal.api.briefs import PersonBrief, TeamBrief, everybody, own_teams
from portal.api.fields import Related
from portal.api.filtering import ChoicesFilter, DayFilter, Filters, FlagFilter, IdFilter, PersonFilter
from portal.api.resource import Created, Listed, Retrieved, Values, verb
from portal.api.shapes import Closed, Shape
from portal.doors import PERSONAL
from portal.verdicts import Verdict


class FeedbackShape(Shape):
    """Read by its author, by whoever owes the answer, and by managers of the team."""

    team = Related(TeamBrief)
    author = Related(PersonBrief)
    owner = Related(PersonBrief)
    answered_by = Related(PersonBrief, allow_null=True)
    brief = Related(BriefOfStrategy, allow_null=True)
    charter = Related(CharterBrief, allow_null=True)

    class Meta:
        model = StrategyFeedback
        fields = [
            "id", "version", "topic", "text", "answer", "filed_at", "answer_due_on", "answered_at", "team", "author",
            "owner", "answered_by", "brief", "charter",
        ]  # fmt: skip
        verbs = {"answer": _("Use answer/."), "owner": _("Use hand-over/.")}


class NewFeedback(Closed):
    """`owner` owes an answer within two weeks; `brief` or `charter` say what it is about."""

    team = Related(TeamBrief, within=own_teams)
    topic = serializers.ChoiceField(choices=FeedbackTopic.choices)
    text = serializers.CharField(max_length=4000)
    owner = Related(PersonBrief, within=everybody)
    brief = Related(BriefOfStrategy, within=strategy_briefs, required=False, allow_null=True)
    charter = Related(CharterBrief, within=charters, required=False, allow_null=True)


class Handed(Closed):
    to = Related(PersonBrief, within=everybody)


class FeedbackFilters(Filters):
    team = IdFilter("team")
    author = PersonFilter("author", label=_("An id, or “me”"))
    owner = PersonFilter("owner", label=_("Who owes the answer: an id, or “me”"))
    brief = IdFilter("brief")
    charter = IdFilter("charter")
    topic = ChoicesFilter("topic", choices=FeedbackTopic.choices)
    answered = FlagFilter("answered_at", "isnull", exclude=True)
    due_to = DayFilter("answer_due_on", "lte")
    overdue = FlagFilter(method="by_overdue")

    def by_overdue(self, rows: Any, name: str, wanted: bool) -> Any:
        late = rows.overdue(self.person.today())
        return late if wanted else rows.exclude(pk__in=late.values("pk"))


class Feedback(Listed, Retrieved, Created):
    door = PERSONAL
    shape = FeedbackShape
    entry = NewFeedback
    filters = FeedbackFilters
    orderings = {"filed_at": "filed_at", "answer_due_on": "answer_due_on", "id": "id"}
    usual = "-filed_at"

    def rows(self) -> QuerySet[StrategyFeedback]:
        found: QuerySet[StrategyFeedback] = StrategyFeedback.objects.visible_to(self.person)
        return found

    def may_change(self, record: StrategyFeedback) -> Verdict:
        return rules.may_answer_feedback(self.person, record)

    def add(self, values: Values) -> StrategyFeedback:
        rules.may_file_feedback(self.person, values["team"]).or_refuse()
        return StrategyFeedback.file(**values, by=self.person, at=self.now)

    @verb(Answering)
    def answer(self, feedback: StrategyFeedback, values: Values) -> None:
        feedback.reply(**values, by=self.person, at=self.now, version=feedback.version)

    @verb(Handed)
    def hand_over(self, feedback: StrategyFeedback, values: Values) -> None:
        """Somebody else owes the answer from now on."""
        feedback.hand_over(**values, by=self.person, at=self.now, version=feedback.version)
