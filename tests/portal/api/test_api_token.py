"""`manage.py api_token`."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from portal.tokens.models import Token
from tests.cast import Cast
from tests.portal.api.conftest import Api


def printed(*arguments: str) -> str:
    out = StringIO()
    call_command("api_token", *arguments, stdout=out)
    return out.getvalue().strip()


def test_it_prints_a_token_that_opens_the_api(cast: Cast) -> None:
    secret = printed("nils@acme.example")
    answer = Api().get("v1/me/", Authorization=f"Bearer {secret}")
    assert answer.json()["name"] == "Nils"
    assert Token.objects.get().may_write


def test_a_read_only_token_says_so(cast: Cast) -> None:
    printed("NILS@acme.example", "--read-only", "--name", "Report", "--days", "7")
    assert not Token.objects.get().may_write


@pytest.mark.parametrize("arguments", [["nobody@acme.example"], ["nils@acme.example", "--days", "1000"]])
def test_it_says_what_is_wrong(cast: Cast, arguments: list[str]) -> None:
    with pytest.raises(CommandError):
        printed(*arguments)
    assert not Token.objects.exists()
