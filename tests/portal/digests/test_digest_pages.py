"""One's own digests: the list, the copy that stays, and what of it may still be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from funnels.models import Opportunity
from funnels.models.funnel import outline_of
from portal.digests.choices import Reason, State
from portal.digests.models import Digest, Subscription
from portal.digests.rendering import scope_of
from portal.models import Person
from tests.cast import Cast
from tests.factories import make_account, make_funnel, make_opportunity
from tests.portal.costs import cost
from tests.portal.digests.conftest import MONDAY
from tests.portal.digests.written import planned, rendered, written

Enter = Callable[[Person], Client]
WEEK = timedelta(days=7)
LATER = MONDAY + timedelta(hours=3)


@pytest.fixture
def later(cast: Cast) -> Iterator[None]:
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def owing(cast: Cast) -> list[Opportunity]:
    """Two customers of Nils owe something."""
    outline_of.cache_clear()
    make_funnel(cast.acme, at=MONDAY - 5 * WEEK)
    found = []
    for customer in ("Halden Shipping", "Pella Ceramics"):
        place = make_opportunity(cast.nils, cast.oslo, at=MONDAY - 5 * WEEK, account=make_account(customer))
        place.ask(statement="starts a trial", promised_for=date(2026, 11, 13), by=cast.nils, at=MONDAY - 4 * WEEK)
        found.append(place)
    return found


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.usefixtures("later")
class TestTheList:
    def test_who_has_none_yet_is_told_what_will_be_here(self, cast: Cast, enter: Enter) -> None:
        assert "No digest yet" in text(enter(cast.nils), "/digests/")

    def test_each_week_says_what_became_of_it(self, cast: Cast, enter: Enter) -> None:
        sent = rendered(cast.nils, MONDAY - WEEK, week=MONDAY.date() - WEEK)
        Digest.objects.filter(pk=sent.pk).update(state=State.SENDING)
        Digest.objects.filter(pk=sent.pk).update(state=State.SENT, settled_at=MONDAY - WEEK)
        planned(cast.nils, MONDAY, state=State.SKIPPED, reason=Reason.NOTHING, settled_at=MONDAY, rendered_at=MONDAY)
        shown = text(enter(cast.nils), "/digests/")
        assert shown.index("Not sent: nothing asked for you") < shown.index("1 commitment overdue")
        assert "sent <time" in shown
        assert "Mon 9 Nov, 07:30" in shown

    @pytest.mark.parametrize("reason", Reason)
    def test_every_reason_has_words_for_its_recipient(self, cast: Cast, enter: Enter, reason: Reason) -> None:
        failed = reason in (Reason.UNWRITABLE, Reason.REFUSED, Reason.GIVEN_UP)
        state = State.FAILED if failed else State.SKIPPED
        planned(cast.nils, MONDAY, state=state, reason=reason, settled_at=MONDAY)
        shown = text(enter(cast.nils), "/digests/")
        assert "Not sent: " in shown or "as you chose" in shown
        assert "The person" not in shown

    def test_nobody_sees_anothers(self, cast: Cast, enter: Enter) -> None:
        rendered(cast.lena, MONDAY)
        assert "No digest yet" in text(enter(cast.nils), "/digests/")

    def test_three_cost_what_one_costs(self, cast: Cast, enter: Enter) -> None:
        client, costs = enter(cast.nils), []
        for number in range(3):
            rendered(cast.nils, MONDAY - number * WEEK, week=MONDAY.date() - number * WEEK)
            costs.append(cost(client, "/digests/"))
        assert costs[0] == costs[2] == 8

    def test_a_visit_is_noted(self, cast: Cast, enter: Enter) -> None:
        enter(cast.nils).get("/digests/")
        assert Subscription.of(cast.nils).seen_at == LATER


@pytest.mark.usefixtures("later", "owing")
class TestTheCopy:
    def test_it_says_what_the_mail_said_and_as_of_when(self, cast: Cast, enter: Enter) -> None:
        digest = written(cast.nils)
        Opportunity.objects.everything(reason="test").update(name="Another name since")
        shown = text(enter(cast.nils), f"/digests/{digest.pk}/")
        assert "<title>Digest of the week of 16 November 2026 · " in shown
        assert "As of <time" in shown
        assert "2 commitments overdue" in shown
        assert "Halden Shipping" in shown
        assert "3 days overdue" in shown
        assert "How this was made" in shown
        assert Subscription.of(cast.nils).seen_at == LATER

    def test_it_stands_still(self, cast: Cast, enter: Enter) -> None:
        digest = written(cast.nils)
        with time_machine.travel(LATER + 2 * WEEK, tick=False):
            assert "3 days overdue" in text(enter(cast.nils), f"/digests/{digest.pk}/")

    def test_a_line_about_what_is_out_of_sight_by_now_is_left_out_and_counted(
        self, cast: Cast, enter: Enter, owing: list[Opportunity]
    ) -> None:
        digest = written(cast.nils)
        moved = Opportunity.objects.everything(reason="test").filter(pk=owing[0].pk)
        moved.update(team=cast.rome, owner=cast.rita)
        shown = text(enter(cast.nils), f"/digests/{digest.pk}/")
        assert "Halden" not in shown
        assert "Pella" in shown
        assert "2 lines are about things that you no longer see" in shown
        Opportunity.objects.everything(reason="test").update(team=cast.rome, owner=cast.rita)
        shown = text(enter(cast.nils), f"/digests/{digest.pk}/")
        assert "Pella" not in shown
        assert "4 lines are about things that you no longer see" in shown

    @pytest.mark.parametrize("who", ["lena", "rita", "adam"])
    def test_it_is_its_recipients_alone(self, cast: Cast, enter: Enter, who: str) -> None:
        digest = written(cast.nils)
        assert enter(getattr(cast, who)).get(f"/digests/{digest.pk}/").status_code == 404

    def test_when_nothing_asked_the_page_says_so(self, cast: Cast, enter: Enter) -> None:
        digest = written(cast.olga)
        shown = text(enter(cast.olga), f"/digests/{digest.pk}/")
        assert "Not sent: nothing asked for you" in shown
        assert "nothing waited for you" in shown

    def test_where_nothing_was_written_the_page_says_so(self, cast: Cast, enter: Enter) -> None:
        digest = planned(cast.nils, MONDAY, state=State.SKIPPED, reason=Reason.STALE, settled_at=MONDAY)
        assert "Nothing was written for this week." in text(enter(cast.nils), f"/digests/{digest.pk}/")

    def test_more_lines_cost_no_more(self, cast: Cast, enter: Enter, owing: list[Opportunity]) -> None:
        client = enter(cast.nils)
        everything = Opportunity.objects.everything(reason="test")
        everything.filter(pk=owing[1].pk).update(archived_at=MONDAY)
        one = cost(client, f"/digests/{written(cast.nils).pk}/")
        everything.update(archived_at=None)
        two = cost(client, f"/digests/{written(cast.nils, MONDAY + WEEK).pk}/")
        assert one == two == 11

    @pytest.mark.parametrize("moved", [False, True])
    def test_what_it_asks_goes_when_its_reader_reaches_other_teams(self, cast: Cast, enter: Enter, moved: bool) -> None:
        ask = {"text": "Whom will you see first?", "address": "/"}
        item = {"kind": "x", "key": str(cast.nils.pk)}
        content = {"as_of": "As of Monday at six", "ask": ask, "sections": [{"items": [], "title": "Your teams"}]}
        scope = "elsewhere" if moved else scope_of(cast.nils)
        digest = rendered(cast.nils, MONDAY, content=content, scope=scope)
        shown = text(enter(cast.nils), f"/digests/{digest.pk}/")
        assert "As of Monday at six" in shown
        assert ("Whom will you see first?" in shown) is not moved
        Digest.objects.filter(pk=digest.pk).update(content=content | {"sections": [{"items": [item], "title": "Gone"}]})
        assert "Gone" not in text(enter(cast.nils), f"/digests/{digest.pk}/")
