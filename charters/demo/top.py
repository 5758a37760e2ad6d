"""What the organisation, its sales and the programme in the making have written. Fictional."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from charters.blueprints import (
    AudiencePlan,
    Blueprint,
    GoalPlan,
    MeasurePlan,
    ObjectivePlan,
    ServicePlan,
    StrategyPlan,
    TacticPlan,
)
from charters.choices import AudienceGroup, CharterKind, Dimension, Direction, MeasureLevel, ServiceKind, StrategyKind

REFERENCES: Final = "Customers speak for us"
SHARE: Final = "A third of revenue from outcome contracts"
EARLY: Final = "Customers commit early"
NEW: Final = "New customers in ports and cold chain"
RENEWALS: Final = "Customers renew before they are asked"

MEASURES: Final = (
    MeasurePlan("Milestones reached on their day", Dimension.MILESTONE, unit="%", rhythm="monthly"),
    MeasurePlan(
        "Open opportunities with a dated commitment", Dimension.BEHAVIOUR, unit="%", rhythm="weekly", proves=True
    ),
    MeasurePlan("Cost of a won customer", Dimension.EFFICIENCY, MeasureLevel.RESULT, "£", "quarterly"),
)

ORGANISATION: Final = Blueprint(
    code="organisation",
    title="Northlight Systems",
    kind=CharterKind.ORGANISATION,
    texts={
        "context": "Operators of ports, rail and cold chain buy fewer systems and more certainty.",
        "tag_line": "From systems to certainty, for operators",
        "vision": "From a maker of planning systems to the partner whom operators trust with the outcome of their busiest day.",
        "mission": "We plan the work of operators whose delays cost others money.",
        "mission_how": "We begin with one site, measure what changes there, and grow by what was proven.",
        "mission_difference": "We carry part of the risk: a third of our price depends on the customer's own figure.",
        "purpose": "So that people and goods arrive when they were promised.",
        "review_rhythm": "Twice a year with the board, each quarter with the heads of the functions",
    },
    lists={
        "in_scope": ("Ports", "Rail depots", "Cold-chain operators"),
        "later": ("Airports",),
        "not_ours": ("Custom software", "Single-site tenders"),
        "principles": ("Promise what can be measured", "One customer at a time, whole"),
    },
    audiences=(AudiencePlan("board", "Heads of the functions", AudienceGroup.MANAGER, "One order of what matters"),),
    values={
        "collaboration": "Sales, delivery and product visit a new customer together in the first week.",
        "accountability": "Who promises a day says before it passes that it will not hold.",
        "leadership": "The leaders meet two customers a month and write down what they heard.",
    },
    goals=(
        GoalPlan(
            "From selling systems to answering for outcomes", "Customers pay for licences", "Customers pay for what changes",
            (
                ObjectivePlan(
                    SHARE, ((180, Decimal(25)), (330, Decimal(33))), metric="revenue from outcome contracts", unit="%", baseline=Decimal(18),
                    strategies=(
                        StrategyPlan(
                            "Price a third by the customer's figure", "Five customers have signed it",
                            (
                                TacticPlan("Agree the contract with legal and delivery", 60, "1 contract", "general counsel", landmark=True),
                                TacticPlan("Offer it in every opportunity over £500k", 260, "all of them"),
                            ),
                            kind=StrategyKind.INCENTIVE,
                        ),
                    ),
                ),
                ObjectivePlan(
                    REFERENCES, ((300, Decimal(24)),), metric="customers who take a visitor", unit="customers", baseline=Decimal(9),
                    strategies=(
                        StrategyPlan(
                            "Ask for the visit when the first figure has changed", "Each region has three sites to visit",
                            (TacticPlan("Name three sites in each region", 120, "9 sites"),), kind=StrategyKind.KEY_ACCOUNTS,
                        ),
                    ),
                ),
            ),
        ),
    ),
    services=(ServicePlan("Yearly direction", ServiceKind.PROCESS, ("board",), "agreed by the end of January"),),
    measures=MEASURES,
)  # fmt: skip

SALES: Final = Blueprint(
    code="sales",
    title="Sales",
    kind=CharterKind.SALES,
    texts={
        "tag_line": "From hoping to knowing what the customer will do, for every sales team",
        "vision": "From a sales force that forecasts from feeling to one that is led by what customers have committed to.",
        "serves_parent": "Outcome contracts need customers who commit early: that is what we are led by.",
        "mission": "We win operators for outcomes they can measure, and keep them.",
        "mission_how": "Each conversation ends with a commitment of the customer, or with an honest no.",
        "mission_difference": "Our managers coach early, on real customers, every week.",
        "purpose": "So that a customer's yes is one that holds.",
        "review_rhythm": "Each quarter with the regional managers and both functions",
    },
    lists={
        "in_scope": ("Winning and renewing customers", "Forecast and funnel", "Coaching"),
        "not_ours": ("Delivery", "Invoicing"),
        "principles": ("The customer moves the opportunity", "Bad news travels first"),
    },
    audiences=(AudiencePlan("leads", "Regional managers", AudienceGroup.MANAGER, "Clear priorities, early help"),),
    values={
        "collaboration": "Two regions share each large customer's plan openly.",
        "accountability": "A forecast is explained by commitments, never by confidence.",
        "leadership": "Every leader can be watched coaching, once a month.",
    },
    goals=(
        GoalPlan(
            "From feeling to evidence", "Stages are typed", "Stages follow what customers did",
            (
                ObjectivePlan(
                    EARLY, ((150, Decimal(60)), (300, Decimal(80))), metric="open opportunities with a dated customer commitment", unit="%",
                    baseline=Decimal(41),
                    strategies=(
                        StrategyPlan(
                            "Weekly reviews of commitments instead of numbers", "Every team reviews commitments on Mondays",
                            (
                                TacticPlan("Change the Monday meeting in all teams", 45, "8 teams", landmark=True),
                                TacticPlan("Visit every team's meeting once", 200, "8 visits"),
                            ),
                            kind=StrategyKind.PROCESS,
                        ),
                    ),
                ),
            ),
        ),
        GoalPlan(
            "From many small to the right customers", "Every tender is answered", "Time goes to those whose delay has a price",
            (
                ObjectivePlan(
                    NEW, ((180, Decimal(14)), (330, Decimal(24))), metric="new customers in ports and cold chain", unit="customers", baseline=Decimal(5),
                    strategies=(
                        StrategyPlan(
                            "Three named operators for each team", "Each team has met all three",
                            (TacticPlan("Choose the operators with the regions", 40, "24 operators"),
                             TacticPlan("Two meetings with each", 190, "48 meetings")),
                            kind=StrategyKind.COVERAGE,
                        ),
                    ),
                ),
                ObjectivePlan(
                    RENEWALS, ((300, Decimal(92)),), metric="contracts renewed before their last quarter", unit="%", baseline=Decimal(71),
                    strategies=(
                        StrategyPlan(
                            "Renewal begins on the day of the first result", "No renewal comes as a surprise",
                            (TacticPlan("List all contracts that end within a year", 50, "about 60 contracts"),), kind=StrategyKind.KEY_ACCOUNTS,
                        ),
                    ),
                ),
            ),
        ),
    ),
    services=(ServicePlan("Quarterly direction", ServiceKind.PROCESS, ("leads",), "agreed in the first week"),),
    measures=MEASURES,
)  # fmt: skip

PARTNERS: Final = Blueprint(
    code="partners",
    title="Partner programme",
    kind=CharterKind.PROGRAM,
    texts={
        "tag_line": "From referrals by chance to partners who prepare the first meeting",
        "vision": "From partners who pass on a name to partners who bring a customer that has said what it wants to change.",
        "serves_parent": "New customers in ports and cold chain begin with a meeting that somebody has prepared.",
        "mission": "We equip partners for the first conversation.",
    },
    lists={"in_scope": ("Partners in rail", "Partners in cold chain"), "not_ours": ("Resellers without own customers",)},
    audiences=(AudiencePlan("partners", "Channel partners", AudienceGroup.PARTNER, "Meetings that lead somewhere"),),
    goals=(
        GoalPlan(
            "From names to prepared meetings", "Partners pass on names", "Partners prepare the meeting",
            (
                ObjectivePlan(
                    "Prepared first meetings", ((240, Decimal(40)),), metric="first meetings prepared by a partner", unit="meetings", baseline=Decimal(6),
                    strategies=(
                        StrategyPlan(
                            "A play for partners", "Twelve partners have used it",
                            (TacticPlan("Write the play with three partners", 70, "1 play", adoption=True),), kind=StrategyKind.NEW_SERVICE,
                        ),
                    ),
                ),
            ),
        ),
    ),
    objectives=(
        ObjectivePlan(
            "Shorter way to the first offer", ((200, Decimal(20)),), metric="days from referral to offer", unit="days", baseline=Decimal(34),
            direction=Direction.DOWN,
            strategies=(StrategyPlan("One desk for referrals", "Every referral is answered within a day", (TacticPlan("Name the desk", 30, "1 person"),)),),
        ),
    ),
    services=(ServicePlan("Partner briefing", ServiceKind.TRAINING, ("partners",), "partners who came"),),
    measures=MEASURES,
)  # fmt: skip
