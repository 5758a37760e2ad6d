"""What a charter consists of. Parts keep their `lineage` from version to version, so that progress and diffs meet."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from charters.models.charter import Charter
from portal.models import Person, Record
from portal.scoping import ScopedModel, ScopedQuerySet


class PartQuerySet(ScopedQuerySet):
    """Parts are read by whoever reads what they belong to."""

    team_path = "charter__team"

    def readable(self, person: Person) -> Q:
        path = self.team_path.removesuffix("__team")
        home: Any = self.model
        for step in path.split("__"):
            home = home._meta.get_field(step).related_model
        return Q(**{f"{path}__in": home.objects.visible_to(person)})


class Part(ScopedModel, Record):
    """`placed_under` names the parts of the same charter it may hang under; `in_progress` what its progress holds,
    `mirrored` what both hold: in a draft the progress follows what is agreed.
    """

    placed_under: ClassVar[tuple[str, ...]] = ()
    in_progress: ClassVar[tuple[str, ...]] = ()
    mirrored: ClassVar[tuple[str, ...]] = ()

    lineage = models.UUIDField(default=uuid.uuid4, editable=False)
    position = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        abstract = True
        ordering = ["position", "id"]

    @classmethod
    def home_in(cls, charter: Charter) -> dict[str, Any]:
        """What a new part of this charter begins with."""
        return {"charter": charter}

    def siblings(self) -> models.QuerySet[Any]:
        """The parts it is ordered among, itself included."""
        charter: Any = self.charter  # type: ignore[attr-defined]
        return type(self)._base_manager.filter(charter=charter).order_by("position", "id")

    def begin(self, values: Mapping[str, Any]) -> bool:
        """Let its progress begin with these values; says whether anything changed. Most parts have none."""
        if not self.in_progress:
            return False
        model: Any = self._meta.get_field("progress").related_model
        progress, _new = model._base_manager.get_or_create(**{str(self._meta.model_name): self})
        self.progress = progress
        before = progress.assign(dict(values))
        if before:
            progress.keep(*before)
        return bool(before)

    def leaving(self) -> None:
        """It is about to be removed: what in other charters points at it will point at nothing."""

    def touched(self) -> None:
        """The draft was edited here: what somebody agreed to before no longer stands."""
