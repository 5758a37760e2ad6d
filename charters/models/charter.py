"""A charter: where a sales function or team is going, how, why, and how it will know.

One row is one version; versions of the same charter share `lineage`. Once approved, what it says never changes,
here or in the database (charters/dbrules.py): the next version is drafted by `revise`. Progress lives in rows of its own.
Vision is where, mission is how, purpose is why; where a team wants to be by a day is a `SalesMission`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from charters import lists
from charters.choices import BINDING_STATES, LIVE_STATES, OPEN_STATES, CharterKind, CharterState
from charters.models.aligning import Aligning
from charters.models.drafting import Drafting
from charters.models.lifecycle import Lifecycle
from charters.models.numbered import Numbered
from charters.models.outlining import Outlining, with_parts
from charters.models.revising import Revising
from portal.models import Person, Team, Versioned
from portal.roles import Role
from portal.scoping import ScopedModel, ScopedQuerySet

KEEPERS = (Role.MANAGER, Role.STEWARD)
REVIEW_DAYS = 90
PRESENT_FIRST = {CharterState.ACTIVE: 0, CharterState.APPROVED: 1}  # then what is being written


class CharterQuerySet(ScopedQuerySet):
    team_path = "team"

    def readable(self, person: Person) -> Q:
        """What was approved once, everyone. Before: its owner, managers and stewards; in review also who is asked."""
        kept = Q(team_id__in=person.reach.teams(*KEEPERS)) | Q(owner=person)
        stakeholders = self.model._meta.get_field("stakeholders").related_model._base_manager
        asked = Q(sponsor=person) | Q(pk__in=stakeholders.filter(person=person).values("charter"))
        return Q(approved_at__isnull=False) | kept | (Q(state=CharterState.IN_REVIEW) & asked)

    def published(self) -> Self:
        """Approved or active: what holds, or will."""
        return self.filter(state__in=BINDING_STATES)

    def active(self) -> Self:
        return self.filter(state=CharterState.ACTIVE)

    def holding(self) -> Self:
        """One version of each published charter: the active one, else the newest that is approved."""
        return self._best(BINDING_STATES)

    def live(self) -> Self:
        return self.filter(state__in=LIVE_STATES)

    def present(self) -> Self:
        """One version of each charter that is not retired: the active one, else the newest approved, else what is being written."""
        return self._best(LIVE_STATES)

    def _best(self, states: Iterable[str]) -> Self:
        whens = (models.When(state=state, then=rank) for state, rank in PRESENT_FIRST.items())
        rank = models.Case(*whens, default=len(PRESENT_FIRST))
        best = self.model._base_manager.filter(lineage=models.OuterRef("lineage"), state__in=states)
        return self.filter(pk=models.Subquery(best.order_by(rank, "-revision").values("pk")[:1]))

    def review_overdue(self, today: date) -> Self:
        return self.published().filter(review_due_on__lt=today)

    def waiting_for(self, person: Person) -> Self:
        """In review, and this person is the one who approves."""
        return self.filter(state=CharterState.IN_REVIEW, sponsor=person)

    def due_to_begin(self, today: date) -> Self:
        return self.filter(state=CharterState.APPROVED, effective_on__lte=today)

    def with_parts(self, *, in_short: bool = False) -> Self:
        """With all that `documents` reads, in a fixed number of statements; in short, all that the alignment asks about."""
        found: Self = with_parts(self, in_short=in_short)
        return found

    def with_names(self) -> Self:
        return self.select_related("team", "owner", "sponsor", "parent")


def _texts(label: Any) -> models.JSONField:
    return models.JSONField(label, default=list, blank=True, validators=[lists.sentences])


class Charter(Lifecycle, Revising, Drafting, Aligning, Outlining, ScopedModel, Versioned, Numbered):
    team = models.ForeignKey(Team, verbose_name=_("team"), on_delete=models.PROTECT, related_name="charters")
    kind = models.CharField(_("kind"), max_length=12, choices=CharterKind.choices, default=CharterKind.FUNCTION)
    title = models.CharField(_("title"), max_length=200)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("serves the charter"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    owner = models.ForeignKey(
        Person, verbose_name=_("owner"), null=True, blank=True, on_delete=models.PROTECT, related_name="charters"
    )
    sponsor = models.ForeignKey(
        Person, verbose_name=_("sponsor"), null=True, blank=True, on_delete=models.PROTECT, related_name="sponsored"
    )

    context = models.TextField(_("our own context"), max_length=4000, blank=True)
    in_scope = _texts(_("in scope"))
    later = _texts(_("later"))
    not_ours = _texts(_("not ours"))
    audiences = models.JSONField(_("audience"), default=list, blank=True, validators=[lists.audiences])
    tag_line = models.CharField(_("tag line"), max_length=200, blank=True)
    vision = models.TextField(_("vision: where do we aim to be?"), max_length=4000, blank=True)
    serves_parent = models.TextField(_("how this serves the vision above"), max_length=2000, blank=True)
    mission = models.TextField(_("mission: what do we do?"), max_length=4000, blank=True)
    mission_how = models.TextField(_("how do we do it?"), max_length=4000, blank=True)
    mission_difference = models.TextField(_("what makes us different?"), max_length=4000, blank=True)
    purpose = models.TextField(_("purpose: why do we exist?"), max_length=4000, blank=True)
    principles = _texts(_("guiding principles"))
    core_values = models.JSONField(_("core values"), default=lists.fixed_core_values, validators=[lists.core_values])
    phases = models.JSONField(_("phases"), default=list, blank=True, validators=[lists.phases])
    effectiveness_from = models.DateField(_("effectiveness is measured from"), null=True, blank=True)
    risks = models.TextField(_("risks, assumptions, budget"), max_length=4000, blank=True)
    review_rhythm = models.CharField(_("how we review it"), max_length=300, blank=True)
    review_days = models.PositiveSmallIntegerField(
        _("days between reviews"),
        default=REVIEW_DAYS,
        validators=[MinValueValidator(7), MaxValueValidator(366)],
    )
    effective_on = models.DateField(_("takes effect on"), null=True, blank=True)

    state = models.CharField(max_length=10, choices=CharterState.choices, default=CharterState.DRAFT, editable=False)
    submitted_at = models.DateTimeField(null=True, editable=False)
    approved_at = models.DateTimeField(null=True, editable=False)
    approved_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", editable=False)
    activated_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    reviewed_on = models.DateField(null=True, editable=False)
    review_due_on = models.DateField(null=True, editable=False)
    gist = models.TextField(null=True, editable=False)  # charters/gisting.py

    objects = CharterQuerySet.as_manager()

    class Meta:
        ordering = ["title", "-revision"]
        constraints = [
            models.UniqueConstraint(fields=["lineage", "revision"], name="charter_revision_once"),
            models.UniqueConstraint(fields=["lineage"], condition=Q(state="active"), name="charter_active_once"),
            models.UniqueConstraint(
                fields=["lineage"], condition=Q(state__in=["draft", "in_review"]), name="charter_open_once"
            ),
            models.UniqueConstraint(
                fields=["team", "kind"],
                condition=Q(state="active") & ~Q(kind="program"),
                name="charter_active_once_in_a_team",
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None) | Q(approved_by__isnull=False), name="charter_approved_by_somebody"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "active", "superseded"]) | Q(approved_at__isnull=False),
                name="charter_in_force_is_approved",
            ),
        ]
        indexes = [
            models.Index(fields=["lineage", "-revision"], name="charter_lineage"),
            models.Index(fields=["review_due_on"], condition=Q(state="active"), name="charter_review"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Still being written or reviewed."""
        return self.state in OPEN_STATES

    @property
    def is_published(self) -> bool:
        return self.state in BINDING_STATES

    @property
    def is_mission(self) -> bool:
        return self.kind == CharterKind.MISSION
