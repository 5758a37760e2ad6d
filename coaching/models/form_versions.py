"""The life of an observation form: drafted, put into use, revised as its next version, retired."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from charters.models.numbered import copied
from coaching.choices import FormState
from coaching.refusals import WrongState
from portal.models import Event, Person

if TYPE_CHECKING:
    from coaching.models.observation_form import ObservationForm


class FormVersions:
    @transaction.atomic
    def revise(self: ObservationForm, *, by: Person, at: datetime, version: int | None = None) -> ObservationForm:
        """A draft of the next version: a full copy to edit. There is at most one draft of a form."""
        self.lock(version=version)
        if not self.in_use:
            raise WrongState(_("This version is still a draft. Edit it as it is."))
        if self.versions().filter(state=FormState.DRAFT).exists():
            raise WrongState(_("A draft of the next version exists already. Edit that one."))
        draft: ObservationForm = copied(
            self, version=1, revision=self.versions().latest("revision").revision + 1, state=FormState.DRAFT,
            created_at=at, activated_at=None,
        )  # fmt: skip
        for item in self.items.all():
            copied(item, form_id=draft.pk)
        draft.note("revised", by=by, at=at, before={"form": self.pk})
        return draft

    @transaction.atomic
    def activate(self: ObservationForm, *, by: Person, at: datetime, version: int | None = None) -> None:
        """Put a draft into use. The version used before retires; what was observed by it stays as it is."""
        self.lock(version=version)
        if self.in_use:
            raise WrongState(_("This version is in use already, or retired."))
        if not self.items.exists():
            raise WrongState(_("A form needs at least one thing to look at."))
        for former in self.versions().filter(state=FormState.ACTIVE).select_for_update():
            former._become(FormState.RETIRED, "retired", by=by, at=at)
        self._become(FormState.ACTIVE, "activated", by=by, at=at, activated_at=at)

    @transaction.atomic
    def retire(self: ObservationForm, *, by: Person, at: datetime, version: int | None = None) -> None:
        """Put a draft away, or take the version in use out of use: no new observation begins with it."""
        self.lock(version=version)
        if self.state == FormState.RETIRED:
            raise WrongState(_("This version is retired already."))
        self._become(FormState.RETIRED, "retired", by=by, at=at)

    @transaction.atomic
    def bring_back(self: ObservationForm, *, by: Person, at: datetime, version: int | None = None) -> None:
        """What was in use is in use again, a draft that was put away is a draft again."""
        self.lock(version=version)
        if self.state != FormState.RETIRED:
            raise WrongState(_("This version is not retired."))
        former = FormState.DRAFT if self.activated_at is None else FormState.ACTIVE
        if self.versions().filter(state=former).exists():
            raise WrongState(
                _("Another version is in use. Retire that one first.")
                if former == FormState.ACTIVE
                else _("There is another draft. Put that one away first.")
            )
        self._become(former, "brought_back", by=by, at=at)

    def _become(self: ObservationForm, state: FormState, verb: str, *, by: Person, at: datetime, **fields: Any) -> None:
        before = {"state": self.state}
        self.assign({"state": state, **fields})
        self.keep("state", *fields)
        self.note(verb, by=by, at=at, before=before, after={"state": state})

    def note(self: ObservationForm, verb: str, *, by: Person, at: datetime, **told: Any) -> None:
        Event.objects.record(self, verb, by=by, at=at, team=self.team, **told)
