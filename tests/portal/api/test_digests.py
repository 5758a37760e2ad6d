"""One's own digests over the API: the list, the copy, what one would say now, and how one wants it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from funnels.models import Opportunity
from funnels.models.funnel import outline_of
from portal.digests.models import Digest, Mention, Subscription
from portal.digests.models.subscription import HARD, bounced, choose
from portal.models import Person
from tests.cast import NOON, TODAY, Cast, make_cast
from tests.factories import make_account, make_funnel, make_opportunity
from tests.portal.api.conftest import Api, code_of
from tests.portal.digests import written as made

WEEK = timedelta(days=7)
MONDAY = TODAY - timedelta(days=TODAY.weekday())


@pytest.fixture
def cast(db: None) -> Iterator[Cast]:
    """A customer of Nils owes something."""
    with time_machine.travel(NOON, tick=False):
        cast = make_cast()
        outline_of.cache_clear()
        make_funnel(cast.acme, at=NOON - 5 * WEEK)
        place = make_opportunity(cast.nils, cast.oslo, at=NOON - 5 * WEEK, account=make_account("Halden Shipping"))
        place.ask(statement="starts a trial", promised_for=TODAY - WEEK, by=cast.nils, at=NOON - 4 * WEEK)
        yield cast


def written(person: Person, weeks: int = 0) -> Digest:
    return made.written(person, NOON, week=MONDAY - weeks * WEEK)


class TestTheCopies:
    def test_mine_are_listed_and_one_is_shown_whole(self, cast: Cast, nils: Api) -> None:
        digest = written(cast.nils)
        listed = nils.get("v1/digests/").json()["results"]
        assert [(one["id"], one["subject"], one["state"]) for one in listed] == [
            (str(digest.pk), digest.subject, "rendered")
        ]
        assert "sections" not in listed[0]
        shown = nils.get(f"v1/digests/{digest.pk}/").json()
        assert (shown["week"], shown["withheld"]) == (MONDAY.isoformat(), 0)
        line = shown["sections"][0]["items"][0]
        assert (shown["sections"][0]["code"], line["lead"], line["late"]) == ("overdue", "Halden Shipping", True)
        assert line["address"].startswith("/opportunities/")
        assert set(line) == {
            "kind", "key", "lead", "title", "detail", "address", "due_on", "due", "late", "mark",
        }  # fmt: skip

    def test_what_is_out_of_sight_by_now_is_withheld(self, cast: Cast, nils: Api) -> None:
        digest = written(cast.nils)
        Opportunity.objects.everything(reason="test").update(team=cast.rome, owner=cast.rita)
        answer = nils.get(f"v1/digests/{digest.pk}/")
        assert answer.json()["withheld"] > 0
        assert b"Halden" not in answer.content

    def test_nobody_reads_anothers(self, cast: Cast) -> None:
        digest = written(cast.nils)
        for person in (cast.lena, cast.adam, cast.rita):
            assert Api(person).get("v1/digests/").json()["results"] == []
            assert Api(person).get(f"v1/digests/{digest.pk}/").status_code == 404

    def test_by_state(self, cast: Cast, nils: Api) -> None:
        written(cast.nils)
        assert len(nils.get("v1/digests/?state=rendered,sent").json()["results"]) == 1
        assert nils.get("v1/digests/?state=skipped").json()["results"] == []
        assert nils.get("v1/digests/?state=lost").status_code == 400

    def test_three_cost_what_one_costs(self, cast: Cast, nils: Api) -> None:
        costs = []
        nils.get("v1/digests/")
        for weeks in range(3):
            written(cast.nils, weeks)
            with CaptureQueriesContext(connection) as queries:
                nils.get("v1/digests/")
            costs.append(len(queries))
        assert costs[0] == costs[2] <= 10

    def test_a_preview_keeps_nothing(self, cast: Cast, nils: Api) -> None:
        shown = nils.get("v1/digests/preview/").json()
        assert shown["subject"].startswith("1 commitment overdue")
        assert shown["asks"]
        assert shown["sections"][0]["items"][0]["lead"] == "Halden Shipping"
        assert not Digest.objects.exists()
        assert not Mention.objects.exists()
        assert not Api(cast.olga).get("v1/digests/preview/").json()["asks"]


class TestTheArrangement:
    def test_it_is_read_and_changed_by_its_version(self, cast: Cast, nils: Api) -> None:
        now = nils.get("v1/me/digest/")
        assert now.json()["by_mail"]
        assert now.json()["weekday"] == 1
        assert now.json()["mailed_at"] == now.json()["written_at"]
        changes = {"weekday": 5, "hour": 16, "away_from": "2027-01-04", "away_until": "2027-01-18"}
        answer = nils.patch("v1/me/digest/", changes, If_Match=now["ETag"])
        assert answer.status_code == 200
        assert answer.json() | changes == answer.json()
        assert answer["ETag"] != now["ETag"]
        cast.nils.refresh_from_db()
        assert (cast.nils.digest_weekday, cast.nils.digest_hour) == (5, 16)
        assert nils.patch("v1/me/digest/", {"hour": 9}, If_Match=now["ETag"]).status_code == 412
        assert nils.patch("v1/me/digest/", {"hour": 9}).status_code == 428

    @pytest.mark.parametrize(
        ("changes", "pointer"),
        [
            ({"weekday": 8}, "/weekday"),
            ({"hour": 24}, "/hour"),
            ({"away_from": "2027-01-04"}, "/away_until"),
            ({"away_from": "2027-01-04", "away_until": "2027-01-04"}, "/away_until"),
            ({"stopped": False}, "/stopped"),
            ({"colour": "red"}, "/colour"),
        ],
    )
    def test_what_cannot_be_is_named(self, cast: Cast, nils: Api, changes: dict[str, object], pointer: str) -> None:
        answer = nils.patch("v1/me/digest/", changes, If_Match=nils.get("v1/me/digest/")["ETag"])
        assert (answer.status_code, code_of(answer)) == (400, "invalid")
        assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]

    def test_mail_that_was_stopped_starts_again_by_choice_alone(self, cast: Cast, nils: Api) -> None:
        for _time in range(2):
            bounced(cast.nils, points=HARD, at=NOON)
        now = nils.get("v1/me/digest/")
        assert (now.json()["stopped"], now.json()["mailed_at"]) == (True, None)
        again = nils.patch("v1/me/digest/", {"hour": 9}, If_Match=now["ETag"])
        assert again.json()["stopped"]
        again = nils.patch("v1/me/digest/", {"by_mail": True}, If_Match=again["ETag"])
        assert not again.json()["stopped"]
        assert again.json()["mailed_at"]

    def test_it_is_the_same_as_the_page_and_the_link_change(self, cast: Cast, nils: Api) -> None:
        now = nils.get("v1/me/digest/")
        choose(cast.nils, by_mail=False, by=None, at=NOON)
        assert nils.patch("v1/me/digest/", {"hour": 9}, If_Match=now["ETag"]).status_code == 412
        now = nils.get("v1/me/digest/")
        assert (now.json()["by_mail"], now.json()["mailed_at"]) == (False, None)
        nils.patch("v1/me/digest/", {"by_mail": True}, If_Match=now["ETag"])
        assert Subscription.of(cast.nils).by_mail
