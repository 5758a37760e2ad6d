"""An error is mailed to administrators without anything that people typed, searched for or read."""

import logging
from typing import Any, NoReturn

import pytest
from django.test import Client

from portal.views import operations

SECRET = "he talks before he asks"


def test_the_mail_of_an_error_says_where_and_quotes_nothing(
    client: Client, settings: Any, mailoutbox: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ADMINS = [("administrator", "admin@example.com")]
    client.raise_request_exception = False

    def broken(**told: Any) -> NoReturn:
        held = SECRET  # a local variable of the frame that failed
        raise ValueError(f"cannot read {held!r}") from KeyError(held)

    monkeypatch.setattr(operations, "look", broken)
    client.get("/readyz", {"q": SECRET}, headers={"Cookie": f"draft={SECRET}"})

    (mail,) = mailoutbox
    told = mail.subject + mail.body + str(mail.alternatives)
    assert "GET /readyz" in told
    assert "builtins.ValueError" in told
    assert "builtins.KeyError" in told
    assert "test_reporting.py" in told
    assert SECRET not in told
    assert SECRET.replace(" ", "+") not in told


def test_an_error_that_nothing_raised_is_mailed_as_well(settings: Any, mailoutbox: list[Any]) -> None:
    settings.ADMINS = [("administrator", "admin@example.com")]
    logging.getLogger("django").error("The clock stands still")
    assert "The clock stands still" in mailoutbox[0].body
