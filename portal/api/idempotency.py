"""A POST with an Idempotency-Key has one effect, however often it arrives.

The key's row is written first and in the effect's own transaction. A parallel copy therefore waits at
the unique index until the first is committed, and then repeats its answer; a killed process takes
key and effect away together. Only answers 2xx are kept, encrypted, for 24 hours (docs/decisions).
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import orjson
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ParseError
from rest_framework.request import Request

from portal import keyring
from portal.models import IdempotencyKey, Person
from portal.refusals import Refusal

KEPT = timedelta(hours=24)
LONGEST = 255
REPEATED = ("Content-Type", "ETag", "Location")


class KeyReused(Refusal):
    code = "key-reused"
    status = 422


def once(request: Request, person: Person, at: datetime, act: Callable[[], HttpResponse]) -> HttpResponse:
    """Act, or repeat the kept answer of the same key. Call it inside the transaction of the effect."""
    key = request.headers.get("Idempotency-Key")
    if key is None or request.method != "POST":
        return act()
    if not 1 <= len(key) <= LONGEST:
        raise ParseError(_("An Idempotency-Key has between 1 and %(most)s characters.") % {"most": LONGEST})
    mine = IdempotencyKey(
        person=person,
        route=request.path,
        key_digest=_digest(key.encode()),
        body_digest=body_digest(request),
        created_at=at,
    )
    row = claim(mine)
    if row.pk != mine.pk:
        return _replay(row, mine)
    response = act()
    row.status, row.answer = response.status_code, keyring.seal(_packed(response))
    row.save(update_fields=["status", "answer"])
    return response


def claim(mine: IdempotencyKey) -> IdempotencyKey:
    """Insert our row, or wait for whoever holds the key and return theirs."""
    IdempotencyKey.objects.bulk_create([mine], ignore_conflicts=True)
    row = IdempotencyKey.objects.get(person_id=mine.person_id, route=mine.route, key_digest=mine.key_digest)
    if row.pk != mine.pk and row.created_at <= mine.created_at - KEPT:
        row.delete()
        return claim(mine)
    return row


def _replay(row: IdempotencyKey, mine: IdempotencyKey) -> HttpResponse:
    if row.body_digest != mine.body_digest:
        raise KeyReused(_("This Idempotency-Key was used with another body. Use a new key for a new request."))
    kept = orjson.loads(keyring.unseal(row.answer))
    return HttpResponse(base64.b85decode(kept["body"]), status=row.status, headers=kept["headers"])


def _packed(response: HttpResponse) -> bytes:
    headers = {name: response[name] for name in REPEATED if name in response}
    return orjson.dumps({"headers": headers, "body": base64.b85encode(response.content).decode()})


def body_digest(request: Request) -> str:
    """A JSON body as it was sent; of a form, its fields and the content of its files."""
    if not (request.content_type or "").startswith("multipart/"):
        return _digest(request.body)
    digest = hashlib.sha256()
    data: Any = request.data
    for name in sorted(data):
        for value in data.getlist(name):
            digest.update(_digest(name.encode()).encode())
            for chunk in value.chunks() if hasattr(value, "chunks") else [str(value).encode()]:
                digest.update(chunk)
    return digest.hexdigest()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def purge(*, at: datetime) -> int:
    """Forget the answers that are older than they are kept; how many they were."""
    return IdempotencyKey.objects.filter(created_at__lte=at - KEPT).delete()[0]
