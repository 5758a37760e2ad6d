from portal.models import Membership, Person
from portal.roles import Role
from portal.rules import (
    may_add_team,
    may_bring_back,
    may_change_email,
    may_change_organisation,
    may_edit_person,
    may_edit_team,
    may_end_membership,
    may_grant,
    may_invite,
    may_let_go,
    may_make_administrator,
    may_move,
    may_see_directory,
    may_see_person,
    may_send_invitation,
)
from portal.verdicts import Verdict
from tests.cast import Cast, join, make_person


def membership(person: Person) -> Membership:
    return Membership.objects.get(person=person)


def says(verdict: Verdict, *words: str) -> bool:
    return not verdict and all(word in str(verdict.reason) for word in words)


def test_whoever_is_in_a_team_sees_the_directory(cast: Cast) -> None:
    assert may_see_directory(cast.rita)
    assert may_see_directory(cast.adam)


def test_a_former_member_sees_only_themselves(cast: Cast) -> None:
    assert says(may_see_directory(cast.felix), "in a team")
    assert may_see_person(cast.felix, cast.felix)
    assert not may_see_person(cast.felix, cast.nils)


def test_a_steward_above_changes_a_team(cast: Cast) -> None:
    assert may_edit_team(cast.stella, cast.oslo)
    assert may_edit_team(cast.adam, cast.oslo)


def test_a_manager_changes_no_team(cast: Cast) -> None:
    assert says(may_edit_team(cast.lena, cast.oslo), "Oslo", "stewards")


def test_a_steward_adds_teams_below_their_own_only(cast: Cast) -> None:
    join(cast.olga, cast.north, Role.STEWARD)
    assert may_add_team(cast.olga, cast.oslo)
    assert says(may_add_team(cast.olga, cast.south), "South")


def test_only_administrators_add_a_second_tree(cast: Cast) -> None:
    assert may_add_team(cast.adam, None)
    assert says(may_add_team(cast.stella, None), "administrators")


def test_a_steward_invites_members_and_stewards(cast: Cast) -> None:
    assert may_invite(cast.stella, cast.oslo, Role.MEMBER)
    assert may_invite(cast.stella, cast.oslo, Role.STEWARD)


def test_a_steward_makes_nobody_a_manager(cast: Cast) -> None:
    assert says(may_invite(cast.stella, cast.oslo, Role.MANAGER), "administrators")
    assert may_invite(cast.adam, cast.oslo, Role.MANAGER)


def test_a_manager_invites_nobody(cast: Cast) -> None:
    assert says(may_invite(cast.lena, cast.oslo, Role.MEMBER), "stewards")


def test_nobody_gives_a_role_to_themselves(cast: Cast) -> None:
    assert says(may_grant(cast.stella, cast.stella, cast.oslo, Role.MEMBER), "themselves")
    assert says(may_grant(cast.adam, cast.adam, cast.oslo, Role.MEMBER), "themselves")
    assert may_grant(cast.adam, cast.stella, cast.oslo, Role.MANAGER)


def test_whoever_could_give_a_role_can_end_it(cast: Cast) -> None:
    assert may_end_membership(cast.stella, membership(cast.nils))
    assert says(may_end_membership(cast.stella, membership(cast.lena)), "administrators")
    assert not may_end_membership(cast.lena, membership(cast.nils))


def test_moving_takes_both_ends(cast: Cast) -> None:
    join(cast.olga, cast.north, Role.STEWARD)
    assert may_move(cast.olga, membership(cast.nils), cast.bergen, Role.MEMBER)
    assert says(may_move(cast.olga, membership(cast.nils), cast.rome, Role.MEMBER), "Rome")
    assert says(may_move(cast.olga, membership(cast.rita), cast.oslo, Role.MEMBER), "Rome")


def test_people_are_edited_by_themselves_and_by_stewards_of_all_their_teams(cast: Cast) -> None:
    join(cast.olga, cast.north, Role.STEWARD)
    assert may_edit_person(cast.nils, cast.nils)
    assert may_edit_person(cast.olga, cast.nils)
    join(cast.nils, cast.rome, Role.MEMBER)
    assert says(may_edit_person(cast.olga, cast.nils), "every team", "Nils")


def test_somebody_in_no_team_is_the_administrators(cast: Cast) -> None:
    assert not may_edit_person(cast.stella, cast.felix)
    assert may_edit_person(cast.adam, cast.felix)


def test_a_steward_never_sets_the_address_of_an_account_in_use(cast: Cast) -> None:
    assert says(may_change_email(cast.stella, cast.nils), "administrators")
    assert says(may_change_email(cast.nils, cast.nils), "administrators")
    assert may_change_email(cast.adam, cast.nils)


def test_a_steward_sets_the_address_of_a_member_known_only_by_name(cast: Cast) -> None:
    imported = Person.objects.create(name="Ida")
    join(imported, cast.oslo, Role.MEMBER)
    assert may_change_email(cast.stella, imported)


def test_a_steward_never_sets_the_address_of_a_manager(cast: Cast) -> None:
    imported = Person.objects.create(name="Ida")
    join(imported, cast.oslo, Role.MANAGER)
    assert says(may_change_email(cast.stella, imported), "manages")


def test_only_somebody_without_sign_in_is_invited(cast: Cast) -> None:
    ida = make_person("Ida")
    join(ida, cast.oslo, Role.MEMBER)
    assert says(may_send_invitation(cast.stella, ida), "already")
    ida.set_unusable_password()
    assert may_send_invitation(cast.stella, ida)
    assert not may_send_invitation(cast.lena, ida)


def test_a_steward_lets_members_go_and_administrators_anybody_but_themselves(cast: Cast) -> None:
    assert may_let_go(cast.stella, cast.nils)
    assert says(may_let_go(cast.stella, cast.lena), "manager")
    assert may_let_go(cast.adam, cast.lena)
    assert says(may_let_go(cast.adam, cast.adam), "another administrator")


def test_the_rest_is_for_administrators(cast: Cast) -> None:
    for rule in (may_bring_back, may_change_organisation, may_make_administrator):
        assert rule(cast.adam)
        assert says(rule(cast.stella), "administrators")
