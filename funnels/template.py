"""The default funnel that each organisation copies and makes its own: six stages, 32 customer commitments."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from funnels.choices import CustomerPhase, EvidenceKind, InfluenceRole, Level, StageKind
from funnels.models import CommitmentDefinition, Funnel, SellerAction, Stage
from funnels.models.funnel import ANY_GIVER
from portal.models import Event, Person, Team

E, U, T, C = InfluenceRole.ECONOMIC, InfluenceRole.USER, InfluenceRole.TECHNICAL, InfluenceRole.COACH
MESSAGE, CALENDAR, DOCUMENT = EvidenceKind.MESSAGE, EvidenceKind.CALENDAR, EvidenceKind.DOCUMENT
SIGNED, MINUTES, SYSTEM, VERBAL = EvidenceKind.SIGNED, EvidenceKind.MINUTES, EvidenceKind.SYSTEM, EvidenceKind.VERBAL
PEOPLE_AND_DATES_AGE: Final = 90


@dataclass(frozen=True)
class CommitmentTemplate:
    code: str
    statement: str
    givers: tuple[str, ...]
    kinds: tuple[str, ...]
    required: bool = False
    lasts_days: int | None = None


@dataclass(frozen=True)
class StageTemplate:
    code: str
    position: int
    name: str
    short_name: str
    purpose: str
    phase: str
    level: str
    expected_days: int
    commitments: tuple[CommitmentTemplate, ...]
    kind: str = StageKind.SELLING
    actions: tuple[str, ...] = field(default=())


STAGES: Final = (
    StageTemplate(
        "acknowledge", 10, N_("Acknowledges an issue"), N_("Acknowledge"),
        N_("The customer sees an issue worth changing something for, and says so."),
        CustomerPhase.AWARENESS, Level.UNIVERSE, 14,
        (
            CommitmentTemplate("C01", N_("Accepts a first conversation with an agenda it has confirmed"), (ANY_GIVER,), (CALENDAR, MESSAGE)),
            CommitmentTemplate("C02", N_("States the issue in its own words and confirms our written recap"), (U, E), (MESSAGE, MINUTES, DOCUMENT, VERBAL), required=True),
            CommitmentTemplate("C03", N_("Says why now: an event with a date, and what happens if nothing is done"), (U, E), (MESSAGE, MINUTES, VERBAL)),
            CommitmentTemplate("C04", N_("Tells what it has already tried or decided"), (U, C), (MINUTES, MESSAGE, VERBAL)),
        ),
        actions=(N_("Research the customer's situation"), N_("Offer a perspective before a product")),
    ),
    StageTemplate(
        "define", 20, N_("Defines what it needs"), N_("Define"),
        N_("The customer sizes the issue and settles who decides, how, and what good looks like."),
        CustomerPhase.IDENTIFICATION, Level.ABOVE, 28,
        (
            CommitmentTemplate("C05", N_("Shares figures that size the problem"), (U,), (DOCUMENT, MESSAGE, MINUTES), required=True),
            CommitmentTemplate("C06", N_("Introduces us to a second person affected"), (C, U), (CALENDAR, MESSAGE)),
            CommitmentTemplate("C07", N_("Names everyone who takes part in this decision, and their role"), (C,), (MESSAGE, DOCUMENT, MINUTES), required=True, lasts_days=PEOPLE_AND_DATES_AGE),
            CommitmentTemplate("C08", N_("Describes how it will decide this time: steps, criteria, dates"), (C, E), (MESSAGE, DOCUMENT, MINUTES), required=True, lasts_days=PEOPLE_AND_DATES_AGE),
            CommitmentTemplate("C09", N_("Confirms written success criteria"), (U, E), (MESSAGE, DOCUMENT, SIGNED), required=True),
            CommitmentTemplate("C10", N_("Gives access to the economic influence, and the meeting takes place"), (E,), (CALENDAR, MINUTES), lasts_days=PEOPLE_AND_DATES_AGE),
            CommitmentTemplate("C11", N_("Confirms that funding exists, or how it will be found"), (E,), (MESSAGE, DOCUMENT), lasts_days=PEOPLE_AND_DATES_AGE),
        ),
        actions=(N_("Map the buying influences"), N_("Write the recap the same day")),
    ),
    StageTemplate(
        "evaluate", 30, N_("Evaluates options"), N_("Evaluate"),
        N_("The customer weighs ways to meet its needs, doing nothing included."),
        CustomerPhase.BUYING, Level.IN, 35,
        (
            CommitmentTemplate("C12", N_("Agrees to a mutual action plan with an owner and a date on its side for each step"), (C, E), (DOCUMENT, MESSAGE), required=True),
            CommitmentTemplate("C13", N_("Sends its requirements or comments on our outline"), (U, T), (DOCUMENT, MESSAGE), required=True),
            CommitmentTemplate("C14", N_("Brings the agreed people to the demonstration or workshop"), (U, T), (MINUTES, CALENDAR)),
            CommitmentTemplate("C15", N_("Provides an environment, sample data or site access for a trial"), (T,), (SYSTEM, MESSAGE)),
            CommitmentTemplate("C16", N_("Starts its security or technical review"), (T,), (DOCUMENT, SYSTEM)),
            CommitmentTemplate("C17", N_("Tells which alternatives it weighs, doing nothing included"), (C,), (MESSAGE, MINUTES, VERBAL)),
        ),
        actions=(N_("Co-write the action plan on the call"),),
    ),
    StageTemplate(
        "validate", 40, N_("Validates our solution"), N_("Validate"),
        N_("The customer proves to itself that our solution brings the value it expects."),
        CustomerPhase.BUYING, Level.IN, 30,
        (
            CommitmentTemplate("C18", N_("Confirms that the trial met the agreed success criteria"), (U, T), (SIGNED, MESSAGE, DOCUMENT), required=True),
            CommitmentTemplate("C19", N_("Speaks to or visits a reference customer"), (U, E), (MESSAGE, CALENDAR)),
            CommitmentTemplate("C20", N_("Co-writes the business case with its own numbers"), (U, E), (DOCUMENT,), required=True),
            CommitmentTemplate("C21", N_("Has its economic influence review the business case and confirm the value"), (E,), (MESSAGE, MINUTES), required=True),
            CommitmentTemplate("C22", N_("Passes our solution in its technical or security review"), (T,), (DOCUMENT, SIGNED)),
            CommitmentTemplate("C23", N_("States in writing that we are its choice, subject to terms"), (E, C), (MESSAGE, SIGNED)),
        ),
        actions=(N_("Prepare the trial's measures together"),),
    ),
    StageTemplate(
        "decide", 50, N_("Decides and contracts"), N_("Decide"),
        N_("The customer takes its own last steps to an order."),
        CustomerPhase.BUYING, Level.BEST_FEW, 21,
        (
            CommitmentTemplate("C24", N_("Opens procurement or vendor registration"), (T,), (SYSTEM, DOCUMENT, MESSAGE), required=True),
            CommitmentTemplate("C25", N_("Returns contract changes, or names its legal contact and review date"), (T,), (DOCUMENT, MESSAGE)),
            CommitmentTemplate("C26", N_("Confirms who signs, in which order, by when"), (E, T), (MESSAGE,), required=True, lasts_days=PEOPLE_AND_DATES_AGE),
            CommitmentTemplate("C27", N_("Agrees the go-live date and names its project owner"), (U, E), (DOCUMENT, MESSAGE), required=True),
            CommitmentTemplate("C28", N_("Signs the contract or issues the purchase order"), (E, T), (SIGNED, SYSTEM), required=True),
        ),
        kind=StageKind.DECIDING,
    ),
    StageTemplate(
        "adopt", 60, N_("Implements and adopts"), N_("Adopt"),
        N_("The customer gets the results it bought."),
        CustomerPhase.ADOPTION, Level.AFTER, 90,
        (
            CommitmentTemplate("C29", N_("Holds the kick-off with its own team assigned"), (U,), (CALENDAR, MINUTES)),
            CommitmentTemplate("C30", N_("Accepts delivery or goes live"), (U, T), (SIGNED, MESSAGE, SYSTEM), required=True),
            CommitmentTemplate("C31", N_("Measures results against its success criteria and shares them"), (U, E), (DOCUMENT, MESSAGE), required=True),
            CommitmentTemplate("C32", N_("Agrees to be a reference, or to talk about the next objective"), (E, U), (MESSAGE, CALENDAR)),
        ),
        kind=StageKind.AFTER_ORDER,
    ),
)  # fmt: skip


@transaction.atomic
def copy_template(*, team: Team, name: str, by: Person | None, at: datetime) -> Funnel:
    """A draft funnel of the team with the template's stages, in the language of whoever copies it."""
    funnel = Funnel.objects.create(team=team, name=name, created_at=at)
    stages = [(template, _stage(funnel, template)) for template in STAGES]
    Stage.objects.bulk_create(stage for _template, stage in stages)
    CommitmentDefinition.objects.bulk_create(
        _definition(stage, position, one)
        for template, stage in stages
        for position, one in enumerate(template.commitments)
    )
    SellerAction.objects.bulk_create(
        SellerAction(stage=stage, position=position, text=_(text))
        for template, stage in stages
        for position, text in enumerate(template.actions)
    )
    Event.objects.record(funnel, "copied_from_template", by=by, at=at, team=team)
    return funnel


def _stage(funnel: Funnel, template: StageTemplate) -> Stage:
    return Stage(
        funnel=funnel,
        code=template.code,
        position=template.position,
        name=_(template.name),
        short_name=_(template.short_name),
        purpose=_(template.purpose),
        customer_phase=template.phase,
        level=template.level,
        kind=template.kind,
        expected_days=template.expected_days,
    )


def _definition(stage: Stage, position: int, one: CommitmentTemplate) -> CommitmentDefinition:
    return CommitmentDefinition(
        stage=stage,
        code=one.code,
        position=position,
        statement=_(one.statement),
        givers=list(one.givers),
        required=one.required,
        evidence_kinds=list(one.kinds),
        lasts_days=one.lasts_days,
    )
