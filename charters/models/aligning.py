"""A charter follows the one above: from version to version, and never in a circle."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from charters.choices import BINDING_STATES, LIVE_STATES, OPEN_STATES, RealignAnswer
from charters.refusals import ParentNotApproved
from portal.models import Person
from portal.refusals import Invalid

if TYPE_CHECKING:
    from charters.models.charter import Charter


class Aligning(models.Model):
    class Meta:
        abstract = True

    def newest_binding(self: Charter) -> Charter | None:
        """The version approved last that is in force or will be."""
        found: Charter | None = self.versions().filter(state__in=BINDING_STATES).order_by("-revision").first()
        return found

    def follow(self: Charter, parent: Charter) -> None:
        """A version being written now serves this version of its parent."""
        if self.parent_id != parent.pk:
            self.parent = parent
            self.keep("parent")

    def refuse_parent(self: Charter, parent: Charter | None) -> None:
        """Raises Invalid when the charter cannot serve this one."""
        if parent is None:
            return
        if parent.state not in LIVE_STATES:
            raise Invalid({"parent": _("Choose a charter that is in force or in the making.")})
        if self._leads_back(parent):
            raise Invalid({"parent": _("A charter cannot serve itself or one that serves it.")})

    def _leads_back(self: Charter, parent: Charter) -> bool:
        """Whether a walk upwards from `parent`, through all living versions, meets this charter."""
        versions = type(self)._default_manager.everything(reason="the line upwards")
        seen: set[UUID] = set()
        level: set[UUID] = {parent.lineage}
        while level:
            if self.lineage in level:
                return True
            seen |= level
            above = versions.filter(lineage__in=level, state__in=LIVE_STATES, parent__isnull=False)
            level = set(above.values_list("parent__lineage", flat=True)) - seen
        return False

    def _refuse_unapproved_parent(self: Charter) -> None:
        """No cart before the horse."""
        parent = self.parent
        if parent is None or parent.state in BINDING_STATES:
            return
        current = parent.newest_binding()
        words = (
            _("“%(parent)s” has a newer version. Confirm that this charter still serves it first.")
            if current
            else _("“%(parent)s” is not approved yet. A charter comes after the one it serves.")
        )
        raise ParentNotApproved(
            words % {"parent": parent}, parent=str(parent.pk), current=str(current.pk) if current else None
        )

    def _ask_children(self: Charter, at: datetime) -> None:
        """Each charter that served an earlier version: does it still serve this one? One task per charter."""
        asked: set[UUID] = set()
        serving = type(self)._default_manager.everything(reason="charters that serve this one").live()
        for child in serving.filter(parent__lineage=self.lineage).exclude(parent=self).order_by("state", "-revision"):
            if child.lineage not in asked:
                asked.add(child.lineage)
                child.realignments.get_or_create(after=self, defaults={"before": child.parent, "created_at": at})

    def _close_realignments(self: Charter, *, by: Person, at: datetime) -> None:
        """This version was written for what earlier ones were asked about: that answers the question."""
        asked: Any = self._meta.get_field("realignments").related_model
        waiting = asked.objects.everything(reason="tasks of the same charter").open()
        for task in waiting.filter(charter__lineage=self.lineage, after_id=self.parent_id):
            task._keep_answer(RealignAnswer.ADAPT, "", by=by, at=at)

    @property
    def is_being_written(self: Charter) -> bool:
        return self.state in OPEN_STATES
