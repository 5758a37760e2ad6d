import re
from io import StringIO

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.test import Client

from portal.invitations import deliver, link
from portal.joining import add_person, invite, join, send_invitation
from portal.models import Event, Membership, Person
from portal.refusals import Invalid, Refusal
from portal.roles import Role
from tests.cast import NOON, TODAY, Cast
from tests.cast import join as put


def test_an_invited_person_is_in_the_team_from_today(cast: Cast) -> None:
    person = invite(name=" Ida Berg ", email="Ida@Acme.example", team=cast.oslo, by=cast.stella, at=NOON)
    membership = person.memberships.get()
    assert (person.name, person.email, person.can_sign_in) == ("Ida Berg", "ida@acme.example", False)
    assert (membership.team, membership.role, membership.starts_on, membership.ends_on) == (
        cast.oslo,
        "member",
        TODAY,
        None,
    )


def test_every_grant_leaves_an_event(cast: Cast) -> None:
    person = invite(name="Ida", email="ida@acme.example", team=cast.oslo, by=cast.stella, at=NOON)
    joined = Event.objects.about(person.memberships.get()).get()
    assert (joined.verb, joined.by, joined.team, joined.at) == ("joined", cast.stella, cast.oslo, NOON)
    assert joined.after == {"person": str(person.pk), "role": "member", "starts_on": TODAY.isoformat()}
    assert {event.verb for event in Event.objects.about(person)} == {"added", "invited"}


@pytest.mark.django_db(transaction=True)
def test_the_letter_leads_to_a_password_and_in(cast: Cast, client: Client) -> None:
    person = invite(name="Ida", email="ida@acme.example", team=cast.oslo, by=cast.stella, at=NOON)
    (letter,) = mail.outbox
    assert letter.to == ["ida@acme.example"]
    address = re.search(r"http://testserver(\S+/key/\S+)", letter.body)
    assert address
    form = client.get(address[1], follow=True)
    password = "three-quiet-otters"
    client.post(form.request["PATH_INFO"], {"password1": password, "password2": password})
    person.refresh_from_db()
    assert person.can_sign_in
    assert client.session["_auth_user_id"] == str(person.pk)


@pytest.mark.django_db(transaction=True)
def test_a_refused_invitation_sends_nothing(cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        invite(name="Nils again", email="NILS@acme.example", team=cast.oslo, by=cast.stella, at=NOON)
    assert list(refused.value.errors) == ["email"]
    assert mail.outbox == []


def test_a_late_letter_to_somebody_who_signs_in_by_now_is_not_sent(cast: Cast) -> None:
    deliver(person_id=str(cast.nils.pk))
    assert mail.outbox == []


def test_a_link_is_dead_once_a_password_was_chosen(cast: Cast, client: Client) -> None:
    person = add_person(name="Ida", email="ida@acme.example", by=cast.stella, at=NOON)
    address = link(person).removeprefix("http://testserver")
    person.set_password("three-quiet-otters")
    person.save()
    assert "token_fail" in client.get(address).context or client.get(address).context["token_fail"]


def test_somebody_known_by_name_is_invited_with_an_address(cast: Cast) -> None:
    person = add_person(name="Ida", by=None, at=NOON)
    put(person, cast.oslo, Role.MEMBER)
    send_invitation(person, email="ida@acme.example", by=cast.stella, at=NOON)
    person.refresh_from_db()
    assert (person.email, person.invited_at) == ("ida@acme.example", NOON)


def test_an_invitation_needs_an_address(cast: Cast) -> None:
    person = add_person(name="Ida", by=None, at=NOON)
    with pytest.raises(Invalid) as refused:
        send_invitation(person, by=cast.adam, at=NOON)
    assert list(refused.value.errors) == ["email"]


def test_several_people_without_an_address_can_be_here(cast: Cast) -> None:
    names = [add_person(name="Ida", by=None, at=NOON).name, add_person(name="Ivar", by=None, at=NOON).name]
    assert list(Person.objects.filter(email=None).values_list("name", flat=True)) == names


@pytest.mark.parametrize(
    ("who", "role"), [("lena", "member"), ("nils", "member"), ("stella", "manager"), ("felix", "member")]
)
def test_who_may_not_grant_changes_nothing(cast: Cast, who: str, role: str) -> None:
    with pytest.raises(PermissionDenied):
        join(cast.rita, cast.oslo, role=role, by=getattr(cast, who), at=NOON)
    assert Membership.objects.filter(person=cast.rita).count() == 1


def test_the_same_role_is_not_given_twice(cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        join(cast.nils, cast.oslo, by=cast.stella, at=NOON)
    assert "already has this role" in str(refused.value.errors)


def test_nobody_joins_an_archived_team(cast: Cast) -> None:
    cast.rome.archived_at = NOON
    with pytest.raises(Refusal) as refused:
        join(cast.nils, cast.rome, by=cast.stella, at=NOON)
    assert refused.value.code == "team-archived"


def test_without_mail_the_link_is_handed_over_by_whoever_runs_the_server(cast: Cast, client: Client) -> None:
    add_person(name="Ida", email="ida@acme.example", by=cast.stella, at=NOON)
    out = StringIO()
    call_command("invitation_link", "ida@acme.example", stdout=out)
    assert client.get(out.getvalue().strip().removeprefix("http://testserver"), follow=True).status_code == 200


@pytest.mark.parametrize("email", ["nils@acme.example", "nobody@acme.example"])
def test_no_link_is_printed_for_an_account_in_use(cast: Cast, email: str) -> None:
    with pytest.raises(CommandError):
        call_command("invitation_link", email)
