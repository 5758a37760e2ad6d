"""Who may do what in coaching. What a person may see at all is decided by the scopes.

Texts have no rule here: they are read by the two, and by nobody else because of a role (coaching/models/words.py).
"""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from coaching.models import (
    Absence,
    BestPractice,
    Cadence,
    CoachingCommitment,
    CoachingSession,
    Observation,
    ObservationForm,
    ReadingGrant,
)
from coaching.recording import team_of
from portal.models import Person, Team
from portal.roles import Role
from portal.verdicts import Verdict, allowed_if

COACH_ONLY = _("Only the coach of this session can do this.")


def may_log(person: Person) -> Verdict:
    """Log and plan sessions at all; with whom, `may_coach` says."""
    return allowed_if(person.reach.anywhere(Role.MANAGER), _("Only managers log coaching sessions."))


def may_coach(person: Person, coachee: Person, *, at: datetime | None = None) -> Verdict:
    """A manager coaches whoever works in their teams; managers of teams are coached by the managers above.

    Asked for a moment that has passed, the memberships of that day answer: what was is logged as it was.
    """
    day = person.organisation.today(at)
    own = coachee.pk != person.pk and team_of(person, coachee, day) is not None
    return allowed_if(own, _("Only managers of this person's team or of a team above can coach them."))


def may_follow(person: Person, coachee: Person) -> Verdict:
    """Open somebody's page of coaching: their managers, and they themselves."""
    own = coachee.pk == person.pk or bool(may_coach(person, coachee))
    return allowed_if(own, _("Only managers of this person's team or of a team above follow their coaching."))


def may_change(person: Person, session: CoachingSession) -> Verdict:
    """Hold, move, excuse, call off, correct."""
    return allowed_if(session.coach_id == person.pk, COACH_ONLY)


def may_acknowledge(person: Person, session: CoachingSession) -> Verdict:
    return allowed_if(
        session.coachee_id == person.pk, _("Only the person who was coached can say whether it took place.")
    )


def may_prepare(person: Person, session: CoachingSession) -> Verdict:
    return allowed_if(session.coachee_id == person.pk, _("Only the person who is coached says how they see it."))


def may_settle(person: Person, commitment: CoachingCommitment) -> Verdict:
    """Whoever promised says that it is done; the coach reviews both sides' in the next session."""
    own = person.pk in (commitment.owner_id, commitment.session.coach_id)
    return allowed_if(own, _("Only whoever promised it and the coach can say what became of it."))


def may_redate(person: Person, commitment: CoachingCommitment) -> Verdict:
    return allowed_if(
        commitment.owner_id == person.pk, _("Only whoever promised it can give it another day.")
    )  # fmt: skip


def may_see_reliability(person: Person, other: Person) -> Verdict:
    """How reliably somebody keeps promises is for themselves and their manager; there is no list of it."""
    own = other.pk == person.pk or bool(may_coach(person, other))
    return allowed_if(own, _("Only the person and managers of their team or of a team above see this."))


def may_pace(person: Person, cadence: Cadence) -> Verdict:
    """Change or end a rhythm."""
    return allowed_if(cadence.coach_id == person.pk, _("Only the coach changes the rhythm."))


def may_take_back(person: Person, grant: ReadingGrant) -> Verdict:
    return allowed_if(grant.coachee_id == person.pk, _("Only whose sessions they are takes this back."))


def may_record_absence(person: Person, absent: Person, team: Team) -> Verdict:
    own = absent.pk == person.pk and person.reach.holds(team.pk)
    return allowed_if(
        own or person.reach.holds(team.pk, Role.MANAGER),
        _("Only the person and managers of this team or of a team above record when somebody is away."),
    )


def may_withdraw_absence(person: Person, absence: Absence) -> Verdict:
    return may_record_absence(person, absence.person, absence.team)


def may_see_coverage(person: Person, team: Team) -> Verdict:
    return allowed_if(
        person.reach.holds(team.pk, Role.MANAGER),
        _("Only managers of this team or of a team above see who was coached."),
    )


def may_see_standard(person: Person, team: Team) -> Verdict:
    return allowed_if(
        person.reach.holds(team.pk) or team.pk in person.reach.line,
        _("Only people of this team, of teams below it, and managers and stewards above see what is expected."),
    )


def may_set_standard(person: Person, team: Team) -> Verdict:
    """Say what is enough: managers and stewards of the team or above."""
    return allowed_if(
        person.reach.holds(team.pk, Role.MANAGER, Role.STEWARD),
        _("Only managers and stewards of this team or of a team above say how much coaching is enough."),
    )


def may_observe(person: Person, coachee: Person, *, at: datetime | None = None) -> Verdict:
    """As with sessions: the managers of whoever is observed."""
    return allowed_if(
        bool(may_coach(person, coachee, at=at)),
        _("Only managers of this person's team or of a team above observe them."),
    )


def may_give(person: Person, observation: Observation) -> Verdict:
    """Say what was seen: the two, each for themselves."""
    return allowed_if(
        observation.is_of(person), _("Only the observer and the person who was observed say what was seen.")
    )


def may_decline(person: Person, observation: Observation) -> Verdict:
    return allowed_if(
        observation.coachee_id == person.pk, _("Only the person who was observed can leave out their own view.")
    )


def may_withdraw_observation(person: Person, observation: Observation) -> Verdict:
    return allowed_if(observation.observer_id == person.pk, _("Only the observer can withdraw an observation."))


def may_keep_forms(person: Person, team: Team) -> Verdict:
    return allowed_if(
        person.reach.holds(team.pk, Role.STEWARD),
        _("Only stewards of this team or of a team above keep its observation forms."),
    )


def may_edit_form(person: Person, form: ObservationForm) -> Verdict:
    return may_keep_forms(person, form.team)


def may_share(person: Person) -> Verdict:
    """Write down what works: whoever works in a team, whatever their role."""
    return allowed_if(bool(person.reach.roles), _("Only people who work in a team write down what works."))


def may_edit_practice(person: Person, practice: BestPractice) -> Verdict:
    return allowed_if(practice.author_id == person.pk, _("Only its author changes the words of a best practice."))


def may_keep_practice(person: Person, practice: BestPractice) -> Verdict:
    """Put it away and bring it back."""
    kept = person.reach.holds(practice.team_id, Role.MANAGER, Role.STEWARD)
    return allowed_if(
        practice.author_id == person.pk or kept,
        _("Only its author and managers and stewards of its team or of a team above put a best practice away."),
    )


def may_adopt(person: Person, practice: BestPractice) -> Verdict:
    """Work this way, and say whether it was useful: everybody but its author."""
    return allowed_if(practice.author_id != person.pk, _("You wrote this one. Others say whether it works for them."))
