"""Beginning an observation: the two, the setting, the form that serves the coachee's team, and what it was about."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from coaching.models import Observation, ObservationForm
from coaching.recording import stage_at, team_or_refuse
from portal.models import Person
from portal.refusals import Invalid


@transaction.atomic
def observe(facts: Mapping[str, Any], *, observer: Person, coachee: Person, at: datetime) -> Observation:
    """`facts` are form, setting, held_at and, where it had one, opportunity and session."""
    observation = Observation(**facts, observer=observer, coachee=coachee, created_at=at)
    observation.held_on = coachee.organisation.today(observation.held_at)
    observation.team = team_or_refuse(observer, coachee, observation.held_on, at)
    _refuse_odd(observation, at)
    if observation.opportunity is not None:
        observation.stage = stage_at(observation.opportunity, observation.held_at)
    observation.full_clean(exclude=["observer", "coachee", "team", "form", "opportunity", "session"])
    observation.save()
    told = {name: getattr(observation, name) for name in ("form", "setting", "held_at", "opportunity", "session")}
    observation.note("begun", by=observer, at=at, after={"coachee": coachee.pk, **told})
    return observation


def _refuse_odd(observation: Observation, at: datetime) -> None:
    errors = {}
    if observation.held_at > at:
        errors["held_at"] = _("Enter a time that is not in the future.")
    if not ObservationForm.objects.serving(observation.team).filter(pk=observation.form_id).exists():
        errors["form"] = _("Choose a form that is in use for this person's team.")
    session = observation.session
    if session is not None and session.pair != (observation.observer_id, observation.coachee_id):
        errors["session"] = _("Choose a session of the two of you.")
    if errors:
        raise Invalid(errors)
