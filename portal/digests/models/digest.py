"""One person's digest of one week: planned once, written once, handed over once."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from portal.digests.choices import FINAL, WAITING, WEEKLY, Outcome, Reason, State
from portal.models import Person, Record


class DigestQuerySet(models.QuerySet["Digest"]):
    def of_person(self, person: Person) -> Self:
        return self.filter(recipient=person)

    def waiting(self) -> Self:
        """Not settled yet."""
        return self.filter(state__in=WAITING)

    def in_doubt(self) -> Self:
        """The end of the message may have been written, and no answer has been noted."""
        return self.exclude(offered_at=None)


class Digest(Record):
    """`week` is the Monday of the week where the recipient was; the key allows one row a week, whoever plans it.

    What a page shows is `content`; `mime` holds the mail's bytes, which are fixed once they have been offered.
    `offered_at` is set just before the end of the message is written and emptied when the server's answer has been
    noted. `held_by` and `held_until` say which sender has the row in hand; `grip` grows each time somebody takes it,
    so that what a killed sender still had under way cannot be noted any more.
    """

    recipient = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="digests")
    kind = models.CharField(max_length=20, default=WEEKLY)
    week = models.DateField()
    due_at = models.DateTimeField()
    planned_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    reason = models.CharField(max_length=12, choices=Reason.choices, blank=True)
    rendered_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    subject = models.CharField(max_length=200, blank=True)
    content = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    scope = models.CharField(max_length=64, blank=True)
    address = models.EmailField(blank=True)
    message_id = models.CharField(max_length=200, null=True, unique=True)
    mime = models.BinaryField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(null=True)
    held_by = models.UUIDField(null=True)
    held_until = models.DateTimeField(null=True)
    grip = models.PositiveIntegerField(default=0)
    offered_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    reply = models.CharField(max_length=300, blank=True)

    objects = DigestQuerySet.as_manager()

    class Meta:
        ordering = ["-week", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["recipient", "kind", "week"], name="digest_once_a_week"),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=False, state__in=FINAL) | Q(settled_at=None, state__in=WAITING),
                name="digest_settled_when_final",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.RENDERED, State.SENDING, State.SENT, State.UNCERTAIN])
                | Q(message_id__isnull=False, rendered_at__isnull=False),
                name="digest_written_before_sent",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(state__in=WAITING), name="digest_waiting"),
            models.Index(fields=["due_at"], condition=Q(state="uncertain", answered_at=None), name="digest_unanswered"),
            models.Index(fields=["week", "state"], name="digest_ledger"),
        ]

    def __str__(self) -> str:
        return f"{self.week} {self.get_state_display()}"

    def settle(self, state: State, reason: Reason | str, *, at: datetime) -> None:
        """The end of it; call it on a row that is locked or in hand."""
        self.state, self.reason, self.settled_at = state, str(reason), at
        self.held_by = self.held_until = None
        self.save(update_fields=["state", "reason", "settled_at", "held_by", "held_until"])


class Offer(Record):
    """A handing over to the mail server and what came of it. Append-only. `again` when an earlier answer is unknown."""

    digest = models.ForeignKey(Digest, on_delete=models.PROTECT, related_name="offers")
    at = models.DateTimeField(db_index=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    again = models.BooleanField(default=False)
    reply = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.outcome} {self.reply}"
