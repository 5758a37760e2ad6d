"""Teams form a tree: the organisation, its regions, their teams, and the sales functions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from tree_queries.fields import TreeNodeForeignKey
from tree_queries.query import TreeQuerySet

from portal.models.record import Versioned


class TeamKind(models.TextChoices):
    ORGANISATION = "organisation", _("Organisation")
    REGION = "region", _("Region")
    TEAM = "team", _("Team")
    FUNCTION = "function", _("Sales function")


class TeamQuerySet(TreeQuerySet):
    def current(self) -> TeamQuerySet:
        return self.filter(archived_at=None)

    def with_ids(self, ids: object) -> TeamQuerySet:
        return self.filter(pk__in=ids)


TAKEN = _("There is already a team of this name here. Choose another name.")


class Team(Versioned):
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=20, choices=TeamKind.choices, default=TeamKind.TEAM)
    parent = TreeNodeForeignKey(
        "self", verbose_name=_("belongs to"), null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = TeamQuerySet.as_manager(with_tree_fields=False)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "name"], name="team_name_once_under_a_parent", violation_error_message=TAKEN
            ),
            models.UniqueConstraint(
                fields=["name"],
                condition=models.Q(parent=None),
                name="team_name_once_at_the_top",
                violation_error_message=TAKEN,
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.parent_id and self.pk and self._would_circle():
            raise ValidationError({"parent": _("A team cannot belong to itself or to a team below it.")})

    def _would_circle(self) -> bool:
        return self.parent is not None and (
            self.parent_id == self.pk or self.parent.ancestors().filter(pk=self.pk).exists()
        )

    def line(self) -> list[UUID]:
        """The ids of the team and of all above it, the nearest first."""
        found: Any = Team.objects.with_tree_fields().values_list("tree_path", flat=True).get(pk=self.pk)
        return [Team._meta.pk.to_python(one) for one in reversed(found)]  # as numbers or as texts

    def ancestors(self, *, include_self: bool = False) -> TeamQuerySet:
        """From the root down to the parent."""
        return Team.objects.ancestors(self, include_self=include_self)

    def branch(self) -> TeamQuerySet:
        """This team and every team below it."""
        return Team.objects.descendants(self, include_self=True)
