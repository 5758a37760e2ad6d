"""Who may do what with funnels and opportunities. What a person may see at all is decided by the scopes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from funnels.models import Funnel, ImportBatch, Opportunity
from portal.models import Person, Team
from portal.roles import Role
from portal.verdicts import Verdict, allowed_if

MANAGERS = (Role.MANAGER,)
MEMBERS = _("Only members of this team and managers above can do this.")


def may_open(person: Person, team: Team) -> Verdict:
    """Start a new opportunity in the team."""
    return allowed_if(person.reach.holds(team.pk, Role.MEMBER, Role.MANAGER), MEMBERS)


def may_work_on(person: Person, opportunity: Opportunity) -> Verdict:
    """Edit, move, close, reopen, park, meet: the owner as a member of the team, and managers."""
    own = opportunity.owner_id == person.pk and person.reach.holds(opportunity.team_id, Role.MEMBER, Role.MANAGER)
    return allowed_if(
        own or person.reach.holds(opportunity.team_id, Role.MANAGER),
        _("Only the owner and managers of this team or of a team above can do this."),
    )


def may_record(person: Person, opportunity: Opportunity) -> Verdict:
    """Record commitments, influences and meetings: whoever works on it, and invited collaborators."""
    works = may_work_on(person, opportunity)
    return allowed_if(
        bool(works) or any(one.person_id == person.pk for one in opportunity.collaborations.all()),
        _("Only the owner, invited collaborators and managers can record commitments here."),
    )


def may_override(person: Person, opportunity: Opportunity) -> Verdict:
    return allowed_if(
        person.reach.holds(opportunity.team_id, Role.MANAGER),
        _("Only managers of this team or of a team above can move without the customer's commitments."),
    )


def may_reassign(person: Person, opportunity: Opportunity) -> Verdict:
    return allowed_if(
        person.reach.holds(opportunity.team_id, Role.MANAGER),
        _("Only managers of this team or of a team above can reassign an opportunity."),
    )


def may_read_board(person: Person, team: Team) -> Verdict:
    return allowed_if(
        person.reach.holds(team.pk), _("Only this team's members and managers and stewards above read its board.")
    )


def may_define(person: Person, team: Team) -> Verdict:
    """Keep the funnels of the team."""
    return allowed_if(
        person.reach.holds(team.pk, Role.STEWARD), _("Only stewards of this team or of a team above define funnels.")
    )


def may_edit_funnel(person: Person, funnel: Funnel) -> Verdict:
    return may_define(person, funnel.team)


def may_import(person: Person, team: Team) -> Verdict:
    return allowed_if(
        person.reach.holds(team.pk, Role.STEWARD), _("Only stewards of this team or of a team above import.")
    )


def may_see_import(person: Person, batch: ImportBatch) -> Verdict:
    """A file may hold more than a member may read."""
    return may_import(person, batch.team)


def may_keep_catalogue(person: Person) -> Verdict:
    """Add and edit product lines."""
    return allowed_if(person.reach.anywhere(Role.STEWARD), _("Only stewards keep the catalogue."))


def may_keep_accounts(person: Person) -> Verdict:
    """Add and edit accounts and contacts: everyone who works in a team."""
    return allowed_if(person.reach.anywhere(), _("Only people with a team can do this."))
