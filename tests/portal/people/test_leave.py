from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from funnels.models import Opportunity
from portal.administration import LastAdministrator, make_administrator, withdraw_administration
from portal.handover import SuccessorMissing
from portal.joining import join
from portal.leaving import come_back, leave
from portal.models import Event, Person
from portal.refusals import Refusal
from portal.roles import Role
from portal.tokens.models import Token
from tests.cast import NOON, PASSWORD, TODAY, Cast

Opened = Callable[..., Opportunity]


def sign_in(client: Client, person: Person) -> None:
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})


def test_memberships_end_and_history_stays(cast: Cast) -> None:
    join(cast.nils, cast.bergen, by=cast.stella, at=NOON)
    leave(cast.nils, by=cast.stella, at=NOON, reason="New job")
    assert set(cast.nils.memberships.values_list("ends_on", flat=True)) == {TODAY}
    assert Event.objects.about(cast.nils).get(verb="left").reason == "New job"


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


def test_a_steward_brings_nobody_back(cast: Cast) -> None:
    leave(cast.nils, by=cast.adam, at=NOON)
    with pytest.raises(PermissionDenied):
        come_back(cast.nils, team=cast.bergen, by=cast.stella, at=NOON)
