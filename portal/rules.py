"""Who may do what with people, teams and the organisation.

A steward keeps the people of their team and of the teams below: members and stewards, never managers.
An administrator keeps all of it, and reads nothing more because of that. Nobody gives themselves a role.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from portal.models import Membership, Person, Team
from portal.roles import Role
from portal.verdicts import ALLOWED, Verdict, allowed_if, denied


def may_see_directory(person: Person) -> Verdict:
    """People and teams are known to whoever works here today."""
    known = person.is_administrator or bool(person.reach.roles)
    return allowed_if(known, _("Only people who are in a team can see who works here."))


def may_see_person(person: Person, other: Person) -> Verdict:
    return ALLOWED if person == other else may_see_directory(person)


def may_edit_team(person: Person, team: Team) -> Verdict:
    return allowed_if(
        _keeps(person, team),
        _("Only stewards of %(team)s or of a team above it, and administrators, can change this team.")
        % {"team": team},
    )


def may_add_team(person: Person, parent: Team | None) -> Verdict:
    if parent is None:
        return allowed_if(person.is_administrator, _("Only administrators can add a team that has no team above it."))
    return allowed_if(
        _keeps(person, parent),
        _("Only stewards of %(team)s or of a team above it, and administrators, can add a team here.")
        % {"team": parent},
    )


def may_invite(person: Person, team: Team, role: Role | str) -> Verdict:
    """Whether `person` may bring others into `team` with this role."""
    if person.is_administrator:
        return ALLOWED
    if not _keeps(person, team):
        return denied(
            _("Only stewards of %(team)s or of a team above it, and administrators, can say who is in it.")
            % {"team": team}
        )
    return allowed_if(role != Role.MANAGER, _("Only administrators can say who manages a team."))


def may_grant(person: Person, other: Person, team: Team, role: Role | str) -> Verdict:
    if person == other:
        return denied(_("Nobody gives a role to themselves. Ask another steward or an administrator."))
    return may_invite(person, team, role)


def may_place(person: Person, other: Person) -> Verdict:
    """Give somebody a role in any team at all."""
    if person == other:
        return denied(_("Nobody gives a role to themselves. Ask another steward or an administrator."))
    if not other.is_active:
        return denied(_("%(name)s no longer works here.") % {"name": other})
    return allowed_if(keeps_people(person), _("Only stewards and administrators can say who is in a team."))


def may_end_membership(person: Person, membership: Membership) -> Verdict:
    """Whoever could have given the role can end it."""
    return may_invite(person, membership.team, membership.role)


def may_move(person: Person, membership: Membership, to: Team, role: Role | str) -> Verdict:
    verdict = may_end_membership(person, membership)
    return may_grant(person, membership.person, to, role) if verdict else verdict


def may_edit_person(person: Person, other: Person) -> Verdict:
    """Change another person's name. Everybody changes their own."""
    if person == other:
        return ALLOWED
    return allowed_if(
        _keeps_all_of(person, other),
        _("Only stewards of every team that %(name)s is in, and administrators, can change this.") % {"name": other},
    )


def may_change_email(person: Person, other: Person) -> Verdict:
    """An e-mail address opens an account, so a steward sets it only where nobody's rights come with it."""
    if person.is_administrator:
        return ALLOWED
    if other.can_sign_in or other.is_administrator or other.memberships.filter(role=Role.MANAGER).exists():
        return denied(
            _("Only administrators can change the e-mail address of somebody who signs in or manages a team.")
        )
    return may_edit_person(person, other)


def may_send_invitation(person: Person, other: Person) -> Verdict:
    if not other.is_active:
        return denied(_("%(name)s no longer works here.") % {"name": other})
    if other.can_sign_in:
        return denied(_("%(name)s signs in already.") % {"name": other})
    return may_edit_person(person, other)


def may_let_go(person: Person, other: Person) -> Verdict:
    """Record that somebody has left."""
    if person == other:
        return denied(_("Ask another administrator or steward to record that you have left."))
    if person.is_administrator:
        return ALLOWED
    if other.is_administrator or any(one.role == Role.MANAGER for one in _standing(person, other)):
        return denied(_("Only administrators can record that a manager or an administrator has left."))
    return may_edit_person(person, other)


def may_bring_back(person: Person) -> Verdict:
    return allowed_if(person.is_administrator, _("Only administrators can bring somebody back."))


def may_make_administrator(person: Person) -> Verdict:
    """Give somebody the administrator's rights, or take them."""
    return allowed_if(person.is_administrator, _("Only administrators can say who is an administrator."))


def may_change_organisation(person: Person) -> Verdict:
    return allowed_if(person.is_administrator, _("Only administrators can change the organisation's settings."))


def keeps_people(person: Person) -> bool:
    """Whether the person keeps the people of any team."""
    return person.is_administrator or person.reach.anywhere(Role.STEWARD)


def _keeps(person: Person, team: Team) -> bool:
    return person.is_administrator or person.reach.holds(team.pk, Role.STEWARD)


def _standing(person: Person, other: Person) -> list[Membership]:
    """What the other holds today or has been promised for later."""
    return list(other.memberships.unended(person.organisation.today()))


def _keeps_all_of(person: Person, other: Person) -> bool:
    """Whether the person keeps each team that the other is or will be in; somebody in none is the administrators'."""
    if person.is_administrator:
        return True
    teams = {membership.team_id for membership in _standing(person, other)}
    return not other.is_administrator and bool(teams) and teams <= set(person.reach.teams(Role.STEWARD))
