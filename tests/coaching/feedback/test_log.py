"""The portal's own log names nobody on the pages of feedback."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
import structlog
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_structlog.middlewares import request

from coaching.feedback.statements import TEAM
from coaching.models import FeedbackCycle
from portal.models import IdempotencyKey, Person
from tests.cast import Cast
from tests.coaching.feedback.conftest import Branch
from tests.feedback_factories import ballot_of

Enter = Callable[[Person], Client]


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Every line, with what each request has bound to it."""
    lines: list[dict[str, Any]] = []

    def keep(logger: Any, method: str, event: Any) -> Any:
        lines.append(dict(structlog.contextvars.merge_contextvars(logger, method, event)))
        raise structlog.DropEvent

    monkeypatch.setattr(request, "logger", structlog.wrap_logger(None, processors=[keep]))
    return lines


def test_an_answer_leaves_neither_a_person_nor_an_address(
    cast: Cast, branch: Branch, cycle: FeedbackCycle, enter: Enter, said: list[dict[str, Any]]
) -> None:
    browser, ballot = enter(cast.nils), ballot_of(cast.nils, branch.otto)
    address = f"/coaching/feedback/ballots/{ballot.box_id}/"
    browser.get(address)
    browser.post(address, {"time": "9"})
    browser.post(address, dict.fromkeys(cycle.statements_of(TEAM), "5"))
    assert {line["request"] for line in said} == {"GET /coaching/feedback/…", "POST /coaching/feedback/…"}
    assert not [line for line in said if line.get("user_id")]
    told = str(said)
    assert not [one for one in (cast.nils.pk, ballot.pk, ballot.box_id, cycle.pk) if str(one) in told]


def test_other_pages_are_logged_with_their_person(cast: Cast, enter: Enter, said: list[dict[str, Any]]) -> None:
    enter(cast.nils).get("/this-week/")
    assert {UUID(line["user_id"]) for line in said if line["event"] == "request_finished"} == {cast.nils.pk}


def test_neither_session_nor_key_is_written(cast: Cast, branch: Branch, cycle: FeedbackCycle, enter: Enter) -> None:
    browser, ballot = enter(cast.nils), ballot_of(cast.nils, branch.otto)
    address = f"/coaching/feedback/ballots/{ballot.box_id}/"
    browser.get(address)
    with CaptureQueriesContext(connection) as asked:
        browser.post(address, dict.fromkeys(cycle.statements_of(TEAM), "5"), headers={"Idempotency-Key": "one"})
    written = [one["sql"] for one in asked if one["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert [one.split('"')[1] for one in written] == ["coaching_feedbackbox"]
    assert not IdempotencyKey.objects.exists()
