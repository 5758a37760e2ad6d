"""Writing what is planned: a batch in one transaction and one snapshot of the database, so that figures agree.

A killed process leaves nothing half written. A person whose digest cannot be written stops nobody else's.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import OperationalError, connection, transaction
from django.db.models import Count, F, Max, Q
from django.utils import translation

from portal.digests import mime
from portal.digests.ageing import note
from portal.digests.audience import gather
from portal.digests.choices import GRACE, Reason, State
from portal.digests.composing import Letter, compose
from portal.digests.freezing import freeze_due
from portal.digests.models import Digest, Subscription
from portal.digests.rhythm import is_turn
from portal.models import Person

logger = logging.getLogger(__name__)

BATCH = 200
TRIES = 3
WRITTEN = (
    "state", "reason", "rendered_at", "settled_at", "subject", "content", "scope", "address", "message_id", "mime",
)  # fmt: skip


@dataclass(frozen=True)
class Past:
    """When a person was last sent a digest, and how many since they last came by themselves."""

    last: date | None = None
    unseen: int = 0


def render_due(*, at: datetime) -> int:
    """Everything that is planned; returns how many were written or skipped. Several may do it at once."""
    done = 0
    while found := render_some(at=at):
        done += found
    return done


def render_some(*, at: datetime, batch: int = BATCH) -> int:
    """The next batch that nobody else has in hand."""
    freeze_due(at=at)
    try:
        return _write_batch(at, batch, ())
    except OperationalError:
        raise
    except Exception:
        logger.exception("a digest among %d cannot be written: each is tried alone", batch)
    return sum(_write_alone(pk, at) for pk in _ids(at, batch))


def _ids(at: datetime, batch: int) -> list[UUID]:
    return list(
        Digest.objects.filter(state=State.PLANNED).order_by("due_at", "id").values_list("pk", flat=True)[:batch]
    )


def _write_alone(pk: UUID, at: datetime) -> int:
    try:
        return _write_batch(at, 1, (pk,))
    except OperationalError:
        raise
    except Exception:
        logger.exception("digest %s cannot be written", pk)
    rows = Digest.objects.filter(pk=pk, state=State.PLANNED)
    rows.update(attempts=F("attempts") + 1)
    rows.filter(attempts__gte=TRIES).update(state=State.FAILED, reason=Reason.UNWRITABLE, settled_at=at)
    return 0


def _write_batch(at: datetime, batch: int, only: Sequence[UUID]) -> int:
    with one_snapshot():
        planned = Digest.objects.filter(state=State.PLANNED).order_by("due_at", "id").select_related("recipient")
        rows = list(
            (planned.filter(pk__in=only) if only else planned).select_for_update(of=("self",), skip_locked=True)[:batch]
        )
        write(rows, at=at)
        return len(rows)


@contextmanager
def one_snapshot() -> Any:
    """What is read in here was so at one moment. Inside another transaction it is that one's."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


@dataclass(frozen=True)
class Decision:
    """`reason` says why no mail goes; without a letter there was nobody to write to."""

    row: Digest
    letter: Letter | None
    reason: Reason | None


def decide(rows: Sequence[Digest], *, at: datetime) -> list[Decision]:
    """What becomes of rows that were not offered yet. Nothing is written, and the rows are left as they are."""
    decided = {row.pk: Decision(row, None, _out_of_reach(row, at)) for row in rows}
    wanted = [one.row for one in decided.values() if one.reason is None]
    if not wanted:
        return list(decided.values())
    audience = gather([row.recipient for row in wanted], at)
    letters = compose(audience, {row.recipient_id: row.week for row in wanted})
    chosen = {one.person_id: one for one in Subscription.objects.filter(person__in=list(letters))}
    past = past_of(list(letters))
    for row in wanted:
        letter, person = letters[row.recipient_id], row.recipient
        subscription = chosen.get(person.pk) or Subscription(person=person)
        reason = _why_not(letter, subscription, past.get(person.pk, Past()), row.week, audience.today[person.pk])
        decided[row.pk] = Decision(row, letter, reason)
    return list(decided.values())


def write(rows: Sequence[Digest], *, at: datetime) -> None:
    """Locked rows that were not offered yet get their words, or a reason for having none."""
    if not rows:
        return
    decided = decide(rows, at=at)
    for one in decided:
        if one.letter:
            _fill(one.row, one.letter, one.reason, at)
        elif one.reason:
            _skip(one.row, one.reason, at)
    note([one.letter.said for one in decided if one.letter and one.letter.asks])
    Digest.objects.bulk_update(rows, WRITTEN)


def _out_of_reach(row: Digest, at: datetime) -> Reason | None:
    """Why there is nobody to write to any more, or not in time."""
    if not row.recipient.is_active or not row.recipient.email:
        return Reason.LEFT
    return Reason.STALE if at - row.due_at > GRACE else None


def _skip(row: Digest, reason: Reason, at: datetime) -> None:
    row.state, row.reason, row.settled_at = State.SKIPPED, reason, at


def _why_not(letter: Letter, subscription: Subscription, past: Past, week: date, today: date) -> Reason | None:
    """Why this letter is on the page only."""
    if not letter.asks:
        return Reason.NOTHING
    if not subscription.by_mail:
        return Reason.OPTED_OUT
    if subscription.is_stopped:
        return Reason.BOUNCED
    if subscription.is_away(today):
        return Reason.AWAY
    return None if is_turn(week, past.last, past.unseen) else Reason.SLOWER


def _fill(row: Digest, letter: Letter, reason: Reason | None, at: datetime) -> None:
    row.subject, row.content, row.rendered_at = letter.subject, letter.content, at
    row.scope, row.address = scope_of(row.recipient), row.recipient.email or ""
    if reason:
        _skip(row, reason, at)
        return
    row.message_id = mime.message_id(row.pk)
    with translation.override(row.recipient.language or row.recipient.organisation.language):
        row.mime = mime.write(row.recipient, row.pk, letter.subject, letter.content, at)
    if row.state == State.PLANNED:
        row.state = State.RENDERED


def scope_of(person: Person) -> str:
    """What the person reaches, as a digest: another one means that it must be written anew."""
    held = sorted(f"{team}:{','.join(sorted(roles))}" for team, roles in person.reach.roles.items())
    return sha256("\n".join(held).encode()).hexdigest()


def past_of(people: Sequence[UUID]) -> Mapping[UUID, Past]:
    """One statement. A sign-in counts as a visit as well."""
    sent = Digest.objects.filter(recipient__in=people, state__in=[State.SENT, State.UNCERTAIN])
    visited = Q(recipient__subscription__seen_at__gte=F("settled_at")) | Q(recipient__last_login__gte=F("settled_at"))
    rows = (
        sent.order_by().values("recipient").annotate(last=Max("week"), of=Count("pk"), seen=Count("pk", filter=visited))
    )
    return {row["recipient"]: Past(row["last"], row["of"] - row["seen"]) for row in rows}


def as_key(value: object) -> UUID:
    """The key of a line, as the stored copy has it or as it was just written."""
    return value if isinstance(value, UUID) else UUID(str(value))
