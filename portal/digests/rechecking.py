"""Whether what was written is still what this person may read. Asked in the moment of sending."""

from __future__ import annotations

from datetime import datetime

from portal.digests import rendering
from portal.digests.models import Digest
from portal.digests.promises import by_kind, offering


def holds(digest: Digest) -> bool:
    """The person reaches the same teams, has the same address, and may still read each line."""
    person = digest.recipient
    if digest.address != person.email or digest.scope != rendering.scope_of(person):
        return False
    items = [item for section in digest.content.get("sections", []) for item in section["items"]]
    kinds = by_kind((item["kind"], rendering.as_key(item["key"])) for item in items)
    readable: dict[str, set[object]] = {}
    for module in offering("theirs") if kinds else []:
        for kind, keys in module.theirs(person, kinds).items():
            readable.setdefault(kind, set()).update(keys)
    return all(key in readable.get(kind, set()) for kind, keys in kinds.items() for key in keys)


def write_anew(digest: Digest, *, at: datetime) -> None:
    """Of a row in hand that was not offered. It may end up skipped: what is left may be nothing."""
    rendering.write([digest], at=at)
