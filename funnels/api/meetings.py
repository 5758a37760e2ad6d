"""Customer meetings of an opportunity."""

from __future__ import annotations

from django.db.models import QuerySet
from rest_framework import serializers

from funnels.api.briefs import ContactBrief, contacts
from funnels.api.parts import PartOfOpportunity
from funnels.meetings import edit_meeting, plan_meeting
from funnels.models import CustomerMeeting
from portal.api.briefs import PersonBrief
from portal.api.fields import Related
from portal.api.resource import Created, Edited, Listed, Retrieved, Values
from portal.api.shapes import Shape


class MeetingShape(Shape):
    planned_by = Related(PersonBrief, allow_null=True)
    attendees = serializers.ListSerializer(child=ContactBrief(), read_only=True)

    class Meta:
        model = CustomerMeeting
        fields = [
            "id", "version", "held_on", "best_commitment", "least_commitment", "result", "got", "created_at",
            "planned_by", "attendees",
        ]  # fmt: skip


class MeetingEntry(MeetingShape):
    attendees = serializers.ListField(child=Related(ContactBrief, within=contacts), required=False, max_length=50)

    class Meta(MeetingShape.Meta):
        pass


class Meetings(PartOfOpportunity, Listed, Retrieved, Created, Edited):
    shape = MeetingShape
    entry = MeetingEntry
    changes = MeetingEntry
    orderings = {"held_on": "held_on", "id": "id"}
    usual = "-held_on"

    def rows(self) -> QuerySet[CustomerMeeting]:
        found: QuerySet[CustomerMeeting] = self.opportunity.meetings.all()
        return found

    def add(self, values: Values) -> CustomerMeeting:
        return plan_meeting(self.opportunity, **values, by=self.person, at=self.now)

    def edit(self, record: CustomerMeeting, values: Values) -> None:
        edit_meeting(record, values, by=self.person, at=self.now, version=record.version)
