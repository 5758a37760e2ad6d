"""A real CRM export comes in whole: people, accounts, product lines, then 8,800 opportunities."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Count, Sum

from funnels.choices import MoveKind, Status
from funnels.importing.reporting import told_notes
from funnels.models import Account, CustomerCommitment, ImportBatch, Opportunity, OpportunityLine, Product, StageEvent
from portal.models import Membership, Organisation, Person, Team
from portal.models.team import TeamKind
from portal.roles import Role
from portal.sheets import read_table, xlsx_bytes
from tests.cast import NOON, TODAY, join, make_person, make_team
from tests.factories import make_funnel
from tests.funnels.imports.steps import bring_in, checked, counts, imported, staged, taken_back
from tests.house.proofs import IN_FULL
from tests.house.source import ROOT

FOLDER = ROOT.parent / "shared" / "data" / "maven-crm"
FILES = {"people": "sales_teams", "accounts": "accounts", "products": "products", "opportunities": "sales_pipeline"}
ALL = "a test looks at everything"
OPPORTUNITIES = 8800
STEP = 1 if IN_FULL else 11
"""The first test brings in the whole file, the others each eleventh opportunity of it unless proofs run in full."""

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.proof,
    pytest.mark.skipif(not FOLDER.is_dir(), reason="the published CRM export is not beside the checkout"),
]


@pytest.fixture
def acme() -> Team:
    Organisation.objects.create(name="Acme", currency="USD", time_zone="UTC", working_days=[1], set_up_at=NOON)
    team = make_team("Acme", kind=TeamKind.ORGANISATION)
    make_funnel(team)
    return team


@pytest.fixture
def founder(acme: Team) -> Person:
    """Who sets a portal up: administrator, and steward and manager of the top team."""
    founder = make_person("Fay", is_administrator=True)
    join(founder, acme, Role.STEWARD)
    join(founder, acme, Role.MANAGER)
    return founder


def content(name: str) -> bytes:
    return Path(FOLDER, f"{name}.csv").read_bytes()


def some(name: str) -> bytes:
    header, *rows = content(name).splitlines(keepends=True)
    return b"".join([header, *(rows[::STEP] if name == FILES["opportunities"] else rows)])


def as_workbook(name: str) -> bytes:
    table = read_table(io.BytesIO(some(name)), "a.csv")
    return xlsx_bytes(table.columns, [row.cells for row in table.rows])


def everything(acme: Team, founder: Person, read: Callable[[str], bytes] = some) -> dict[str, ImportBatch]:
    return {kind: bring_in(read(name), team=acme, by=founder, kind=kind) for kind, name in FILES.items()}


def digest() -> str:
    """All that people see of the portal's records: what is put away does not count, nor when it was last synced."""
    state = [
        sorted(map(str, records))
        for records in (
            Opportunity.objects.everything(reason=ALL).current().values_list(
                "id", "name", "account", "owner", "team", "stage", "status", "amount", "currency", "expected_close",
                "closed_on", "crm_stage", "kind", "segment", "opened_on",
            ),
            OpportunityLine.objects.everything(reason=ALL).filter(opportunity__archived_at=None).values_list(
                "opportunity", "product", "share"
            ),
            Account.objects.filter(archived_at=None).values_list("id", "name", "industry", "country", "parent"),
            Product.objects.filter(archived_at=None).values_list("id", "name", "series", "list_price"),
            Person.objects.filter(is_active=True).values_list("id", "name", "email"),
            Membership.objects.on(TODAY).values_list("person", "team", "role"),
            Team.objects.current().values_list("id", "name", "parent"),
        )
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(state, cls=DjangoJSONEncoder).encode()).hexdigest()


def won() -> Iterator[Opportunity]:
    return Opportunity.objects.everything(reason=ALL).filter(status=Status.WON)


@pytest.mark.once
def test_it_comes_in_as_others_counted_it(acme: Team, founder: Person) -> None:
    before = digest()
    batches = everything(acme, founder, content)
    assert {kind: counts(batch) for kind, batch in batches.items()} == {
        "people": (35, 0, 0, 0),
        "accounts": (85, 0, 0, 0),
        "products": (7, 0, 0, 0),
        "opportunities": (OPPORTUNITIES, 0, 0, 0),
    }
    assert won().count() == 4238
    assert won().aggregate(sum=Sum("amount"))["sum"] == Decimal(10005534)
    quarters = won().filter(closed_on__year=2017).values_list("closed_on__quarter").annotate(Count("id"))
    assert dict(quarters) == {1: 531, 2: 1254, 3: 1257, 4: 1196}

    opportunities = Opportunity.objects.everything(reason=ALL)
    assert opportunities.filter(status=Status.LOST).count() == 2473
    assert opportunities.filter(account=None).count() == 1425
    assert opportunities.filter(amount=None).count() == 2089
    assert not opportunities.filter(owner=None).exists()
    assert Account.objects.count() == 85
    assert Product.objects.count() == 7
    assert "“GTXPro” is taken for the product line “GTX Pro”." in told_notes(batches["opportunities"])

    moves = StageEvent.objects.everything(reason=ALL)
    assert moves.filter(kind=MoveKind.IMPORTED).count() == 4238 + 2473
    assert moves.filter(kind=MoveKind.OPENED).count() == 1589 + 500
    assert opportunities.exclude(stage__code="acknowledge").count() == 0
    assert not CustomerCommitment.objects.everything(reason=ALL).exists()

    everyone_is_under_their_manager()

    kinds = list(reversed(FILES))
    for kind in kinds:
        taken_back(batches[kind], by=founder)
    assert digest() == before


def everyone_is_under_their_manager() -> None:
    table = read_table(io.BytesIO(content("sales_teams")), "sales_teams.csv")
    for agent, manager, region in (row.cells for row in table.rows):
        membership = Membership.objects.select_related("team__parent").get(person__name=agent)
        leads = Membership.objects.get(team=membership.team, role=Role.MANAGER)
        assert (membership.role, leads.person.name) == (Role.MEMBER, manager)
        assert (membership.team.parent.name, membership.team.parent.kind) == (region, TeamKind.REGION)
        owned = Opportunity.objects.everything(reason=ALL).filter(owner=membership.person)
        assert set(owned.values_list("team", flat=True)) <= {membership.team_id}
    assert not any(person.can_sign_in for person in Person.objects.filter(email=None))


def test_a_second_run_changes_nothing(acme: Team, founder: Person) -> None:
    everything(acme, founder)
    before, moves = digest(), StageEvent.objects.everything(reason=ALL).count()
    again = everything(acme, founder)
    assert {kind: counts(batch) for kind, batch in again.items()} == {
        "people": (0, 0, 35, 0),
        "accounts": (0, 0, 85, 0),
        "products": (0, 0, 7, 0),
        "opportunities": (0, 0, OPPORTUNITIES // STEP, 0),
    }
    assert digest() == before
    assert StageEvent.objects.everything(reason=ALL).count() == moves


def test_a_workbook_brings_the_same(acme: Team, founder: Person) -> None:
    everything(acme, founder)
    before = digest()
    for kind, name in FILES.items():
        batch = bring_in(as_workbook(name), team=acme, by=founder, kind=kind, name="export.xlsx")
        assert (batch.created, batch.changed, batch.refused) == (0, 0, 0)
    assert digest() == before


def test_undo_and_import_again_meet(acme: Team, founder: Person) -> None:
    everything(acme, founder)
    first = digest()
    batch = ImportBatch.objects.everything(reason=ALL).get(kind="opportunities")
    taken_back(batch, by=founder)
    assert not Opportunity.objects.everything(reason=ALL).current().exists()
    again = bring_in(some("sales_pipeline"), team=acme, by=founder)
    assert counts(again) == (OPPORTUNITIES // STEP, 0, 0, 0)
    assert digest() == first


def test_a_dry_run_counts_the_same_and_writes_nothing(acme: Team, founder: Person) -> None:
    before = digest()
    for kind, name in FILES.items():
        batch = checked(staged(some(name), team=acme, by=founder, kind=kind))
        foretold = counts(batch)
        assert digest() == before
        assert counts(imported(batch)) == foretold
        before = digest()
