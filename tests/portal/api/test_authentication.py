"""Who gets in: bearer tokens and browser sessions."""

from datetime import timedelta

import pytest
from django.test import Client

from portal.models import Event
from portal.tokens.models import Token, TokenScope
from tests.cast import NOON, PASSWORD, Cast
from tests.portal.api.conftest import Api, code_of

pytestmark = pytest.mark.django_db


def test_without_credentials_the_answer_says_how_to_sign_in(cast: Cast) -> None:
    response = Api().get("v1/me/")
    assert response.status_code == 401
    assert response["WWW-Authenticate"] == "Bearer"
    assert code_of(response) == "not-signed-in"


def test_a_token_answers_for_its_person(cast: Cast, nils: Api) -> None:
    response = nils.get("v1/me/")
    assert response.status_code == 200
    assert response.json()["email"] == cast.nils.email
    assert [one["team"]["name"] for one in response.json()["memberships"]] == ["Oslo"]


def test_token_and_person_are_read_in_one_statement(nils: Api, django_assert_num_queries: object) -> None:
    nils.get("v1/")
    with django_assert_num_queries(1):  # type: ignore[operator]
        nils.get("v1/")


@pytest.mark.parametrize(
    "authorization", ["Bearer nobody-has-this", "Bearer", "Bearer a b", "Bearer \xe9", "Basic bmlsczpw"]
)
def test_a_token_that_nobody_has_is_refused(cast: Cast, authorization: str) -> None:
    response = Api().get("v1/me/", Authorization=authorization)
    assert response.status_code == 401


def test_an_expired_token_is_refused(cast: Cast, nils: Api) -> None:
    Token.objects.update(expiry=NOON - timedelta(days=3650))
    assert nils.get("v1/me/").status_code == 401


def test_a_person_who_left_is_refused(cast: Cast, nils: Api) -> None:
    cast.nils.is_active = False
    cast.nils.save()
    assert nils.get("v1/me/").status_code == 401


def test_a_revoked_token_is_refused_from_then_on(cast: Cast, nils: Api) -> None:
    [token] = nils.get("v1/tokens/").json()["results"]
    assert nils.delete(f"v1/tokens/{token['id']}/").status_code == 204
    assert nils.get("v1/me/").status_code == 401
    assert Event.objects.about(cast.nils).filter(verb="token revoked").exists()


def test_a_reading_token_cannot_write(cast: Cast) -> None:
    reader = Api(cast.nils, scope=TokenScope.READ)
    assert reader.get("v1/tokens/").status_code == 200
    refused = reader.post("v1/tokens/", {"name": "more"})
    assert refused.status_code == 403
    assert code_of(refused) == "read-only-token"
    assert Token.objects.count() == 1


def test_a_new_token_shows_its_secret_once_and_stores_a_digest(cast: Cast, nils: Api) -> None:
    created = nils.post("v1/tokens/", {"name": "nightly", "scope": "read", "days": 7})
    assert created.status_code == 201
    secret = created.json()["secret"]
    assert Api().get("v1/me/", Authorization=f"Bearer {secret}").status_code == 200
    listed = nils.get("v1/tokens/")
    assert secret.encode() not in listed.content
    assert not Token.objects.filter(digest=secret).exists()


def test_nobody_sees_or_revokes_a_token_of_others(cast: Cast, nils: Api) -> None:
    olga = Api(cast.olga)
    token = Token.objects.get(user=cast.nils)
    assert len(olga.get("v1/tokens/").json()["results"]) == 1
    assert olga.get(f"v1/tokens/{token.public_id}/").status_code == 404
    assert olga.delete(f"v1/tokens/{token.public_id}/").status_code == 404
    assert nils.get("v1/me/").status_code == 200


def test_the_last_use_of_a_token_is_kept_by_the_day(cast: Cast, nils: Api) -> None:
    nils.get("v1/me/")
    assert Token.objects.get(user=cast.nils).last_used_on is not None


def test_a_browser_session_reads_and_needs_the_csrf_token_to_write(cast: Cast) -> None:
    browser = Api(enforce_csrf_checks=True)
    assert browser.client.login(email=cast.nils.email, password=PASSWORD)
    assert browser.get("v1/me/").status_code == 200
    refused = browser.post("v1/tokens/", {"name": "x"})
    assert refused.status_code == 403
    assert code_of(refused) == "csrf-failed"


def test_a_session_with_the_csrf_token_writes(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.login(email=cast.nils.email, password=PASSWORD)
    client.cookies["csrftoken"] = "a" * 32
    response = client.post(
        "/api/v1/tokens/", {"name": "x"}, content_type="application/json", headers={"X-CSRFToken": "a" * 32}
    )
    assert response.status_code == 201, response.content
