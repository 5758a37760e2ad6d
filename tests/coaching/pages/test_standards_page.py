"""What is enough: said by a team for itself and those below, by its managers and stewards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.test import Client

from coaching.models import CoachingStandard
from coaching.standards import say, standard_of
from portal.models import Event, Person
from tests.cast import NOON, Cast
from tests.portal.costs import cost

Shown = Callable[[HttpResponse], str]
Enter = Callable[[Person], Client]
TYPED = {"minutes_a_month": 210, "early_share": 60, "ramp_share": 40, "longest_gap_days": 10, "kept_months": 12}


def edit(browser: Client, team: Any, **typed: Any) -> HttpResponse:
    return browser.post(f"/coaching/standards/{team.pk}/", TYPED | typed)


def stored() -> CoachingStandard:
    return CoachingStandard.objects.everything(reason="test").get()


def test_a_team_that_says_nothing_goes_by_the_nearest_above(cast: Cast, enter: Enter, shown: Shown) -> None:
    assert standard_of(cast.oslo).minutes_a_month == 180
    say(cast.acme, {"minutes_a_month": 200}, by=cast.vera, at=NOON)
    say(cast.north, {"minutes_a_month": 240}, by=cast.lena, at=NOON)

    assert [standard_of(team).minutes_a_month for team in (cast.oslo, cast.north, cast.rome)] == [240, 240, 200]
    assert "as North" in shown(enter(cast.nils).get("/coaching/standards/"))


def test_a_manager_begins_to_speak_for_the_team_and_changes_it_later(cast: Cast, as_lena: Client) -> None:
    assert edit(as_lena, cast.oslo).status_code == 302
    standard = stored()
    assert (standard.team, standard.minutes_a_month, standard.kept_months) == (cast.oslo, 210, 12)

    assert edit(as_lena, cast.oslo, minutes_a_month=220, version=1).status_code == 302
    assert stored().minutes_a_month == 220
    assert [one.verb for one in Event.objects.about(standard).order_by("at", "id")] == ["said", "changed"]


def test_a_change_to_an_older_version_is_refused(cast: Cast, as_lena: Client) -> None:
    say(cast.oslo, {}, by=cast.lena, at=NOON)
    stored_one = stored()
    stored_one.change({"minutes_a_month": 200}, by=cast.vera, at=NOON)
    refused = edit(as_lena, cast.oslo, version=1)

    assert refused.status_code == 412
    assert stored().minutes_a_month == 200


def test_what_makes_no_sense_is_refused_at_its_field(cast: Cast, as_lena: Client) -> None:
    refused = edit(as_lena, cast.oslo, early_share=101)

    assert refused.status_code == 422
    assert 'href="#id_early_share"' in refused.content.decode()


def test_members_read_it_and_managers_and_stewards_change_it(cast: Cast, enter: Enter, shown: Shown) -> None:
    for person, status in ((cast.nils, 403), (cast.stella, 302), (cast.sam, 404)):
        assert edit(enter(person), cast.oslo).status_code == status, person
    assert 'href="/coaching/standards/0' not in shown(enter(cast.nils).get("/coaching/standards/"))


def test_who_is_in_no_team_is_told_so(cast: Cast, enter: Enter, shown: Shown) -> None:
    assert "You are in no team" in shown(enter(cast.adam).get("/coaching/standards/"))


def test_it_costs_the_same_for_one_standard_and_for_three(cast: Cast, as_lena: Client, as_served: None) -> None:
    say(cast.acme, {}, by=cast.vera, at=NOON)
    assert cost(as_lena, "/coaching/standards/") == 6
    say(cast.oslo, {}, by=cast.lena, at=NOON)
    say(cast.bergen, {}, by=cast.lena, at=NOON)
    assert cost(as_lena, "/coaching/standards/") == 6
