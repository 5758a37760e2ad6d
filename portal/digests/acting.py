"""Acting on a promise by a link of the mail, without signing in: done, another day, hand back.

A link names a digest and a promise in it, and so its recipient. It holds for eight days, once, and as long as the promise
is that person's own, open, and as it was when the mail was written. What is done is done by the verbs and rules of the
app that the promise belongs to, which offers them by its kind as `acts` (portal/digests/promises.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.digests.choices import State
from portal.digests.links import promise_of
from portal.digests.models import Digest, UsedLink
from portal.digests.models.subscription import seen
from portal.digests.promises import offering
from portal.forms import PortalForm
from portal.models import Person
from portal.models.event import BY_MAIL, by_way_of
from portal.refusals import Stale

DONE: Final = "done"
REDATE: Final = "another-day"
HAND_BACK: Final = "hand-back"
LABELS: Final[Mapping[str, str | Promise]] = {
    DONE: _("Done"),
    REDATE: _("Another day"),
    HAND_BACK: _("Hand back"),
}
LASTS: Final = timedelta(days=8)  # a day longer than until the next digest
MAILED: Final = (State.SENDING, State.SENT, State.UNCERTAIN)


@dataclass(frozen=True)
class Deed:
    """What a verb asks for and what it calls: `act` takes the form's values, and `by`, `at` and `version`."""

    form: type[PortalForm]
    act: Callable[..., object]


@dataclass(frozen=True)
class Own:
    """A promise that is open and this person's own, with what they may do to it by a link."""

    version: int
    deeds: Mapping[str, Deed]


class DeadLink(Exception):
    """The link does nothing any more, or never did. `code` says why; the page has the words."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Link:
    """A good link. `item` is the line as the mail had it; it holds nothing confidential."""

    digest: Digest
    item: Mapping[str, Any]
    own: Own

    @property
    def person(self) -> Person:
        return self.digest.recipient

    def deed(self, verb: str) -> Deed:
        """What the mail offered and the app still does."""
        deed = self.own.deeds.get(verb) if verb in self.item["acts"] else None
        if deed is None:
            raise DeadLink("unknown")
        return deed


def read(token: str, *, at: datetime) -> Link:
    """The link that this token stands for; a DeadLink or Stale says why there is none. Changes nothing."""
    if not settings.MAIL_ACTIONS:
        raise DeadLink("off")
    named = promise_of(token)
    if named is None:
        raise DeadLink("unknown")
    digest, item = _line(*named)
    if not digest.recipient.is_active:
        raise DeadLink("left")
    if at >= digest.due_at + LASTS:
        raise DeadLink("expired")
    key = UUID(item["key"])
    if UsedLink.objects.filter(digest=digest, key=key).exists():
        raise DeadLink("used")
    own = _own(digest.recipient, item["kind"], key)
    if own is None:
        raise DeadLink("gone")
    if own.version != item["version"]:
        raise Stale(own, item["version"])
    return Link(digest, item, own)


def _line(pk: UUID, key: UUID) -> tuple[Digest, Mapping[str, Any]]:
    """The digest and the line in it; of one that was handed over, before that nobody can have its links."""
    digest = Digest.objects.filter(pk=pk, state__in=MAILED).select_related("recipient").first()
    sections = digest.content.get("sections", []) if digest else []
    for item in (item for section in sections for item in section["items"]):
        if digest and item.get("acts") and UUID(item["key"]) == key:
            return digest, item
    raise DeadLink("unknown")


def _own(person: Person, kind: str, key: UUID) -> Own | None:
    found = (module.acts(person, kind, key) for module in offering("acts"))
    return next((own for own in found if own is not None), None)


@transaction.atomic
def act(link: Link, verb: str, values: Mapping[str, Any], *, at: datetime) -> None:
    """Use the link up and call the verb: both or neither. Of two at once the second finds it used."""
    deed = link.deed(verb)
    _use_up(link, verb, at)
    with by_way_of(BY_MAIL):
        deed.act(by=link.person, at=at, version=link.item["version"], **values)
    seen(link.person, at=at)


def _use_up(link: Link, verb: str, at: datetime) -> None:
    try:
        with transaction.atomic():
            UsedLink.objects.create(
                digest=link.digest, kind=link.item["kind"], key=UUID(link.item["key"]), verb=verb, at=at
            )
    except IntegrityError:
        raise DeadLink("used") from None
