"""Somebody's page for the managers who follow their coaching, and the sheet for the next session."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from coaching import digest as coaching_digest
from coaching.coverage import Share
from coaching.keeping import reliability_of
from coaching.models import Cadence, CoachingCommitment, CoachingSession
from coaching.rhythm import begin
from coaching.standing import Counted, Part, parts
from coaching.stood import standing_of
from funnels.models import Opportunity
from portal.digests.ageing import age
from portal.digests.audience import gather
from portal.models import Person
from tests.cast import NOON, TODAY, Cast
from tests.charter_factories import make_root
from tests.coaching_factories import make_plan, make_promise, make_session
from tests.factories import make_account, make_opportunity
from tests.portal.costs import cost

Shown = Callable[[HttpResponse], str]


def place(cast: Cast, verb: str = "") -> str:
    return f"/coaching/people/{cast.nils.pk}/{verb}"


@pytest.fixture
def agreed(cast: Cast) -> CoachingSession:
    promises = [make_promise("Call the dispatcher"), make_promise("Open the door", "coach")]
    return make_session(cast.lena, cast.nils, promises=promises)


def test_their_coach_reads_what_is_open_both_ways(cast: Cast, agreed: Any, enter: Any, shown: Shown) -> None:
    page = shown(enter(cast.lena).get(place(cast)))
    assert (
        page.index("What Nils promised") < page.index("Call the dispatcher") < page.index("What was promised to Nils")
    )
    assert "Open the door" in page
    assert "Ask first" in page


def test_a_row_names_the_other_side_only_where_that_says_something(
    cast: Cast, agreed: Any, enter: Any, shown: Shown
) -> None:
    coach = shown(enter(cast.lena).get(place(cast)))
    assert ">with Nils</a>" not in coach
    assert coach.count('>session of <time datetime="2026-11-17">Tue 17 Nov</time></a>') == 2
    above = shown(enter(cast.vera).get(place(cast)))
    assert above.count(">with Lena</a>") == 1
    own = shown(enter(cast.nils).get("/coaching/me/"))
    assert own.count(">with Lena</a>") == 1


def test_a_manager_above_reads_the_facts(cast: Cast, agreed: Any, enter: Any, shown: Shown) -> None:
    page = shown(enter(cast.vera).get(place(cast)))
    assert page.count("A commitment") == 2
    for words in ("Call the dispatcher", "Open the door", "Ask first"):
        assert words not in page


def test_only_their_managers_open_it_and_they_are_led_to_their_own(cast: Cast, enter: Any) -> None:
    for person in (cast.olga, cast.sam, cast.stella, cast.adam):
        for verb in ("", "prep/"):
            assert enter(person).get(place(cast, verb)).status_code == 403, person
    assert enter(cast.felix).get(place(cast)).status_code == 404
    assert enter(cast.nils).get(place(cast))["Location"] == "/coaching/me/"


class TestPreparing:
    def test_the_sheet_has_what_was_agreed_and_what_needs_a_word(
        self, cast: Cast, agreed: Any, opportunity: Opportunity, enter: Any, shown: Shown
    ) -> None:
        pushed = make_opportunity(cast.nils, cast.oslo, name="Pushed")
        Opportunity.objects.everything(reason="test").filter(pk=pushed.pk).update(push_count=3, next_due_on=TODAY)
        page = shown(enter(cast.lena).get(place(cast, "prep/")))
        assert page.index("Agreed last time") < page.index("Call the dispatcher")
        early, moved = page.index("Early opportunities without a dated commitment"), page.index("Moved a third time")
        assert (
            early < page.index(f"/opportunities/{opportunity.pk}/") < moved < page.index(f"/opportunities/{pushed.pk}/")
        )
        assert "close date moved 3 times" in page

    def test_above_it_holds_no_word(self, cast: Cast, agreed: Any, enter: Any, shown: Shown) -> None:
        page = shown(enter(cast.vera).get(place(cast, "prep/")))
        for words in ("Call the dispatcher", "Open the door", "Ask first"):
            assert words not in page

    def test_the_person_prepares_as_well(self, cast: Cast, agreed: Any, enter: Any, shown: Shown) -> None:
        page = shown(enter(cast.nils).get(place(cast, "prep/")))
        assert "Call the dispatcher" in page
        assert "/coaching/log/" not in page.split("<main")[1].split("</main>")[0]

    def test_without_a_session_it_says_so(self, cast: Cast, enter: Any, shown: Shown) -> None:
        assert "No session yet." in shown(enter(cast.lena).get(place(cast, "prep/")))


class TestMovedAThirdTime:
    """What was given a third new date is talked about: it stands on the sheet of the two, and no longer in a mail."""

    @pytest.fixture
    def moved(self, cast: Cast) -> CoachingCommitment:
        session = make_session(cast.lena, cast.nils, promises=[make_promise("Call the dispatcher", due_on=TODAY)])
        commitment = session.commitments.get()
        for days in (1, 2, 3):
            commitment.reschedule(due_on=TODAY + timedelta(days=days), by=cast.nils, at=NOON)
        return commitment

    def section(self, page: str) -> str:
        return page.split('id="pushed-h"')[1].split("</section>", maxsplit=1)[0]

    def test_a_coaching_commitment_in_words_for_the_two_alone(
        self, cast: Cast, moved: CoachingCommitment, enter: Any, shown: Shown
    ) -> None:
        for reader in (cast.lena, cast.nils):
            page = shown(enter(reader).get(place(cast, "prep/")))
            assert "Call the dispatcher" in self.section(page)
            assert "moved 3 times" in self.section(page)
        page = shown(enter(cast.vera).get(place(cast, "prep/")))
        assert "A commitment" in self.section(page)
        assert "Call the dispatcher" not in page

    def test_it_stands_there_instead_of_among_what_is_open(
        self, cast: Cast, moved: CoachingCommitment, enter: Any, shown: Shown
    ) -> None:
        page = shown(enter(cast.lena).get(place(cast, "prep/")))
        assert "Nothing else is open." in page
        moved.settle("kept", by=cast.nils, at=NOON)
        page = shown(enter(cast.lena).get(place(cast, "prep/")))
        assert "Call the dispatcher" not in self.section(page)

    def test_a_tactic_of_a_charter_in_force(self, cast: Cast, enter: Any, shown: Shown) -> None:
        tactic = make_root(cast).tactics.get()
        progress = tactic.progress
        progress.hand_over(to=cast.nils, by=cast.vera, at=NOON)
        for days in (1, 2, 3):
            progress.redate(due_on=TODAY + timedelta(days=days), reason="The customer waits", by=cast.nils, at=NOON)
        for reader in (cast.lena, cast.nils):
            assert tactic.step in self.section(shown(enter(reader).get(place(cast, "prep/"))))
        progress.done(by=cast.nils, at=NOON)
        assert tactic.step not in self.section(shown(enter(cast.lena).get(place(cast, "prep/"))))

    def test_it_is_no_reason_for_a_mail_any_more(self, cast: Cast, moved: CoachingCommitment) -> None:
        person = Person.objects.get(pk=cast.nils.pk)
        audience = gather([person], NOON + timedelta(days=7))
        promised = coaching_digest.promises(audience)[person.pk]
        assert [one.redated for one in promised] == [3]
        aged = age(promised, audience.today[person.pk], {}, audience)
        assert ([one.kind for one in aged.to_talk_about], aged.overdue) == (["coachingcommitment"], [])


class TestPlanning:
    def test_once(self, cast: Cast, enter: Any) -> None:
        sent = {
            "coachee": str(cast.nils.pk),
            "held_at": "2026-11-20T10:00",
            "minutes": "30",
            "kind": "skill",
            "every": "0",
        }
        assert enter(cast.lena).post("/coaching/plan/", sent)["Location"] == place(cast)
        planned = CoachingSession.objects.visible_to(cast.nils).get()
        assert (planned.state, planned.minutes, str(planned.held_on)) == ("planned", 30, "2026-11-20")

    def test_in_a_rhythm_that_the_coach_ends(self, cast: Cast, enter: Any, shown: Shown) -> None:
        lena: Client = enter(cast.lena)
        sent = {
            "coachee": str(cast.nils.pk),
            "held_at": "2026-11-20T10:00",
            "minutes": "30",
            "kind": "skill",
            "every": "7",
        }
        lena.post("/coaching/plan/", sent)
        rhythm = Cadence.objects.visible_to(cast.lena).get()
        assert CoachingSession.objects.visible_to(cast.nils).planned().count() == 1
        assert "Every week" in shown(lena.get(place(cast)))
        assert "There is a rhythm for the two of you already." in lena.post("/coaching/plan/", sent).content.decode()
        assert enter(cast.vera).post(f"/coaching/rhythms/{rhythm.pk}/end/", {"version": 1}).status_code == 403
        lena = enter(cast.lena)
        lena.post(f"/coaching/rhythms/{rhythm.pk}/end/", {"version": rhythm.version})
        assert lena.post(f"/coaching/rhythms/{rhythm.pk}/end/", {"version": rhythm.version}).status_code in (409, 412)
        rhythm.refresh_from_db()
        assert rhythm.ended_on == TODAY

    def test_the_past_is_no_plan(self, cast: Cast, enter: Any) -> None:
        sent = {
            "coachee": str(cast.nils.pk),
            "held_at": "2026-11-17T10:00",
            "minutes": "30",
            "kind": "skill",
            "every": "0",
        }
        refused = enter(cast.lena).post("/coaching/plan/", sent)
        assert refused.status_code == 422
        assert "Enter a time in the future." in refused.content.decode()


def test_the_coachee_says_first_how_they_see_it(cast: Cast, enter: Any, shown: Shown) -> None:
    plan = make_plan(cast.lena, cast.nils)
    place = f"/coaching/sessions/{plan.pk}/prepare/"
    enter(cast.nils).post(place, {"version": plan.version, "own_view": "I rushed the end"})
    assert "I rushed the end" in shown(enter(cast.lena).get(f"/coaching/sessions/{plan.pk}/"))
    assert enter(cast.lena).get(place).status_code == 403


def test_what_was_written_wrong_is_corrected_until_it_is_confirmed(
    cast: Cast, agreed: Any, enter: Any, shown: Shown
) -> None:
    lena: Client = enter(cast.lena)
    place = f"/coaching/sessions/{agreed.pk}/correct/"
    assert "He talks before he asks." in shown(lena.get(place))
    sent = {
        "version": agreed.version, "kind": "skill", "minutes": "60", "channel": "field", "held_at": "2026-11-17T10:00",
        "focus": "Listening",
    }  # fmt: skip
    assert lena.post(place, sent).status_code == 302
    agreed.refresh_from_db()
    assert (agreed.minutes, agreed.kind) == (60, "skill")
    assert "Listening" in shown(lena.get(f"/coaching/sessions/{agreed.pk}/"))
    agreed.acknowledge(took_place=True, by=cast.nils, at=NOON)
    refused = lena.post(place, sent | {"version": agreed.version})
    assert refused.status_code == 409
    assert "Once the coachee has answered" in refused.content.decode()


def test_what_it_was_about_is_corrected_with_the_stage_of_that_moment(
    cast: Cast, opportunity: Opportunity, enter: Any, shown: Shown
) -> None:
    then = opportunity.stage
    closed = make_opportunity(cast.nils, cast.oslo, name="Closed since", account=make_account("Closed since"))
    before = make_opportunity(cast.nils, cast.oslo, name="Before", account=make_account("Long closed"))
    secret = make_opportunity(cast.rita, cast.rome, name="Secret", account=make_account("Rome's own"))
    before.close(outcome="lost", reasons=["price"], by=cast.nils, at=NOON - timedelta(days=3))
    session = make_session(cast.lena, cast.nils, held_at=NOON - timedelta(days=1), opportunities=[closed, secret])
    opportunity.advance(override="The board decides first", by=cast.lena, at=NOON)
    closed.close(outcome="lost", reasons=["price"], by=cast.nils, at=NOON)
    lena: Client = enter(cast.lena)
    place = f"/coaching/sessions/{session.pk}/correct/"
    page = shown(lena.get(place))
    assert re.findall(r'name="opportunities" value="([^"]+)"[^>]*?( checked)?>', page) == [
        (str(closed.pk), " checked"), (str(opportunity.pk), ""),
    ]  # fmt: skip
    assert "Rome's own" not in html.unescape(page)
    sent = {
        "version": session.version, "kind": "skill", "minutes": "45", "channel": "field", "held_at": "2026-11-17T10:00",
        "focus": "Listening", "opportunities": [str(opportunity.pk)],
    }  # fmt: skip
    assert lena.post(place, sent).status_code == 302
    links = {link.opportunity: link.stage for link in session.links.select_related("opportunity", "stage")}
    assert links == {secret: secret.stage, opportunity: then}
    assert opportunity.stage != then


def test_the_coachs_note_is_written_at_any_time(cast: Cast, agreed: Any, enter: Any, shown: Shown) -> None:
    lena: Client = enter(cast.lena)
    lena.post(f"/coaching/sessions/{agreed.pk}/note/", {"text": "Slower"})
    assert "Slower" in shown(lena.get(f"/coaching/sessions/{agreed.pk}/"))
    assert "Slower" not in shown(enter(cast.nils).get(f"/coaching/sessions/{agreed.pk}/"))


class TestStanding:
    def figures(self, found: list[Part]) -> dict[str, Any]:
        return {figure.code: figure for part in found for figure in part.figures}

    def test_it_is_held_against_the_own_past(self) -> None:
        found = self.figures(
            parts({"kept": Counted(Share(8, 10), Share(4, 10)), "helped": Counted(Share(1, 1), Share(3, 3))})
        )
        assert (found["kept"].trend, found["helped"].trend) == ("up", "down")
        assert found["tactics"].has_none

    def test_too_few_cases_say_so_and_have_no_trend(self) -> None:
        found = self.figures(
            parts({"kept": Counted(Share(4, 4), Share(0, 10)), "got": Counted(Share(5, 5), Share(1, 4))})
        )
        assert found["kept"].is_few
        assert (found["kept"].trend, found["got"].trend, found["got"].is_few) == ("", "", False)

    def test_what_is_counted_in_one_statement(
        self, cast: Cast, opportunity: Opportunity, django_assert_num_queries: Any
    ) -> None:
        promises = [make_promise(due_on=TODAY - timedelta(days=1)), make_promise(due_on=TODAY - timedelta(days=70))]
        long_ago = NOON - timedelta(days=80)
        make_session(cast.lena, cast.nils, held_at=long_ago, promises=promises)
        for one in CoachingCommitment.objects.visible_to(cast.nils):
            one.settle("kept", on=TODAY - timedelta(days=71), by=cast.nils, at=NOON)
        with django_assert_num_queries(1):
            found = self.figures(standing_of(cast.nils, TODAY))
        assert (found["kept"].counted.now, found["kept"].counted.before) == (Share(1, 1), Share(1, 1))
        assert found["dated"].counted.now == Share(0, 1)
        assert found["dated"].counted.before is None

    def test_it_shows_the_same_reliability_as_the_api(self, cast: Cast) -> None:
        due = [TODAY - timedelta(days=days) for days in (57, 56, 55, 1, 1, 0, 0)]
        promises = [make_promise(str(number), due_on=day) for number, day in enumerate(due)]
        for part in (promises[:3], promises[3:6], promises[6:]):
            make_session(cast.lena, cast.nils, held_at=NOON - timedelta(days=80), promises=part)
        for one in CoachingCommitment.objects.visible_to(cast.nils).order_by("due_on")[:6]:
            one.settle("kept", on=one.due_on, by=cast.nils, at=NOON)
        told = reliability_of(cast.nils, TODAY)
        assert told == Share(4, 4)
        assert self.figures(standing_of(cast.nils, TODAY))["kept"].counted.now == told


@pytest.mark.usefixtures("as_served", "funnel")
@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_take_the_same_statements_however_much_there_is(cast: Cast, enter: Any, rows: int) -> None:
    for number in range(rows):
        make_session(cast.lena, cast.nils, promises=[make_promise(), make_promise(side="coach")])
        make_opportunity(cast.nils, cast.oslo, name=f"Objective {number}")
        make_plan(cast.lena, cast.nils)
    begin(
        {"every_days": 7, "first_at": NOON + timedelta(days=3)},
        coach=cast.lena,
        coachee=cast.nils,
        by=cast.lena,
        at=NOON,
    )
    lena: Client = enter(cast.lena)
    assert (cost(lena, place(cast)), cost(lena, place(cast, "prep/"))) == (14, 14)
