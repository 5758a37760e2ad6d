"""An approved charter comes into force on the day it names, without anybody's doing."""

from datetime import timedelta

from charters.beginning import begin
from charters.choices import CharterKind, CharterState
from charters.models import Charter
from charters.tasks import begin_charters
from portal.celery import app
from portal.models import Event
from tests.cast import NOON, TODAY, Cast
from tests.charter_factories import approve, draft, fill, put_into_force
from tests.charters.places import anew

TOMORROW, DAY = TODAY + timedelta(days=1), timedelta(days=1)


def named(cast: Cast, child: Charter, **values: object) -> Charter:
    child.edit({"effective_on": TOMORROW, **values}, by=cast.lena, at=NOON)
    return approve(child)


def test_it_begins_on_its_day_and_once(cast: Cast, child: Charter) -> None:
    named(cast, child)
    assert [begin(at=NOON), begin(at=NOON + DAY), begin(at=NOON + DAY)] == [0, 1, 0]
    assert anew(child).state == CharterState.ACTIVE
    event = Event.objects.about(child).get(verb="activated")
    assert (event.by, event.at) == (None, NOON + DAY)


def test_a_day_that_was_missed_is_made_up_for(cast: Cast, child: Charter) -> None:
    named(cast, child)
    assert begin(at=NOON + 30 * DAY) == 1


def test_without_a_day_somebody_has_to_say_so(cast: Cast, child: Charter) -> None:
    approve(child)
    assert begin(at=NOON + 30 * DAY) == 0


def test_versions_begin_in_the_order_of_their_days(cast: Cast, child: Charter) -> None:
    named(cast, child)
    later = child.revise(by=cast.lena, at=NOON)
    later.edit({"effective_on": TOMORROW + DAY}, by=cast.lena, at=NOON)
    approve(later)
    assert begin(at=NOON + 5 * DAY) == 2
    assert (anew(child).state, anew(later).state) == (CharterState.SUPERSEDED, CharterState.ACTIVE)


def test_one_that_may_not_begin_holds_up_no_other(cast: Cast, root: Charter, child: Charter) -> None:
    put_into_force(child)
    second = draft(cast.north, by=cast.lena, sponsor=cast.vera, kind=CharterKind.REGION, parent=root, title="Another")
    second.add_part(child.connections.model, {"other": child, "words": "Playbooks"}, by=cast.lena, at=NOON)
    named(cast, fill(second))
    last = draft(cast.south, by=cast.sam, sponsor=cast.vera, kind=CharterKind.REGION, parent=root, title="South")
    last.add_part(child.connections.model, {"other": child, "words": "Playbooks"}, by=cast.sam, at=NOON)
    fill(last).edit({"effective_on": TOMORROW + DAY}, by=cast.sam, at=NOON)
    approve(last)
    assert begin(at=NOON + 5 * DAY) == 1
    assert (anew(second).state, anew(last).state) == (CharterState.APPROVED, CharterState.ACTIVE)


def test_the_schedule_does_it(cast: Cast, child: Charter) -> None:
    child.edit({"effective_on": TODAY}, by=cast.lena, at=NOON)
    approve(child)
    begin_charters()
    assert anew(child).state == CharterState.ACTIVE
    scheduled = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert {"charters.tasks.begin_charters", "charters.tasks.fill_figures", "charters.tasks.keep_gists"} <= scheduled
