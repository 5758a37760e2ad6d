"""The addresses of coaching's resources."""

from coaching.api.coverage import Coverage
from coaching.api.kinds import PROBLEMS
from coaching.api.practices import BestPractices
from portal.api.routing import Router

__all__ = ["PROBLEMS", "register"]


def register(router: Router) -> None:
    router.alone("teams/<uuid:team>/coaching-coverage", Coverage, "team-coaching-coverage")
    router.add("best-practices", BestPractices)
