"""Which account the CRM means. One that is new here is added on the way, since the CRM keeps the accounts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q
from django.db.models.functions import Lower

from funnels.importing.judging import Effect, Undone
from funnels.importing.owners import spelled
from funnels.models import Account, ImportBatch, ImportSource
from portal.models import Event, Person

EXTERNAL_ID_ENDS = 120


class Accounts:
    """Accounts by their id in the source and by name; `look_up` reads those that some rows name."""

    def __init__(self, source: ImportSource, batch: ImportBatch | None, *, by: Person | None, at: datetime) -> None:
        self.source, self.batch, self.by, self.at = source, batch, by, at
        self.undone = Undone(source)
        self.known: dict[str, Account] = {}
        self.fresh: list[Account] = []
        self.returning: dict[str, Account] = {}

    def look_up(self, words: Iterable[str]) -> None:
        wanted = {tidy(word) for word in words if spelled(word) not in self.known}
        if not wanted:
            return
        here = Q(archived_at=None) | Q(source=self.source)
        named = Q(name__in=wanted) | Q(small__in={word.lower() for word in wanted})
        by_id = Q(source=self.source, external_id__in=wanted)
        found = Account.objects.annotate(small=Lower("name")).filter(here, named | by_id).order_by("id")
        for account in found:
            self._remember(account)

    def _remember(self, account: Account) -> None:
        """An account in use goes before one put away; an id in the source before a name."""
        if account.archived_at is None or account.source_id == self.source.pk:
            former = self.known.get(spelled(account.name))
            if former is None or (former.archived_at and not account.archived_at):
                self.known[spelled(account.name)] = account
        if account.external_id and account.source_id == self.source.pk:
            self.known[spelled(account.external_id)] = account

    def find(self, word: str) -> Account:
        """The account meant, or a new one that `add_fresh` will write."""
        account = self.known.get(spelled(word))
        return self._begin(word) if account is None else self.in_use(account)

    def in_use(self, account: Account) -> Account:
        """The account, which comes back where an undo had put it away."""
        if self.undone.put_away(account):
            self.returning[str(account.pk)] = account
        return account

    def _begin(self, word: str) -> Account:
        word = tidy(word)
        external_id = word if len(word) <= EXTERNAL_ID_ENDS else ""
        account = Account(
            name=word, source=self.source, external_id=external_id, import_batch=self.batch, created_at=self.at
        )
        self.known[spelled(word)] = account
        self.fresh.append(account)
        return account

    def add_fresh(self) -> list[Effect]:
        """Write what `find` began, and bring back what an undo had put away."""
        effects = [*self._add(), *self._bring_back()]
        self.fresh, self.returning = [], {}
        return effects

    def _add(self) -> list[Effect]:
        Account.objects.bulk_create(self.fresh)
        note(self.fresh, "imported", by=self.by, at=self.at)
        return [{"id": account.pk, "model": "account", "before": None, "after": {}} for account in self.fresh]

    def _bring_back(self) -> list[Effect]:
        effects = []
        for account in self.returning.values():
            before = {"archived_at": account.archived_at, "import_batch": account.import_batch_id}
            account.archived_at, account.import_batch = None, self.batch
            account.version += 1
            after = {"archived_at": None, "import_batch": account.import_batch_id, "version": account.version}
            effects.append({"id": account.pk, "model": "account", "before": before, "after": after})
        Account.objects.bulk_update(self.returning.values(), ["archived_at", "import_batch", "version"])
        note(self.returning.values(), "restored", by=self.by, at=self.at)
        return effects


def tidy(name: str) -> str:
    return " ".join(name.split())


def note(records: Iterable[Account], verb: str, *, by: Person | None, at: datetime) -> None:
    Event.objects.bulk_create(
        Event(subject_kind="account", subject_id=one.pk, verb=verb, by=by, at=at) for one in records
    )
