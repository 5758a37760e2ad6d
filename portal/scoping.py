"""Reads that cannot forget whose data they are.

A model that belongs to a team declares the path to it once, beside its queryset:

    class OpportunityQuerySet(ScopedQuerySet):
        team_path = "team"

Its manager then refuses to read until the query says for whom: `.visible_to(person)`, `.of(team)`
or `.everything(reason="…")`. The guard sits in the SQL compiler, so it also holds for counts,
subqueries, updates and exports. Rows reached from a record that was itself read in scope
(`opportunity.commitments`, prefetches) need no second scope when the relation lies on the team path.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Q, sql
from django.db.models.sql.compiler import SQLCompiler

if TYPE_CHECKING:
    from portal.models import Person, Team

Row = TypeVar("Row", bound=models.Model)
LIFTED: ContextVar[str] = ContextVar("scope_lifted", default="")


class ScopeMissing(RuntimeError):
    """A query over team data ran without saying for whom."""


@contextmanager
def scope_lifted(reason: str) -> Iterator[None]:
    """For Django's own look-ups (uniqueness, deletion), which cannot name a person."""
    token = LIFTED.set(reason)
    try:
        yield
    finally:
        LIFTED.reset(token)


class ScopedQuery(sql.Query):
    scope: str = ""

    def get_compiler(self, using: str | None = None, connection: Any = None, elide_empty: bool = True) -> SQLCompiler:
        if not self.scope and not LIFTED.get():
            raise ScopeMissing(
                f"{self.model.__name__} was read without a scope: "  # type: ignore[union-attr]
                "call .visible_to(person), .of(team) or .everything(reason=…) first."
            )
        return super().get_compiler(using, connection, elide_empty)


class ScopedQuerySet(models.QuerySet[Any]):
    """The base of every queryset over team data. `team_path` leads from the model to its team."""

    team_path: ClassVar[str] = "team"
    query: ScopedQuery

    def __init__(self, model: Any = None, query: Any = None, using: str | None = None, hints: Any = None):
        super().__init__(model, query or ScopedQuery(model), using, hints)

    def visible_to(self, person: Person) -> Self:
        """The rows this person may read, by today's memberships."""
        return self.scoped("person").filter(self.readable(person))

    def readable(self, person: Person) -> Q:
        """Override where more than the team decides."""
        return Q(**{f"{self.team_path}_id__in": person.reach.teams()})

    def of(self, team: Team) -> Self:
        """The rows of exactly this team."""
        return self.scoped("team").filter(**{self.team_path: team})

    def of_teams(self, teams: Iterable[Team]) -> Self:
        return self.scoped("team").filter(**{f"{self.team_path}__in": list(teams)})

    def everything(self, *, reason: str) -> Self:
        """All rows; the reason says why nobody's view is being shown."""
        return self.scoped(reason)

    def scoped(self, scope: str) -> Self:
        found = self._chain()  # type: ignore[attr-defined]
        found.query.scope = scope
        return found

    def none(self) -> Self:
        return super().none().scoped("none") if not self.query.scope else super().none()

    def update(self, **values: Any) -> int:
        self._refuse_unscoped()
        return super().update(**values)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._refuse_unscoped()
        return super().delete()

    def _refuse_unscoped(self) -> None:
        self.query.get_compiler(using=self.db)

    def _add_hints(self, **hints: Any) -> None:
        super()._add_hints(**hints)  # type: ignore[misc]
        parent = hints.get("instance")
        if parent is not None and self._lies_on_path(parent):
            self.query.scope = self.query.scope or "parent"

    def _lies_on_path(self, parent: models.Model) -> bool:
        """Whether `parent` is a step between this model and its team, and was read in scope itself."""
        model = self.model
        for step in self.team_path.split("__")[:-1]:
            model = model._meta.get_field(step).related_model
            if isinstance(parent, model):
                return True
        return False


def read_by(model: type[Row]) -> Callable[[Person], models.QuerySet[Row]]:
    """What of a model a person may read, for whoever asks for it as a function, such as `Related(within=…)`."""

    def rows(person: Person) -> models.QuerySet[Row]:
        manager: Any = model._default_manager
        found: models.QuerySet[Row] = manager.visible_to(person)
        return found

    return rows


class ScopedModel(models.Model):
    """A model whose default manager refuses unscoped reads."""

    class Meta:
        abstract = True

    def validate_unique(self, exclude: Any = None) -> None:
        with scope_lifted("uniqueness"):
            super().validate_unique(exclude)

    def validate_constraints(self, exclude: Any = None) -> None:
        with scope_lifted("constraints"):
            super().validate_constraints(exclude)
