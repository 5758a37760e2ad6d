"""A POST with an Idempotency-Key has one effect."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection

from funnels.models import Account
from portal.models import IdempotencyKey
from portal.tasks import purge_idempotency_keys
from tests.cast import NOON, Cast, make_cast
from tests.portal.api.conftest import Api, code_of

BODY = {"name": "Fjord Ferries"}


def post(api: Api, key: str = "k1", body: Any = None, address: str = "v1/accounts/") -> Any:
    return api.post(address, BODY if body is None else body, Idempotency_Key=key)


@pytest.mark.django_db
class TestOneAfterAnother:
    def test_the_same_key_and_body_repeat_the_answer_to_the_byte(self, nils: Api) -> None:
        first, second = post(nils), post(nils)
        assert first.status_code == second.status_code == 201
        assert first.content == second.content
        for header in ("ETag", "Location", "Content-Type"):
            assert first[header] == second[header]
        assert Account.objects.count() == 1

    def test_the_same_key_with_another_body_is_422(self, nils: Api) -> None:
        post(nils)
        refused = post(nils, body={"name": "Other"})
        assert (refused.status_code, code_of(refused)) == (422, "key-reused")
        assert Account.objects.count() == 1

    def test_keys_belong_to_a_person_and_an_address(self, nils: Api, cast: Cast) -> None:
        post(nils)
        assert post(Api(cast.olga)).status_code == 201
        assert post(nils, body={"name": "x", "days": 3}, address="v1/tokens/").status_code == 201
        assert Account.objects.count() == 2

    def test_an_error_is_not_kept(self, nils: Api) -> None:
        assert post(nils, body={"name": ""}).status_code == 400
        assert IdempotencyKey.objects.count() == 0
        assert post(nils).status_code == 201

    def test_a_verb_repeats_although_its_version_is_past(self, nils: Api) -> None:
        added = post(nils)
        address = f"{added['Location'].removeprefix('/api/')}archive/"
        answers = [nils.post(address, None, If_Match='"1"', Idempotency_Key="k2") for _ in range(2)]
        assert [one.status_code for one in answers] == [200, 200]
        assert answers[0].content == answers[1].content

    def test_the_kept_answer_cannot_be_read_in_the_database(self, nils: Api) -> None:
        post(nils)
        row = IdempotencyKey.objects.get()
        assert b"Fjord" not in bytes(row.answer)
        assert "k1" not in row.key_digest

    def test_after_a_day_the_key_is_free_again(self, nils: Api) -> None:
        post(nils)
        with time_machine.travel(NOON + timedelta(hours=23, minutes=59)):
            post(nils)
            assert Account.objects.count() == 1
        with time_machine.travel(NOON + timedelta(hours=24)):
            post(nils)
            assert Account.objects.count() == 2

    def test_old_keys_are_purged(self, nils: Api) -> None:
        post(nils)
        purge_idempotency_keys()
        assert IdempotencyKey.objects.count() == 1
        with time_machine.travel(NOON + timedelta(hours=24)):
            purge_idempotency_keys()
        assert IdempotencyKey.objects.count() == 0


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_parallel_copies_have_one_effect_and_one_answer() -> None:
    api = Api(make_cast().nils)

    def send(key: str) -> Any:
        try:
            return Api.post(fork(api), "v1/accounts/", BODY, Idempotency_Key=key)
        finally:
            connection.close()

    keys = [f"key {number}" for number in range(8)]
    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(send, [key for key in keys for _ in range(5)]))
    assert {one.status_code for one in answers} == {201}
    assert len({one.content for one in answers}) == len(keys)
    assert Account.objects.count() == len(keys)


def fork(api: Api) -> Api:
    """A client of its own with the same token."""
    other = Api()
    other.headers = api.headers
    return other
