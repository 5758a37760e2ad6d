"""What is forgotten in time: a mail's bytes. What the page shows, and what became of it, stays."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q

from portal.digests.choices import FINAL, State
from portal.digests.models import Digest

KEPT: Final = timedelta(weeks=8)
BATCH: Final = 1000


def forget_bytes(*, at: datetime) -> int:
    """Of digests that were settled eight weeks ago, some at a time; how many they were.

    One whose answer is still unknown keeps them: they may be offered again.
    """
    open_end = Q(state=State.UNCERTAIN, answered_at=None)
    old = Digest.objects.filter(state__in=FINAL, settled_at__lt=at - KEPT, offered_at=None).exclude(open_end)
    count = 0
    while some := list(old.exclude(mime=None).order_by().values_list("pk", flat=True)[:BATCH]):
        count += old.filter(pk__in=some).update(mime=None)
    return count
