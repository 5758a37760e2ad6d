"""What a digest has told somebody, so that the same line does not come for ever."""

from __future__ import annotations

from django.db import models

from portal.models import Person, Record, Team


class Mention(Record):
    """In this week the person's digest showed this promise as overdue."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=40)
    key = models.UUIDField()
    week = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind", "key", "week"], name="mention_once_a_week")]

    def __str__(self) -> str:
        return f"{self.kind} {self.week}"


class Escalation(Record):
    """A promise that stayed overdue through two digests: told once to the manager of its team, never again.

    `told` is the person whose digest had it, `told_week` the week of that digest; both are empty until then. Of what is
    confidential `told` is known from the beginning: the one whom it may be told.
    """

    kind = models.CharField(max_length=40)
    key = models.UUIDField()
    owner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+")
    week = models.DateField()
    told = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    told_week = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="escalated_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.week}"
