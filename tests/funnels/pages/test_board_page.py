"""The board: which opportunities are stuck, which have earned a move?"""

from datetime import timedelta
from decimal import Decimal

import pytest

from funnels.boards import CARDS
from funnels.models import Opportunity
from tests.cast import NOON, TODAY
from tests.factories import definitions_of, make_account, make_opportunity, satisfy
from tests.funnels.pages.conftest import address

QUERIES = 12


def ask(opportunity: Opportunity, days: int) -> None:
    """The customer promised something for that many days from now; it may lie in the past."""
    commitment = opportunity.ask(
        definition=definitions_of(opportunity)[0], promised_for=TODAY, by=opportunity.owner, at=NOON
    )
    due = TODAY + timedelta(days=days)
    type(commitment).objects.everything(reason="test").filter(pk=commitment.pk).update(promised_for=due)
    Opportunity.objects.everything(reason="test").filter(pk=opportunity.pk).update(next_due_on=due)


def test_columns_tell_count_sum_and_what_leaving_takes(as_nils, cast, opportunity, shown):
    make_opportunity(cast.nils, cast.oslo, amount=Decimal(16000), account=opportunity.account)
    words = shown(as_nils.get("/funnel/"))
    assert '<span class="n">2</span><span class="sum">€400k</span>' in words
    assert "States the issue in its own words and confirms our written recap" in words
    for label in ("Acknowledge", "Define", "Evaluate", "Validate", "Decide"):
        assert f">{label}</h2>" in words
    assert ">Adopt</h2>" not in words


def test_sums_are_per_currency_and_never_converted(as_nils, cast, opportunity, shown):
    make_opportunity(cast.nils, cast.oslo, amount=Decimal(5000), currency="USD", account=opportunity.account)
    words = shown(as_nils.get("/funnel/"))
    assert "€384k" in words
    assert "US$5,000" in words
    assert "€389k" not in words


def test_no_next_commitment_is_said(as_nils, opportunity, shown):
    assert "No next commitment yet" in shown(as_nils.get("/funnel/"))


def test_a_ready_card_has_one_green_button(as_nils, cast, opportunity, shown):
    satisfy(opportunity, by=cast.nils)
    words = shown(as_nils.get("/funnel/"))
    assert "1 of 1 recorded" in words
    assert f'action="{address(opportunity, "advance/")}"' in words
    assert f'href="{address(opportunity, "record/")}' not in words


def test_pills_count_and_filter(as_nils, cast, opportunity, shown):
    late = make_opportunity(cast.nils, cast.oslo, name="Late one", account=opportunity.account)
    ask(late, -3)
    today = make_opportunity(cast.nils, cast.oslo, name="Today one", account=opportunity.account)
    ask(today, 0)
    words = shown(as_nils.get("/funnel/"))
    assert "<b>1</b> commitments overdue" in words
    assert "<b>1</b> due today" in words
    assert "<b>1</b> without a dated next commitment" in words
    assert "3 days overdue" in words
    narrowed = shown(as_nils.get("/funnel/?need=overdue"))
    assert "Late one" in narrowed
    assert "Today one" not in narrowed


@pytest.mark.parametrize(
    ("need", "change"),
    [
        ("stalled", {"stage_entered_at": NOON - timedelta(days=15)}),
        ("past_close", {"expected_close": TODAY - timedelta(days=1)}),
        ("parked", {"parked_until": TODAY + timedelta(days=9)}),
        ("gap", {"support_until": TODAY - timedelta(days=1)}),
    ],
)
def test_each_need_finds_its_own(as_nils, cast, opportunity, shown, need, change):
    other = make_opportunity(cast.nils, cast.oslo, name="In order", account=opportunity.account)
    ask(other, 5)
    Opportunity.objects.everything(reason="test").filter(pk=opportunity.pk).update(**change)
    words = shown(as_nils.get(f"/funnel/?need={need}"))
    assert "Port turnaround planning" in words
    assert "In order" not in words


def test_parked_ones_are_not_stalled(as_nils, opportunity, shown):
    Opportunity.objects.everything(reason="test").filter(pk=opportunity.pk).update(
        stage_entered_at=NOON - timedelta(days=90), parked_until=TODAY + timedelta(days=9)
    )
    words = shown(as_nils.get("/funnel/"))
    assert "stalled" not in words
    assert "<b>1</b> parked" in words


def test_overrides_running_and_expired_are_needs(enter, cast, opportunity, noon, shown):
    opportunity.advance(override="The board decides first", by=cast.lena, at=NOON)
    assert "<b>1</b> moved with a reason" in shown(enter(cast.lena).get("/funnel/"))
    noon.shift(timedelta(days=15))
    words = shown(enter(cast.lena).get("/funnel/?need=override_ended"))
    assert "<b>1</b> with an expired reason" in words
    assert "Port turnaround planning" in words


def test_a_manager_sees_the_teams_below_and_chooses_one(enter, cast, opportunity, shown):
    make_opportunity(cast.olga, cast.bergen, name="Bergen's own", account=opportunity.account)
    lena = enter(cast.lena)
    words = shown(lena.get("/funnel/"))
    assert "Bergen&#x27;s own" in words
    assert "Port turnaround planning" in words
    only = shown(lena.get(f"/funnel/?team={cast.bergen.pk}"))
    assert "Bergen&#x27;s own" in only
    assert "Port turnaround planning" not in only
    assert "Rome" not in words


def test_another_regions_team_cannot_be_asked_for(enter, cast, opportunity, shown):
    words = shown(enter(cast.sam).get(f"/funnel/?team={cast.oslo.pk}"))
    assert "Port turnaround planning" not in words
    assert "Oslo" not in words


def test_only_mine(enter, cast, opportunity, shown):
    make_opportunity(cast.lena, cast.oslo, name="Of lena", account=opportunity.account)
    words = shown(enter(cast.lena).get("/funnel/?owner=me"))
    assert "Of lena" in words
    assert "Port turnaround planning" not in words


def test_a_steward_reads_the_board_without_buttons(enter, cast, opportunity, shown):
    words = shown(enter(cast.stella).get("/funnel/"))
    assert "Port turnaround planning" in words
    assert "/record/?next=" not in words


def test_further_cards_come_one_page_after_the_other(as_nils, cast, funnel, shown):
    account = make_account()
    made = [make_opportunity(cast.nils, cast.oslo, name=f"Number {n:03}", account=account) for n in range(CARDS + 3)]
    first = as_nils.get("/funnel/").content.decode()
    link = first.split('href="/funnel/column/acknowledge/')[1].split('"')[0].replace("&amp;", "&")
    following = as_nils.get(f"/funnel/column/acknowledge/{link}").content.decode()
    seen = [one.name for page in (first, following) for one in made if one.name in page]
    assert sorted(seen) == sorted(one.name for one in made)
    assert "Show more" not in following


def test_a_revised_funnel_keeps_one_column_per_stage_code(as_nils, cast, funnel, opportunity, shown):
    revised = funnel.revise(by=cast.stella, at=NOON)
    revised.activate(by=cast.stella, at=NOON)
    make_opportunity(cast.nils, cast.oslo, name="On the next version", account=opportunity.account)
    words = shown(as_nils.get("/funnel/"))
    assert words.count(">Acknowledge</h2>") == 1
    assert "On the next version" in words
    assert "Port turnaround planning" in words


def test_an_empty_funnel_says_what_belongs_here(as_nils, funnel, shown):
    assert "Your funnel is empty" in shown(as_nils.get("/funnel/"))


def test_without_a_funnel_it_says_who_can_start_one(as_nils, cast, shown):
    assert "No funnel serves you yet" in shown(as_nils.get("/funnel/"))


def test_a_garbled_address_shows_the_whole_board(as_nils, opportunity, shown):
    response = as_nils.get("/funnel/?team=nonsense&owner=nobody&need=what&stage=x&funnel=y")
    assert response.status_code == 200
    assert "Port turnaround planning" in shown(response)
    assert as_nils.get("/funnel/column/acknowledge/?after=nonsense").status_code == 404
    assert as_nils.get("/funnel/column/nowhere/?after=_x").status_code == 404


def test_the_number_of_queries_does_not_grow(as_nils, cast, opportunity, django_assert_num_queries):
    as_nils.get("/funnel/")
    with django_assert_num_queries(QUERIES):
        as_nils.get("/funnel/")
    for number in range(2):
        make_opportunity(cast.nils, cast.oslo, account=make_account(f"Customer {number}"))
    with django_assert_num_queries(QUERIES):
        as_nils.get("/funnel/")


def test_an_invited_colleague_records_from_the_card_and_moves_nothing(enter, cast, opportunity, shown):
    recording = f'href="{address(opportunity, "record/")}?next=/funnel/"'
    opportunity.invite([cast.rita], by=cast.nils, at=NOON)
    assert recording in shown(enter(cast.rita).get("/funnel/"))
    assert recording not in shown(enter(cast.stella).get("/funnel/"))
    satisfy(opportunity, by=cast.nils)
    words = shown(enter(cast.rita).get("/funnel/"))
    assert recording not in words
    assert address(opportunity, "advance/") not in words


def test_without_a_funnel_a_steward_starts_one_and_others_are_told_who_does(enter, cast, shown):
    start = 'href="/funnel/definitions/new/"'
    steward, member = shown(enter(cast.stella).get("/funnel/")), shown(enter(cast.nils).get("/funnel/"))
    assert start in steward
    assert start not in member
    for words in (steward, member):
        assert "No funnel serves you yet" in words
        assert 'href="/opportunities/new/"' not in words
