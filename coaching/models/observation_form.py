"""What observers look at, as versions: a form in use is never edited, it is revised as its next version."""

from __future__ import annotations

from typing import Final

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Case, Q, When
from django.utils.translation import gettext_lazy as _

from charters.models.numbered import Numbered
from coaching.choices import LEVELS, CallType, FormState
from coaching.models.form_versions import FormVersions
from portal.models import Person, Record, Team, Versioned
from portal.roles import Role
from portal.scoping import ScopedModel, ScopedQuerySet

MOST_ITEMS: Final = 12
ANCHORS: Final = tuple(f"level_{level}" for level in LEVELS)


def served(person: Person, path: str = "") -> Q:
    """A form serves its team and every team below: whoever works there reads it; drafts, their stewards."""
    theirs = Q(**{f"{path}team_id__in": [*person.reach.teams(), *person.reach.line]})
    kept = Q(**{f"{path}team_id__in": person.reach.teams(Role.STEWARD)})
    return theirs & (kept | ~Q(**{f"{path}state": FormState.DRAFT}))


class FormQuerySet(ScopedQuerySet):
    team_path = "team"

    def readable(self, person: Person) -> Q:
        return served(person)

    def active(self) -> FormQuerySet:
        return self.filter(state=FormState.ACTIVE)

    def serving(self, team: Team) -> FormQuerySet:
        """Forms in use of the team or of a team above it, the nearest first."""
        line = team.line()
        nearness = Case(*(When(team_id=pk, then=index) for index, pk in enumerate(line)))
        rows = self.scoped("team").active().filter(team_id__in=line)
        return rows.annotate(nearness=nearness).order_by("nearness", "name", "pk")


class ObservationForm(FormVersions, Numbered, ScopedModel, Versioned):
    """One version of a form. Versions of the same form share `lineage`."""

    team = models.ForeignKey(
        Team, verbose_name=_("team"), on_delete=models.PROTECT, related_name="observation_forms", editable=False
    )
    name = models.CharField(_("name"), max_length=120)
    call_type = models.CharField(
        _("kind of conversation"), max_length=8, choices=CallType.choices, default=CallType.ANY
    )
    state = models.CharField(max_length=7, choices=FormState.choices, default=FormState.DRAFT, editable=False)
    activated_at = models.DateTimeField(null=True, editable=False)

    objects = FormQuerySet.as_manager()

    class Meta:
        ordering = ["name", "-revision"]
        verbose_name = _("observation form")
        verbose_name_plural = _("observation forms")
        constraints = [
            models.UniqueConstraint(fields=["lineage", "revision"], name="observation_form_revision_once"),
            models.UniqueConstraint(fields=["lineage"], condition=Q(state="active"), name="observation_form_active_once"),
            models.UniqueConstraint(fields=["lineage"], condition=Q(state="draft"), name="observation_form_draft_once"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def in_use(self) -> bool:
        return self.state != FormState.DRAFT


class FormItemQuerySet(ScopedQuerySet):
    team_path = "form__team"

    def readable(self, person: Person) -> Q:
        return served(person, "form__")


class ObservationItem(ScopedModel, Record):
    """One thing to look at, with what is seen at each level. `code` stays the same from version to version."""

    form = models.ForeignKey(ObservationForm, on_delete=models.CASCADE, related_name="items")
    code = models.CharField(_("code"), max_length=40, validators=[RegexValidator(r"^[a-z0-9][a-z0-9_-]*$")])
    position = models.PositiveSmallIntegerField(_("position"))
    name = models.CharField(_("what to look at"), max_length=120)
    level_1 = models.CharField(_("at level 1"), max_length=200)
    level_2 = models.CharField(_("at level 2"), max_length=200)
    level_3 = models.CharField(_("at level 3"), max_length=200)
    level_4 = models.CharField(_("at level 4"), max_length=200)

    objects = FormItemQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["form", "code"], name="observation_item_code_once"),
            models.UniqueConstraint(fields=["form", "position"], name="observation_item_position_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def anchors(self) -> list[tuple[int, str]]:
        """Each level with what is seen at it, the lowest first."""
        return [(level, getattr(self, f"level_{level}")) for level in LEVELS]
