"""Two worked charters to copy and make one's own: of sales operations, and of sales enablement. Data only."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from django.utils.translation import gettext_noop as N_

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
from charters.choices import (
    AudienceGroup,
    CustomerPhase,
    Dimension,
    Direction,
    MeasureLevel,
    ObjectiveKind,
    ServiceKind,
    StrategyKind,
)

SELLERS: Final = AudiencePlan("sellers", N_("Salespeople"), AudienceGroup.SALES, N_("Hours back for customers"))
MANAGERS: Final = AudiencePlan(
    "managers", N_("Frontline sales managers"), AudienceGroup.MANAGER, N_("They see early where help is needed")
)
PHASES: Final = ((N_("Foundation"), 0, 90), (N_("In daily use"), 91, 180), (N_("Proven"), 181, 365))

OPERATIONS: Final = Blueprint(
    code="sales_operations",
    title=N_("Sales operations"),
    summary=N_("Data, planning and tools that free selling time: funnel rules, territories, reports that decide something."),
    texts={
        "context": N_("Reports disagree with one another, and salespeople type the same fact into three places."),
        "tag_line": N_("From feeding systems to facing customers, for everybody who sells"),
        "vision": N_("From a sales force that reports what it did to one that sees what the customer has committed to, and decides on that the same day."),
        "serves_parent": N_("What customers commit to can only steer us when everybody sees the same facts at the same time."),
        "mission": N_("We keep the facts, the rules and the tools by which salespeople and managers decide."),
        "mission_how": N_("Each request is weighed by the decision it serves; what serves none is switched off. Rules are written with those who follow them."),
        "mission_difference": N_("We sit with salespeople one day a month and answer for the hours our work costs them."),
        "purpose": N_("So that time goes to customers, and arguments are about what to do instead of whose number is right."),
        "review_rhythm": N_("Every quarter with the sponsor: one page, the objectives that are behind, one decision"),
        "risks": N_("Assumes that the CRM stays the system of record. Risk: each region wants its own exception."),
    },
    lists={
        "in_scope": (
            N_("Funnel definitions and the evidence they ask for"), N_("Territories and account assignment"),
            N_("Reports and the weekly forecast"), N_("Administration of the sales tools"),
        ),
        "later": (N_("Compensation planning"), N_("Pricing analytics")),
        "not_ours": (N_("Training content"), N_("Cleaning data for other departments"), N_("Slides for single meetings")),
        "principles": (N_("A fact is typed once"), N_("No report without a decision"), N_("Switch off before adding")),
    },
    audiences=(SELLERS, MANAGERS),
    values={
        "collaboration": N_("Rules are tried with two teams before they hold for all."),
        "accountability": N_("Each report names who decides what with it; without a name it ends."),
        "leadership": N_("The head of sales uses the same figures in public, also when they are bad."),
    },
    phases=PHASES,
    goals=(
        GoalPlan(
            N_("Selling time instead of system time"), N_("Facts are typed in several places, evenings go to reports"),
            N_("Facts are typed once and read everywhere"),
            (
                ObjectivePlan(
                    N_("Salespeople spend less time on internal systems"), ((150, Decimal(9)), (270, Decimal(6))),
                    metric=N_("hours a week in internal systems, by survey"), unit=N_("hours"), baseline=Decimal(11), direction=Direction.DOWN,
                    strategies=(
                        StrategyPlan(
                            N_("Take away fields and reports that decide nothing"), N_("Half of the fields are gone and nobody misses them"),
                            (
                                TacticPlan(N_("List every report with the decision it serves"), 30, N_("all reports"), N_("one analyst, two weeks"), phase=1),
                                TacticPlan(N_("Switch off what nobody claims within a month"), 75, N_("at least a third"), landmark=True, phase=1),
                                TacticPlan(N_("Ask salespeople again for their hours"), 200, N_("60 answers"), phase=3),
                            ),
                            kind=StrategyKind.PROCESS, how=N_("Each field and report needs an owner and a decision. Without them it is hidden first, then removed."),
                        ),
                        StrategyPlan(
                            N_("Record commitments where the meeting ends: on the phone"), N_("Nine of ten commitments are recorded on the same day"),
                            (
                                TacticPlan(N_("Try it with two teams"), 60, N_("12 salespeople"), N_("two team leads"), phase=1),
                                TacticPlan(N_("Half an hour beside every team, with a real customer"), 140, N_("8 teams"), adoption=True, phase=2),
                            ),
                            kind=StrategyKind.TECHNOLOGY, stakeholders=N_("two salespeople and one manager of each region"),
                        ),
                    ),
                ),
            ),
        ),
        GoalPlan(
            N_("One truth about the funnel"), N_("Every region counts in its own way"), N_("A stage means the same everywhere, with evidence"),
            (
                ObjectivePlan(
                    N_("Opportunities move on evidence"), ((120, Decimal(55)), (300, Decimal(80))),
                    metric=N_("stage moves with full evidence"), unit="%", baseline=Decimal(38),
                    strategies=(
                        StrategyPlan(
                            N_("Define each stage by what the customer does"), N_("Two managers put the same opportunity into the same stage"),
                            (
                                TacticPlan(N_("Draft the stages with the regions"), 45, N_("3 workshops"), phase=1),
                                TacticPlan(N_("Check twenty opportunities blind"), 100, N_("20 opportunities"), landmark=True, phase=2),
                            ),
                            kind=StrategyKind.PROCESS,
                        ),
                    ),
                ),
            ),
        ),
    ),
    services=(
        ServicePlan(N_("Weekly funnel review sheet"), ServiceKind.REPORTING, ("managers",), N_("opened by every manager before Tuesday")),
        ServicePlan(N_("Help with records within a day"), ServiceKind.PROCESS, ("sellers", "managers"), N_("answers within a working day")),
        ServicePlan(N_("Territory planning"), ServiceKind.PERFORMANCE_FRAMEWORK, ("managers",), N_("plans agreed before the year begins")),
    ),
    measures=(
        MeasurePlan(N_("Roadmap milestones reached on their day"), Dimension.MILESTONE, unit="%", rhythm=N_("monthly")),
        MeasurePlan(N_("Commitments recorded on the day of the meeting"), Dimension.BEHAVIOUR, unit="%", rhythm=N_("weekly"), proves=True),
        MeasurePlan(N_("Error of the forecast at the start of the quarter"), Dimension.IMPACT, MeasureLevel.RESULT, "%", N_("quarterly")),
        MeasurePlan(N_("Hours to produce the weekly figures"), Dimension.EFFICIENCY, unit=N_("hours"), rhythm=N_("monthly")),
    ),
)  # fmt: skip

ENABLEMENT: Final = Blueprint(
    code="sales_enablement",
    title=N_("Sales enablement"),
    summary=N_("Content, training and coaching guidance along the customer's path: playbooks that are used, managers who coach."),
    texts={
        "context": N_("Material exists in four places; new salespeople take most of a year before they win on their own."),
        "tag_line": N_("From presenting products to solving what holds customers up, for salespeople"),
        "vision": N_("From salespeople who explain what we sell to salespeople whom customers call first, because each conversation moves their own business on."),
        "serves_parent": N_("Customers commit to outcomes they recognise as theirs; our people learn to lead to them."),
        "mission": N_("We give salespeople what the next customer conversation takes, and their managers what coaching takes."),
        "mission_how": N_("By the customer's path: for each phase one play, practised with managers, made with people who sell."),
        "mission_difference": N_("Nothing is published that was not used in a won or honestly lost opportunity first."),
        "purpose": N_("So that good conversations do not depend on who happens to sit in them."),
        "review_rhythm": N_("Every quarter with the sponsor and two frontline managers: what was used, what ends"),
        "risks": N_("Assumes that managers have two hours a week for coaching. Risk: product launches crowd out practice."),
    },
    lists={
        "in_scope": (
            N_("Playbooks for each phase of the customer's path"), N_("Onboarding of salespeople and managers"),
            N_("Coaching guidelines for managers"), N_("Practice of customer conversations"),
        ),
        "later": (N_("Enablement of channel partners"),),
        "not_ours": (N_("Brochures and events"), N_("Product training without a customer's problem"), N_("Single offers")),
        "principles": (
            N_("From the customer's path, not from the product list"), N_("Managers first, then their people"),
            N_("Less that is used beats more that is there"),
        ),
    },
    audiences=(
        SELLERS, MANAGERS,
        AudiencePlan("starters", N_("New salespeople"), AudienceGroup.SALES, N_("The first own win within half a year")),
    ),
    values={
        "collaboration": N_("Every play carries the names of two salespeople who used it."),
        "accountability": N_("What nobody used for a quarter is taken away by its author."),
        "leadership": N_("Sales leaders coach one conversation a month themselves, where others can see it."),
    },
    phases=PHASES,
    goals=(
        GoalPlan(
            N_("From product selling to outcome selling"), N_("Conversations begin with what we offer"),
            N_("Conversations begin with what the customer wants to change"),
            (
                ObjectivePlan(
                    N_("Customers confirm their own problem early"), ((120, Decimal(45)), (270, Decimal(65))),
                    metric=N_("open opportunities whose customer confirmed the recap"), unit="%", baseline=Decimal(29),
                    strategies=(
                        StrategyPlan(
                            N_("One play for each phase of the customer's path"), N_("The play is found within a minute and used in the next meeting"),
                            (
                                TacticPlan(N_("Take apart ten won and ten lost opportunities"), 40, N_("20 opportunities"), N_("six salespeople, half a day each"), phase=1),
                                TacticPlan(N_("Write the first two plays"), 80, N_("2 plays"), landmark=True, phase=1),
                                TacticPlan(N_("Practise each play in every team, led by its manager"), 150, N_("8 teams"), adoption=True, phase=2),
                            ),
                            kind=StrategyKind.NEW_SERVICE,
                        ),
                    ),
                ),
                ObjectivePlan(
                    N_("Playbooks live for all phases"), ((90, N_("Plays for the first two phases in use")), (210, N_("Plays for all phases in use"))),
                    kind=ObjectiveKind.MILESTONE,
                    strategies=(
                        StrategyPlan(
                            N_("Publish only what was tried"), N_("Each play has two witnesses"),
                            (TacticPlan(N_("Two witnesses for each play"), 200, N_("8 witnesses"), phase=2),), kind=StrategyKind.MESSAGING,
                        ),
                    ),
                ),
            ),
        ),
        GoalPlan(
            N_("Managers who coach"), N_("Coaching is a talk about late opportunities"), N_("Coaching happens early and weekly, on a real customer"),
            (
                ObjectivePlan(
                    N_("Managers coach early"), ((150, Decimal(35)), (300, Decimal(50))),
                    metric=N_("coaching sessions on early opportunities"), unit="%", baseline=Decimal(18),
                    strategies=(
                        StrategyPlan(
                            N_("Coach the coaches"), N_("Each manager has been watched and helped twice"),
                            (
                                TacticPlan(N_("Write the coaching guideline with three managers"), 50, N_("1 guideline"), phase=1),
                                TacticPlan(N_("Watch each manager coach, twice"), 210, N_("8 managers"), landmark=True, phase=2),
                            ),
                            kind=StrategyKind.SKILLS,
                        ),
                    ),
                ),
            ),
        ),
    ),
    services=(
        ServicePlan(N_("Playbooks by customer phase"), ServiceKind.PLAYBOOK, ("sellers", "starters"), N_("used in an opportunity in the last month"), customer_phases=tuple(CustomerPhase.values)),
        ServicePlan(N_("First ninety days"), ServiceKind.TRAINING, ("starters",), N_("steps done on their day")),
        ServicePlan(N_("Coaching guideline"), ServiceKind.COACHING_GUIDELINE, ("managers",), N_("sessions that name a skill"), first_time=True),
        ServicePlan(N_("Practice hour"), ServiceKind.TRAINING, ("sellers", "managers"), N_("teams that held it this month")),
    ),
    measures=(
        MeasurePlan(N_("Plays live on their day"), Dimension.MILESTONE, unit="%", rhythm=N_("monthly")),
        MeasurePlan(N_("Salespeople who used a play this month"), Dimension.ADOPTION, unit="%", rhythm=N_("monthly"), proves=True),
        MeasurePlan(N_("Months until the first own win"), Dimension.IMPACT, MeasureLevel.RESULT, N_("months"), N_("quarterly")),
        MeasurePlan(N_("Days to produce a play"), Dimension.EFFICIENCY, unit=N_("days"), rhythm=N_("quarterly")),
    ),
)  # fmt: skip

STARTERS: Final = (OPERATIONS, ENABLEMENT)
