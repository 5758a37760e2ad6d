from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from pytest_django import Settings

from funnels.models import Opportunity
from portal.models import Membership, Person
from portal.profiles import edit_person
from portal.refusals import Invalid
from tests.cast import NOON, TODAY, Cast, make_person

Enter = Callable[[Person], Client]
Opened = Callable[..., Opportunity]


def of(person: Person) -> Membership:
    return Membership.objects.get(person=person, ends_on=None)


def owner_of(opportunity: Opportunity) -> Person:
    return Opportunity.objects.everything(reason="test").get(pk=opportunity.pk).owner


def invitation(cast: Cast, **changes: Any) -> dict[str, Any]:
    return {"name": "Ida Berg", "email": "ida@acme.example", "team": cast.oslo.pk, "role": "member"} | changes


@pytest.mark.django_db(transaction=True)
def test_a_steward_invites_with_four_fields(cast: Cast, enter: Enter) -> None:
    answer = enter(cast.stella).post("/people/invite/", invitation(cast), follow=True)
    assert "Ida Berg is invited" in answer.content.decode()
    assert of(Person.objects.get(name="Ida Berg")).team == cast.oslo
    assert [letter.to for letter in mail.outbox] == [["ida@acme.example"]]


def test_where_no_letter_can_leave_none_is_promised(cast: Cast, enter: Enter) -> None:
    client = enter(cast.stella)
    assert "No mail server is set" in client.get("/people/invite/").content.decode()
    answer = client.post("/people/invite/", invitation(cast), follow=True)
    assert "No letter can leave: no mail server is set." in answer.content.decode()
    assert "manage.py invitation_link ida@acme.example" in answer.content.decode()
    ida = Person.objects.get(name="Ida Berg")
    again = client.post(f"/people/{ida.pk}/invitation/", {"email": ida.email}, follow=True).content.decode()
    assert "No letter can leave" in again
    assert "on its way" not in again


def test_with_a_mail_server_the_letter_is_on_its_way(cast: Cast, enter: Enter, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    answer = enter(cast.stella).post("/people/invite/", invitation(cast), follow=True).content.decode()
    assert "Ida Berg is invited. The letter is on its way." in answer
    assert "invitation_link" not in answer


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"name": ""}, "Enter a name."),
        ({"email": "ida"}, "such as ida.berg@example.com"),
        ({"email": "NILS@acme.example"}, "is here already"),
        ({"team": ""}, "Choose a team."),
        ({"role": "manager"}, "Role: Choose one of the list."),
    ],
)
def test_what_is_wrong_stands_at_its_field(cast: Cast, enter: Enter, changes: dict[str, str], says: str) -> None:
    answer = enter(cast.stella).post("/people/invite/", invitation(cast, **changes))
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert "<title>Error:" in answer.content.decode()
    assert not Person.objects.filter(name="Ida Berg").exists()


def test_a_team_that_the_steward_does_not_keep_is_no_choice(cast: Cast, enter: Enter) -> None:
    Membership.objects.filter(person=cast.stella).update(team=cast.north)
    answer = enter(cast.stella).post("/people/invite/", invitation(cast, team=cast.rome.pk))
    assert answer.status_code == 422
    assert "team" in answer.context["form"].errors


@pytest.mark.parametrize("who", ["nils", "lena", "felix"])
def test_others_are_told_who_may_invite(cast: Cast, enter: Enter, who: str) -> None:
    answer = enter(getattr(cast, who)).post("/people/invite/", invitation(cast))
    assert answer.status_code == 403
    assert not Person.objects.filter(name="Ida Berg").exists()


def test_a_steward_corrects_a_name_but_not_the_address_of_an_account(cast: Cast, enter: Enter) -> None:
    client, address = enter(cast.stella), f"/people/{cast.nils.pk}/edit/"
    assert "Only administrators can change the e-mail address" in client.get(address).content.decode()
    client.post(address, {"name": "Nils Berg", "email": "mine@evil.example", "version": 1})
    cast.nils.refresh_from_db()
    assert (cast.nils.name, cast.nils.email) == ("Nils Berg", "nils@acme.example")


def test_a_former_address_opens_nothing(cast: Cast, client: Client) -> None:
    client.post("/accounts/login/", {"login": cast.nils.email, "password": "a-long-test-password"})
    client.logout()
    edit_person(cast.nils, {"email": "nils.berg@acme.example"}, by=cast.adam, at=NOON)
    client.post("/accounts/login/", {"login": "nils@acme.example", "password": "a-long-test-password"})
    assert "_auth_user_id" not in client.session
    client.post("/accounts/login/", {"login": "nils.berg@acme.example", "password": "a-long-test-password"})
    assert client.session["_auth_user_id"] == str(cast.nils.pk)


def test_preferences_are_ones_own(cast: Cast) -> None:
    with pytest.raises(Invalid):
        edit_person(cast.nils, {"theme": "dark"}, by=cast.adam, at=NOON)


def test_a_page_opened_before_somebody_elses_change_shows_both(cast: Cast, enter: Enter) -> None:
    edit_person(cast.nils, {"name": "Nils Holm"}, by=cast.adam, at=NOON)
    answer = enter(cast.stella).post(f"/people/{cast.nils.pk}/edit/", {"name": "Nils Berg", "version": 1})
    text = answer.content.decode()
    assert answer.status_code == 412
    assert "Somebody changed this" in text
    assert "It now says: Nils Holm" in text
    assert 'value="Nils Berg"' in text
    assert 'name="version" value="2"' in text


def test_a_membership_ends_with_its_hand_over(cast: Cast, enter: Enter, opportunity: Opened) -> None:
    one, two = opportunity(cast.nils, cast.oslo, "Crane"), opportunity(cast.nils, cast.oslo, "Dock")
    Membership.objects.create(person=cast.stella, team=cast.acme, role="manager", starts_on=TODAY)
    client, address = enter(cast.stella), f"/memberships/{of(cast.nils).pk}/end/"
    shown = client.get(address).content.decode()
    assert "Crane" in shown
    assert "Dock" in shown
    sent = {"until": TODAY, "version": 1, "all_to": cast.lena.pk, f"item_{two.pk}": cast.olga.pk}
    assert client.post(address, sent).status_code == 302
    assert (owner_of(one), owner_of(two)) == (cast.lena, cast.olga)


def test_each_opportunity_without_a_successor_is_named(cast: Cast, enter: Enter, opportunity: Opened) -> None:
    one, two = opportunity(cast.nils, cast.oslo, "Crane"), opportunity(cast.nils, cast.oslo, "Dock")
    address = f"/memberships/{of(cast.nils).pk}/end/"
    sent = {"until": TODAY, "version": 1, f"item_{two.pk}": cast.olga.pk}
    answer = enter(cast.stella).post(address, sent)
    assert answer.status_code == 422
    assert "Choose who takes over Crane." in answer.content.decode()
    assert "Choose who takes over Dock." not in answer.content.decode()
    assert owner_of(one) == owner_of(two) == cast.nils


def test_an_administrator_hands_over_without_reading_titles(cast: Cast, enter: Enter, opportunity: Opened) -> None:
    one = opportunity(cast.nils, cast.oslo, "Secret crane")
    client, address = enter(cast.adam), f"/people/{cast.nils.pk}/leave/"
    shown = client.get(address).content.decode()
    assert "Secret crane" not in shown
    assert "not yours to read" in shown
    assert client.post(address, {"version": 1}).status_code == 422
    assert client.post(address, {"version": 1, "all_to": cast.lena.pk}).status_code == 302
    assert owner_of(one) == cast.lena


def test_beyond_thirty_everything_goes_to_one(cast: Cast, enter: Enter, opportunity: Opened) -> None:
    for number in range(31):
        opportunity(cast.nils, cast.oslo, f"Crane {number}")
    client, address = enter(cast.stella), f"/people/{cast.nils.pk}/leave/"
    assert "Crane 7" not in client.get(address).content.decode()
    client.post(address, {"version": 1, "all_to": cast.olga.pk})
    owners = (
        Opportunity.objects.everything(reason="test").order_by().values_list("owner__name", "team__name").distinct()
    )
    assert list(owners) == [("Olga", "Bergen")]


def test_moving_takes_work_along_unless_said_otherwise(cast: Cast, enter: Enter, opportunity: Opened) -> None:
    one = opportunity(cast.nils, cast.oslo)
    client, address = enter(cast.stella), f"/memberships/{of(cast.nils).pk}/move/"
    assert "Nils takes them along" in client.get(address).content.decode()
    sent = {"to": cast.bergen.pk, "role": "member", "on": TODAY, "version": 1, "all_to": cast.nils.pk}
    assert client.post(address, sent).status_code == 302
    assert of(cast.nils).team == cast.bergen
    assert Opportunity.objects.everything(reason="test").get(pk=one.pk).team == cast.bergen


def test_colleagues_of_the_same_team_are_offered_first(cast: Cast, enter: Enter, opportunity: Opened) -> None:
    opportunity(cast.nils, cast.oslo)
    Membership.objects.filter(person=cast.rita).update(team=cast.oslo)
    form = enter(cast.stella).get(f"/memberships/{of(cast.nils).pk}/end/").context["form"]
    labels = [label for _key, label in form.fields["all_to"].choices]
    assert labels[1] == "Rita · Oslo"
    assert {"Olga · Bergen", "Sam · South"} <= set(labels)
    assert not any(label.startswith("Nils") for label in labels)


def test_a_successor_must_be_one_of_the_choices(cast: Cast, enter: Enter, opportunity: Opened) -> None:
    one = opportunity(cast.nils, cast.oslo)
    outsider = make_person("Outsider")
    sent = {"until": TODAY, "version": 1, "all_to": outsider.pk}
    answer = enter(cast.stella).post(f"/memberships/{of(cast.nils).pk}/end/", sent)
    assert answer.status_code == 422
    assert owner_of(one) == cast.nils


def test_leaving_and_coming_back(cast: Cast, enter: Enter) -> None:
    client, address = enter(cast.adam), f"/people/{cast.nils.pk}/"
    client.post(f"{address}leave/", {"version": 1, "reason": "Moved abroad"})
    shown = client.get(address).content.decode()
    assert "Has left" in shown
    assert "Moved abroad" in shown
    assert client.post(f"{address}come-back/", {"team": cast.bergen.pk, "role": "member"}).status_code == 302
    assert of(cast.nils).team == cast.bergen


@pytest.mark.parametrize(
    "path", ["/people/{person}/edit/", "/people/{person}/leave/", "/people/{person}/join/", "/people/{person}/come-back/",
             "/people/{person}/invitation/", "/memberships/{membership}/end/", "/memberships/{membership}/move/"]
)  # fmt: skip
def test_a_colleague_is_told_why_not_and_a_stranger_finds_nothing(cast: Cast, enter: Enter, path: str) -> None:
    address = path.format(person=cast.nils.pk, membership=of(cast.nils).pk)
    colleague = enter(cast.rita).get(address)
    assert colleague.status_code == 403
    assert "Only " in colleague.content.decode() or "signs in already" in colleague.content.decode()
    assert enter(cast.felix).get(address).status_code == 404


def test_an_administrator_makes_another_and_the_last_one_stays(cast: Cast, enter: Enter) -> None:
    client = enter(cast.adam)
    last = client.post(f"/people/{cast.adam.pk}/administrator/", {"is": "0"})
    assert last.status_code == 409
    assert "the last administrator" in last.content.decode()
    client.post(f"/people/{cast.vera.pk}/administrator/", {"is": "1"})
    cast.vera.refresh_from_db()
    assert cast.vera.is_administrator
    client.post(f"/people/{cast.adam.pk}/administrator/", {"is": "0"})
    assert not Person.objects.get(pk=cast.adam.pk).is_administrator


def test_a_manager_makes_no_administrator(cast: Cast, enter: Enter) -> None:
    assert enter(cast.vera).post(f"/people/{cast.vera.pk}/administrator/", {"is": "1"}).status_code == 403
    assert not Person.objects.get(pk=cast.vera.pk).is_administrator
