"""This week: what customers owe me, what has earned a move; for a manager the same for the team in short."""

from datetime import date, timedelta

from funnels.models import CustomerCommitment, Opportunity
from tests.cast import NOON, TODAY
from tests.factories import definitions_of, make_account, make_opportunity, satisfy

QUERIES_NILS, QUERIES_LENA = 12, 16  # one of them for the organisation, which is remembered when served


def promise(opportunity: Opportunity, due: date) -> CustomerCommitment:
    asked = opportunity.ask(
        definition=definitions_of(opportunity)[0], promised_for=max(due, TODAY), by=opportunity.owner, at=NOON
    )
    CustomerCommitment.objects.everything(reason="test").filter(pk=asked.pk).update(promised_for=due)
    Opportunity.objects.everything(reason="test").filter(pk=opportunity.pk).update(next_due_on=due)
    return asked


def test_what_is_overdue_and_what_is_due_by_friday(as_nils, cast, opportunity, shown):
    promise(opportunity, TODAY - timedelta(days=4))
    soon = make_opportunity(cast.nils, cast.oslo, name="Soon", account=opportunity.account)
    promise(soon, TODAY + timedelta(days=2))
    later = make_opportunity(cast.nils, cast.oslo, name="Later", account=make_account("Much later"))
    promise(later, TODAY + timedelta(days=20))
    words = shown(as_nils.get("/"))
    assert words.index(">Overdue<") < words.index(">Due by Friday<")
    assert "4 days" in words
    assert "Much later" not in words


def test_a_ready_one_moves_from_here(as_nils, cast, opportunity, shown):
    satisfy(opportunity, by=cast.nils)
    words = shown(as_nils.get("/"))
    assert "Ready to move" in words
    assert f'action="/opportunities/{opportunity.pk}/advance/"' in words
    as_nils.post(f"/opportunities/{opportunity.pk}/advance/", {"version": str(opportunity.version), "next": "/"})
    opportunity.refresh_from_db()
    assert opportunity.stage.code == "define"


def test_one_without_a_next_commitment_is_asked_for_from_here(as_nils, opportunity, shown):
    words = shown(as_nils.get("/"))
    assert "Without a dated next commitment" in words
    assert f'href="/opportunities/{opportunity.pk}/ask/?next=/"' in words


def test_one_asked_for_without_a_day_says_so_and_takes_the_day(as_nils, cast, opportunity, shown):
    definition = definitions_of(opportunity)[0]
    asked = opportunity.ask(definition=definition, by=cast.nils, at=NOON)
    words = shown(as_nils.get("/"))
    assert "Without a dated next commitment" in words
    assert f"{definition.statement}: asked on Wed 18 Nov, no day named yet" in words
    assert f'href="/commitments/{asked.pk}/reschedule/?next=/"' in words
    assert f'href="/opportunities/{opportunity.pk}/ask/?next=/"' not in words
    assert "<b>1</b> without a dated next commitment" in shown(as_nils.get("/funnel/"))


def test_a_colleagues_are_not_mine(enter, cast, opportunity, shown):
    promise(opportunity, TODAY - timedelta(days=4))
    words = shown(enter(cast.olga).get("/"))
    assert "Overdue" not in words
    assert "Port turnaround" not in words


def test_a_manager_sees_the_teams_in_short(enter, cast, opportunity, shown):
    promise(opportunity, TODAY - timedelta(days=4))
    words = shown(enter(cast.lena).get("/"))
    assert "Overdue in your teams" in words
    assert "<b>1</b> commitments overdue" in words
    assert "Overdue in your teams" not in shown(enter(cast.sam).get("/"))


def test_a_leader_of_many_teams_sees_what_each_is_owed(enter, cast, opportunity, shown):
    promise(opportunity, TODAY - timedelta(days=4))
    promise(make_opportunity(cast.nils, cast.oslo, account=opportunity.account), TODAY + timedelta(days=2))
    promise(make_opportunity(cast.rita, cast.rome, account=make_account("Roman")), TODAY - timedelta(days=1))
    words = shown(enter(cast.vera).get("/"))
    assert words.index(f'?team={cast.oslo.pk}&amp;need=overdue">Oslo<') < words.index(">Rome<")
    assert "1 opportunity overdue · 1 due by Friday" in words
    assert "4 days" in words
    assert "Overdue in your teams" not in words
    assert "Port turnaround" not in words


def test_a_manager_sees_running_and_expired_overrides(enter, cast, opportunity, noon, shown):
    opportunity.advance(override="The board decides first", by=cast.lena, at=NOON)
    assert "The board decides first" in shown(enter(cast.lena).get("/"))
    noon.shift(timedelta(days=15))
    assert "expired on 2 Dec" in shown(enter(cast.lena).get("/"))


def test_the_number_of_queries_does_not_grow(enter, cast, opportunity, django_assert_num_queries):
    def one_more(number: int) -> None:
        account = make_account(f"Customer {number}")
        promise(make_opportunity(cast.nils, cast.oslo, account=account), TODAY - timedelta(days=1))
        satisfy(make_opportunity(cast.nils, cast.oslo, account=account), by=cast.nils)
        made = make_opportunity(cast.nils, cast.oslo, account=account)
        made.advance(override="First the board", by=cast.lena, at=NOON)

    one_more(0)
    for _round in range(2):
        for person, queries in ((cast.nils, QUERIES_NILS), (cast.lena, QUERIES_LENA)):
            client = enter(person)
            client.get("/")
            with django_assert_num_queries(queries):
                client.get("/")
        one_more(1)
        one_more(2)


def test_a_postponed_one_comes_back_on_its_day_and_opens_by_a_word(as_nils, cast, opportunity, shown, noon):
    day = TODAY + timedelta(days=10)
    opportunity.close(outcome="postponed", reasons=["budget_year"], wake_on=day, by=cast.nils, at=NOON)
    assert "Back from waiting" not in shown(as_nils.get("/"))
    noon.move_to(NOON + timedelta(days=10))
    words = shown(as_nils.get("/"))
    assert "Back from waiting" in words
    assert f'href="/opportunities/{opportunity.pk}/reopen/?next=/"' in words


def test_the_menu_counts_what_is_overdue_for_whoever_answers_for_it(enter, cast, opportunity, shown):
    promise(opportunity, TODAY - timedelta(days=4))
    counted = 'push">1<span class="vh"> overdue</span>'
    for person in (cast.nils, cast.lena):
        assert counted in shown(enter(person).get("/funnel/"))
    for person in (cast.olga, cast.sam):
        assert counted not in shown(enter(person).get("/funnel/"))


def test_a_manager_moves_what_is_ready_in_the_teams(enter, cast, opportunity, shown):
    satisfy(opportunity, by=cast.nils)
    words = shown(enter(cast.lena).get("/"))
    assert f'action="/opportunities/{opportunity.pk}/advance/"' in words
    assert "1 of 1 commitments recorded · Nils" in words
    assert "Ready to move" not in shown(enter(cast.olga).get("/"))
    assert "Ready to move" not in shown(enter(cast.sam).get("/"))


def test_a_manager_sees_what_the_teams_are_owed_by_friday(enter, cast, opportunity, shown):
    promise(opportunity, TODAY + timedelta(days=2))
    words = shown(enter(cast.lena).get("/"))
    assert "Due soon in your teams" in words
    assert "Overdue in your teams" not in words
