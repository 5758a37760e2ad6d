"""What the field says about the strategy. Leadership owes an answer by a day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Self

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from charters.choices import FeedbackTopic
from charters.models.brief import StrategyBrief
from charters.models.charter import Charter
from charters.refusals import WrongState
from portal.models import Event, Person, Team, Versioned
from portal.refusals import Invalid
from portal.roles import Role
from portal.scoping import ScopedModel, ScopedQuerySet

ANSWER_DAYS = 14


class FeedbackQuerySet(ScopedQuerySet):
    team_path = "team"

    def readable(self, person: Person) -> Q:
        """Who wrote it, who owes the answer, and managers of the team and above."""
        return Q(author=person) | Q(owner=person) | Q(team_id__in=person.reach.teams(Role.MANAGER))

    def open(self) -> Self:
        return self.filter(answered_at=None)

    def overdue(self, today: date) -> Self:
        return self.open().filter(answer_due_on__lt=today)

    def waiting_for(self, person: Person) -> Self:
        return self.open().filter(owner=person)


class StrategyFeedback(ScopedModel, Versioned):
    """`team` is the author's; `brief` and `charter` say what it is about, where it is about one."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", editable=False)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", editable=False)
    filed_at = models.DateTimeField(editable=False)
    brief = models.ForeignKey(StrategyBrief, null=True, blank=True, on_delete=models.PROTECT, related_name="feedback")
    charter = models.ForeignKey(Charter, null=True, blank=True, on_delete=models.PROTECT, related_name="feedback")
    topic = models.CharField(_("about"), max_length=16, choices=FeedbackTopic.choices)
    text = models.TextField(_("what you see in the field"), max_length=4000)
    owner = models.ForeignKey(Person, verbose_name=_("who answers"), on_delete=models.PROTECT, related_name="+")
    answer_due_on = models.DateField(_("answer due"))
    answer = models.TextField(_("answer"), max_length=4000, blank=True)
    answered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", editable=False)
    answered_at = models.DateTimeField(null=True, editable=False)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        ordering = ["-filed_at", "-id"]
        verbose_name_plural = _("feedback on the strategy")
        indexes = [
            models.Index(fields=["owner", "answer_due_on"], condition=Q(answered_at=None), name="feedback_open")
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.text

    @classmethod
    @transaction.atomic
    def file(
        cls, *, team: Team, topic: str, text: str, owner: Person, by: Person, at: datetime,
        brief: StrategyBrief | None = None, charter: Charter | None = None,
    ) -> StrategyFeedback:  # fmt: skip
        if not text.strip():
            raise Invalid({"text": _("Say what you see in the field.")})
        if topic not in FeedbackTopic.values:
            raise Invalid({"topic": _("Choose what it is about.")})
        filed = cls._default_manager.create(
            team=team, author=by, filed_at=at, created_at=at, brief=brief, charter=charter, topic=topic,
            text=text.strip(), owner=owner, answer_due_on=by.organisation.today(at) + timedelta(days=ANSWER_DAYS),
        )  # fmt: skip
        Event.objects.record(filed, "filed", by=by, at=at, team=team, after={"owner": owner.pk, "topic": topic})
        return filed

    @transaction.atomic
    def reply(self, answer: str, *, by: Person, at: datetime, version: int | None = None) -> None:
        self.lock(version=version)
        if self.answered_at is not None:
            raise WrongState(_("This is answered already."))
        if not answer.strip():
            raise Invalid({"answer": _("Write your answer.")})
        self.answer, self.answered_by, self.answered_at = answer.strip(), by, at
        self.keep("answer", "answered_by", "answered_at")
        Event.objects.record(self, "answered", by=by, at=at, team=self.team)

    @transaction.atomic
    def hand_over(self, *, to: Person, by: Person, at: datetime, version: int | None = None) -> None:
        self.lock(version=version)
        if self.answered_at is not None or not to.is_active:
            raise Invalid({"owner": _("Choose somebody who works here and can still answer.")})
        before = self.assign({"owner": to})
        if before:
            self.keep("owner")
            Event.objects.record(
                self, "handed_over", by=by, at=at, team=self.team, before=before, after={"owner": to.pk}
            )  # fmt: skip
