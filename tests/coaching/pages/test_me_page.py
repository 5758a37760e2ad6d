"""What waits for somebody, what was promised both ways, and who may read it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from coaching.models import ReadingGrant
from portal.models import Event
from tests.cast import Cast
from tests.coaching_factories import make_plan, make_promise, make_session
from tests.portal.costs import cost

ME = "/coaching/me/"
Shown = Callable[[HttpResponse], str]


def test_the_salesperson_sees_what_waits_and_both_sides_promises(cast: Cast, enter: Any, shown: Shown) -> None:
    make_session(
        cast.lena, cast.nils, promises=[make_promise("Call the dispatcher"), make_promise("Open the door", "coach")]
    )
    page = shown(enter(cast.nils).get(ME))

    assert "Did these take place?" in page
    assert page.index("What I promised") < page.index("Call the dispatcher") < page.index("What was promised to me")
    assert page.index("What was promised to me") < page.index("Open the door")


def test_confirming_from_the_list_leads_back_to_it(cast: Cast, enter: Any, shown: Shown) -> None:
    session = make_session(cast.lena, cast.nils)
    nils: Client = enter(cast.nils)
    sent = {"version": session.version, "answer": "yes", "next": ME}
    assert nils.post(f"/coaching/sessions/{session.pk}/acknowledge/", sent)["Location"] == ME
    assert "Did these take place?" not in shown(nils.get(ME))


def test_a_coach_sees_their_own_promises_first(cast: Cast, enter: Any, shown: Shown) -> None:
    make_session(
        cast.lena, cast.nils, promises=[make_promise("Call the dispatcher"), make_promise("Open the door", "coach")]
    )
    page = shown(enter(cast.lena).get(ME))
    assert page.index("What I promised") < page.index("Open the door") < page.index("Call the dispatcher")


def test_whoever_has_nothing_yet_is_told_what_will_be_here(cast: Cast, enter: Any, shown: Shown) -> None:
    assert "When your manager logs a session with you" in shown(enter(cast.olga).get(ME))
    assert "Log one straight after your next talk" in shown(enter(cast.lena).get(ME))


def test_nobody_finds_anothers_sessions_here(cast: Cast, enter: Any, shown: Shown) -> None:
    make_session(cast.lena, cast.nils, promises=[make_promise("Call the dispatcher")])
    for person in (cast.olga, cast.vera, cast.stella, cast.adam, cast.sam):
        page = shown(enter(person).get(ME))
        assert "Call the dispatcher" not in page
        assert "Ask first" not in page


class TestSharing:
    def test_one_of_my_managers_may_read_what_was_said_and_i_take_it_back(
        self, cast: Cast, enter: Any, shown: Shown
    ) -> None:
        session = make_session(cast.lena, cast.nils)
        nils: Client = enter(cast.nils)
        assert nils.post("/coaching/me/share/", {"reader": str(cast.vera.pk)})["Location"] == ME
        grant = ReadingGrant.objects.visible_to(cast.nils).get()
        assert "Vera" in shown(nils.get(ME))
        assert "He talks before he asks." in shown(enter(cast.vera).get(f"/coaching/sessions/{session.pk}/"))

        enter(cast.nils).post(f"/coaching/grants/{grant.pk}/withdraw/")
        assert "He talks" not in shown(enter(cast.vera).get(f"/coaching/sessions/{session.pk}/"))
        assert {"granted", "withdrawn"} <= set(Event.objects.about(grant).values_list("verb", flat=True))

    def test_strangers_cannot_be_chosen_and_nobody_twice(self, cast: Cast, enter: Any) -> None:
        nils: Client = enter(cast.nils)
        assert nils.post("/coaching/me/share/", {"reader": str(cast.sam.pk)}).status_code == 422
        nils.post("/coaching/me/share/", {"reader": str(cast.vera.pk)})
        assert (
            "They may read it already."
            in nils.post("/coaching/me/share/", {"reader": str(cast.vera.pk)}).content.decode()
        )

    def test_only_the_coachee_takes_it_back(self, cast: Cast, enter: Any) -> None:
        enter(cast.nils).post("/coaching/me/share/", {"reader": str(cast.vera.pk)})
        grant = ReadingGrant.objects.visible_to(cast.nils).get()
        for person in (cast.vera, cast.lena):
            assert enter(person).post(f"/coaching/grants/{grant.pk}/withdraw/").status_code == 404


@pytest.mark.usefixtures("as_served")
@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_takes_the_same_statements_however_much_there_is(cast: Cast, enter: Any, rows: int) -> None:
    for _number in range(rows):
        make_session(cast.lena, cast.nils, promises=[make_promise(), make_promise(side="coach")])
        make_plan(cast.lena, cast.nils)
    assert cost(enter(cast.nils), ME) == 13
