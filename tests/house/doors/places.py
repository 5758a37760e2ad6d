"""What belongs to a team: one record of every kind, in every state that a verb needs, its texts marked.

A mark such as `cny-oslo-opp-name` says whose text it is and who may read it; nobody else may ever be sent it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Model

from funnels.choices import CustomerPhase, EvidenceKind, InfluenceRole, StageKind
from funnels.influences import add_influence
from funnels.meetings import plan_meeting
from funnels.models import (
    Account,
    CommitmentDefinition,
    Contact,
    CustomerCommitment,
    Funnel,
    FunnelMigration,
    FunnelSnapshot,
    ImportBatch,
    ImportChunk,
    ImportReceipt,
    ImportSource,
    Opportunity,
    Product,
    SellerAction,
    Stage,
)
from funnels.models.importing import BatchState, ImportKind
from funnels.opening import open_opportunity
from portal.digests.choices import Reason, State
from portal.digests.models import Digest
from portal.digests.models.subscription import HARD, bounced
from portal.models import Person, SavedView, Team
from portal.models.record import Versioned
from portal.roles import Role
from portal.tokens.models import Token
from portal.weeks import WEEK
from tests.cast import NOON, TODAY, Cast, join, make_team
from tests.house.doors.charter_places import CharterBuilder
from tests.house.doors.coaching_places import CoachingBuilder
from tests.house.doors.feedback_places import FeedbackBuilder
from tests.house.doors.observation_places import ObservationBuilder
from tests.house.doors.practice_places import PracticeBuilder

COACHES = {"oslo": "lena", "bergen": "bjorn", "north": "lena", "rome": "sam"}
SOON = TODAY + timedelta(days=20)
SHARED = {
    "account",
    "account_archived",
    "contact",
    "contact_archived",
    "product",
    "product_archived",
    "admin",
    "organisation",
}


@dataclass
class Place:
    """The ids of a team's records by what they stand for, with the version that each is in."""

    name: str
    owner: str
    ids: dict[str, Any] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    collaborator: str = "carl"

    @property
    def coach(self) -> str:
        """Who manages the team and coaches its owner."""
        return COACHES.get(self.name, "lena")

    def keep(self, **records: Model) -> None:
        for key, record in records.items():
            self.ids[key] = record.pk
            if isinstance(record, Versioned):
                self.versions[key] = record.version

    def nowhere(self) -> Place:
        """The same place with ids that nothing has; what everybody knows stays."""
        ids = {
            key: value if key in SHARED or not isinstance(value, UUID) else uuid4() for key, value in self.ids.items()
        }
        return Place(self.name, self.owner, ids, self.versions)


class Builder:
    def __init__(self, cast: Cast, name: str, team: Team, owner: Person, carl: Person) -> None:
        self.cast, self.name, self.team, self.owner, self.carl = cast, name, team, owner, carl
        self.place = Place(name, owner.name.lower())
        self.coach = Person.objects.get(name__iexact=self.place.coach)
        self.account = Account.objects.create(name=f"Customer of {name}")
        self.contact = Contact.objects.create(account=self.account, name=f"Kari of {name}")
        self.product = Product.objects.create(name=f"Line of {name}")

    def mark(self, kind: str, what: str) -> str:
        return f"cny-{self.name}-{kind}-{what}"

    def build(self) -> Place:
        self.put_away_customers()
        funnel = self.funnels()
        self.opportunities(funnel)
        self.versions_of(funnel)
        self.imports()
        self.people()
        self.own()
        CharterBuilder(self.place, self.team, self.owner, self.carl).build()
        PracticeBuilder(self.place, self.team, self.owner, self.carl).build()
        CoachingBuilder(self.place, self.team, self.coach, self.owner, self.carl).build()
        ObservationBuilder(self.place, self.team, self.coach, self.owner, self.cast.stella).build()
        FeedbackBuilder(self.place, self.team, self.owner, self.carl).build()
        return self.place

    def put_away_customers(self) -> None:
        gone = Account.objects.create(name=f"Former customer of {self.name}", archived_at=NOON)
        left = Contact.objects.create(account=self.account, name=f"Lars of {self.name}", archived_at=NOON)
        product = Product.objects.create(name=f"Former line of {self.name}", archived_at=NOON)
        self.place.keep(account=self.account, contact=self.contact, product=self.product)
        self.place.keep(account_archived=gone, contact_archived=left, product_archived=product)

    def funnels(self) -> Funnel:
        funnel = self.funnel("name")
        plain = self.funnel("plain")
        retired = self.funnel("retired")
        retired.retire(by=self.cast.stella, at=NOON)
        self.place.keep(plain=plain, retired=retired)
        return funnel

    def funnel(self, what: str) -> Funnel:
        funnel = Funnel.objects.create(team=self.team, name=self.mark("funnel", what))
        kinds = [StageKind.SELLING, StageKind.SELLING, StageKind.DECIDING]
        for index, kind in enumerate(kinds):
            self.stage(funnel, index, kind)
        funnel.activate(by=self.cast.stella, at=NOON)
        return funnel

    def stage(self, funnel: Funnel, index: int, kind: StageKind) -> None:
        stage = Stage.objects.create(
            funnel=funnel,
            code=self.mark("funnel", f"code{index}"),
            position=10 * (index + 1),
            name=self.mark("funnel", f"stage{index}"),
            short_name=self.mark("funnel", f"short{index}"),
            purpose=self.mark("funnel", f"purpose{index}"),
            customer_phase=CustomerPhase.BUYING,
            kind=kind,
        )
        CommitmentDefinition.objects.create(
            stage=stage,
            code=f"C{index}",
            statement=self.mark("funnel", f"statement{index}"),
            givers=["any"],
            evidence_kinds=[EvidenceKind.MESSAGE],
        )
        CommitmentDefinition.objects.create(
            stage=stage,
            code=f"H{index}",
            position=1,
            statement=self.mark("funnel", f"helpful{index}"),
            givers=["any"],
            required=False,
            evidence_kinds=[EvidenceKind.MESSAGE],
        )
        SellerAction.objects.create(stage=stage, text=self.mark("funnel", f"action{index}"))

    def opportunities(self, funnel: Funnel) -> None:
        self.place.keep(opportunity=self.worked_on(funnel))
        ready = self.opportunity(funnel, "ready")
        self.evidence(ready)
        moved = self.opportunity(funnel, "moved")
        self.evidence(moved)
        moved.advance(by=self.owner, at=NOON)
        closed = self.opportunity(funnel, "closed")
        closed.close(outcome="lost", reasons=["price"], note=self.mark("opp", "note"), by=self.owner, at=NOON)
        parked = self.opportunity(funnel, "parked")
        parked.park(until=SOON, reason=self.mark("opp", "parking"), by=self.owner, at=NOON)
        archived = self.opportunity(funnel, "archived")
        archived.archive(by=self.owner, at=NOON)
        self.place.keep(ready=ready, moved=moved, closed=closed, parked=parked, archived=archived)

    def opportunity(self, funnel: Funnel, what: str) -> Opportunity:
        values = {
            "name": self.mark("opp", what),
            "account": self.account,
            "amount": Decimal("384000"),
            "segment": self.mark("opp", "segment"),
            "concept_words": self.mark("opp", "words"),
            "expected_close": SOON,
        }
        made = open_opportunity(values, team=self.team, owner=self.owner, by=self.owner, at=NOON, funnel=funnel)
        made.invite([self.carl], by=self.owner, at=NOON)
        return made

    def evidence(self, opportunity: Opportunity) -> CustomerCommitment:
        return opportunity.record(
            definition=CommitmentDefinition.objects.everything(reason="a test").get(
                stage_id=opportunity.stage_id, required=True
            ),
            given_by=self.contact,
            kind=EvidenceKind.MESSAGE,
            reference=self.mark("opp", "reference"),
            note=self.mark("opp", "evidence"),
            by=self.owner,
            at=NOON,
        )

    def worked_on(self, funnel: Funnel) -> Opportunity:
        """One that a manager moved on without evidence, with all that can belong to an opportunity."""
        made = self.opportunity(funnel, "name")
        made.advance(override=self.mark("opp", "override"), by=self.cast.vera, at=NOON)
        made.edit({"segment": self.mark("opp", "other")}, reason=self.mark("opp", "why"), by=self.owner, at=NOON)
        made.split({self.product: Decimal(100)}, by=self.owner, at=NOON)
        pending = made.ask(statement=self.mark("opp", "asked"), promised_for=SOON, by=self.owner, at=NOON)
        pending.reschedule(promised_for=SOON, reason=self.mark("opp", "later"), by=self.owner, at=NOON)
        influence = add_influence(made, contact=self.contact, role=InfluenceRole.USER, by=self.owner, at=NOON)
        words = {name: self.mark("opp", name) for name in ("best_commitment", "least_commitment", "got")}
        meeting = plan_meeting(made, held_on=TODAY, attendees=[self.contact], by=self.owner, at=NOON, **words)
        Opportunity.objects.of(self.team).filter(pk=made.pk).update(
            crm_stage=self.mark("opp", "crm"), external_id=self.mark("opp", "external")
        )
        FunnelSnapshot.objects.create(
            week=date(2026, 11, 16), opportunity=made, team=self.team, stage_id=made.stage_id, currency="EUR"
        )
        self.place.keep(commitment=pending, influence=influence, meeting=meeting, override=made.overrides.get())
        self.place.keep(fulfilled=self.evidence(made))
        made.refresh_from_db()
        return made

    def versions_of(self, former: Funnel) -> None:
        """A later version is in use and another is being drafted; the opportunities are still on the former one."""
        current = former.revise(by=self.cast.stella, at=NOON)
        current.activate(by=self.cast.stella, at=NOON)
        draft = current.revise(by=self.cast.stella, at=NOON)
        migration = FunnelMigration.objects.create(
            funnel=former, started_by=self.cast.stella, started_at=NOON, finished_at=NOON, total=7, done=7
        )
        self.place.keep(migration=migration)
        first, second = draft.stages.all()[:2]
        self.place.keep(funnel=current, former=former, draft=draft, stage=first, second_stage=second)
        self.place.keep(definition=first.definitions.get(required=True))
        open_stages = list(former.stages.all())
        self.place.keep(
            first_stage=open_stages[0],
            next_stage=open_stages[2],
            own_definition=open_stages[1].definitions.get(required=True),
        )

    def imports(self) -> None:
        source = ImportSource.objects.create(team=self.team, name=self.mark("source", "name"))
        Account.objects.filter(pk=self.account.pk).update(source=source, external_id=f"{self.name}-1")
        self.place.keep(source=source)
        for state in BatchState:
            self.batch(source, state)

    def batch(self, source: ImportSource, state: BatchState) -> None:
        opportunity = str(self.place.ids["opportunity"])
        secret, column = self.mark("import", "cell"), self.mark("import", "column")
        batch = ImportBatch.objects.create(
            team=self.team,
            source=source,
            kind=ImportKind.PRODUCTS,
            state=state,
            columns={"name": column},
            created_at=NOON,
            file_name=self.mark("import", f"{state}.csv"),
            file_digest="0" * 64,
            header=[
                {"name": column, "filled": 1, "samples": [secret], "values": {secret: 1}, "orders": [], "decimals": []}
            ],
            notes=[{"code": "spelled", "text": self.mark("import", "note")}],
            started_by=self.cast.stella,
            total=1,
            refused=1,
        )
        ImportChunk.objects.create(
            batch=batch,
            number=0,
            rows=[[2, [secret], self.mark("import", "problem")]],
            refused=[{"row": 2, "reasons": [self.mark("import", "reason")]}],
            preview=[
                {"row": 2, "title": self.mark("import", "preview"), "what": "created", "lines": [["Name", "", secret]]}
            ],
            effects=[{"id": self.mark("import", "effect"), "model": "account", "before": None, "after": {}}],
            overruled=[{"row": 2, "id": opportunity, "field": self.mark("import", "overruled"), "stands": "crm"}],
            kept=[{"id": opportunity, "model": "opportunity", "title": self.mark("import", "kept"), "fields": []}],
            done=state in (BatchState.DONE, BatchState.UNDONE),
        )
        self.place.keep(**{f"batch_{state}": batch})

    def people(self) -> None:
        """Somebody without sign-in, somebody who left, teams that are empty or put away."""
        team, owner = self.team, self.owner
        quiet = Person.objects.create(
            name=f"Quiet of {self.name}", email=f"quiet.{self.name}@acme.example", password="!"
        )
        join(quiet, team, Role.MEMBER)
        gone = Person.objects.create(
            name=f"Gone of {self.name}",
            email=f"gone.{self.name}@acme.example",
            password="!",
            is_active=False,
            left_at=NOON,
        )
        empty, shut = make_team(f"Empty in {self.name}", team), make_team(f"Shut in {self.name}", team)
        Team.objects.filter(pk=shut.pk).update(archived_at=NOON)
        self.place.keep(team=team, person=owner, quiet=quiet, gone=gone, empty=empty, shut=shut)
        self.place.keep(membership=quiet.memberships.get(), own_membership=owner.memberships.get(team=team))

    def own(self) -> None:
        """What is only its owner's."""
        token, _secret = Token.issue(self.owner, name=self.mark("own", "token"), by=self.owner, at=NOON)
        self.place.ids["token"] = token.public_id
        view = SavedView.objects.create(
            person=self.owner, page="funnel-table", name=self.mark("own", "view"), query="q=x"
        )
        done = ImportBatch.objects.everything(reason="a test").get(pk=self.place.ids["batch_done"])
        lines = [{"id": str(self.place.ids["opportunity"]), "what": "changed", "fields": [self.mark("own", "field")]}]
        receipt = ImportReceipt.objects.create(batch=done, person=self.owner, at=NOON, changed=1, lines=lines)
        self.place.keep(view=view, receipt=receipt)
        self.place.keep(digest=self.digest())
        self.place.versions["api:me-digest"] = 2  # of a person and their subscription together

    def digest(self) -> Digest:
        """Of a week in which mail to its recipient came back once too often."""
        words = {name: self.mark("own", f"digest-{name}") for name in ("lead", "title", "detail", "mark")}
        item = {"kind": "opportunity", "key": self.place.ids["opportunity"], "address": "/", "due": "", **words}
        section = {"code": "due", "title": self.mark("own", "digest-section"), "count": 1, "items": [item]}
        for _time in range(2):
            bounced(self.owner, points=HARD, at=NOON)
        return Digest.objects.create(
            recipient=self.owner,
            week=date(2026, 11, 16) - Digest.objects.filter(recipient=self.owner).count() * WEEK,
            due_at=NOON,
            planned_at=NOON,
            rendered_at=NOON,
            state=State.SKIPPED,
            reason=Reason.BOUNCED,
            settled_at=NOON,
            subject=self.mark("own", "digest-subject"),
            content={"headline": self.mark("own", "digest-headline"), "sections": [section]},
        )
