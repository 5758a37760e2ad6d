"""Each member of a sales mission's team owns a tactic; whoever does not is named, and nothing is held up by it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from charters import completeness
from charters.choices import CharterKind
from charters.completeness import Section
from charters.document import MemberFact
from charters.models import Charter
from portal.roles import Role
from tests.cast import TODAY, Cast, join
from tests.charter_factories import approve, make_mission
from tests.charters.reckoning.facts import OWNER, charter, mission

NILS, OLGA = MemberFact(OWNER, "Nils"), MemberFact(uuid4(), "Olga")


@pytest.fixture
def oslos(cast: Cast, root: Charter) -> Charter:
    return make_mission(cast, root, root.goals.get())


def part(found: list[Section]) -> list[str] | None:
    """What is said about the members; None where they are no subject."""
    return next(([gap.sentence for gap in one.gaps] for one in found if one.name == "team"), None)


def test_whoever_owns_no_tactic_is_named() -> None:
    told = charter(kind=CharterKind.MISSION, mission=mission(), members=(NILS, OLGA))
    assert told.idle == [OLGA]
    assert part(completeness.sections(told)) == ["Olga owns no tactic yet."]


def test_where_nobody_has_looked_nothing_is_claimed() -> None:
    assert part(completeness.sections(charter(kind=CharterKind.MISSION, mission=mission()))) is None


def test_those_of_the_team_on_the_day_are_meant(cast: Cast, oslos: Charter) -> None:
    assert part(oslos.sections()) == []
    join(cast.olga, cast.oslo, Role.MEMBER)
    join(cast.rita, cast.oslo, Role.MEMBER, since=TODAY + timedelta(days=1))
    join(cast.stella, cast.oslo, Role.STEWARD)
    assert part(oslos.sections()) == ["Olga owns no tactic yet."]


def test_it_holds_up_no_approval(cast: Cast, oslos: Charter) -> None:
    join(cast.olga, cast.oslo, Role.MEMBER)
    assert oslos.missing() == []
    approve(oslos)


def test_the_charter_of_a_lasting_function_asks_it_of_nobody(child: Charter) -> None:
    assert part(child.sections()) is None


def test_it_is_one_statement_however_large_the_team_is(cast: Cast, oslos: Charter) -> None:
    costs = []
    for person in (cast.nils, cast.olga, cast.rita):
        if person != cast.nils:
            join(person, cast.oslo, Role.MEMBER)
        with CaptureQueriesContext(connection) as spent:
            oslos.sections()
        costs.append(sum("portal_membership" in one["sql"] for one in spent))
    assert costs == [1, 1, 1]
