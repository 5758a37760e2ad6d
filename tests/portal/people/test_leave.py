from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from funnels.models import Opportunity
from portal.administration import LastAdministrator, make_administrator, withdraw_administration
from portal.handover import SuccessorMissing
from portal.joining import invite, join
from portal.leaving import come_back, leave
from portal.models import Event, Person
from portal.refusals import Invalid, Refusal
from portal.roles import Role
from portal.tokens.models import Token
from tests.cast import NOON, PASSWORD, TODAY, Cast
from tests.cast import join as put

Opened = Callable[..., Opportunity]


def sign_in(client: Client, person: Person) -> None:
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})


def test_memberships_end_and_history_stays(cast: Cast) -> None:
    join(cast.nils, cast.bergen, by=cast.stella, at=NOON)
    leave(cast.nils, by=cast.stella, at=NOON, reason="New job")
    assert set(cast.nils.memberships.values_list("ends_on", flat=True)) == {TODAY}
    assert Event.objects.about(cast.nils).get(verb="left").reason == "New job"


def test_what_was_promised_for_later_ends_too(cast: Cast) -> None:
    later = put(cast.nils, cast.bergen, Role.MEMBER, since=TODAY + timedelta(days=5))
    leave(cast.nils, by=cast.stella, at=NOON)
    later.refresh_from_db()
    assert later.ends_on == later.starts_on


def test_a_steward_lets_nobody_go_who_is_promised_elsewhere(cast: Cast) -> None:
    put(cast.olga, cast.north, Role.STEWARD)
    put(cast.nils, cast.rome, Role.MEMBER, since=TODAY + timedelta(days=5))
    with pytest.raises(PermissionDenied):
        leave(cast.nils, by=cast.olga, at=NOON)


def test_everything_open_changes_hands_in_one_step(cast: Cast, opportunity: Opened) -> None:
    one, two = opportunity(cast.nils, cast.oslo, "One"), opportunity(cast.nils, cast.bergen, "Two")
    with pytest.raises(SuccessorMissing) as refused:
        leave(cast.nils, by=cast.stella, at=NOON)
    assert len(refused.value.items) == 2
    leave(cast.nils, by=cast.stella, at=NOON, successors={one.pk: cast.lena, two.pk: cast.olga})
    found = Opportunity.objects.everything(reason="test")
    assert list(found.order_by("name").values_list("owner__name", flat=True)) == ["Lena", "Olga"]


def test_no_session_and_no_token_outlives_it(cast: Cast, client: Client) -> None:
    sign_in(client, cast.nils)
    assert client.get("/settings/").status_code == 200
    Token.issue(cast.nils, name="script", by=cast.nils, at=NOON)
    leave(cast.nils, by=cast.stella, at=NOON)
    assert client.get("/settings/").status_code == 302
    assert not Token.objects.filter(user=cast.nils).exists()
    sign_in(client, cast.nils)
    assert "_auth_user_id" not in client.session


def test_a_refusal_leaves_everything_as_it_was(cast: Cast, opportunity: Opened) -> None:
    opportunity(cast.nils, cast.oslo)
    Token.issue(cast.nils, name="script", by=cast.nils, at=NOON)
    with pytest.raises(SuccessorMissing):
        leave(cast.nils, by=cast.stella, at=NOON)
    nils = Person.objects.get(pk=cast.nils.pk)
    assert nils.is_active
    assert nils.can_sign_in
    assert nils.memberships.get().ends_on is None
    assert Token.objects.filter(user=nils).exists()


def test_one_leaves_once(cast: Cast) -> None:
    leave(cast.nils, by=cast.adam, at=NOON)
    with pytest.raises(Refusal) as refused:
        leave(cast.nils, by=cast.adam, at=NOON)
    assert refused.value.code == "left-already"


@pytest.mark.parametrize("who", ["nils", "lena", "rita", "felix"])
def test_others_let_nobody_go(cast: Cast, who: str) -> None:
    with pytest.raises(PermissionDenied):
        leave(cast.nils, by=getattr(cast, who), at=NOON)


def test_there_is_always_an_administrator(cast: Cast) -> None:
    with pytest.raises(LastAdministrator):
        withdraw_administration(cast.adam, by=cast.adam, at=NOON)
    make_administrator(cast.vera, by=cast.adam, at=NOON)
    leave(cast.adam, by=cast.vera, at=NOON)
    with pytest.raises(LastAdministrator):
        withdraw_administration(cast.vera, by=cast.vera, at=NOON)


def test_an_administrator_who_cannot_sign_in_does_not_count(cast: Cast) -> None:
    cast.rita.set_unusable_password()
    cast.rita.save()
    make_administrator(cast.rita, by=cast.adam, at=NOON)
    with pytest.raises(LastAdministrator):
        withdraw_administration(cast.adam, by=cast.adam, at=NOON)


def test_only_administrators_make_administrators(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        make_administrator(cast.stella, by=cast.stella, at=NOON)
    make_administrator(cast.stella, by=cast.adam, at=NOON)
    event = Event.objects.about(cast.stella).get()
    assert (event.verb, event.by, event.before, event.after) == (
        "administrator",
        cast.adam,
        {"is": False},
        {"is": True},
    )


def test_somebody_who_comes_back_is_invited_anew(cast: Cast) -> None:
    leave(cast.nils, by=cast.adam, at=NOON)
    come_back(cast.nils, team=cast.bergen, role=Role.MEMBER, by=cast.adam, at=NOON)
    nils = Person.objects.get(pk=cast.nils.pk)
    assert (nils.is_active, nils.left_at, nils.can_sign_in, nils.invited_at) == (True, None, False, NOON)
    assert nils.memberships.get(ends_on=None).team == cast.bergen


def test_an_invitation_to_somebody_who_has_left_names_them(cast: Cast) -> None:
    leave(cast.nils, by=cast.adam, at=NOON)
    with pytest.raises(Invalid) as refused:
        invite(name="Nils B", email="nils@acme.example", team=cast.oslo, by=cast.stella, at=NOON)
    assert "Nils used this address and has left" in str(refused.value.errors["email"][0])


def test_a_steward_brings_nobody_back(cast: Cast) -> None:
    leave(cast.nils, by=cast.adam, at=NOON)
    with pytest.raises(PermissionDenied):
        come_back(cast.nils, team=cast.bergen, by=cast.stella, at=NOON)
