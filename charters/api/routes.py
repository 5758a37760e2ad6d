"""The addresses of the charters' resources."""

from charters.api.charters import Charters
from charters.api.goals import Goals
from charters.api.governance import Connections, Stakeholders
from charters.api.kinds import PROBLEMS
from charters.api.measures import Measures
from charters.api.objectives import Objectives, ObjectivesOfCharter
from charters.api.sales_missions import SalesMissions
from charters.api.services import Services
from charters.api.strategies import Strategies
from charters.api.tactics import Tactics, TacticsOfCharter
from charters.api.targets import Targets
from portal.api.routing import Router

__all__ = ["PROBLEMS", "register"]

PART = "charters/<uuid:charter>"


def register(router: Router) -> None:
    router.add("charters", Charters)
    router.add(f"{PART}/goals", Goals, "charter-goals")
    router.add(f"{PART}/objectives", ObjectivesOfCharter, "charter-objectives")
    router.add(f"{PART}/targets", Targets, "charter-targets")
    router.add(f"{PART}/strategies", Strategies, "charter-strategies")
    router.add(f"{PART}/tactics", TacticsOfCharter, "charter-tactics")
    router.add(f"{PART}/services", Services, "charter-services")
    router.add(f"{PART}/measures", Measures, "charter-measures")
    router.add(f"{PART}/connections", Connections, "charter-connections")
    router.add(f"{PART}/stakeholders", Stakeholders, "charter-stakeholders")
    router.add(f"{PART}/sales-missions", SalesMissions, "charter-sales-missions")
    router.add("objectives", Objectives)
    router.add("tactics", Tactics)
