"""Customer meetings: what we aim for before, what we got after. Callers ask the rule first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from funnels.models import Contact, CustomerMeeting, Opportunity
from portal.models import Event, Person
from portal.refusals import Invalid


@transaction.atomic
def plan_meeting(
    opportunity: Opportunity, *, by: Person, at: datetime, attendees: Sequence[Contact] = (), **values: Any
) -> CustomerMeeting:
    """A meeting to come, or one that was held, with what it is to bring."""
    meeting = CustomerMeeting(opportunity=opportunity, planned_by=by, created_at=at, **values)
    meeting.full_clean()
    _refuse_strangers(opportunity, attendees)
    meeting.save(force_insert=True)
    meeting.attendees.set(attendees)
    _note(meeting, "meeting_planned", by=by, at=at, after={"held_on": meeting.held_on})
    return meeting


@transaction.atomic
def edit_meeting(
    meeting: CustomerMeeting, values: Mapping[str, Any], *, by: Person, at: datetime, version: int | None = None
) -> None:
    """Change the plan, or record the result. The event names the fields, whose words may have to be erased."""
    meeting.lock(version=version)
    plain = {name: value for name, value in values.items() if name != "attendees"}
    changed = sorted(meeting.assign(plain))
    if "attendees" in values and {one.pk for one in values["attendees"]} != _present(meeting):
        _refuse_strangers(meeting.opportunity, values["attendees"])
        meeting.attendees.set(values["attendees"])
        changed.append("attendees")
    if changed:
        meeting.full_clean()
        meeting.keep(*(name for name in changed if name != "attendees"))
        told = {"fields": changed, "held_on": meeting.held_on, "result": meeting.result}
        _note(meeting, "meeting_edited", by=by, at=at, after=told)


def _present(meeting: CustomerMeeting) -> set[Any]:
    return set(meeting.attendees.values_list("pk", flat=True))


def _refuse_strangers(opportunity: Opportunity, attendees: Sequence[Contact]) -> None:
    if not all(opportunity.knows(contact) for contact in attendees):
        raise Invalid({"attendees": _("Choose people who work at this opportunity's customer.")})


def _note(meeting: CustomerMeeting, verb: str, *, by: Person, at: datetime, after: dict[str, Any]) -> None:
    opportunity = meeting.opportunity
    Event.objects.record(opportunity, verb, by=by, at=at, team=opportunity.team, after={"meeting": meeting.pk, **after})
