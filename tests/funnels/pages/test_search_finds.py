"""Search over opportunities and accounts, each in the person's scope."""

from funnels.search import find
from tests.cast import NOON
from tests.factories import make_account, make_opportunity


def test_it_finds_opportunities_by_name_and_account(cast, opportunity):
    assert [hit.title for hit in find(cast.nils, "turnaround")] == ["Port turnaround planning"]
    assert [hit.title for hit in find(cast.nils, "halden")] == ["Port turnaround planning", "Halden Shipping"]


def test_a_stranger_finds_the_account_and_nothing_of_the_opportunity(cast, opportunity):
    assert [hit.title for hit in find(cast.rita, "halden")] == ["Halden Shipping"]
    assert not find(cast.rita, "turnaround")


def test_somebody_without_a_team_finds_nothing(cast, opportunity):
    assert not find(cast.adam, "halden")


def test_open_ones_come_before_closed_ones(cast, opportunity):
    account = make_account("Tern Robotics")
    make_opportunity(cast.nils, cast.oslo, name="Older, open", account=account)
    closed = make_opportunity(cast.nils, cast.oslo, name="Newer, closed", account=account)
    closed.close(outcome="lost", reasons=["price"], by=cast.nils, at=NOON)
    titles = [hit.title for hit in find(cast.nils, "tern")]
    assert titles == ["Older, open", "Newer, closed", "Tern Robotics"]


def test_what_is_put_away_is_not_found(cast, opportunity):
    opportunity.archive(by=cast.nils, at=NOON)
    assert not find(cast.nils, "turnaround")


def test_the_page_shows_them(enter, opportunity, cast):
    assert b"Port turnaround planning" in enter(cast.nils).get("/search/?q=turnaround").content
