"""Answers kept for 24 hours so that a repeated POST has one effect."""

from django.db import models
from django.utils import timezone

from portal.models.person import Person
from portal.models.record import Record


class IdempotencyKey(Record):
    """One row per person, route and key, written in the same transaction as the effect it answers for."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    route = models.CharField(max_length=200)
    key_digest = models.CharField(max_length=64)
    body_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    answer = models.BinaryField(default=b"")
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "route", "key_digest"], name="idempotency_key_once")]

    def __str__(self) -> str:
        return f"{self.route} {self.key_digest[:8]}"
