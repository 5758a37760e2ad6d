"""Late and disputed answers; swapped, doubled and coached managers; one person with two roles."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from coaching.models import CoachingSession, SessionWords
from coaching.recording import team_of
from coaching.rules import may_coach
from portal.models import Membership, Person
from portal.roles import Role
from tests.cast import LONG_AGO, NOON, TODAY, Cast, join, make_person
from tests.coaching_factories import make_session

SWAP = date(2026, 11, 16)
BEFORE = datetime(2026, 11, 13, 9, 0, tzinfo=UTC)
AFTER = datetime(2026, 11, 17, 9, 0, tzinfo=UTC)


def counted(person: Person, first: date, last: date) -> int:
    rows = CoachingSession.objects.visible_to(person).counted().filter(held_on__range=(first, last))
    return sum(rows.values_list("counted_minutes", flat=True))


# An answer comes late, or disagrees


def test_a_session_confirmed_next_month_counts_in_its_own_month(cast: Cast) -> None:
    session = make_session(cast.lena, cast.nils, held_at=datetime(2026, 10, 30, 9, 0, tzinfo=UTC))
    session.acknowledge(took_place=True, minutes=30, by=cast.nils, at=NOON)
    assert counted(cast.lena, date(2026, 10, 1), date(2026, 10, 31)) == 30
    assert counted(cast.lena, date(2026, 11, 1), date(2026, 11, 30)) == 0


def test_a_session_the_coachee_disagrees_with_is_held_and_flagged(cast: Cast) -> None:
    session = make_session(cast.lena, cast.nils)
    session.acknowledge(took_place=True, agrees=False, by=cast.nils, at=NOON)
    assert CoachingSession.objects.visible_to(cast.lena).counted().get() == session
    assert session.is_disputed


# Managers are swapped in the middle of the month


def swapped(cast: Cast) -> tuple[Person, Person]:
    """tor managed Oslo until the swap, una does since."""
    tor, una = make_person("Tor"), make_person("Una")
    join(tor, cast.oslo, Role.MANAGER, until=SWAP)
    join(una, cast.oslo, Role.MANAGER, since=SWAP)
    join(tor, cast.bergen, Role.MANAGER, since=SWAP)
    return tor, una


def test_each_manager_logs_the_sessions_of_their_own_days(cast: Cast) -> None:
    tor, una = swapped(cast)
    assert may_coach(tor, cast.nils, at=BEFORE)
    assert not may_coach(tor, cast.nils, at=AFTER)
    assert not may_coach(una, cast.nils, at=BEFORE)
    assert may_coach(una, cast.nils)
    assert make_session(tor, cast.nils, held_at=BEFORE).team == cast.oslo
    assert make_session(una, cast.nils, held_at=AFTER).team == cast.oslo


def test_the_new_manager_knows_that_they_met_and_reads_nothing_old(cast: Cast) -> None:
    tor, una = swapped(cast)
    old, new = make_session(tor, cast.nils, held_at=BEFORE), make_session(una, cast.nils, held_at=AFTER)
    assert set(CoachingSession.objects.visible_to(una)) == {old, new}
    assert [one.session for one in SessionWords.objects.visible_to(una)] == [new]
    assert [one.session for one in SessionWords.objects.visible_to(tor)] == [old]


def test_who_changes_places_with_their_manager_is_coached_by_them_from_then_on(cast: Cast) -> None:
    """nils takes over North, lena becomes a member of Oslo."""
    old = make_session(cast.lena, cast.nils, held_at=BEFORE)
    Membership.objects.filter(person__in=[cast.lena, cast.nils]).update(ends_on=SWAP)
    join(cast.nils, cast.north, Role.MANAGER, since=SWAP)
    join(cast.lena, cast.oslo, Role.MEMBER, since=SWAP)
    lena, nils = (Person.objects.get(pk=one.pk) for one in (cast.lena, cast.nils))
    assert may_coach(nils, lena)
    assert not may_coach(lena, nils)
    new = make_session(nils, lena, held_at=AFTER)
    assert (old.team, new.team) == (cast.oslo, cast.oslo)
    assert set(SessionWords.objects.visible_to(lena).values_list("session", flat=True)) == {old.pk, new.pk}


# Two managers, and a manager who is coached


def test_two_managers_of_one_person_read_each_their_own(cast: Cast) -> None:
    join(cast.nils, cast.rome, Role.MEMBER, since=LONG_AGO)
    line, matrix = make_session(cast.lena, cast.nils), make_session(cast.sam, cast.nils)
    assert (line.team, matrix.team) == (cast.oslo, cast.rome)
    for manager, own in ((cast.lena, line), (cast.sam, matrix)):
        assert list(CoachingSession.objects.visible_to(manager)) == [own]
        assert SessionWords.objects.visible_to(manager).get().session == own
    assert SessionWords.objects.visible_to(cast.nils).count() == 2


def test_a_manager_is_a_coachee_too(cast: Cast) -> None:
    above = make_session(cast.vera, cast.lena)
    below = make_session(cast.lena, cast.nils)
    assert (above.team, below.team) == (cast.north, cast.oslo)
    assert set(SessionWords.objects.visible_to(cast.lena).values_list("session", flat=True)) == {above.pk, below.pk}
    assert [one.session for one in SessionWords.objects.visible_to(cast.vera)] == [above]
    assert not may_coach(cast.lena, cast.vera)


def test_who_has_roles_in_two_teams_sees_each_teams_sessions_by_role(cast: Cast) -> None:
    """olga manages Rome beside being a member of Bergen."""
    join(cast.olga, cast.rome, Role.MANAGER, since=TODAY - timedelta(days=30))
    of_rome, of_oslo = make_session(cast.sam, cast.rita), make_session(cast.lena, cast.nils)
    own = make_session(cast.lena, cast.olga)
    seen = set(CoachingSession.objects.visible_to(cast.olga))
    assert seen == {of_rome, own}
    assert of_oslo not in seen
    assert [one.session for one in SessionWords.objects.visible_to(cast.olga)] == [own]
    assert team_of(cast.lena, cast.olga, TODAY) == cast.bergen
