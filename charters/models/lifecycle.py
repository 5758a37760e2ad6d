"""The life of a charter's version: draft, in review, approved, active, superseded or retired."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from charters.choices import BINDING_STATES, OPEN_STATES, CharterKind, CharterState
from charters.refusals import SponsorOnly, WrongState
from portal.models import Event, Organisation, Person
from portal.refusals import Invalid

if TYPE_CHECKING:
    from charters.models.charter import Charter


class Lifecycle(models.Model):
    class Meta:
        abstract = True

    @transaction.atomic
    def submit(self: Charter, *, by: Person, at: datetime, version: int | None = None) -> None:
        """Ask the sponsor to approve and the stakeholders to comment. Incomplete text may be reviewed, not approved."""
        self.lock(version=version)
        self._refuse_unless(CharterState.DRAFT)
        if self.sponsor is None:
            raise Invalid({"sponsor": _("Name the sponsor who approves this charter.")})
        if not self.sponsor.is_active:
            raise Invalid({"sponsor": _("This sponsor no longer works here. Name another one.")})
        self.submitted_at = at
        self._become(CharterState.IN_REVIEW, "submitted", "submitted_at", by=by, at=at)

    @transaction.atomic
    def send_back(self: Charter, *, reason: str, by: Person, at: datetime, version: int | None = None) -> None:
        """A draft again, with a reason."""
        self.lock(version=version)
        self._refuse_unless(CharterState.IN_REVIEW)
        if not reason.strip():
            raise Invalid({"reason": _("Say in a sentence what should change.")})
        self._become(CharterState.DRAFT, "sent_back", by=by, at=at, reason=reason.strip())

    @transaction.atomic
    def approve(self: Charter, *, by: Person, at: datetime, version: int | None = None) -> None:
        """The sponsor's alone. From here on the text never changes, and charters below are asked to follow."""
        self.lock(version=version)
        if by.pk != self.sponsor_id:
            raise SponsorOnly(self)
        self._refuse_unapproved_parent()
        self._refuse_incomplete()
        self._refuse_unless(CharterState.IN_REVIEW)
        self.approved_at, self.approved_by = at, by
        self.review_due_on = Organisation.current().today(at) + timedelta(days=self.review_days)
        self._become(
            CharterState.APPROVED, "approved", "approved_at", "approved_by", "review_due_on", "gist", by=by, at=at
        )  # fmt: skip
        self._close_realignments(by=by, at=at)
        self._ask_children(at)

    @transaction.atomic
    def activate(self: Charter, *, by: Person | None, at: datetime, version: int | None = None) -> None:
        """Put it into force; the version in force before is superseded."""
        self.lock(version=version)
        self._refuse_unless(CharterState.APPROVED)
        if self.effective_on and self.effective_on > Organisation.current().today(at):
            raise WrongState(_("This charter takes effect on %(day)s.") % {"day": self.effective_on.isoformat()})
        self._refuse_second()
        for former in self.versions().filter(state__in=BINDING_STATES, revision__lt=self.revision).select_for_update():
            former.ended_at = at
            former._become(CharterState.SUPERSEDED, "superseded", "ended_at", by=by, at=at)
        self.activated_at = at
        self._become(CharterState.ACTIVE, "activated", "activated_at", by=by, at=at)

    def _refuse_second(self: Charter) -> None:
        """A team has one charter of each kind in force; programs may be several."""
        if self.kind == CharterKind.PROGRAM:
            return
        others = type(self)._default_manager.everything(reason="one charter in force per team").active()
        other = others.filter(team=self.team, kind=self.kind).exclude(lineage=self.lineage).first()
        if other:
            raise WrongState(
                _("“%(other)s” is in force for %(team)s already. Retire it first.")
                % {"other": other, "team": self.team}
            )

    @transaction.atomic
    def retire(self: Charter, *, by: Person, at: datetime, reason: str = "", version: int | None = None) -> None:
        """Put a draft away, or take what is in force out of it. Nothing is deleted."""
        self.lock(version=version)
        if self.state in (CharterState.RETIRED, CharterState.SUPERSEDED):
            raise WrongState(_("This version is no longer in force."))
        self.ended_at = at
        self._become(CharterState.RETIRED, "retired", "ended_at", by=by, at=at, reason=reason.strip())

    @transaction.atomic
    def bring_back(self: Charter, *, by: Person, at: datetime, version: int | None = None) -> None:
        """A draft that was put away is a draft again; what was approved is approved again, and can be put into force."""
        self.lock(version=version)
        self._refuse_unless(CharterState.RETIRED)
        if self.versions().live().exists():
            raise WrongState(_("Another version of this charter is in force or in the making."))
        self.ended_at = None
        back = CharterState.APPROVED if self.approved_at else CharterState.DRAFT
        self._become(back, "brought_back", "ended_at", by=by, at=at)

    @transaction.atomic
    def review(self: Charter, *, by: Person, at: datetime, note: str = "", version: int | None = None) -> None:
        """Looked at and found to hold. The next review is due after as many days as the charter says."""
        self.lock(version=version)
        self._refuse_unless(*BINDING_STATES)
        before = {"review_due_on": self.review_due_on}
        today = Organisation.current().today(at)
        self.reviewed_on, self.review_due_on = today, today + timedelta(days=self.review_days)
        self.keep("reviewed_on", "review_due_on")
        told = {"review_due_on": self.review_due_on}
        Event.objects.record(
            self, "reviewed", by=by, at=at, team=self.team, before=before, after=told, reason=note.strip()
        )

    @transaction.atomic
    def entrust(self: Charter, *, to: Person, by: Person, at: datetime, version: int | None = None) -> None:
        """Somebody else answers for the charter from now on."""
        self.lock(version=version)
        if not to.is_active:
            raise Invalid({"owner": _("Choose somebody who works here.")})
        before = self.assign({"owner": to})
        if before:
            self.keep("owner")
            Event.objects.record(
                self, "entrusted", by=by, at=at, team=self.team, before=before, after={"owner": to.pk}
            )  # fmt: skip

    @transaction.atomic
    def name_sponsor(self: Charter, *, to: Person, by: Person, at: datetime, version: int | None = None) -> None:
        """Somebody else approves it. Who approved a version stays as it was: it is part of what was approved."""
        self.lock(version=version)
        self._refuse_unless(*OPEN_STATES)
        if not to.is_active:
            raise Invalid({"sponsor": _("Choose somebody who works here.")})
        before = self.assign({"sponsor": to})
        if before:
            self.keep("sponsor")
            after = {"sponsor": to.pk}
            Event.objects.record(self, "sponsor_named", by=by, at=at, team=self.team, before=before, after=after)

    @transaction.atomic
    def acknowledge(self: Charter, *, by: Person, at: datetime) -> None:
        """Read, and heard. Each person once per version; it is not an approval."""
        self.lock()
        self._refuse_unless(*BINDING_STATES)
        if self.acknowledgements.filter(by=by).exists():
            raise WrongState(_("You have acknowledged this version already."))
        self.acknowledgements.create(by=by, at=at, team=self.team)

    def _refuse_unless(self: Charter, *states: CharterState) -> None:
        if self.state not in states:
            raise WrongState(
                _("This version is %(state)s; that cannot be done now.") % {"state": self.get_state_display().lower()}
            )

    def _become(
        self: Charter, state: CharterState, verb: str, *fields: str, by: Person | None, at: datetime, reason: str = ""
    ) -> None:
        before = self.assign({"state": state})
        self.keep("state", *fields)
        Event.objects.record(
            self, verb, by=by, at=at, team=self.team, before=before, after={"state": state}, reason=reason
        )
