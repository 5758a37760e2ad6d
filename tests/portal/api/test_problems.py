"""Every error is a problem out of the closed list, and tells no internals."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.db import DataError, IntegrityError, OperationalError
from django.test import Client, override_settings

from portal.api import me
from portal.api.problems import by_code
from portal.refusals import Refusal
from tests.cast import Cast
from tests.portal.api.conftest import Api, assert_problem, code_of

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("method", "address", "headers", "status", "code"),
    [
        ("GET", "nowhere/", {}, 404, "not-found"),
        ("POST", "v1/me", {}, 404, "not-found"),
        ("GET", "v1/people/7/", {}, 404, "not-found"),
        ("GET", "v1/people/%00/", {}, 404, "not-found"),
        ("PUT", "v1/me/", {}, 405, "method-not-allowed"),
        ("OPTIONS", "v1/me/", {}, 405, "method-not-allowed"),
        ("DELETE", "v1/people/", {}, 405, "method-not-allowed"),
        ("GET", "v1/me/", {"Accept": "text/html"}, 406, "not-acceptable"),
        ("POST", "v1/tokens/", {"Content_Type": "text/plain"}, 415, "unsupported-media-type"),
        ("POST", "v1/tokens/", {"Idempotency_Key": "k" * 256}, 400, "malformed"),
    ],
)
def test_each_refusal_of_the_frame_is_a_problem(
    nils: Api, method: str, address: str, headers: dict[str, str], status: int, code: str
) -> None:
    response = nils(method, address, b"{}" if method == "POST" else None, **headers)
    assert (response.status_code, code_of(response)) == (status, code)


def test_405_names_the_methods_of_the_address(nils: Api) -> None:
    assert set(nils("PUT", "v1/me/")["Allow"].split(", ")) == {"GET", "HEAD", "PATCH"}


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"\xff\xfe",
        b'{"name": NaN}',
        b'{"name": Infinity}',
        b'{"name": 1e400}',
        b'{"days": ' + b"9" * 5000 + b"}",
        b'{"name": "a", "name": "b"}',
        b'{"name": "\\u0000"}',
        b'{"\\u0000": 1}',
        b'{"name": "\\ud800"}',
        b"[" * 30 + b"]" * 30,
        b"[" * 100_000,
    ],
)
def test_json_that_readers_disagree_on_is_refused(nils: Api, body: bytes) -> None:
    response = nils.post("v1/tokens/", body)
    assert (response.status_code, code_of(response)) == (400, "malformed")


@pytest.mark.parametrize("body", [b"[]", b'"x"', b"7", b"null"])
def test_a_body_that_is_no_object_is_refused(nils: Api, body: bytes) -> None:
    assert nils.post("v1/tokens/", body).status_code == 400


def test_a_body_beyond_the_limit_is_413(nils: Api) -> None:
    response = nils.post("v1/tokens/", b'{"name": "' + b"x" * 5_300_000 + b'"}')
    assert (response.status_code, code_of(response)) == (413, "too-large")


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (RuntimeError("secret /etc/passwd SELECT"), 500),
        (IntegrityError("secret constraint"), 409),
        (OperationalError("secret host"), 503),
        (DataError("secret value"), 400),
    ],
)
def test_a_failure_tells_nothing_of_the_inside(
    nils: Api, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int
) -> None:
    def fail(self: Any) -> None:
        raise error

    monkeypatch.setattr(me.Me, "rows", fail)
    response = nils.get("v1/me/")
    assert response.status_code == status
    assert b"secret" not in response.content


@override_settings(DEBUG=True)
def test_a_failure_is_a_problem_even_when_debugging(nils: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(me.Me, "rows", lambda self: 1 / 0)
    assert code_of(nils.get("v1/me/")) == "server-error"


def test_a_foreign_host_is_refused_as_a_problem(cast: Cast) -> None:
    response = Client(raise_request_exception=False).get("/api/v1/me/", headers={"Host": "elsewhere.example"})
    assert response.status_code == 400
    assert_problem(response)


def test_every_type_has_a_page(client: Client) -> None:
    assert client.get("/api/problems/").status_code == 200
    for code in by_code():
        assert code in client.get(f"/api/problems/{code}").content.decode()
    assert client.get("/api/problems/no-such-type").status_code == 404


def refusals() -> set[str]:
    """Codes of every refusal in the source, by class or by argument."""
    found = {one.code for one in every_subclass(Refusal)}
    for path in ROOT.glob("*/**/*.py"):
        if path.parts[len(ROOT.parts)] in ("portal", "charters", "funnels", "coaching"):
            found |= set(re.findall(r'Refusal\([^"]*"[^"]*".*?code="([a-z-]+)"', path.read_text(), re.DOTALL))
    return found


def every_subclass(kind: type[Refusal]) -> list[type[Refusal]]:
    return [kind, *(deeper for one in kind.__subclasses__() for deeper in every_subclass(one))]


def test_every_refusal_has_its_place_in_the_closed_list() -> None:
    assert refusals() <= set(by_code())


def test_a_refusal_has_the_status_of_its_type() -> None:
    for one in every_subclass(Refusal):
        assert one.status == by_code()[one.code].status, one
