"""The life of a version by its verbs, from draft to superseded or retired."""

from __future__ import annotations

from rest_framework import serializers

from charters import rules
from charters.models import Charter
from charters.refusals import SponsorOnly
from portal.api.briefs import PersonBrief, everybody
from portal.api.fields import Related
from portal.api.resource import Resource, Values, verb
from portal.api.shapes import Closed, Reason
from portal.models import Person
from portal.verdicts import Verdict


class Because(Closed):
    reason = serializers.CharField(max_length=500)


class Note(Closed):
    note = serializers.CharField(required=False, allow_blank=True, max_length=500)


class Entrust(Closed):
    to = Related(PersonBrief, within=everybody)


def sponsors(person: Person, charter: Charter) -> Verdict:
    """Whoever else would approve is told whose decision it is."""
    verdict = rules.may_approve(person, charter)
    if not verdict:
        raise SponsorOnly(charter)
    return verdict


class Living(Resource):
    @verb()
    def submit(self, charter: Charter, values: Values) -> None:
        """Asks the sponsor to approve it, and the stakeholders to comment."""
        charter.submit(by=self.person, at=self.now, version=charter.version)

    @verb(Because, rule=rules.may_send_back)
    def send_back(self, charter: Charter, values: Values) -> None:
        """A draft again, with what should change."""
        charter.send_back(**values, by=self.person, at=self.now, version=charter.version)

    @verb(rule=sponsors)
    def approve(self, charter: Charter, values: Values) -> None:
        """The sponsor's alone; refused with the list of everything that is missing."""
        charter.approve(by=self.person, at=self.now, version=charter.version)

    @verb(rule=rules.may_activate)
    def activate(self, charter: Charter, values: Values) -> None:
        """Puts it into force; the version in force before is superseded."""
        charter.activate(by=self.person, at=self.now, version=charter.version)

    @verb(Reason)
    def retire(self, charter: Charter, values: Values) -> None:
        """Puts a draft away, or takes what is in force out of it."""
        charter.retire(**values, by=self.person, at=self.now, version=charter.version)

    @verb()
    def bring_back(self, charter: Charter, values: Values) -> None:
        """A draft again, or approved again."""
        charter.bring_back(by=self.person, at=self.now, version=charter.version)

    @verb(makes=True)
    def revise(self, charter: Charter, values: Values) -> Charter:
        """Drafts the next version as a full copy; answers with the draft."""
        return charter.revise(by=self.person, at=self.now, version=charter.version)

    @verb(Note, rule=rules.may_review)
    def review(self, charter: Charter, values: Values) -> None:
        """Looked at, and found to hold."""
        charter.review(**values, by=self.person, at=self.now, version=charter.version)

    @verb(Entrust, rule=rules.may_entrust)
    def entrust(self, charter: Charter, values: Values) -> None:
        """Somebody else owns it from now on."""
        charter.entrust(**values, by=self.person, at=self.now, version=charter.version)

    @verb(rule=rules.may_acknowledge)
    def acknowledge(self, charter: Charter, values: Values) -> None:
        """Read, and heard; once per version. It is no approval."""
        charter.acknowledge(by=self.person, at=self.now)
