"""That somebody acted on a promise by the link of a mail: once for each promise in each digest."""

from __future__ import annotations

from django.db import models

from portal.digests.models.digest import Digest
from portal.models import Record


class UsedLink(Record):
    """Written with what it did, in the same transaction. Append-only."""

    digest = models.ForeignKey(Digest, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    key = models.UUIDField()
    verb = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["digest", "key"], name="link_used_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.verb}"
