"""How somebody wants the digest, and what mail that comes back does."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from portal.digests.models import Subscription
from portal.digests.models.subscription import HARD, SOFT, be_away, bounced, choose, seen
from portal.models import Event
from portal.refusals import Invalid
from tests.cast import Cast
from tests.portal.digests.conftest import MONDAY

DAY = timedelta(days=1)


def test_who_has_chosen_nothing_is_sent_it(cast: Cast) -> None:
    subscription = Subscription.of(cast.nils)
    assert subscription.by_mail
    assert not subscription.is_away(MONDAY.date())
    assert not Subscription.objects.exists()


def test_opting_out_leaves_an_event(cast: Cast) -> None:
    choose(cast.nils, by_mail=False, by=cast.nils, at=MONDAY)
    choose(cast.nils, by_mail=False, by=cast.nils, at=MONDAY)
    assert not Subscription.of(cast.nils).by_mail
    assert [event.verb for event in Event.objects.about(cast.nils)] == ["digest on the page only"]


def test_the_day_back_is_not_away(cast: Cast) -> None:
    be_away(cast.nils, since=date(2026, 11, 16), until=date(2026, 11, 23), by=cast.nils, at=MONDAY)
    days = [date(2026, 11, 15) + DAY * number for number in range(10)]
    assert [day for day in days if Subscription.of(cast.nils).is_away(day)] == days[1:8]
    be_away(cast.nils, since=None, until=None, by=cast.nils, at=MONDAY)
    assert not Subscription.of(cast.nils).is_away(days[1])


@pytest.mark.parametrize("until", [None, date(2026, 11, 16), date(2026, 11, 1)])
def test_a_leave_needs_an_end_after_its_beginning(cast: Cast, until: date | None) -> None:
    with pytest.raises(Invalid):
        be_away(cast.nils, since=date(2026, 11, 16), until=until, by=cast.nils, at=MONDAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Subscription.objects.create(person=cast.nils, away_from=date(2026, 11, 16), away_until=date(2026, 11, 16))


def test_a_visit_is_noted_at_most_twice_a_day(cast: Cast) -> None:
    for hours in (0, 1, 11):
        seen(cast.nils, at=MONDAY + timedelta(hours=hours))
    assert Subscription.of(cast.nils).seen_at == MONDAY
    seen(cast.nils, at=MONDAY + timedelta(hours=12))
    assert Subscription.of(cast.nils).seen_at == MONDAY + timedelta(hours=12)


def test_two_hard_bounces_stop_the_mail_until_it_is_chosen_again(cast: Cast) -> None:
    assert not bounced(cast.nils, points=HARD, at=MONDAY).is_stopped
    assert bounced(cast.nils, points=HARD, at=MONDAY + DAY).is_stopped
    assert bounced(cast.nils, points=SOFT, at=MONDAY + 90 * DAY).is_stopped
    assert [event.verb for event in Event.objects.about(cast.nils)] == ["digest stopped"]
    choose(cast.nils, by_mail=True, by=cast.nils, at=MONDAY + 91 * DAY)
    assert not Subscription.of(cast.nils).is_stopped


def test_what_bounced_a_month_ago_is_forgiven(cast: Cast) -> None:
    for month in range(4):
        assert not bounced(cast.nils, points=HARD, at=MONDAY + 31 * DAY * month).is_stopped
