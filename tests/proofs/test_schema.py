"""The API keeps its own description: generated requests, good and bad, as two roles, against running workers."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
import schemathesis
from django.urls import resolve
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from portal.models import Person
from portal.roles import Role
from tests.cast import Cast, join
from tests.house.doors import bodies
from tests.house.doors.addresses import fill, subject
from tests.house.doors.places import Builder, Place
from tests.house.proofs import IN_FULL
from tests.proofs.serving import Server

pytestmark = [pytest.mark.proof, pytest.mark.postgres, pytest.mark.xdist_group("servers")]

CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
WELL, BADLY = GenerationMode.POSITIVE, GenerationMode.NEGATIVE
MODES = [(WELL, BADLY), (WELL, BADLY)] if IN_FULL else [(BADLY,), (WELL,)]
"""How each caller asks: in every run the one who may little badly, and the one who may all well, each half of the operations."""
PARAMETER = re.compile(r"\{(\w+)\}")


@dataclass
class Caller:
    """One caller, and what the API answered them so far."""

    name: str
    authorization: str
    cases: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    reached: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)


def test_generated_requests_find_no_answer_that_the_description_does_not_allow(
    cast: Cast,
    server: Server,
    bearer: Callable[[Person], str],
    rounds: Callable[..., int],
    proven: Callable[..., None],
) -> None:
    place = Builder(cast, "oslo", cast.oslo, cast.nils, cast.rita).build()
    place.keep(admin=cast.adam)
    join(cast.vera, cast.acme, Role.STEWARD)
    Person.objects.filter(pk=cast.vera.pk).update(is_administrator=True)
    description = json.loads(server.send("GET", "/api/schema/").body)
    operations = [found.ok() for found in schemathesis.openapi.from_dict(description).get_all_operations()]
    roles = [Caller("a member", bearer(cast.nils)), Caller("a manager, steward and administrator", bearer(cast.vera))]
    each = rounds(1, full=7)
    for turn, (role, modes) in enumerate(zip(roles, MODES, strict=True)):
        for operation in operations if IN_FULL else operations[turn::2]:
            for mode in modes:
                probe(operation, mode, each, role, server, place)
    cases = sum(role.cases for role in roles)
    good = sum(times for role in roles for status, times in role.statuses.items() if status < 300)
    faults = [fault for role in roles for fault in role.faults]
    proven(
        f"{cases:,} cases over {len(operations)} operations as two roles",
        found=f"{len(faults)} violations, {good:,} answers 2xx at {len(roles[0].reached | roles[1].reached)} operations",
    )
    assert not faults, "\n\n".join(faults[:20])
    assert cases >= len(operations) * (3 if IN_FULL else 0.75) * each
    assert len(roles[1].reached) > len(operations) // (3 if IN_FULL else 6)
    assert not any(status >= 500 for role in roles for status in role.statuses)


def probe(operation: Any, mode: GenerationMode, each: int, role: Caller, server: Server, place: Place) -> None:
    """Half of the requests go to records that are there, in the version that they are in, with a body that is nearly right."""
    strategy = operation.as_strategy(generation_mode=mode)

    @given(case=strategy, real=st.booleans(), kept=st.integers(0, 3))
    @settings(
        max_examples=each * 2,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def one(case: Any, real: bool, kept: int) -> None:
        if real:
            point_at_what_is_there(case, role, server, place)
            if mode == GenerationMode.POSITIVE:
                say_something_real(case, kept, place)
        judge(case, role, server)

    one()


def point_at_what_is_there(case: Any, role: Caller, server: Server, place: Place) -> None:
    pattern = PARAMETER.sub(r"<uuid:\1>", case.path.removeprefix("/"))
    if "<" not in pattern:
        return
    address = fill(pattern, place)
    names = PARAMETER.findall(case.path)
    values = [part for part, old in zip(address.split("/"), case.path.split("/"), strict=True) if old.startswith("{")]
    case.path_parameters = dict(zip(names, values, strict=True))
    if case.method in ("POST", "PATCH", "DELETE") and subject(pattern):
        record = address[: address.rindex(values[-1]) + len(values[-1]) + 1]
        tag = server.send("GET", record, Authorization=role.authorization).headers.get("ETag")
        if tag:
            case.headers = {**(case.headers or {}), "If-Match": tag}


def say_something_real(case: Any, kept: int, place: Place) -> None:
    """The body that the doors are tried with, but for the field at `kept`, which stays as generated."""
    body = bodies.API.get(f"api:{resolve(case.formatted_path).url_name}")
    if body is None or not isinstance(case.body, dict):
        return
    generated = list(case.body.items())[kept : kept + 1]
    case.body = body(place) | dict(generated)


def judge(case: Any, role: Caller, server: Server) -> None:
    response = case.call(base_url=server.address, headers={"Authorization": role.authorization}, timeout=60)
    role.cases += 1
    role.statuses[response.status_code] += 1
    if response.status_code < 300:
        role.reached.add(case.operation.label)
    try:
        case.validate_response(response, checks=CHECKS)
    except Exception as error:  # noqa: BLE001  (every violation is listed)
        role.faults.append(f"{role.name}: {error}")
    if response.status_code >= 400:
        role.faults += [f"{case.operation.label}: {fault}" for fault in not_a_problem(response)]


def not_a_problem(response: Any) -> list[str]:
    """What an error's body lacks of RFC 9457."""
    if response.headers["content-type"] != ["application/problem+json"]:
        return [f"{response.status_code} is {response.headers['content-type']}"]
    body = json.loads(response.content)
    lacking = [name for name in ("type", "title", "status", "detail") if not body.get(name)]
    return (
        [f"{response.status_code} lacks {', '.join(lacking)}"]
        if lacking or body["status"] != response.status_code
        else []
    )
