"""When one's digest comes, and how; two who change it at once; mail that comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from portal.digests.choices import State
from portal.digests.expecting import expected
from portal.digests.models import Digest, Subscription
from portal.digests.models.subscription import HARD, be_away, bounced, choose
from portal.digests.models.switch import pause
from portal.models import Event, Person
from tests.cast import Cast
from tests.portal.costs import cost
from tests.portal.digests.conftest import MONDAY
from tests.portal.digests.written import planned, rendered

Enter = Callable[[Person], Client]
WEEK, DAY, HOUR = timedelta(days=7), timedelta(days=1), timedelta(hours=1)
PAGE = "/settings/digest/"
WEDNESDAY = MONDAY + 2 * DAY
NEXT = datetime(2026, 11, 23, 6, tzinfo=UTC)  # Monday at seven in Oslo
USUAL = {"weekday": "1", "hour": "7", "by_mail": "True", "away_from": "", "away_until": "", "version": "2"}


@pytest.fixture
def midweek(cast: Cast) -> Iterator[None]:
    planned(cast.nils, MONDAY, state=State.SKIPPED, reason="nothing", settled_at=MONDAY)
    with time_machine.travel(WEDNESDAY, tick=False):
        yield


def text(client: Client) -> str:
    return client.get(PAGE).content.decode()


@pytest.mark.usefixtures("midweek")
class TestThePage:
    def test_it_says_when_the_next_one_comes(self, cast: Cast, enter: Enter) -> None:
        shown = text(enter(cast.nils))
        assert "Mon 23 Nov, 07:00" in shown
        assert "It comes by mail, unless nothing asks for you." in shown
        assert "Europe/Oslo" in shown

    def test_day_hour_and_leave_are_ones_own_to_choose(self, cast: Cast, enter: Enter) -> None:
        client = enter(cast.nils)
        sent = USUAL | {"weekday": "5", "hour": "16", "away_from": "2026-11-23", "away_until": "2026-12-07"}
        assert client.post(PAGE, sent).status_code == 302
        cast.nils.refresh_from_db()
        assert (cast.nils.digest_weekday, cast.nils.digest_hour) == (5, 16)
        assert Subscription.of(cast.nils).is_away(date(2026, 12, 6))
        shown = text(client)
        assert "Fri 27 Nov, 16:00" in shown
        assert "The next one by mail is that of" in shown
        assert "Fri 11 Dec, 16:00" in shown
        assert 'value="2026-12-07"' in shown

    def test_on_its_page_only(self, cast: Cast, enter: Enter) -> None:
        client = enter(cast.nils)
        client.post(PAGE, USUAL | {"by_mail": "False"})
        assert not Subscription.of(cast.nils).by_mail
        assert "no mail is sent to you" in text(client)
        assert [event.verb for event in Event.objects.about(cast.nils)] == ["digest on the page only"]

    def test_saving_the_same_changes_nothing(self, cast: Cast, enter: Enter) -> None:
        enter(cast.nils).post(PAGE, USUAL)
        assert not Event.objects.about(cast.nils).exists()
        assert Subscription.of(cast.nils).version == 1

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"weekday": "8"}, "weekday"),
            ({"hour": "24"}, "hour"),
            ({"by_mail": "maybe"}, "by_mail"),
            ({"away_from": "2026-11-23"}, "away_until"),
            ({"away_until": "2026-11-23"}, "away_from"),
            ({"away_from": "2026-11-23", "away_until": "2026-11-23"}, "away_until"),
            ({"away_from": "2026-11-23", "away_until": "9999-12-31"}, "away_until"),
        ],
    )
    def test_what_cannot_be_is_said_at_its_field(
        self, cast: Cast, enter: Enter, changes: dict[str, Any], field: str
    ) -> None:
        answer = enter(cast.nils).post(PAGE, USUAL | changes)
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == [field]

    @pytest.mark.parametrize("meanwhile", ["the profile", "the subscription"])
    def test_who_was_overtaken_sees_what_it_says_now(self, cast: Cast, enter: Enter, meanwhile: str) -> None:
        client = enter(cast.nils)
        if meanwhile == "the profile":
            client.post(PAGE, USUAL | {"weekday": "3"})
        else:
            choose(cast.nils, by_mail=False, by=cast.nils, at=WEDNESDAY)
        answer = client.post(PAGE, USUAL | {"hour": "9"})
        assert answer.status_code == 412
        assert ("It now says: Wednesday" if meanwhile == "the profile" else "It now says: On its page only") in (
            answer.content.decode()
        )
        cast.nils.refresh_from_db()
        assert cast.nils.digest_hour == 7
        again = USUAL | {"hour": "9", "version": answer.context["form"]["version"].value()}
        assert client.post(PAGE, again).status_code == 302

    def test_a_leave_that_is_over_is_not_shown(self, cast: Cast, enter: Enter) -> None:
        be_away(cast.nils, since=date(2026, 11, 2), until=date(2026, 11, 9), by=cast.nils, at=MONDAY)
        assert "2026-11-09" not in text(enter(cast.nils))

    def test_where_all_mail_is_paused_the_page_says_so(self, cast: Cast, enter: Enter) -> None:
        pause(why="The relay moves", by=cast.adam, at=MONDAY)
        shown = text(enter(cast.nils))
        assert "has stopped all mail" in shown
        assert "The relay moves" not in shown

    def test_it_costs_the_same_however_many_digests_there_were(self, cast: Cast, enter: Enter) -> None:
        client = enter(cast.nils)
        first = cost(client, PAGE)
        for number in (1, 2, 3):
            rendered(cast.nils, MONDAY - number * WEEK, week=MONDAY.date() - number * WEEK)
        assert first == cost(client, PAGE) == 10


@pytest.mark.usefixtures("midweek")
class TestMailThatComesBack:
    def test_the_page_warns_and_then_says_that_none_is_sent(self, cast: Cast, enter: Enter) -> None:
        client = enter(cast.nils)
        bounced(cast.nils, points=HARD, at=MONDAY)
        assert "When it goes on like that" in text(client)
        bounced(cast.nils, points=HARD, at=MONDAY)
        shown = text(client)
        assert "Mail to nils@acme.example comes back, so none is sent." in shown
        assert "no mail is sent to you" in shown

    def test_saving_the_page_does_not_start_it_again_and_the_button_does(self, cast: Cast, enter: Enter) -> None:
        client = enter(cast.nils)
        for _time in range(2):
            bounced(cast.nils, points=HARD, at=MONDAY)
        client.post(PAGE, USUAL | {"hour": "9"})
        assert Subscription.of(cast.nils).is_stopped
        assert client.post(f"{PAGE}again/").status_code == 302
        assert not Subscription.of(cast.nils).is_stopped
        assert "comes back" not in text(client)


class TestWhatIsExpected:
    def at(self, person: Person, at: datetime) -> tuple[datetime, datetime | None, int]:
        found = expected(person, Subscription.of(person), at)
        return found.written_at, found.mailed_at, found.weeks

    def test_what_is_due_and_not_planned_yet_comes_at_once(self, cast: Cast) -> None:
        due = MONDAY - HOUR / 2
        assert self.at(cast.nils, MONDAY) == (due, due, 1)
        assert self.at(cast.nils, MONDAY + 2 * DAY) == (NEXT, NEXT, 1)

    def test_a_week_has_one_although_another_day_is_chosen(self, cast: Cast) -> None:
        planned(cast.nils, MONDAY)
        cast.nils.digest_weekday = 5
        friday = NEXT + 4 * DAY
        assert self.at(cast.nils, WEDNESDAY) == (friday, friday, 1)

    def test_to_who_never_looks_it_comes_less_often(self, cast: Cast) -> None:
        for number in range(4):
            digest = rendered(cast.nils, MONDAY - number * WEEK, week=MONDAY.date() - number * WEEK)
            Digest.objects.filter(pk=digest.pk).update(state=State.SENDING)
            Digest.objects.filter(pk=digest.pk).update(state=State.SENT, settled_at=MONDAY)
        assert self.at(cast.nils, WEDNESDAY) == (NEXT, NEXT + WEEK, 2)

    def test_a_long_leave_is_skipped_at_once(self, cast: Cast) -> None:
        be_away(cast.nils, since=date(2026, 11, 20), until=date(2199, 12, 31), by=cast.nils, at=MONDAY)
        found = self.at(cast.nils, WEDNESDAY)[1]
        assert found is not None
        assert found.year == 2200
