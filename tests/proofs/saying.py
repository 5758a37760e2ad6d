"""One overdue promise for each person: what a digest says in the proofs of mail."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from portal.digests.audience import Audience
from portal.digests.promises import Item, Kinds
from portal.models import Person


def promises(audience: Audience) -> dict[UUID, list[Any]]:
    return {
        one.pk: [
            Item("proof", one.pk, "keeps a promise", "/", lead=one.name, due_on=audience.today[one.pk] - timedelta(1))
        ]
        for one in audience.people
    }


def theirs(person: Person, kinds: Kinds) -> dict[str, set[UUID]]:
    return {"proof": {person.pk}}
