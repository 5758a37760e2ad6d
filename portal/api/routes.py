"""The portal's own resources. Each app has such a module; settings.API_ROUTES lists them."""

from portal.api.digests import DigestPreview, Digests, OwnArrangement
from portal.api.kinds import PROBLEMS
from portal.api.me import Me
from portal.api.memberships import Memberships
from portal.api.organisation import TheOrganisation
from portal.api.people import People
from portal.api.routing import Router
from portal.api.teams import Teams
from portal.api.tokens import Tokens

__all__ = ["PROBLEMS", "register"]


def register(router: Router) -> None:
    router.alone("me", Me)
    router.alone("organisation", TheOrganisation)
    router.alone("me/digest", OwnArrangement, "me-digest")
    router.alone("digests/preview", DigestPreview, "digests-preview")
    router.add("digests", Digests)
    router.add("memberships", Memberships)
    router.add("people", People)
    router.add("teams", Teams)
    router.add("tokens", Tokens)
