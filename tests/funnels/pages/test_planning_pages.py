"""Opening an opportunity, and the changes that leave its stage alone."""

from datetime import date
from decimal import Decimal

from funnels.models import Account, Opportunity, Product
from portal.models import Person
from tests.cast import NOON
from tests.factories import make_account
from tests.funnels.pages.conftest import address

TYPED = {
    "name": "Crew scheduling for three ports",
    "account": "Halden Shipping",
    "amount": "120000.50",
    "currency": "eur",
    "expected_close": "2027-02-01",
    "kind": "new",
    "segment": "",
    "concept": "fix",
    "concept_words": "Two crews for one ship",
}


def opened() -> Opportunity:
    return Opportunity.objects.everything(reason="test").get(name=TYPED["name"])


def edited(opportunity: Opportunity, **changes: str) -> dict[str, str]:
    opportunity.refresh_from_db()
    return TYPED | {"name": opportunity.name, "version": str(opportunity.version), "reason": ""} | changes


def test_it_opens_in_the_first_stage_with_an_account_that_is_there(as_nils, cast, funnel):
    halden = make_account()
    response = as_nils.post("/opportunities/new/", TYPED | {"team": str(cast.oslo.pk), "account": "halden shipping"})
    one = opened()
    assert response["Location"] == address(one)
    assert (one.account, one.owner, one.team, one.stage.code) == (halden, cast.nils, cast.oslo, "acknowledge")
    assert (one.amount, one.currency, one.expected_close) == (Decimal("120000.50"), "EUR", date(2027, 2, 1))


def test_a_new_account_is_added_only_when_the_person_says_so(as_nils, cast, funnel, shown):
    typed = TYPED | {"team": str(cast.oslo.pk)}
    refused = as_nils.post("/opportunities/new/", typed)
    assert refused.status_code == 422
    assert "There is no account of this name yet." in shown(refused)
    assert not Account.objects.exists()
    as_nils.post("/opportunities/new/", typed | {"new_account": "on"})
    assert opened().account.name == "Halden Shipping"


def test_account_and_amount_may_stay_unknown(as_nils, cast, funnel):
    as_nils.post("/opportunities/new/", TYPED | {"team": str(cast.oslo.pk), "account": "", "amount": ""})
    one = opened()
    assert (one.account, one.amount) == (None, None)


def test_the_account_page_fills_the_account_in(as_nils, cast, funnel, shown):
    account = make_account()
    assert 'value="Halden Shipping"' in shown(as_nils.get(f"/opportunities/new/?account={account.pk}"))


def test_nobody_opens_one_in_a_team_that_is_not_theirs(as_nils, cast, funnel):
    response = as_nils.post("/opportunities/new/", TYPED | {"team": str(cast.rome.pk), "account": ""})
    assert response.status_code == 422
    assert not Opportunity.objects.everything(reason="test").exists()


def test_a_steward_alone_opens_none(enter, cast, funnel):
    assert enter(cast.stella).get("/opportunities/new/").status_code == 403


def test_without_a_funnel_it_says_who_sets_one_up(as_nils, cast, shown):
    response = as_nils.post("/opportunities/new/", TYPED | {"team": str(cast.oslo.pk), "account": ""})
    assert response.status_code == 409
    assert "No funnel serves this team yet" in shown(response)


def test_plain_fields_are_edited_and_a_later_date_is_counted(as_nils, cast, opportunity):
    opportunity.edit({"expected_close": date(2027, 1, 1)}, by=cast.nils, at=NOON)
    as_nils.post(address(opportunity, "edit/"), edited(opportunity, reason="The audit comes first"))
    opportunity.refresh_from_db()
    assert (opportunity.expected_close, opportunity.push_count) == (date(2027, 2, 1), 1)


def test_an_edit_over_somebody_elses_shows_both_values_and_who(as_nils, cast, opportunity, shown):
    typed = edited(opportunity, amount="1000")
    opportunity.edit({"amount": Decimal(500)}, by=cast.lena, at=NOON)
    response = as_nils.post(address(opportunity, "edit/"), typed)
    assert response.status_code == 412
    words = shown(response)
    assert "Somebody was quicker" in words
    assert "Lena" in words
    assert "Amount: €384,000 → €500" in words
    assert "It now says: €500<" in words
    assert 'value="1000"' in words
    opportunity.refresh_from_db()
    assert opportunity.amount == 500


def test_money_and_days_of_a_stale_save_are_told_as_the_person_reads_them(as_nils, cast, opportunity, shown):
    Person.objects.filter(pk=cast.nils.pk).update(language="en-us")
    opportunity.edit({"expected_close": date(2027, 1, 1)}, by=cast.nils, at=NOON)
    typed = edited(opportunity, amount="1000")
    opportunity.edit({"amount": Decimal("63000.50"), "currency": "USD"}, by=cast.lena, at=NOON)
    opportunity.edit({"amount": Decimal(64000), "expected_close": date(2027, 3, 1)}, by=cast.lena, at=NOON)
    words = shown(as_nils.post(address(opportunity, "edit/"), typed))
    assert "Amount: $63,000.50 → $64,000" in words
    assert "Amount: €384,000 → $63,000.50" in words
    assert "It now says: $64,000<" in words
    assert "It now says: 1 Mar 2027<" in words
    assert "63000" not in words


def test_only_managers_pass_it_on(as_nils, enter, cast, opportunity):
    typed = {"version": str(opportunity.version), "owner": str(cast.olga.pk), "team": str(cast.bergen.pk), "reason": ""}
    assert as_nils.post(address(opportunity, "reassign/"), typed).status_code == 403
    enter(cast.lena).post(address(opportunity, "reassign/"), typed)
    opportunity.refresh_from_db()
    assert (opportunity.owner, opportunity.team) == (cast.olga, cast.bergen)


def test_a_manager_cannot_pass_it_to_somebody_outside_their_teams(enter, cast, opportunity):
    typed = {"version": str(opportunity.version), "owner": str(cast.rita.pk), "team": str(cast.rome.pk), "reason": ""}
    assert enter(cast.lena).post(address(opportunity, "reassign/"), typed).status_code == 422
    opportunity.refresh_from_db()
    assert opportunity.owner == cast.nils


def test_collaborators_from_other_teams_are_chosen(as_nils, enter, cast, opportunity, shown):
    rita = Person.objects.get(pk=cast.rita.pk)
    as_nils.post(address(opportunity, "people/"), {"version": str(opportunity.version), "people": [str(rita.pk)]})
    assert enter(rita).get(address(opportunity)).status_code == 200
    assert "Rita" in shown(enter(cast.nils).get(address(opportunity)))


def test_shares_add_up_to_a_hundred(as_nils, opportunity, shown):
    one, two = Product.objects.create(name="Assist"), Product.objects.create(name="Sense")
    typed = {"version": str(opportunity.version), f"share_{one.pk}": "60", f"share_{two.pk}": "30"}
    refused = as_nils.post(address(opportunity, "lines/"), typed)
    assert refused.status_code == 422
    assert "must add up to 100" in shown(refused)
    as_nils.post(address(opportunity, "lines/"), typed | {f"share_{two.pk}": "40"})
    assert "60 %" in shown(as_nils.get(address(opportunity)))


def test_a_share_is_offered_as_people_write_it(as_nils, cast, opportunity, shown):
    product = Product.objects.create(name="Planner")
    opportunity.split({product: Decimal(100)}, by=cast.nils, at=NOON)
    assert f'name="share_{product.pk}" value="100"' in shown(as_nils.get(f"/opportunities/{opportunity.pk}/lines/"))
