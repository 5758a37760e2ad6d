"""What regions and teams have written: alike in form, each with its own customers and figures. Fictional."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from charters.blueprints import AudiencePlan, Blueprint, GoalPlan, ObjectivePlan, ServicePlan, StrategyPlan, TacticPlan
from charters.choices import AudienceGroup, CharterKind, ServiceKind, StrategyKind
from charters.demo.top import MEASURES

WHERE: Final = {"Nordics": "ports and ferry lines", "Isles": "rail depots", "Continent": "cold-chain operators"}
RANKS: Final = {
    "Oslo": "ferry lines", "Stockholm": "container terminals", "Copenhagen": "harbour towage", "London": "commuter depots",
    "Manchester": "freight depots", "Dublin": "intercity depots", "Rotterdam": "frozen food", "Hamburg": "pharma logistics",
}  # fmt: skip


def wins(region: str) -> str:
    return f"Win {WHERE[region]} in the {region}"


def commits(region: str) -> str:
    return f"Commitments with a day in the {region}"


def region(name: str) -> Blueprint:
    """The charter of a region. Its two objectives carry two of sales."""
    where = WHERE[name]
    return Blueprint(
        code=f"region-{name.lower()}", title=f"Region {name}", kind=CharterKind.REGION,
        texts={
            "context": f"{where.capitalize()} in the {name} decide slowly, and rarely twice.",
            "tag_line": f"From one site to the whole network, for {where}",
            "vision": f"From a supplier of single sites to the first call of {where} in the {name} when delay begins to cost them.",
            "serves_parent": f"We bring the commitments of {where} that the forecast of sales stands on.",
            "mission": f"We help {where} see what delay costs them, and take it away site by site.",
            "mission_how": "With one named manager for each operator, and a first result within ninety days.",
            "mission_difference": "We publish each result with the customer, also a small one.",
            "purpose": f"So that {where} keep the promises they make.",
            "review_rhythm": "Each quarter with the head of sales",
        },
        lists={"in_scope": (where.capitalize(),), "later": ("Neighbouring industries",), "not_ours": ("Single-site tenders",),
               "principles": ("Near the site, not near the screen",)},
        audiences=(AudiencePlan("teams", f"Teams in the {name}", AudienceGroup.SALES, "Customers worth their time"),),
        values={
            "collaboration": "Teams lend each other their references without being asked.",
            "accountability": "Each named operator has one name on our side.",
            "leadership": "The regional manager joins one first meeting of each team a month.",
        },
        goals=(GoalPlan("From single sites to networks", "We win a site and wait", "We win the network that the site belongs to",
                        (_wins(name), _commits(name))),),
        services=(ServicePlan(f"Joint visits in the {name}", ServiceKind.PROCESS, ("teams",), "visits with a result written down"),),
        measures=MEASURES,
    )  # fmt: skip


def _wins(name: str) -> ObjectivePlan:
    return ObjectivePlan(
        wins(name), ((170, Decimal(4)), (320, Decimal(8))), metric=f"new {WHERE[name]}", unit="customers", baseline=Decimal(2),
        strategies=(
            StrategyPlan(
                "One site first, measured", "The first site shows a figure within ninety days",
                (
                    TacticPlan("Choose twelve operators with the teams", 35, "12 operators"),
                    TacticPlan("A first result at three of them", 130, "3 results", "one delivery engineer", landmark=True),
                    TacticPlan("Bring their leaders together for a day", 230, "1 day, 10 guests"),
                ),
                kind=StrategyKind.KEY_ACCOUNTS,
            ),
        ),
    )  # fmt: skip


def _commits(name: str) -> ObjectivePlan:
    return ObjectivePlan(
        commits(name), ((140, Decimal(58)), (290, Decimal(78))), metric="open opportunities with a dated customer commitment",
        unit="%", baseline=Decimal(43),
        strategies=(
            StrategyPlan(
                "Coach the second meeting", "The second meeting ends with a commitment",
                (TacticPlan("Each manager joins five second meetings", 110, "5 meetings each"),
                 TacticPlan("Compare notes between the teams", 180, "1 half day")),
                kind=StrategyKind.SKILLS,
            ),
        ),
    )  # fmt: skip


def team(name: str) -> Blueprint:
    """The plan of a team's sales mission."""
    return Blueprint(
        code=f"team-{name.lower()}", title=f"{name}: first call of {RANKS[name]}", kind=CharterKind.MISSION,
        texts={"serves_parent": f"{RANKS[name].capitalize()} are where the region can show its first results."},
        objectives=(
            ObjectivePlan(
                f"Meet every named operator of {RANKS[name]}", ((120, Decimal(6)), (240, Decimal(12))), metric="operators met twice",
                unit="operators", baseline=Decimal(1),
                strategies=(
                    StrategyPlan(
                        "Enter through the person who answers for delay", "The first meeting is with somebody who loses by delay",
                        (TacticPlan("Find that person at each operator", 30, "12 names"), TacticPlan("Two meetings each before summer", 170, "24 meetings"),
                         TacticPlan("Ask two customers for an introduction", 95, "2 introductions", landmark=True)),
                        kind=StrategyKind.COVERAGE,
                    ),
                ),
            ),
            ObjectivePlan(
                f"Commitments with a day from {RANKS[name]}", ((130, Decimal(60)), (245, Decimal(80))),
                metric="open opportunities with a dated customer commitment", unit="%", baseline=Decimal(40),
                strategies=(
                    StrategyPlan(
                        "No meeting ends without a next step of the customer", "Every recap names what the customer does next",
                        (TacticPlan("Practise the close of a meeting", 40, "3 evenings"), TacticPlan("Read each other's recaps on Fridays", 160, "every week")),
                        kind=StrategyKind.SKILLS,
                    ),
                ),
            ),
        ),
    )  # fmt: skip
