"""Editing a draft: its texts and its parts.

The draft is versioned as a whole: each edit locks the charter and makes its next version, so that two writers never
write over each other. Once submitted it refuses every edit; once approved the database does as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from charters.choices import CharterState
from charters.refusals import CharterFixed, WrongState
from portal.models import Event, Person
from portal.refusals import Invalid
from portal.scoping import scope_lifted

if TYPE_CHECKING:
    from charters.models.charter import Charter
    from charters.models.part import Part

TEXTS = (
    "context", "tag_line", "vision", "serves_parent", "mission", "mission_how", "mission_difference", "purpose", "risks",
    "review_rhythm",
)  # fmt: skip
LISTS = ("in_scope", "later", "not_ours", "audiences", "principles", "core_values", "phases")
SETTINGS = ("title", "parent", "owner", "sponsor", "review_days", "effective_on", "effectiveness_from")
EDITABLE = (*TEXTS, *LISTS, *SETTINGS)


class Drafting(models.Model):
    class Meta:
        abstract = True

    @contextmanager
    def being_edited(self: Charter, *, version: int | None) -> Iterator[None]:
        with transaction.atomic():
            self.lock(version=version)
            if self.approved_at is not None:
                raise CharterFixed
            if self.state != CharterState.DRAFT:
                raise WrongState(_("This version is in review. Send it back to go on writing."))
            yield

    def edit(
        self: Charter, values: Mapping[str, Any], *, by: Person | None, at: datetime, version: int | None = None
    ) -> None:
        """Change texts, lists and settings. Nothing changed leaves no event."""
        with self.being_edited(version=version):
            for name in set(values) - set(EDITABLE):
                raise Invalid({name: _("This cannot be changed.")})
            if "parent" in values:
                self.refuse_parent(values["parent"])
            before = self.assign(dict(values))
            if before:
                check(self, *before)
                self.gist = None
                self.keep("gist", *before)
                self._note("edited", list(before), by=by, at=at)

    def add_part(
        self: Charter, model: type[Part], values: Mapping[str, Any], *, by: Person | None, at: datetime,
        version: int | None = None,
    ) -> Any:  # fmt: skip
        """A new part, the last of its kind. `owner`, where the part has one, begins its progress."""
        with self.being_edited(version=version):
            plain, progress = _apart(model, values)
            part = model(**model.home_in(self), **plain)
            self._refuse_foreign(part)
            part.position = 1 + max((one.position for one in part.siblings()), default=0)
            check(part)
            part.save(force_insert=True)
            part.begin(progress | {name: plain[name] for name in part.mirrored if name in plain})
            self._done(part, "added", list(values), by=by, at=at)
            return part

    def edit_part(
        self: Charter, part: Part, values: Mapping[str, Any], *, by: Person | None, at: datetime,
        version: int | None = None,
    ) -> None:  # fmt: skip
        with self.being_edited(version=version):
            plain, progress = _apart(type(part), values)
            changed = [name for name in plain if getattr(part, name) != plain[name]]
            for name in changed:
                setattr(part, name, plain[name])
            self._refuse_foreign(part)
            if changed:
                check(part)
                part.save(update_fields=changed)
            progress |= {name: plain[name] for name in part.mirrored if name in changed}
            if part.begin(progress) or changed:
                self._done(part, "edited", [*changed, *progress], by=by, at=at)

    def remove_part(self: Charter, part: Part, *, by: Person | None, at: datetime, version: int | None = None) -> None:
        """Out of the draft; earlier versions keep it."""
        with self.being_edited(version=version):
            self._refuse_foreign(part)
            told = part.pk
            part.leaving()
            with scope_lifted("removing a part of a draft"):
                part.delete()
            part.pk = told
            self._done(part, "removed", [], by=by, at=at)

    def shift_part(
        self: Charter, part: Part, step: int, *, by: Person | None, at: datetime, version: int | None = None
    ) -> None:
        """One place earlier (-1) or later (+1)."""
        with self.being_edited(version=version):
            self._refuse_foreign(part)
            rows = list(part.siblings())
            index = next(index for index, one in enumerate(rows) if one.pk == part.pk)
            if not 0 <= index + step < len(rows):
                raise Invalid({"step": _("It stands at the end already.")})
            rows.insert(index + step, rows.pop(index))
            for position, row in enumerate(rows, start=1):
                row.position = position
                row.save(update_fields=["position"])
            self._done(part, "shifted", [], by=by, at=at)

    def _refuse_foreign(self: Charter, part: Part) -> None:
        """A part and all it is placed under belong to this very version."""
        for name in ("charter", *part.placed_under):
            above = getattr(part, name, None)
            if above is not None and self.pk != (above.pk if name == "charter" else above.charter_id):
                raise Invalid({name: _("Choose one of this charter.")})

    def _done(self: Charter, part: Part, what: str, fields: list[str], *, by: Person | None, at: datetime) -> None:
        if what != "shifted":
            part.touched()
        self.gist = None
        self.keep("gist")
        self._note(f"{part._meta.model_name}_{what}", fields, by=by, at=at, part=part)

    def _note(
        self: Charter, verb: str, fields: list[str], *, by: Person | None, at: datetime, part: Part | None = None
    ) -> None:
        """Which fields changed; what they say stands in the versions."""
        told: dict[str, Any] = {"fields": fields}
        if part is not None:
            told |= {"part": part.pk, "lineage": str(part.lineage)}
        Event.objects.record(self, verb, by=by, at=at, team=self.team, after=told)


def check(record: models.Model, *fields: str) -> None:
    """Raises Invalid for what the model refuses, in all fields or only those named."""
    others = [field.name for field in record._meta.fields if fields and field.name not in fields]
    try:
        record.full_clean(exclude=others)
    except ValidationError as error:
        raise Invalid(error.message_dict) from error


def _apart(model: type[Part], values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What is the part's own, and what belongs to its progress."""
    own = {field.name for field in model._meta.fields if field.editable} - {"id", "charter"}
    for name in set(values) - own - set(model.in_progress):
        raise Invalid({name: _("This cannot be changed.")})
    plain = {name: value for name, value in values.items() if name in own}
    return plain, {name: value for name, value in values.items() if name in model.in_progress}
