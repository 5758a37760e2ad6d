"""Who may do what with charters and briefs. What a person may see at all is decided by the scopes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from charters.models import (
    Charter,
    ObjectiveProgress,
    Question,
    Realignment,
    StrategyBrief,
    StrategyFeedback,
    TacticProgress,
)
from portal.models import Person, Team
from portal.roles import Role
from portal.verdicts import Verdict, allowed_if

WRITERS = _("Only its owner and managers of this team or of a team above can write this charter.")


def manages(person: Person, team_id: object) -> bool:
    return person.reach.holds(team_id, Role.MANAGER)  # type: ignore[arg-type]


def may_open(person: Person, team: Team) -> Verdict:
    """Start a charter for the team."""
    return allowed_if(
        manages(person, team.pk), _("Only managers of this team or of a team above can start a charter for it.")
    )  # fmt: skip


def may_write(person: Person, charter: Charter) -> Verdict:
    """Edit a draft, submit it, revise what is approved, retire it, bring it back."""
    return allowed_if(charter.owner_id == person.pk or manages(person, charter.team_id), WRITERS)


def may_approve(person: Person, charter: Charter) -> Verdict:
    return allowed_if(charter.sponsor_id == person.pk, _("Only its sponsor can approve a charter."))


def may_send_back(person: Person, charter: Charter) -> Verdict:
    """The sponsor, and whoever wrote it."""
    return may_approve(person, charter) or may_write(person, charter)


def may_activate(person: Person, charter: Charter) -> Verdict:
    """Put an approved version into force: its sponsor, and whoever wrote it."""
    return may_approve(person, charter) or may_write(person, charter)


def may_review(person: Person, charter: Charter) -> Verdict:
    """Say that it still holds."""
    return may_approve(person, charter) or may_write(person, charter)


def may_entrust(person: Person, charter: Charter) -> Verdict:
    """Name another owner."""
    return may_write(person, charter)


def may_acknowledge(person: Person, charter: Charter, *, named: bool | None = None) -> Verdict:
    """Stakeholders, whoever works in the team or below it, and managers and stewards above.

    `named` says whether the person is a stakeholder, where that is known already.
    """
    if named is None:
        named = charter.stakeholders.filter(person=person).exists()
    works = person.reach.holds(charter.team_id) or charter.team_id in person.reach.line
    return allowed_if(named or works, _("Only its stakeholders and people of this team acknowledge a charter."))


def may_ask(person: Person, charter: Charter) -> Verdict:
    """Whoever reads it may ask."""
    return allowed_if(person.is_active, _("Only people who work here can ask."))


def may_answer(person: Person, question: Question) -> Verdict:
    return allowed_if(
        question.charter.owner_id == person.pk or manages(person, question.charter.team_id),
        _("Only the charter's owner and managers of its team answer its questions."),
    )


def may_realign(person: Person, task: Realignment) -> Verdict:
    return may_write(person, task.charter)


def may_accept(person: Person, progress: ObjectiveProgress) -> Verdict:
    return allowed_if(
        progress.owner_id == person.pk, _("Only the person who owns this objective can accept it.")
    )  # fmt: skip


def may_measure(person: Person, progress: ObjectiveProgress) -> Verdict:
    """The objective's owner, the charter's owner, managers of its team."""
    own = progress.owner_id == person.pk
    return allowed_if(
        own or bool(may_write(person, progress.objective.charter)),
        _("Only the objective's owner and whoever writes the charter record where it stands."),
    )


def may_assign(person: Person, charter: Charter) -> Verdict:
    """Hand objectives and tactics over to somebody else."""
    return may_write(person, charter)


def may_progress(person: Person, progress: TacticProgress) -> Verdict:
    """Mark a tactic done, or give it another day: whoever does it, and whoever writes the charter."""
    own = progress.owner_id == person.pk
    return allowed_if(
        own or bool(may_write(person, progress.tactic.charter)),
        _("Only the person who does it and whoever writes the charter can change this."),
    )


def may_hand_back(person: Person, progress: TacticProgress) -> Verdict:
    """Give a tactic back to whoever answers for the charter: the person who does it."""
    return allowed_if(progress.owner_id == person.pk, _("Only the person who does it can hand it back."))


def may_keep_brief(person: Person, team: Team) -> Verdict:
    """Write, publish, revise and retire the strategy brief of the team; record who was trained."""
    return allowed_if(
        manages(person, team.pk), _("Only managers of this team or of a team above keep its strategy brief.")
    )  # fmt: skip


def may_acknowledge_brief(person: Person, brief: StrategyBrief) -> Verdict:
    """Everyone whom the brief serves."""
    served = brief.team_id in person.reach.line or person.reach.holds(brief.team_id)
    return allowed_if(served, _("Only people of this team and of the teams below it acknowledge its brief."))


def may_file_feedback(person: Person, team: Team) -> Verdict:
    return allowed_if(
        person.reach.holds(team.pk, Role.MEMBER, Role.MANAGER), _("Only people of this team file feedback for it.")
    )  # fmt: skip


def may_answer_feedback(person: Person, feedback: StrategyFeedback) -> Verdict:
    """Whoever owes the answer, and managers of the team: they also hand it over."""
    return allowed_if(
        feedback.owner_id == person.pk or manages(person, feedback.team_id),
        _("Only the person who owes the answer and managers of this team can answer."),
    )


def may_keep_phrases(person: Person) -> Verdict:
    return allowed_if(person.reach.anywhere(Role.STEWARD), _("Only stewards keep the list of weak phrases."))
