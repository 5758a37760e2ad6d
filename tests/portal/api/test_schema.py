"""The OpenAPI description: without warnings, complete, and served from this host."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema

from tests.house.proofs import IN_FULL

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(scope="module")
def schema() -> Any:
    with GENERATOR_STATS.silence():
        return SchemaGenerator().get_schema(request=None, public=True)


def test_it_is_drawn_without_a_warning() -> None:
    GENERATOR_STATS.reset()
    with GENERATOR_STATS.silence():
        SchemaGenerator().get_schema(request=None, public=True)
    assert dict(GENERATOR_STATS._warn_cache) == {}
    assert dict(GENERATOR_STATS._error_cache) == {}


@pytest.mark.proof
def test_it_is_openapi_3_1(schema: Any) -> None:
    """Each fifth address unless proofs run in full: the validator takes its time for each."""
    assert schema["openapi"].startswith("3.1")
    told = sorted(schema["paths"].items())
    validate_schema(schema | {"paths": dict(told if IN_FULL else told[::5])})


def operations(schema: Any) -> list[tuple[str, str, Any]]:
    return [
        (method, path, operation)
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
        if method != "parameters"
    ]


def test_every_operation_says_how_it_refuses(schema: Any) -> None:
    for method, path, operation in operations(schema):
        refusals = [code for code in operation["responses"] if code >= "400"]
        assert {"400", "401", "403", "404", "405", "406"} <= set(refusals), (method, path)
        for code in refusals:
            assert list(operation["responses"][code]["content"]) == ["application/problem+json"]


def test_every_operation_takes_a_token_or_a_session(schema: Any) -> None:
    for method, path, operation in operations(schema):
        assert {"token": []} in operation["security"], (method, path)
        assert {"session": []} in operation["security"], (method, path)


def test_every_verb_on_a_versioned_record_needs_if_match(schema: Any) -> None:
    for method, path, operation in operations(schema):
        names = {one["name"] for one in operation.get("parameters", []) if one.get("required")}
        if method == "patch" or (method == "post" and path.split("/")[-2] in {"advance", "fulfil", "close"}):
            assert "If-Match" in names, (method, path)
            assert {"412", "428"} <= set(operation["responses"])


def test_input_is_closed(schema: Any) -> None:
    for method, path, operation in operations(schema):
        for content in operation.get("requestBody", {}).get("content", {}).values():
            reference = content["schema"].get("$ref", "").rsplit("/", 1)[-1]
            if reference:
                assert schema["components"]["schemas"][reference].get("additionalProperties") is False, (method, path)


def test_operation_ids_are_unique(schema: Any) -> None:
    names = [operation["operationId"] for _method, _path, operation in operations(schema)]
    assert len(names) == len(set(names))


def test_it_is_served_to_anyone(client: Client) -> None:
    response = client.get("/api/schema/")
    assert response.status_code == 200
    assert json.loads(response.content)["openapi"].startswith("3.1")
