"""What the tests of the API share: a small cast, tokens, and a client that speaks JSON."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from django.test import Client

from portal.models import Person
from portal.tokens.models import Token, TokenScope
from tests.cast import NOON, Cast


class Api:
    """A client for one person. Answers are checked to be JSON, errors to be problems."""

    def __init__(self, person: Person | None = None, scope: str = TokenScope.WRITE, **options: Any):
        self.client = Client(raise_request_exception=False, **options)
        self.headers: dict[str, str] = {}
        if person is not None:
            _token, secret = Token.issue(person, name="test", scope=scope, days=30, by=person, at=NOON)
            self.headers["Authorization"] = f"Bearer {secret}"

    def __call__(self, method: str, address: str, body: Any = None, **headers: str) -> Any:
        """`If_Match='"1"'` becomes a header; a body that is bytes is sent as it is."""
        content = body if isinstance(body, bytes) else b"" if body is None else orjson.dumps(body)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        content_type = named.pop("Content-Type", "application/json")
        response = self.client.generic(
            method, "/api/" + address, content, content_type=content_type, headers={**self.headers, **named}
        )
        if response.status_code >= 400:
            assert_problem(response)
        return response

    def get(self, address: str, **headers: str) -> Any:
        return self("GET", address, **headers)

    def post(self, address: str, body: Any = None, **headers: str) -> Any:
        return self("POST", address, body, **headers)

    def patch(self, address: str, body: Any = None, **headers: str) -> Any:
        return self("PATCH", address, body, **headers)

    def delete(self, address: str, **headers: str) -> Any:
        return self("DELETE", address, **headers)


def assert_problem(response: Any) -> None:
    assert response["Content-Type"] == "application/problem+json", response.content
    body = response.json()
    assert body["status"] == response.status_code
    assert body["type"].startswith("http://testserver/api/problems/")
    assert body["title"]
    assert body["detail"]
    for error in body.get("errors", []):
        assert {"code", "detail"} < set(error)
        assert ("pointer" in error) != ("parameter" in error)


def code_of(response: Any) -> str:
    """The last part of the problem's type."""
    return str(response.json()["type"].rsplit("/", 1)[1])


@pytest.fixture
def nils(cast: Cast) -> Api:
    """A member of Oslo who may write."""
    return Api(cast.nils)
