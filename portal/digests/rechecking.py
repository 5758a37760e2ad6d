"""Whether what was written is still what this person may read. Asked in the moment of sending, and when a copy is shown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from portal.digests import rendering
from portal.digests.models import Digest
from portal.digests.promises import Key, by_kind, offering
from portal.models import Person


def holds(digest: Digest) -> bool:
    """The person reaches the same teams, has the same address, and may still read each line."""
    person = digest.recipient
    if digest.address != person.email or digest.scope != rendering.scope_of(person):
        return False
    return not out_of_reach(person, digest.content)


def out_of_reach(person: Person, content: Mapping[str, Any]) -> set[Key]:
    """The lines whose objects this person may not read."""
    keys = {key_of(item) for section in content.get("sections", []) for item in section["items"]}
    kinds = by_kind(keys)
    for module in offering("theirs") if kinds else []:
        for kind, readable in module.theirs(person, kinds).items():
            keys -= {(kind, key) for key in readable}
    return keys


def key_of(item: Mapping[str, Any]) -> Key:
    return item["kind"], rendering.as_key(item["key"])


def write_anew(digest: Digest, *, at: datetime) -> None:
    """Of a row in hand that was not offered. It may end up skipped: what is left may be nothing."""
    rendering.write([digest], at=at)
