"""An opportunity: one single sales objective at one customer.

Its stage, status and last move change together, by a verb that leaves a StageEvent; the database
refuses any other way (funnels/dbrules.py). `required_*`, `ready_until`, `supported_stage` and
`next_*` are its standing: derived from its commitments by funnels/standing.py, kept here so that
boards and filters need no join.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Self
from uuid import UUID

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from funnels.choices import Concept, Kind, Status
from funnels.models.account import Account, Product
from funnels.models.external import External, external_id_once
from funnels.models.funnel import Funnel, Stage
from funnels.models.migrating import Migrating
from funnels.models.planning import Planning
from funnels.models.recording import Recording
from portal.models import Person, Record, Team, Versioned
from portal.models.organisation import currency_code
from portal.prepared import prepared
from portal.scoping import ScopedModel, ScopedQuerySet


class OpportunityQuerySet(ScopedQuerySet):
    team_path = "team"

    def readable(self, person: Person) -> Q:
        """The team's members, managers and stewards above, and whoever was invited to collaborate."""
        invited = [opportunity for (opportunity,) in _invitations.rows(person.pk)]
        own_teams = Q(team_id__in=person.reach.teams())
        return own_teams | Q(pk__in=invited) if invited else own_teams

    def one_visible_to(self, person: Person, pk: UUID) -> Self:
        """As `visible_to`, of one: whether the person is invited to it is asked in the same statement."""
        invited = Collaboration.objects.everything(reason="the person's own invitation").filter(person=person)
        reached = Q(team_id__in=person.reach.teams()) | Q(Exists(invited.filter(opportunity=OuterRef("pk"))))
        return self.scoped("person").filter(reached, pk=pk)

    def current(self) -> Self:
        return self.filter(archived_at=None)

    def open(self) -> Self:
        return self.filter(status=Status.OPEN, archived_at=None)

    def owned_by(self, person: Person) -> Self:
        return self.filter(owner=person)

    def overdue(self, today: date) -> Self:
        """The next commitment's date has passed."""
        return self.open().filter(next_due_on__lt=today)

    def due(self, today: date) -> Self:
        return self.open().filter(next_due_on=today)

    def ready(self, today: date) -> Self:
        """Every required commitment of the stage is fulfilled by evidence that still holds."""
        return self.open().filter(
            Q(ready_until=None) | Q(ready_until__gte=today), required_total__gt=0, required_met=F("required_total")
        )

    def without_next(self) -> Self:
        """No open commitment with a date."""
        return self.open().filter(next_due_on=None)

    def stalled(self, since: datetime, today: date) -> Self:
        """In the same stage since before `since`, and not parked."""
        return self.open().filter(Q(parked_until=None) | Q(parked_until__lt=today), stage_entered_at__lt=since)

    def waking(self, today: date) -> Self:
        """Postponed until a day that has come. They open again by somebody's word, never by themselves."""
        return self.filter(status=Status.POSTPONED, wake_on__lte=today, archived_at=None)

    def past_close(self, today: date) -> Self:
        return self.open().filter(expected_close__lt=today)

    def named(self, words: str) -> Self:
        return self.filter(Q(name__icontains=words) | Q(account__name__icontains=words))

    def with_names(self) -> Self:
        """With what every list shows beside the opportunity."""
        return self.select_related("account", "owner", "team", "stage", "next_commitment")


class Opportunity(Migrating, Planning, Recording, ScopedModel, Versioned, External):
    name = models.CharField(_("single sales objective"), max_length=200)
    account = models.ForeignKey(
        Account,
        verbose_name=_("account"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="opportunities",
    )
    owner = models.ForeignKey(
        Person,
        verbose_name=_("owner"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="opportunities",
        db_index=False,
    )
    team = models.ForeignKey(
        Team, verbose_name=_("team"), on_delete=models.PROTECT, related_name="opportunities", db_index=False
    )
    funnel = models.ForeignKey(Funnel, on_delete=models.PROTECT, related_name="opportunities", editable=False)
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="opportunities", editable=False)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.OPEN, editable=False)
    last_move = models.ForeignKey("funnels.StageEvent", on_delete=models.PROTECT, related_name="+", editable=False)
    stage_entered_at = models.DateTimeField(editable=False)
    amount = models.DecimalField(
        _("amount"), max_digits=14, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    currency = models.CharField(_("currency"), max_length=3, validators=[currency_code])
    expected_close = models.DateField(_("expected close"), null=True, blank=True)
    push_count = models.PositiveSmallIntegerField(default=0, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.NEW)
    segment = models.CharField(_("market segment"), max_length=120, blank=True)
    concept = models.CharField(_("the customer wants to"), max_length=12, choices=Concept.choices, blank=True)
    concept_words = models.TextField(_("in the customer's words"), max_length=2000, blank=True)

    close_reasons = models.JSONField(default=list, editable=False)
    closed_on = models.DateField(null=True, editable=False)
    closed_per_crm = models.BooleanField(default=False, editable=False)
    wake_on = models.DateField(_("comes back on"), null=True, editable=False)
    parked_until = models.DateField(_("parked until"), null=True, editable=False)
    crm_stage = models.CharField(_("stage in the CRM"), max_length=80, blank=True, editable=False)
    opened_on = models.DateField(_("opened on"), null=True, editable=False)
    last_customer_act = models.DateField(_("customer's last act"), null=True, editable=False)

    required_total = models.PositiveSmallIntegerField(default=0, editable=False)
    required_met = models.PositiveSmallIntegerField(default=0, editable=False)
    ready_until = models.DateField(null=True, editable=False)
    supported_stage = models.ForeignKey(Stage, null=True, on_delete=models.PROTECT, related_name="+", editable=False)
    support_until = models.DateField(null=True, editable=False)
    next_commitment = models.ForeignKey(
        "funnels.CustomerCommitment", null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    next_due_on = models.DateField(null=True, editable=False)

    import_batch = models.ForeignKey(
        "funnels.ImportBatch", null=True, on_delete=models.PROTECT, related_name="opportunities", editable=False
    )
    archived_at = models.DateTimeField(null=True, editable=False)

    objects = OpportunityQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("opportunity")
        verbose_name_plural = _("opportunities")
        constraints = [
            external_id_once("opportunity"),
            models.CheckConstraint(condition=Q(amount=None) | Q(amount__gte=0), name="opportunity_amount_not_negative"),
            models.CheckConstraint(
                condition=Q(status=Status.OPEN, closed_on=None) | (~Q(status=Status.OPEN) & Q(closed_on__isnull=False)),
                name="opportunity_closed_has_a_date",
            ),
        ]
        indexes = [  # those of owner and team begin with them, so that the fields need none of their own
            models.Index(fields=["owner", "team", "-id"], name="opportunity_owner"),
            models.Index(fields=["team", "-id"], name="opportunity_team"),
            models.Index(
                fields=["stage", "next_due_on", "-id"],
                condition=Q(status="open", archived_at=None),
                name="opportunity_board",
            ),
            models.Index(
                fields=["team", "stage"],
                include=["currency", "amount"],
                condition=Q(status="open", archived_at=None),
                name="opportunity_totals",
            ),
            models.Index(fields=["status", "closed_on"], name="opportunity_closed"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.status == Status.OPEN

    @property
    def missing(self) -> int:
        """Required commitments of the stage without valid evidence, as last reckoned."""
        return self.required_total - self.required_met

    def is_ready(self, today: date) -> bool:
        holds = self.ready_until is None or self.ready_until >= today
        return self.is_open and self.required_total > 0 and self.missing == 0 and holds

    def is_parked(self, today: date) -> bool:
        return self.parked_until is not None and self.parked_until >= today


class OpportunityPartQuerySet(ScopedQuerySet):
    """Rows that belong to one opportunity are read through it."""

    team_path = "opportunity__team"

    def readable(self, person: Person) -> Q:
        return Q(opportunity__in=Opportunity.objects.visible_to(person))


class OpportunityLine(ScopedModel, Record):
    """A product line's share of the amount, in percent; the shares of an opportunity add up to 100."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="lines")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+", verbose_name=_("product line"))
    share = models.DecimalField(
        _("share"), max_digits=5, decimal_places=2, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )

    objects = OpportunityPartQuerySet.as_manager()

    class Meta:
        ordering = ["-share"]
        constraints = [models.UniqueConstraint(fields=["opportunity", "product"], name="line_product_once")]

    def __str__(self) -> str:
        return f"{self.product} {self.share} %"


class Collaboration(ScopedModel, Record):
    """Somebody from another team who reads this opportunity and records commitments on it."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="collaborations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("person"))

    objects = OpportunityPartQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["opportunity", "person"],
                name="collaboration_once",
                violation_error_message=_("This person collaborates here already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.person)


@prepared
def _invitations(person: UUID) -> QuerySet[Collaboration]:
    found = Collaboration.objects.everything(reason="the person's own invitations").filter(person_id=person)
    return found.values_list("opportunity_id")
