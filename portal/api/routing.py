"""Where resources hang below /api/v1/."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import URLPattern, include, path
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.reverse import reverse
from rest_framework.routers import SimpleRouter
from rest_framework.views import APIView

from portal.api.rendering import answer
from portal.api.resource import Resource
from portal.doors import PERSONAL, PUBLIC

ALONE = {"get": "retrieve", "patch": "partial_update", "post": "create"}


class Router(SimpleRouter):
    """Addresses are prefix, UUID and verb; nested ones name their parent, as in `opportunities/<uuid:opportunity>/moves`."""

    def __init__(self) -> None:
        super().__init__(use_regex_path=False)
        self.single: list[tuple[str, str, Any]] = []

    def add(self, prefix: str, resource: type[Resource], name: str = "") -> None:
        self.register(prefix, resource, basename=name or prefix)

    def alone(self, prefix: str, resource: type[Resource], name: str = "") -> None:
        """A resource that is one record without an id, such as `me/`."""
        methods = {method: name for method, name in ALONE.items() if hasattr(resource, name)}
        name = name or prefix
        self.single.append((prefix, name, resource.as_view(methods, basename=name, detail=True)))

    def get_urls(self) -> list[Any]:
        """Below the first word of each address: a request is compared with those words, not with every address."""
        below: dict[str, list[URLPattern]] = {}
        flat = [*super().get_urls(), *(path(f"{prefix}/", view, name=name) for prefix, name, view in self.single)]
        for one in flat:
            first, _slash, rest = str(one.pattern).partition("/")
            below.setdefault(first, []).append(path(rest, one.callback, one.default_args, one.name))
        return [path(f"{first}/", include(patterns)) for first, patterns in below.items()]

    def tops(self) -> list[str]:
        """Prefixes of the resources that stand at the top."""
        prefixes = [prefix for prefix, *_rest in [*self.registry, *self.single]]
        return sorted(prefix for prefix in prefixes if "<" not in prefix and "/" not in prefix)


class Root(APIView):
    """The resources and where they are."""

    door = PERSONAL
    http_method_names = ["get", "head"]
    router: Any = None
    schema = None

    def get(self, request: Request) -> HttpResponse:
        here = reverse("api:root", request=request)
        return answer({prefix: f"{here}{prefix}/" for prefix in self.router.tops()})


class Nowhere(APIView):
    """Every other address below /api/: a problem for everyone, and never a redirect that loses a body."""

    door = PUBLIC
    authentication_classes = []
    permission_classes = [AllowAny]
    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        raise Http404
