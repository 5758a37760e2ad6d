"""A funnel: ordered stages of what the customer does, and the commitments that let an opportunity leave each."""

from __future__ import annotations

import uuid

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from funnels.choices import CustomerPhase, Enforcement, EvidenceKind, FunnelState, InfluenceRole, Level, StageKind
from funnels.models.revising import Revising
from funnels.standing import DefinitionFact, Outline, StageFact
from portal.models import Person, Record, Team, Versioned
from portal.roles import Role
from portal.scoping import ScopedModel, ScopedQuerySet


def served(person: Person, path: str = "") -> Q:
    """A funnel serves its team and every team below: whoever works there reads its definitions; drafts, their stewards."""
    theirs = Q(**{f"{path}team_id__in": [*person.reach.teams(), *person.reach.line]})
    kept = Q(**{f"{path}team_id__in": person.reach.teams(Role.STEWARD)})
    return theirs & (kept | ~Q(**{f"{path}state": FunnelState.DRAFT}))


class FunnelQuerySet(ScopedQuerySet):
    team_path = "team"

    def readable(self, person: Person) -> Q:
        return served(person)

    def active(self) -> FunnelQuerySet:
        return self.filter(state=FunnelState.ACTIVE)

    def serving(self, team: Team) -> FunnelQuerySet:
        """Active funnels of the team or of a team above it, the nearest first."""
        line = team.line()
        nearness = models.Case(*(models.When(team_id=pk, then=index) for index, pk in enumerate(line)))
        return (
            self.scoped("team")
            .active()
            .filter(team_id__in=line)
            .annotate(nearness=nearness)
            .order_by("nearness", "name")
        )


class Funnel(Revising, ScopedModel, Versioned):
    """One version of a funnel's definitions. Versions of the same funnel share `lineage`."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="funnels", verbose_name=_("team"))
    name = models.CharField(_("name"), max_length=120)
    enforcement = models.CharField(_("rule"), max_length=10, choices=Enforcement.choices, default=Enforcement.ENFORCED)
    state = models.CharField(max_length=10, choices=FunnelState.choices, default=FunnelState.DRAFT, editable=False)
    lineage = models.UUIDField(default=uuid.uuid4, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)
    activated_at = models.DateTimeField(null=True, editable=False)

    objects = FunnelQuerySet.as_manager()

    class Meta:
        ordering = ["name", "-revision"]
        constraints = [
            models.UniqueConstraint(fields=["lineage", "revision"], name="funnel_revision_once"),
            models.UniqueConstraint(fields=["lineage"], condition=Q(state="active"), name="funnel_active_once"),
            models.UniqueConstraint(fields=["lineage"], condition=Q(state="draft"), name="funnel_draft_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def enforced(self) -> bool:
        return self.enforcement == Enforcement.ENFORCED

    @property
    def in_use(self) -> bool:
        return self.state != FunnelState.DRAFT


class DefinitionQuerySet(ScopedQuerySet):
    team_path = "funnel__team"

    def readable(self, person: Person) -> Q:
        return served(person, self.team_path.removesuffix("team"))


class Stage(ScopedModel, Record):
    """`code` stays the same across versions: boards and migrations map stages by it."""

    funnel = models.ForeignKey(Funnel, on_delete=models.CASCADE, related_name="stages")
    code = models.CharField(_("code"), max_length=40, validators=[RegexValidator(r"^[a-z0-9][a-z0-9_-]*$")])
    position = models.PositiveSmallIntegerField(_("position"))
    name = models.CharField(_("what the customer does"), max_length=120)
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    purpose = models.CharField(_("purpose in one sentence"), max_length=300, blank=True)
    customer_phase = models.CharField(_("customer phase"), max_length=20, choices=CustomerPhase.choices)
    level = models.CharField(_("level"), max_length=10, choices=Level.choices, default=Level.IN)
    kind = models.CharField(_("kind"), max_length=12, choices=StageKind.choices, default=StageKind.SELLING)
    expected_days = models.PositiveSmallIntegerField(_("expected days"), null=True, blank=True)

    objects = DefinitionQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["funnel", "code"], name="stage_code_once"),
            models.UniqueConstraint(fields=["funnel", "position"], name="stage_position_once"),
            models.UniqueConstraint(
                fields=["funnel"],
                condition=Q(kind="deciding"),
                name="stage_deciding_once",
                violation_error_message=_("Only one stage can be the one in which the customer decides."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        return self.short_name or self.name


ANY_GIVER = "any"
GIVERS = {ANY_GIVER: _("Anyone"), **dict(InfluenceRole.choices)}


def known_givers(value: object) -> None:
    if not isinstance(value, list) or not value or not set(value) <= set(GIVERS):
        raise ValidationError(_("Choose who gives this commitment."))


def known_kinds(value: object) -> None:
    if not isinstance(value, list) or not value or not set(value) <= set(EvidenceKind.values):
        raise ValidationError(_("Choose at least one kind of evidence."))


class DefinitionOfStageQuerySet(DefinitionQuerySet):
    team_path = "stage__funnel__team"


class CommitmentDefinition(ScopedModel, Record):
    """What the customer must do before an opportunity leaves the stage (an exit criterion)."""

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="definitions")
    code = models.CharField(_("code"), max_length=20)
    position = models.PositiveSmallIntegerField(default=0)
    statement = models.CharField(_("the customer …"), max_length=300)
    givers = models.JSONField(_("given by"), default=list, validators=[known_givers])
    required = models.BooleanField(_("required"), default=True)
    evidence_kinds = models.JSONField(_("accepted evidence"), default=list, validators=[known_kinds])
    lasts_days = models.PositiveSmallIntegerField(_("evidence lasts, in days"), null=True, blank=True)

    objects = DefinitionOfStageQuerySet.as_manager()

    class Meta:
        ordering = ["position", "code"]
        constraints = [models.UniqueConstraint(fields=["stage", "code"], name="definition_code_once")]

    def __str__(self) -> str:
        return self.statement


class SellerAction(ScopedModel, Record):
    """What we may do in the stage. Never a condition for leaving it."""

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="seller_actions")
    position = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(_("suggested action"), max_length=200)

    objects = DefinitionOfStageQuerySet.as_manager()

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.text


class Outlines:
    """The stages and definitions of funnels. Those of one that is or was in use never change (funnels/dbrules.py).

    They are read once per process; a draft, also one that was put away, is read anew each time.
    """

    def __init__(self) -> None:
        self.known: dict[uuid.UUID, Outline] = {}

    def __call__(self, funnel_id: uuid.UUID) -> Outline:
        return self.known.get(funnel_id) or self._read(funnel_id)

    def _read(self, funnel_id: uuid.UUID) -> Outline:
        stages = list(
            Stage.objects.everything(reason="definitions of the opportunity's own funnel")
            .filter(funnel_id=funnel_id)
            .select_related("funnel")
            .prefetch_related("definitions")
        )
        outline = Outline(tuple(_stage_fact(stage) for stage in stages))
        if stages and stages[0].funnel.activated_at is not None:
            self.known[funnel_id] = outline
        return outline

    def cache_clear(self) -> None:
        self.known.clear()


outline_of = Outlines()


def _stage_fact(stage: Stage) -> StageFact:
    definitions = tuple(
        DefinitionFact(
            id=one.pk,
            code=one.code,
            statement=one.statement,
            required=one.required,
            givers=tuple(one.givers),
            evidence_kinds=tuple(one.evidence_kinds),
            lasts_days=one.lasts_days,
        )
        for one in stage.definitions.all()
    )
    return StageFact(stage.pk, stage.code, stage.position, stage.name, stage.label, stage.kind, definitions)
