"""Stopping the digest from the mail, without signing in."""

from __future__ import annotations

from django.core import signing
from django.test import Client

from portal.digests.links import STOP, stop_address
from portal.digests.models import Subscription
from portal.models import Event
from tests.cast import Cast

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def test_opening_the_link_only_asks(cast: Cast) -> None:
    """So that what scans mail for viruses stops nobody's digest."""
    shown = Client().get(stop_address(cast.nils.pk))
    assert shown.status_code == 200
    assert b"Stop the digest by mail" in shown.content
    assert Subscription.of(cast.nils).by_mail


def test_it_asks_whoever_has_signed_in_there_as_well(cast: Cast, client: Client) -> None:
    client.force_login(cast.olga, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert b"Stop the digest by mail" in client.get(stop_address(cast.nils.pk)).content
    assert b"or it is another person" in client.get("/digests/stop/x/").content


def test_the_button_and_the_mail_programs_own_stop_it(cast: Cast) -> None:
    for person in (cast.nils, cast.olga):
        shown = Client(enforce_csrf_checks=True).post(stop_address(person.pk), ONE_CLICK if person == cast.nils else {})
        assert b"No more digests by mail" in shown.content
        assert not Subscription.of(person).by_mail
        assert [event.verb for event in Event.objects.about(person)] == ["digest on the page only"]
    assert Subscription.of(cast.rita).by_mail


def test_a_link_that_was_not_made_here_stops_nothing(cast: Cast) -> None:
    good = stop_address(cast.nils.pk)
    tokens = ["x", good.rstrip("/").rsplit("/", 1)[1] + "x", signing.dumps([cast.nils.pk.hex, "weekly"], salt="other")]
    tokens.append(signing.dumps([cast.nils.pk.hex, "every day"], salt=STOP))
    for token in tokens:
        assert Client().post(f"/digests/stop/{token}/", ONE_CLICK).status_code == 410
    assert not Subscription.objects.exists()


def test_the_link_of_somebody_who_has_left_is_dead(cast: Cast) -> None:
    cast.nils.is_active = False
    cast.nils.save()
    assert Client().post(stop_address(cast.nils.pk), ONE_CLICK).status_code == 410
