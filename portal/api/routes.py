"""The portal's own resources. Each app has such a module; settings.API_ROUTES lists them."""

from portal.api.kinds import PROBLEMS
from portal.api.me import Me
from portal.api.routing import Router
from portal.api.tokens import Tokens

__all__ = ["PROBLEMS", "register"]


def register(router: Router) -> None:
    router.alone("me", Me)
    router.add("tokens", Tokens)
