"""Accounts and the people there, buying influences, meetings."""

import pytest

from funnels.models import Account, BuyingInfluence, Contact, CustomerMeeting
from tests.cast import NOON
from tests.factories import make_account, make_contact, make_opportunity
from tests.funnels.pages.conftest import address

QUERIES_LIST, QUERIES_ACCOUNT = 8, 9


def test_every_member_sees_accounts_but_counts_only_what_they_may_read(enter, cast, opportunity, shown):
    make_opportunity(cast.rita, cast.rome, name="Rome's own", account=opportunity.account)
    words = shown(enter(cast.nils).get("/funnel/accounts/"))
    assert "Halden Shipping" in words
    assert '<td class="num" data-label="Open opportunities">1</td>' in words
    page = shown(enter(cast.rita).get(f"/funnel/accounts/{opportunity.account_id}/"))
    assert "Rome&#x27;s own" in page
    assert "Port turnaround planning" not in page


def test_somebody_without_a_team_sees_none(enter, cast, opportunity):
    assert enter(cast.adam).get("/funnel/accounts/").status_code == 403


def test_accounts_are_found_by_name(as_nils, cast, shown):
    make_account("Tern Robotics")
    make_account("Osprey Logistics")
    words = shown(as_nils.get("/funnel/accounts/?q=tern"))
    assert "Tern Robotics" in words
    assert "Osprey" not in words
    assert '<option value="Tern Robotics">' in shown(as_nils.get("/funnel/accounts/names/?account=tern"))


def test_an_account_is_added_and_edited(as_nils, cast):
    typed = {"name": "Tern Robotics", "industry": "Robots", "country": "", "employees": "", "version": ""}
    as_nils.post("/funnel/accounts/new/", typed)
    account = Account.objects.get()
    assert (account.industry, account.employees) == ("Robots", None)
    as_nils.post(f"/funnel/accounts/{account.pk}/edit/", typed | {"employees": "40", "version": "1"})
    account.refresh_from_db()
    assert account.employees == 40


def test_an_edit_over_somebody_elses_is_refused(as_nils, cast, shown):
    account = make_account()
    Account.objects.update(version=2, name="Halden Ltd")
    typed = {"name": "Halden AS", "industry": "", "country": "", "employees": "", "version": "1"}
    response = as_nils.post(f"/funnel/accounts/{account.pk}/edit/", typed)
    assert response.status_code == 412
    assert "It now says: Halden Ltd" in shown(response)


def test_a_person_is_added_and_has_left(as_nils, cast, opportunity, shown):
    account = opportunity.account
    as_nils.post(f"/funnel/accounts/{account.pk}/contacts/new/", {"name": "Tom Reyes", "title": "CFO", "email": ""})
    tom = Contact.objects.get()
    typed = {"name": "Tom Reyes", "title": "CFO", "email": "", "left_on": "2026-11-01", "version": "1"}
    as_nils.post(f"/contacts/{tom.pk}/", typed)
    assert "left" in shown(as_nils.get(f"/funnel/accounts/{account.pk}/"))
    assert "Tom Reyes" not in shown(as_nils.get(address(opportunity, "record/")))


def test_an_influence_is_added_with_a_new_person_in_one_step(as_nils, opportunity):
    typed = {"contact": "", "new_name": "Per Holm", "new_title": "Port director", "role": "economic", "rating": "-2"}
    as_nils.post(address(opportunity, "influences/new/"), typed)
    influence = BuyingInfluence.objects.everything(reason="test").get()
    assert (influence.contact.name, influence.role, influence.rating) == ("Per Holm", "economic", -2)
    typed = {"role": "economic", "degree": "high", "mode": "growth", "rating": "3", "version": "1"}
    as_nils.post(f"/influences/{influence.pk}/", typed)
    influence.refresh_from_db()
    assert (influence.degree, influence.mode, influence.rating) == ("high", "growth", 3)


@pytest.mark.parametrize("named", [{}, {"contact": "known", "new_name": "Somebody"}])
def test_an_influence_names_exactly_one_person(as_nils, opportunity, named):
    karin = make_contact(opportunity.account)
    chosen = {"contact": str(karin.pk)} if "contact" in named else {}
    typed = {"contact": "", "new_name": "", "new_title": "", "role": "user"} | named | chosen
    assert as_nils.post(address(opportunity, "influences/new/"), typed).status_code == 422
    assert not BuyingInfluence.objects.everything(reason="test").exists()


def test_the_same_role_twice_is_refused(as_nils, opportunity, shown):
    karin = make_contact(opportunity.account)
    typed = {"contact": str(karin.pk), "new_name": "", "new_title": "", "role": "user"}
    as_nils.post(address(opportunity, "influences/new/"), typed)
    again = as_nils.post(address(opportunity, "influences/new/"), typed)
    assert again.status_code == 422
    assert "already has this role" in shown(again)


def test_a_meeting_sets_the_aim_before_and_the_result_after(as_nils, opportunity, shown):
    karin = make_contact(opportunity.account)
    typed = {
        "held_on": "2026-11-18",
        "attendees": [str(karin.pk)],
        "best_commitment": "Names the date",
        "least_commitment": "Names who decides",
        "result": "",
        "got": "",
    }
    as_nils.post(address(opportunity, "meetings/new/"), typed)
    meeting = CustomerMeeting.objects.everything(reason="test").get()
    assert "Aim: Names the date" in shown(as_nils.get(address(opportunity)))
    as_nils.post(f"/meetings/{meeting.pk}/", typed | {"result": "best", "got": "14 January", "version": "1"})
    words = shown(as_nils.get(address(opportunity)))
    assert "The best we aimed for" in words
    assert "Karin Aune" in words


@pytest.mark.parametrize("path", ["influences", "meetings"])
def test_strangers_find_nothing_and_readers_may_not(enter, cast, opportunity, path):
    if path == "influences":
        part = opportunity.influences.create(contact=make_contact(opportunity.account), role="user")
    else:
        part = opportunity.meetings.create(held_on=NOON.date())
    assert enter(cast.rita).get(f"/{path}/{part.pk}/").status_code == 404
    stella = enter(cast.stella)
    assert stella.get(f"/{path}/{part.pk}/").status_code == 403
    assert stella.get(address(opportunity, f"{path}/new/")).status_code == 403


def test_the_number_of_queries_does_not_grow(as_nils, cast, opportunity, django_assert_num_queries):
    one = f"/funnel/accounts/{opportunity.account_id}/"
    as_nils.get(one)
    for _round in range(2):
        with django_assert_num_queries(QUERIES_LIST):
            as_nils.get("/funnel/accounts/")
        with django_assert_num_queries(QUERIES_ACCOUNT):
            as_nils.get(one)
        for number in range(2):
            make_contact(opportunity.account, f"Person {number}")
            make_opportunity(cast.nils, cast.oslo, account=opportunity.account)
            make_opportunity(cast.nils, cast.oslo, account=make_account(f"Customer {number}"))
