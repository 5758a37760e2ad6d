"""The charter above has a new version: does this one still serve it?"""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from charters.choices import OPEN_STATES, RealignAnswer
from charters.models.charter import Charter
from charters.models.part import PartQuerySet
from charters.refusals import WrongState
from portal.models import Event, Person, Remark, Versioned
from portal.refusals import Invalid
from portal.scoping import ScopedModel


class RealignmentQuerySet(PartQuerySet):
    def open(self) -> Self:
        return self.filter(answer=RealignAnswer.OPEN)

    def waiting_for(self, person: Person) -> Self:
        return self.open().filter(charter__owner=person)


class Realignment(ScopedModel, Versioned):
    """A task of the child's owner. `before` is the version the child was written for, `after` the new one."""

    charter = models.ForeignKey(Charter, on_delete=models.CASCADE, related_name="realignments")
    before = models.ForeignKey(Charter, on_delete=models.PROTECT, related_name="+")
    after = models.ForeignKey(Charter, on_delete=models.PROTECT, related_name="realigning")
    answer = models.CharField(
        _("answer"), max_length=16, choices=RealignAnswer.choices, default=RealignAnswer.OPEN, blank=True
    )
    answered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", editable=False)
    answered_at = models.DateTimeField(null=True, editable=False)
    remark = models.ForeignKey(Remark, null=True, on_delete=models.PROTECT, related_name="+", editable=False)

    objects = RealignmentQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["charter", "after"], name="realignment_once")]

    def __str__(self) -> str:
        return f"{self.charter} · {self.after}"

    @transaction.atomic
    def settle(
        self, answer: str, *, by: Person, at: datetime, reason: str = "", version: int | None = None
    ) -> Charter | None:
        """Answer the task. To adapt drafts the next version; what is being written follows the new version above.

        Returns the draft, if there is one.
        """
        self.charter.lock()
        self.lock(version=version)
        if self.answer != RealignAnswer.OPEN:
            raise WrongState(_("This has been answered already."))
        if answer not in RealignAnswer.values or answer == RealignAnswer.OPEN:
            raise Invalid({"answer": _("Choose one of the three answers.")})
        if answer == RealignAnswer.NO_LONGER_SERVES and not reason.strip():
            raise Invalid({"reason": _("Say in a sentence what no longer fits.")})
        self._keep_answer(answer, reason.strip(), by=by, at=at)
        if answer == RealignAnswer.NO_LONGER_SERVES:
            return None
        return self._follow(answer, by=by, at=at)

    def _keep_answer(self, answer: str, reason: str, *, by: Person, at: datetime) -> None:
        self.answer, self.answered_by, self.answered_at = answer, by, at
        self.remark = Remark.objects.create(text=reason) if reason else None
        self.keep("answer", "answered_by", "answered_at", "remark")
        told = {"answer": answer, "parent": self.after_id}
        Event.objects.record(
            self.charter, "realigned", by=by, at=at, team=self.charter.team,
            before={"parent": self.before_id}, after=told, reason=reason,
        )  # fmt: skip

    def _follow(self, answer: str, *, by: Person, at: datetime) -> Charter | None:
        being_written: Charter | None = self.charter.versions().filter(state__in=OPEN_STATES).first()
        if being_written is None:
            return self.charter.revise(by=by, at=at) if answer == RealignAnswer.ADAPT else None
        being_written.follow(self.after)
        return being_written
