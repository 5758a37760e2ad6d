"""Opportunities: what each row wants, and what would become of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from funnels.choices import Kind, Status
from funnels.importing.accounts import Accounts
from funnels.importing.catalogue import Catalogue
from funnels.importing.cells import currency_around
from funnels.importing.comparing import Difference, compare, settle
from funnels.importing.guessing import KINDS, OUTCOMES, guess_meaning
from funnels.importing.intake import Staged
from funnels.importing.judging import Effect, Judgement, Undone, What, refusal
from funnels.importing.owners import UNKNOWN, Owners, meaning_of, spelled
from funnels.importing.reading import Claim, Reader
from funnels.importing.setting import Serving, Setting
from funnels.importing.telling import told
from funnels.importing.writing import write_opportunities
from funnels.models import Opportunity
from funnels.opening import NoFunnel

NAME_ENDS: Final = 200
AS_READ: Final = ("expected_close", "opened_on", "amount")

Values = dict[str, Any]


class Opportunities:
    def __init__(self, setting: Setting, reader: Reader) -> None:
        self.setting, self.reader, self.columns = setting, reader, reader.columns
        self.owners = Owners(setting.team, setting.answers.get("owner", {}), setting.today)
        self.catalogue = Catalogue(setting.source, setting.answers.get("product", {}))
        self.accounts = Accounts(setting.source, setting.batch, by=setting.by, at=setting.at)
        self.undone = Undone(setting.source)
        self.serving = Serving()
        self.leavers = {pk for pk, person in self.owners.by_id.items() if not person.is_active}
        self.seen: set[str] = set()
        self.notes: list[dict[str, Any]] = []

    def prepare(self) -> list[Effect]:
        setting = self.setting
        people = self.owners.add_new(by=setting.by, at=setting.at, pretend=setting.pretend)
        products = self.catalogue.add_new(batch=setting.batch, by=setting.by, at=setting.at, pretend=setting.pretend)
        self.notes += self.catalogue.spellings()
        return [
            *({"id": one.pk, "model": "person", "before": None, "after": {}} for one in people),
            *products,
        ]

    def judge(self, rows: Sequence[Staged]) -> list[Judgement]:
        return self.judge_claims(self.reader.read(rows))

    def judge_claims(self, claims: Sequence[Claim]) -> list[Judgement]:
        usable = [claim for claim in claims if not claim.reasons]
        records = self._records([claim.values["external_id"] for claim in usable])
        self.accounts.look_up({word for claim in usable if (word := claim.values.get("account"))})
        judged = [self._judge(claim, records) for claim in claims]
        settle([one.record for one in judged if isinstance(one.record, Difference)], leavers=self.leavers)
        return [_conclude(one) for one in judged]

    def _records(self, external_ids: Sequence[str]) -> dict[str, Opportunity]:
        records = Opportunity.objects.everything(reason="the records of an import's source, whoever has them now")
        found = records.filter(source=self.setting.source, external_id__in=external_ids).exclude(external_id="")
        if not self.setting.pretend:
            found = found.select_for_update(of=("self",)).order_by("id")
        return {record.external_id: record for record in found.select_related("account").prefetch_related("lines")}

    def _judge(self, claim: Claim, records: dict[str, Opportunity]) -> Judgement:
        external_id = claim.values.get("external_id", "")
        record = records.get(external_id)
        if not claim.reasons:
            self._refuse_repeated(claim, external_id, record)
        wanted = {} if claim.reasons else self._wanted(claim, record)
        if claim.reasons:
            return refusal(claim)
        self.seen.add(external_id)
        if record is None:
            return Judgement(claim.number, What.CREATED, wanted["name"], wanted=wanted)
        difference = compare(record, wanted)
        if self.undone.put_away(record):
            difference.differs("archived_at", record.archived_at, None)
            difference.differs("import_batch", record.import_batch_id, getattr(self.setting.batch, "pk", None))
            difference.differs("version", record.version, record.version + 1)
        return Judgement(claim.number, What.CHANGED, record.name, record=difference, wanted=wanted)

    def _refuse_repeated(self, claim: Claim, external_id: str, record: Opportunity | None) -> None:
        """An id counts once per file, also when a killed worker goes on in the middle of it."""
        if external_id in self.seen or (record is not None and record.synced_at == self.setting.at):
            claim.refuse(self.columns["external_id"], _("stands in an earlier row as well"))
        elif record is not None and record.team_id not in self.owners.branch:
            claim.refuse(self.columns["external_id"], _("belongs to a team outside this import now"))

    def _wanted(self, claim: Claim, record: Opportunity | None) -> Values:
        """Our words for the row; only what the file has a column for, where the record exists."""
        wanted: Values = {name: claim.values[name] for name in AS_READ if name in claim.values}
        self._want_currency(claim, wanted)
        self._want_outcome(claim, wanted)
        self._want_words(claim, wanted)
        self._want_owner(claim, wanted)
        if record is None:
            self._want_place(claim, wanted)
        if not claim.reasons and "account" in claim.values:
            wanted["account"] = self._account(claim.values["account"], record)
        if record is None and not claim.reasons:
            wanted.setdefault("name", self._composed_name(wanted))
        return wanted

    def _account(self, word: str | None, record: Opportunity | None) -> Any:
        now = record.account if record else None
        if word and now and spelled(word) in (spelled(now.name), spelled(now.external_id)):
            return self.accounts.in_use(now)
        return self.accounts.find(word) if word else None

    def _want_currency(self, claim: Claim, wanted: Values) -> None:
        named = claim.values.get("currency")
        column = self.columns.get("amount", "")
        around = currency_around(claim.texts.get(column, ""))
        if around and named and around != named and claim.texts[column][0] != "$":
            claim.refuse(column, _("names another currency than its own column"))
        if named or around:
            wanted["currency"] = named or around

    def _want_outcome(self, claim: Claim, wanted: Values) -> None:
        word = claim.values.get("stage")
        if "stage" not in claim.values:
            return
        wanted["crm_stage"] = word or ""
        if word is None:
            return
        outcomes = self.setting.answers.get("stage", {})
        outcome = outcomes.get(word) or guess_meaning(word, OUTCOMES, Status.OPEN)
        closed_on = claim.values.get("closed_on") or claim.values.get("expected_close")
        wanted["outcome"], wanted["closed_on"] = outcome, None if outcome == Status.OPEN else closed_on
        if outcome != Status.OPEN and closed_on is None:
            claim.refuse(self.columns["stage"], _("needs the day on which it closed"))
        elif outcome != Status.OPEN and closed_on and closed_on > self.setting.today:
            column = "closed_on" if claim.values.get("closed_on") else "expected_close"
            claim.refuse(self.columns[column], _("lies in the future, though it is closed"))

    def _want_words(self, claim: Claim, wanted: Values) -> None:
        if claim.values.get("name"):
            wanted["name"] = claim.values["name"]
        if "segment" in claim.values:
            wanted["segment"] = claim.values["segment"] or ""
        if kind := claim.values.get("kind"):
            wanted["kind"] = self.setting.answers.get("kind", {}).get(kind) or guess_meaning(kind, KINDS, Kind.NEW)
        if "product" in claim.values:
            wanted["product"] = self._known(claim, "product", self.catalogue)

    def _want_owner(self, claim: Claim, wanted: Values) -> None:
        if "owner" not in claim.values:
            return
        owner = wanted["owner"] = self._known(claim, "owner", self.owners)
        wanted["team"] = self.owners.team_of(owner) if owner else self.setting.team
        if wanted["team"] is None:
            claim.refuse(self.columns["owner"], _("works outside the team that this import is for"))

    def _known(self, claim: Claim, topic: str, book: Owners | Catalogue) -> Any:
        word = claim.values[topic]
        found = book.find(word) if word else None
        if word and found is None and book.answers.get(meaning_of(word, book.answers)) != UNKNOWN:
            claim.refuse(self.columns[topic], book.why_unknown(word))
        return found

    def _want_place(self, claim: Claim, wanted: Values) -> None:
        """What a new record needs beyond what the row says."""
        wanted["external_id"] = claim.values["external_id"]
        team = wanted.setdefault("team", self.setting.team)
        wanted["funnel"] = self.serving.of(team) if team else None
        if team and wanted["funnel"] is None:
            claim.reasons.append(str(NoFunnel().detail))

    def _composed_name(self, wanted: Values) -> str:
        product, account = wanted.get("product"), wanted.get("account")
        if product and account:
            name = _("%(product)s for %(account)s") % {"product": product.name, "account": account.name}
        else:
            name = getattr(product or account, "name", "") or _("Opportunity %(id)s") % {"id": wanted["external_id"]}
        return name[:NAME_ENDS]

    def work(self, judgements: Sequence[Judgement]) -> list[Effect]:
        return write_opportunities(judgements, self.setting, self.accounts)

    def describe(self, judgement: Judgement) -> list[tuple[str, str, str]]:
        return told(judgement, self.owners, self.catalogue)


def _conclude(judgement: Judgement) -> Judgement:
    """A settled difference becomes a change, or none."""
    difference = judgement.record
    if isinstance(difference, Difference):
        judgement.before, judgement.after = difference.before, difference.after
        judgement.overruled = [{"row": judgement.number, **one} for one in difference.overruled]
        if "archived_at" in difference.after:
            judgement.what = What.CREATED
        elif not difference.after and not difference.to_status:
            judgement.what = What.UNCHANGED
    return judgement
