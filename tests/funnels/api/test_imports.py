"""Imports over the API: a file with a mapping goes in, counts and reasons come out."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from funnels.models import Funnel, ImportBatch, Opportunity
from tests.cast import Cast
from tests.funnels.imports.steps import as_csv
from tests.portal.api.conftest import Api, assert_problem, code_of

HEADER = ["Deal ID", "Deal name", "Owner", "Stage", "Amount", "Close date"]
ROWS = [
    ["D-1", "New cranes", "Nils", "Won", "1200", "2026-10-01"],
    ["D-2", "Spare parts", "Olga", "Proposal", "-1", "2026-12-01"],
]
ALL = "a test looks at everything"

Committing = Callable[..., Any]


@pytest.fixture
def stella(cast: Cast, funnel: Funnel) -> Api:
    """Steward of Acme."""
    return Api(cast.stella)


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Committing) -> Committing:
    return lambda: django_capture_on_commit_callbacks(execute=True)


def send(api: Api, content: bytes | None = None, *, name: str = "deals.csv", **fields: Any) -> Any:
    upload = SimpleUploadedFile(name, as_csv(HEADER, ROWS) if content is None else content)
    sent = {"source": "CRM", "file": upload} | fields
    response = api.client.post("/api/v1/imports/", sent, headers=api.headers)
    if response.status_code >= 400:
        assert_problem(response)
    return response


def test_a_file_is_imported_and_reported(stella: Api, committed: Committing) -> None:
    with committed():
        begun = send(stella)
    assert begun.status_code == 201, begun.content
    assert (begun.json()["state"], begun.json()["total"]) == ("running", 2)
    report = stella.get(begun["Location"].removeprefix("/api/")).json()
    assert (report["state"], report["created"], report["refused"], report["position"]) == ("done", 1, 1, 2)
    assert (report["team"]["name"], report["source"]["name"], report["started_by"]["name"]) == ("Acme", "CRM", "Stella")
    refused = stella.client.get(f"{begun['Location']}refused/", headers=stella.headers)
    lines = b"".join(refused.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[1] == "D-2,Spare parts,Olga,Proposal,'-1,2026-12-01,3,Amount: “-1” is negative."


def test_a_dry_run_writes_nothing_until_it_is_told_to(stella: Api, committed: Committing) -> None:
    with committed():
        address = send(stella, dry_run=True)["Location"].removeprefix("/api/")
    tried = stella.get(address)
    assert (tried.json()["state"], tried.json()["created"]) == ("checked", 1)
    assert not Opportunity.objects.everything(reason=ALL).exists()
    with committed():
        assert stella.post(f"{address}run/", If_Match=tried["ETag"]).status_code == 200
    done = stella.get(address)
    assert done.json()["state"] == "done"
    with committed():
        assert stella.post(f"{address}undo/", If_Match=done["ETag"]).json()["state"] == "undoing"
    assert stella.get(address).json()["state"] == "undone"
    again = stella.post(f"{address}undo/", If_Match=stella.get(address)["ETag"])
    assert (again.status_code, code_of(again)) == (409, "wrong-state")


def test_a_mapping_goes_before_the_guess(stella: Api, cast: Cast, committed: Committing) -> None:
    mapping = {
        "columns": {"name": "Stage"},
        "values": {"owner": {"Olga": "nils@acme.example"}, "stage": {"Proposal": "lost"}},
    }
    del mapping["values"]["stage"]
    content = as_csv([*HEADER[:2], "Who", *HEADER[3:]], [ROWS[0]])
    with committed():
        begun = send(
            stella, content, mapping=json.dumps({"columns": {"owner": "Who"}, "values": {"stage": {"Won": "lost"}}})
        )
    assert begun.status_code == 201, begun.content
    one = Opportunity.objects.everything(reason=ALL).get()
    assert (one.owner, one.status) == (cast.nils, "lost")


def test_a_repeated_key_imports_once(stella: Api, committed: Committing) -> None:
    stella.headers["Idempotency-Key"] = "monday"
    with committed():
        first, again = send(stella), send(stella)
    assert first["Location"] == again["Location"]
    assert ImportBatch.objects.everything(reason=ALL).count() == 1


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"mapping": "{"}, "/mapping"),
        ({"mapping": '{"columns": {"shoe size": "Amount"}}'}, "/shoe size"),
        ({"mapping": '{"columns": {"amount": "Price"}}'}, "/amount"),
        ({"mapping": '{"rows": {}}'}, "/mapping/rows"),
        ({"kind": "shoes"}, "/kind"),
        ({"source": ""}, "/source"),
        ({"colour": "red"}, "/colour"),
    ],
)
def test_a_bad_field_is_refused_by_its_pointer(stella: Api, fields: dict[str, str], pointer: str) -> None:
    refused = send(stella, **fields)
    assert refused.status_code == 400
    assert [one["pointer"] for one in refused.json()["errors"]] == [pointer]
    assert not ImportBatch.objects.everything(reason=ALL).exists()


def test_what_a_person_must_be_asked_is_told_word_by_word(stella: Api) -> None:
    refused = send(stella, as_csv(HEADER, [[*ROWS[0][:2], "Nills", *ROWS[0][3:]]]))
    assert [(one["pointer"], one["detail"]) for one in refused.json()["errors"]] == [
        ("/owner:Nills", "Choose who “Nills” is.")
    ]


def test_an_unreadable_file_has_a_problem_of_its_own(stella: Api) -> None:
    refused = send(stella, b"PK\x03\x04rubbish", name="deals.xlsx")
    assert (refused.status_code, code_of(refused)) == (400, "unreadable-file")


def test_only_stewards_import_and_see_imports(
    stella: Api, nils: Api, rita: Api, lena: Api, cast: Cast, committed: Committing
) -> None:
    with committed():
        address = send(stella, team=str(cast.oslo.pk))["Location"].removeprefix("/api/")
    assert [api.get(address).status_code for api in (stella, nils, lena, rita)] == [200, 403, 403, 404]
    assert [api.get(f"{address}refused/").status_code for api in (nils, rita)] == [403, 404]
    assert [api.post(f"{address}undo/", If_Match='"1"').status_code for api in (lena, rita)] == [403, 404]
    assert [len(api.get("v1/imports/").json()["results"]) for api in (stella, nils, rita)] == [1, 0, 0]
    assert send(nils).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_as_many_queries_for_one_as_for_three(
    stella: Api, count: int, django_assert_num_queries: Committing
) -> None:
    for number in range(count):
        send(stella, source=f"CRM {number}")
    stella.get("v1/imports/")
    with django_assert_num_queries(5):
        assert len(stella.get("v1/imports/").json()["results"]) == count
