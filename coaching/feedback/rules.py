"""Who may do what with upward feedback. Who reads figures and answers is decided by the scopes alone."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from coaching.models import FeedbackCycle, FeedbackFromAbove
from portal.models import Person, Team
from portal.roles import Role
from portal.verdicts import Verdict, allowed_if


def may_keep_cycles(person: Person) -> Verdict:
    """Open cycles at all; of which branch, `may_open_cycle` says. Nobody reads answers because of that."""
    keeps = person.is_administrator or person.reach.anywhere(Role.STEWARD)
    return allowed_if(keeps, _("Only stewards and administrators open cycles of feedback."))


def may_open_cycle(person: Person, team: Team) -> Verdict:
    return allowed_if(
        person.is_administrator or person.reach.holds(team.pk, Role.STEWARD),
        _("Only stewards of %(team)s or of a team above it, and administrators, open a cycle here.") % {"team": team},
    )


def may_change_cycle(person: Person, cycle: FeedbackCycle) -> Verdict:
    return may_open_cycle(person, cycle.team)


def may_word(person: Person) -> Verdict:
    """Change the statements, which are the whole organisation's."""
    whole = person.is_administrator or any(
        person.reach.holds(team, Role.STEWARD)
        for team in Team.objects.current().filter(parent=None).values_list("pk", flat=True)
    )
    return allowed_if(whole, _("Only stewards of the whole organisation and administrators change the statements."))


def may_answer_from_above(person: Person, form: FeedbackFromAbove) -> Verdict:
    return allowed_if(form.author_id == person.pk, _("Only the manager who is asked answers this."))
