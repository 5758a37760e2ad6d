"""Logging a session on its page, without JavaScript: prefilled, answered at once, saved once, nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from coaching.choices import CommitmentState, SessionState, Side
from coaching.models import CoachingCommitment, CoachingSession, CommitmentWords, PrivateNote, SessionWords
from funnels.models import Opportunity
from portal.models import Person
from tests.cast import NOON, TODAY, Cast
from tests.coaching_factories import make_plan, make_promise, make_session
from tests.factories import make_opportunity
from tests.portal.costs import cost

LOG = "/coaching/log/"
Shown = Callable[[HttpResponse], str]


def typed(coachee: Person, **more: Any) -> dict[str, Any]:
    """What a coach sends after choosing a person and typing two short texts."""
    return {
        "coachee": str(coachee.pk),
        "kind": "opportunity",
        "minutes": "30",
        "channel": "remote",
        "held_at": "2026-11-18T12:30",
        "focus": "Asking for the date",
        "promise-0-what": "Ask Karin for the board's date",
        "promise-0-when": "week",
        "promise-0-side": "coachee",
        "sent_as": str(uuid4()),
    } | more


def sessions(person: Person) -> Any:
    return CoachingSession.objects.visible_to(person)


def test_a_session_is_saved_with_what_was_agreed(cast: Cast, as_lena: Client) -> None:
    response = as_lena.post(LOG, typed(cast.nils, private_note="Watch his pace"))

    session = sessions(cast.lena).get()
    assert response.status_code == 302
    assert response["Location"] == f"/coaching/sessions/{session.pk}/"
    assert (session.minutes, session.kind, session.channel) == (30, "opportunity", "remote")
    assert SessionWords.objects.visible_to(cast.nils).get().focus == "Asking for the date"
    promise = CoachingCommitment.objects.visible_to(cast.nils).get()
    assert (promise.owner, promise.due_on) == (cast.nils, TODAY + timedelta(days=7))
    assert PrivateNote.objects.visible_to(cast.lena).get().text == "Watch his pace"


def test_a_day_on_which_they_were_in_no_team_is_said_at_the_open_when(cast: Cast, as_lena: Client) -> None:
    response = as_lena.post(LOG, typed(cast.nils, held_at="1970-01-01T10:00"))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["held_at"]
    fold = response.content.decode().partition("When, how, and the next session")[0].rpartition("<details")[2]
    assert " open>" in fold


def test_what_a_choice_asks_for_is_not_called_optional(cast: Cast, as_lena: Client) -> None:
    page = as_lena.get(LOG).content.decode()
    assert "optional" not in page.partition("How many minutes?")[2].partition("</label>")[0]
    assert "optional" in page.partition("What you saw")[2].partition("</label>")[0]


def test_both_sides_promise_and_each_has_its_day(cast: Cast, as_lena: Client) -> None:
    more = {
        "promise-0-when": "friday",
        "promise-1-what": "Call the harbour master",
        "promise-1-when": "own",
        "promise-1-due_on": "2026-12-01",
        "promise-1-side": "coach",
        "promise-1-seen_by": "The recap is in the CRM",
    }
    as_lena.post(LOG, typed(cast.nils, **more))

    theirs, own = CoachingCommitment.objects.visible_to(cast.lena)
    assert (theirs.side, theirs.owner, str(theirs.due_on)) == (Side.COACHEE, cast.nils, "2026-11-20")
    assert (own.side, own.owner, str(own.due_on)) == (Side.COACH, cast.lena, "2026-12-01")
    assert CommitmentWords.objects.visible_to(cast.lena).get(commitment=own).seen_by == "The recap is in the CRM"


def test_everything_that_is_missing_is_said_at_once_and_the_rest_stays(cast: Cast, as_lena: Client) -> None:
    sent = typed(cast.nils, focus="", observed="He talks first") | {"promise-0-when": "own"}
    response = as_lena.post(LOG, sent)

    words = response.content.decode()
    assert response.status_code == 422
    assert "<title>Error: " in words
    assert "Say in a few words what the session was about." in words
    assert "Enter a date." in words
    assert "He talks first" in words
    assert not sessions(cast.lena).exists()


def test_what_is_sent_twice_is_saved_once(cast: Cast, as_lena: Client) -> None:
    sent = typed(cast.nils)
    first = as_lena.post(LOG, sent)
    second = as_lena.post(LOG, sent)

    assert first["Location"] == second["Location"]
    assert sessions(cast.lena).count() == 1
    assert CoachingCommitment.objects.visible_to(cast.lena).count() == 1


def test_a_session_of_yesterday_may_be_logged_and_one_of_tomorrow_is_refused(cast: Cast, as_lena: Client) -> None:
    assert as_lena.post(LOG, typed(cast.nils, held_at="2026-11-17T09:00")).status_code == 302
    refused = as_lena.post(LOG, typed(cast.nils, held_at="2026-11-19T09:00"))

    assert refused.status_code == 422
    assert "Enter a time that is not in the future" in refused.content.decode()
    assert str(sessions(cast.lena).get().held_on) == "2026-11-17"


def test_another_length_is_typed(cast: Cast, as_lena: Client) -> None:
    assert "Enter how many minutes it took." in as_lena.post(LOG, typed(cast.nils, minutes="other")).content.decode()
    as_lena.post(LOG, typed(cast.nils, minutes="other", other_minutes="20"))
    assert sessions(cast.lena).get().minutes == 20


def test_earlier_commitments_come_first(cast: Cast, as_lena: Client, shown: Shown) -> None:
    make_session(cast.lena, cast.nils, promises=[make_promise("Call the dispatcher", due_on=TODAY)])
    due = CoachingCommitment.objects.visible_to(cast.lena).get()

    page = shown(as_lena.get(LOG, {"person": str(cast.nils.pk)}))
    assert (
        page.index("First: what you had agreed") < page.index("Call the dispatcher") < page.rindex("What will Nils do?")
    )
    refused = as_lena.post(LOG, typed(cast.nils))
    assert refused.status_code == 422
    assert "Say first what became of it." in refused.content.decode()

    without_reason = as_lena.post(LOG, typed(cast.nils, **{f"review-{due.pk}-state": "missed"}))
    assert "Say in a sentence why." in without_reason.content.decode()
    answered = {f"review-{due.pk}-state": "missed", f"review-{due.pk}-reason": "The customer was ill"}
    assert as_lena.post(LOG, typed(cast.nils, **answered)).status_code == 302
    due.refresh_from_db()
    assert due.state == CommitmentState.MISSED
    assert due.settled_in == sessions(cast.lena).order_by("-held_at").first()


def test_when_a_promise_was_seen_to_be_kept_is_asked(cast: Cast, as_lena: Client, shown: Shown) -> None:
    promises = [make_promise(what, due_on=TODAY - timedelta(days=2)) for what in ("Call", "Write")]
    make_session(cast.lena, cast.nils, held_at=NOON - timedelta(days=9), promises=promises)
    first, second = CoachingCommitment.objects.visible_to(cast.lena).order_by("pk")

    page = shown(as_lena.get(LOG, {"person": str(cast.nils.pk)}))
    assert f'name="review-{first.pk}-on" value="2026-11-16"' in page
    kept = {f"review-{first.pk}-state": "kept", f"review-{second.pk}-state": "kept"}
    refused = as_lena.post(LOG, typed(cast.nils, **kept, **{f"review-{first.pk}-on": "2026-11-19"}))
    assert "Enter a day that is not in the future." in refused.content.decode()
    kept |= {f"review-{first.pk}-on": "2026-11-17", f"review-{second.pk}-on": "2026-11-16"}
    assert as_lena.post(LOG, typed(cast.nils, **kept)).status_code == 302
    found = CoachingCommitment.objects.visible_to(cast.lena).filter(pk__in=[first.pk, second.pk]).order_by("pk")
    assert [one.is_on_time() for one in found] == [False, True]


def test_the_next_session_is_a_day_only_when_it_is_known(cast: Cast, as_lena: Client) -> None:
    unknown = as_lena.post(LOG, typed(cast.nils) | {"promise-0-when": "next"})
    assert "The next session has no day yet." in unknown.content.decode()

    make_plan(cast.lena, cast.nils, held_at=NOON + timedelta(days=6))
    assert as_lena.post(LOG, typed(cast.nils) | {"promise-0-when": "next"}).status_code == 302
    assert CoachingCommitment.objects.visible_to(cast.lena).get().due_on == TODAY + timedelta(days=6)


def test_the_form_opens_prefilled_from_an_opportunity(
    cast: Cast, opportunity: Opportunity, as_lena: Client, shown: Shown
) -> None:
    page = shown(as_lena.get(LOG, {"opportunity": str(opportunity.pk)}))

    assert f'name="coachee" value="{cast.nils.pk}" data-name="Nils" checked' in page
    assert f'name="opportunities" value="{opportunity.pk}" id="id_opportunities_0" checked' in page
    as_lena.post(LOG, typed(cast.nils, opportunities=[str(opportunity.pk)]))
    assert sessions(cast.lena).get().links.get().stage == opportunity.stage


def test_an_opportunity_that_the_coach_may_not_read_is_not_there(
    cast: Cast, enter: Any, opportunity: Opportunity
) -> None:
    assert enter(cast.sam).get(LOG, {"opportunity": str(opportunity.pk)}).status_code == 404


def test_a_planned_session_is_logged_as_the_one_that_took_place(
    cast: Cast, as_lena: Client, shown: Shown, noon: Any
) -> None:
    plan = make_plan(cast.lena, cast.nils, held_at=NOON + timedelta(hours=1))
    noon.move_to(NOON + timedelta(hours=2))

    page = shown(as_lena.get(LOG, {"plan": str(plan.pk)}))
    assert f'name="plan" value="{plan.pk}"' in page
    sent = typed(cast.nils, plan=str(plan.pk), version=str(plan.version), held_at="2026-11-18T14:00")
    assert as_lena.post(LOG, sent).status_code == 302
    assert as_lena.post(LOG, sent).status_code == 302
    held = sessions(cast.lena).get()
    assert (held.pk, held.state, held.was_planned) == (plan.pk, SessionState.HELD, True)


def test_a_planned_session_that_was_called_off_meanwhile_says_so_and_keeps_the_text(
    cast: Cast, as_lena: Client
) -> None:
    plan = make_plan(cast.lena, cast.nils)
    plan.call_off(by=cast.lena, at=NOON)

    refused = as_lena.post(LOG, typed(cast.nils, plan=str(plan.pk), version="1"))
    words = refused.content.decode()
    assert refused.status_code == 412
    assert "This session is not planned any more" in words
    assert "Asking for the date" in words


def test_only_managers_log(cast: Cast, enter: Any) -> None:
    for person in (cast.nils, cast.stella, cast.adam):
        assert enter(person).get(LOG).status_code == 403
        assert enter(person).post(LOG, typed(cast.olga)).status_code == 403


def test_somebody_of_another_team_cannot_be_chosen(cast: Cast, as_lena: Client) -> None:
    refused = as_lena.post(LOG, typed(cast.rita))
    assert refused.status_code == 422
    assert "Rita" not in refused.content.decode()
    assert not sessions(cast.lena).exists()


def test_whoever_was_coached_last_comes_first(cast: Cast, as_lena: Client, shown: Shown) -> None:
    make_session(cast.lena, cast.olga)
    page = shown(as_lena.get(LOG))
    assert page.index('data-name="Olga"') < page.index('data-name="Nils"')


def test_the_part_of_the_pair_comes_alone_for_htmx(cast: Cast, as_lena: Client) -> None:
    make_session(cast.lena, cast.nils, promises=[make_promise("Call the dispatcher", due_on=TODAY)])
    response = as_lena.get(LOG, {"person": str(cast.nils.pk)}, headers={"HX-Request": "true"})
    words = response.content.decode()
    assert words.strip().startswith('<div class="stack-4 pair" id="pair" data-will="What will Nils do?"')
    assert "Call the dispatcher" in words


def test_what_cannot_be_seen_to_be_done_is_said_while_it_is_typed_and_refuses_nothing(
    cast: Cast, as_lena: Client
) -> None:
    weak = {"promise-0-what": "Focus on the date", "promise-0-seen_by": "Whatever"}
    said = as_lena.post(f"{LOG}wording/?field=promise-0-what", weak).content.decode()
    assert "cannot be seen to be done" in said
    assert as_lena.post(f"{LOG}wording/?field=focus", {"focus": "Focus on"}).content.decode().strip() == ""
    assert as_lena.post(f"{LOG}wording/?field=promise-0-what", {"promise-0-what": ""}).content.decode().strip() == ""
    assert as_lena.post(LOG, typed(cast.nils) | weak).status_code == 302


@pytest.mark.usefixtures("as_served", "funnel")
@pytest.mark.parametrize("rows", [1, 3])
def test_the_form_takes_the_same_statements_however_much_there_is(cast: Cast, as_lena: Client, rows: int) -> None:
    promises = [make_promise(str(number), due_on=TODAY) for number in range(rows)]
    make_session(cast.lena, cast.nils, promises=promises)
    for number in range(rows):
        make_opportunity(cast.nils, cast.oslo, name=f"Objective {number}")
        make_plan(cast.lena, cast.nils, held_at=NOON + timedelta(days=number + 1))
    assert cost(as_lena, LOG, person=str(cast.nils.pk)) == 11
