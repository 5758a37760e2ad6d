"""Drawing a piece of template, and a request as the middleware leaves it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest
from django.template import Context, Template
from django.test import RequestFactory
from django_htmx.middleware import HtmxDetails

from tests.cast import TODAY


@pytest.fixture
def draw() -> Callable[..., str]:
    def drawn(source: str, **context: Any) -> str:
        return Template(source).render(Context({"today": TODAY, **context}))

    return drawn


@pytest.fixture
def request_for(rf: RequestFactory) -> Callable[..., HttpRequest]:
    """`request_for("/people/", **headers)`; `part=True` is a request that htmx sends."""

    def made(path: str = "/", *, part: bool = False, user: Any = None, **headers: str) -> HttpRequest:
        request = rf.get(path, headers={"HX-Request": "true", **headers} if part else headers)
        request.user = user or AnonymousUser()
        request.htmx = HtmxDetails(request)  # type: ignore[attr-defined]
        request._messages = CookieStorage(request)  # type: ignore[attr-defined]
        return request

    return made
