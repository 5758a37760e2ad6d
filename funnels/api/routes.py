"""The addresses of the funnels' resources."""

from funnels.api.commitments import Commitments, CommitmentsOfOpportunity
from funnels.api.kinds import PROBLEMS
from funnels.api.opportunities import Opportunities
from portal.api.routing import Router

__all__ = ["PROBLEMS", "register"]


def register(router: Router) -> None:
    router.add("opportunities", Opportunities)
    router.add("opportunities/<uuid:opportunity>/commitments", CommitmentsOfOpportunity, "opportunity-commitments")
    router.add("commitments", Commitments)
