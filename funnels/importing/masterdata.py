"""Accounts and product lines: found by their id in the source, else by name, so that none is there twice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from funnels.importing.accounts import Accounts
from funnels.importing.comparing import SYNCED
from funnels.importing.fields import fields_of
from funnels.importing.intake import Staged
from funnels.importing.judging import Effect, Judgement, Undone, What, plain, refusal
from funnels.importing.owners import spelled
from funnels.importing.reading import Claim, Reader
from funnels.importing.setting import Setting
from funnels.models import Account, Product
from funnels.models.importing import ImportKind
from portal.models import Event

EXTERNAL_ID_ENDS = 120

RELATIONS = ("parent", "source", "import_batch")

Values = dict[str, Any]


class NamedRecords:
    """Records that everybody shares. What the CRM says of them stands; an empty cell takes nothing away."""

    model: ClassVar[type[Account] | type[Product]]
    kind: ClassVar[ImportKind]
    fields: ClassVar[Sequence[str]]

    def __init__(self, setting: Setting, reader: Reader) -> None:
        self.setting, self.reader, self.columns = setting, reader, reader.columns
        self.notes: list[dict[str, Any]] = []
        self.undone = Undone(setting.source)
        self.known: dict[str, Any] = {}
        self.named: dict[str, Any] = {}
        self.seen: set[str] = set()
        self.adopted: set[UUID] = set()

    def prepare(self) -> list[Effect]:
        return []

    def judge(self, rows: Sequence[Staged]) -> list[Judgement]:
        claims = self.reader.read(rows)
        self._look_up([claim for claim in claims if not claim.reasons])
        return [self._judge(claim) for claim in claims]

    def _look_up(self, claims: Sequence[Claim]) -> None:
        names = {claim.values["name"] for claim in claims}
        ids = {_id_of(claim) for claim in claims}
        by_id = Q(source=self.setting.source, external_id__in=ids)
        by_name = Q(archived_at=None) & (Q(name__in=names) | Q(small__in={name.lower() for name in names}))
        found: QuerySet[Any] = self.model._default_manager.annotate(small=Lower("name")).filter(by_id | by_name)
        if not self.setting.pretend:
            found = found.select_for_update(of=("self",))
        self.known, self.named = {}, {}
        for record in found.order_by("id"):
            if record.source_id == self.setting.source.pk and record.external_id:
                self.known[record.external_id] = record
            if record.archived_at is None:
                self.named.setdefault(spelled(record.name), record)

    def _judge(self, claim: Claim) -> Judgement:
        if claim.reasons:
            return refusal(claim)
        external_id = _id_of(claim)
        record = self.known.get(external_id) or self._adopted(claim)
        if external_id in self.seen or (record is not None and record.synced_at == self.setting.at):
            claim.refuse(self.columns.get("external_id", self.columns["name"]), _("stands in an earlier row as well"))
            return refusal(claim)
        self.seen.add(external_id)
        wanted = {"external_id": external_id, "source": self.setting.source} | self._wanted(claim)
        if record is None:
            self._refuse_new(claim)
            new = Judgement(claim.number, What.CREATED, claim.values["name"], wanted=wanted)
            return refusal(claim) if claim.reasons else new
        self.adopted.add(record.pk)
        return self._compared(claim, record, wanted)

    def _refuse_new(self, claim: Claim) -> None:
        """Where a kind asks for more of a record that is new here."""

    def _adopted(self, claim: Claim) -> Any:
        """A record of this name that no other id of this source has taken."""
        record = self.named.get(spelled(claim.values["name"]))
        if record is None or record.pk in self.adopted:
            return None
        taken = record.source_id == self.setting.source.pk and record.external_id
        return None if taken and spelled(record.external_id) != spelled(record.name) else record

    def _wanted(self, claim: Claim) -> Values:
        return {name: claim.values[name] for name in self.fields if claim.values.get(name) is not None}

    def _compared(self, claim: Claim, record: Any, wanted: Values) -> Judgement:
        if self.undone.put_away(record):
            wanted |= {"archived_at": None, "import_batch": self.setting.batch, "version": record.version + 1}
        before = {name: now for name, value in wanted.items() if (now := _now(record, name)) != plain(value)}
        after = {name: plain(wanted[name]) for name in before}
        named_only = record.synced_at is None and record.import_batch_id == getattr(self.setting.batch, "pk", "")
        new = "archived_at" in after or named_only
        what = What.CREATED if new else What.CHANGED if after else What.UNCHANGED
        return Judgement(claim.number, what, record.name, record=record, wanted=wanted, before=before, after=after)

    def work(self, judgements: Sequence[Judgement]) -> list[Effect]:
        created = [self._new(one) for one in judgements if one.record is None and one.wanted]
        changed = [one for one in judgements if one.record is not None and one.after]
        for one in changed:
            one.wanted["version"] = one.record.version + 1
            for name in [*one.after, "version"]:
                setattr(one.record, name, one.wanted[name])
        manager = self.model._default_manager
        manager.bulk_create(created)
        fields = {name for one in changed for name in one.after} | {"version"}
        manager.bulk_update([one.record for one in changed], sorted(fields))
        manager.filter(pk__in=[one.record.pk for one in judgements if one.record]).update(synced_at=self.setting.at)
        Event.objects.bulk_create(
            [self._event(one, "imported") for one in created]
            + [self._event(one.record, SYNCED, before=one.before, after=one.after) for one in changed]
        )
        return [
            *(self._effect(one, None, {}) for one in created),
            *(self._effect(one.record, one.before, one.after) for one in changed),
        ]

    def _new(self, judgement: Judgement) -> Any:
        setting = self.setting
        return self.model(**judgement.wanted, import_batch=setting.batch, synced_at=setting.at, created_at=setting.at)

    def _event(self, record: Any, verb: str, **told: Values) -> Event:
        return Event(
            subject_kind=self._name, subject_id=record.pk, verb=verb, by=self.setting.by, at=self.setting.at, **told
        )

    def _effect(self, record: Any, before: Values | None, after: Values) -> Effect:
        return {"id": record.pk, "model": self._name, "before": before, "after": after}

    @property
    def _name(self) -> str:
        return str(self.model._meta.model_name)

    def describe(self, judgement: Judgement) -> list[tuple[str, str, str]]:
        labels = {one.name: str(one.label) for one in fields_of(self.kind)}
        return [
            (label, str(judgement.before[name] or ""), str(judgement.after[name] or ""))
            for name, label in labels.items()
            if name in judgement.after
        ]


class AccountRows(NamedRecords):
    model = Account
    kind = ImportKind.ACCOUNTS
    fields = ("name", "industry", "country", "employees")

    def __init__(self, setting: Setting, reader: Reader) -> None:
        super().__init__(setting, reader)
        self.parents = Accounts(setting.source, setting.batch, by=setting.by, at=setting.at)
        self.coming: dict[str, Account] = {}

    def _look_up(self, claims: Sequence[Claim]) -> None:
        """A parent may be in the portal, come with these rows, or be known by name only so far."""
        super()._look_up(claims)
        self.coming = {}
        for claim in claims:
            name = claim.values["name"]
            if not self.known.get(_id_of(claim)) and not self._adopted(claim) and _id_of(claim) not in self.seen:
                self.coming.setdefault(spelled(name), Account(name=name))
        self.parents.look_up({claim.values["parent"] for claim in claims if claim.values.get("parent")})

    def _wanted(self, claim: Claim) -> Values:
        wanted = super()._wanted(claim)
        parent = claim.values.get("parent")
        if parent and spelled(parent) != spelled(wanted["name"]):
            wanted["parent"] = self.coming.get(spelled(parent)) or self.parents.find(parent)
        return wanted

    def _new(self, judgement: Judgement) -> Account:
        account: Account = super()._new(judgement)
        coming = self.coming.pop(spelled(account.name), None)
        account.pk = coming.pk if coming else account.pk
        return account

    def work(self, judgements: Sequence[Judgement]) -> list[Effect]:
        return [*self.parents.add_fresh(), *super().work(judgements)]


class ProductRows(NamedRecords):
    model = Product
    kind = ImportKind.PRODUCTS
    fields = ("name", "series", "list_price")

    def __init__(self, setting: Setting, reader: Reader) -> None:
        super().__init__(setting, reader)
        self.names: set[str] = set()

    def _refuse_new(self, claim: Claim) -> None:
        name = spelled(claim.values["name"])
        if name in self.named or name in self.names:
            claim.refuse(self.columns["name"], _("is the name of another product line"))
        self.names.add(name)


def _id_of(claim: Claim) -> str:
    """Without an id of its own, the name tells a record apart."""
    return str(claim.values.get("external_id") or claim.values["name"][:EXTERNAL_ID_ENDS])


def _now(record: Model, name: str) -> Any:
    return getattr(record, f"{name}_id" if name in RELATIONS else name)
