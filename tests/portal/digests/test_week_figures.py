"""The figures of a week stand still, so that everybody's digest of the week tells the same."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from funnels.models import CustomerCommitment, Funnel, FunnelSnapshot, Opportunity
from funnels.models.funnel import outline_of
from portal.digests import freezing
from portal.digests.freezing import freeze, freeze_due
from portal.digests.models import Digest, WeekFigures
from portal.digests.rechecking import holds
from portal.digests.rendering import render_due
from portal.models import Membership, Person, Team
from tests.cast import Cast
from tests.factories import make_account, make_funnel, make_opportunity, satisfy
from tests.portal.digests.conftest import MONDAY
from tests.portal.digests.written import planned

WEEK = timedelta(days=7)
LATER = timedelta(hours=20)
THIS_WEEK = MONDAY.date()
DAYS_AGO = MONDAY - timedelta(days=3)


@pytest.fixture(autouse=True)
def funnel(cast: Cast) -> Funnel:
    outline_of.cache_clear()
    return make_funnel(cast.acme, at=MONDAY - 8 * WEEK)


def opportunity(owner: Person, team: Team, customer: str, *, at: datetime = DAYS_AGO, **fields: Any) -> Opportunity:
    place = make_opportunity(owner, team, at=at, account=make_account(customer))
    Opportunity.objects.everything(reason="test").filter(pk=place.pk).update(**fields)
    return place


def past_its_day(owner: Person, team: Team, customer: str) -> Opportunity:
    """Its close date has passed, and the customer has promised the next step for next month."""
    place = opportunity(owner, team, customer, expected_close=THIS_WEEK - 2 * WEEK)
    place.refresh_from_db()
    place.ask(statement="confirms the budget", promised_for=date(2026, 12, 20), by=owner, at=DAYS_AGO)
    return place


def owed(owner: Person, team: Team, customer: str) -> CustomerCommitment:
    place = opportunity(owner, team, customer)
    return place.ask(statement="starts a trial", promised_for=MONDAY.date() - timedelta(days=2), by=owner, at=DAYS_AGO)


def write(person: Person, at: datetime = MONDAY, week: date = THIS_WEEK) -> dict[str, Any]:
    """The sections of the person's digest by their code."""
    digest = planned(person, at, week=week)
    with time_machine.travel(at, tick=False):
        render_due(at=at)
    return {section["code"]: section for section in Digest.objects.get(pk=digest.pk).content["sections"]}


class TestOneTruthAWeek:
    def test_who_is_written_to_hours_later_reads_the_same_counts(self, cast: Cast) -> None:
        mended, _kept = (past_its_day(cast.nils, cast.oslo, name) for name in ("Halden Shipping", "Pella Ceramics"))
        mine = write(cast.nils)["mend"]
        mended.refresh_from_db()
        mended.edit({"expected_close": MONDAY.date() + 4 * WEEK}, by=cast.nils, at=MONDAY + LATER)
        past_its_day(cast.nils, cast.oslo, "Tern Robotics")
        managers, leaders = write(cast.lena, MONDAY + LATER), write(cast.vera, MONDAY + LATER)
        assert (mine["count"], len(mine["items"])) == (2, 2)
        assert [item["lead"] for item in managers["people"]["items"]] == ["Nils"]
        assert managers["people"]["items"][0]["detail"] == "2 past the close date"
        for sections in (managers, leaders):
            details = [item["detail"] for item in sections["values"]["items"]]
            assert all(detail.endswith("0 % need nothing") for detail in details)
            assert details[0] == details[-1]

    def test_what_was_settled_since_is_counted_and_not_shown(self, cast: Cast) -> None:
        mended, _other = (past_its_day(cast.nils, cast.oslo, name) for name in ("Halden Shipping", "Pella Ceramics"))
        freeze_due(at=MONDAY)
        mended.refresh_from_db()
        mended.edit({"expected_close": MONDAY.date() + 4 * WEEK}, by=cast.nils, at=MONDAY)
        mend = write(cast.nils, MONDAY + LATER)["mend"]
        assert (mend["count"], [item["lead"] for item in mend["items"]], mend["more"]) == (2, ["Pella Ceramics"], 0)
        assert mend["note"] == "1 settled since"
        assert Digest.objects.get().content["as_of"] == "figures as of Mon 16 Nov, 07:30"

    def test_manager_and_leader_read_the_same_number_of_late_ones(self, cast: Cast) -> None:
        first = owed(cast.nils, cast.oslo, "Halden Shipping")
        owed(cast.olga, cast.bergen, "Pella Ceramics")
        freeze_due(at=MONDAY)
        first.break_off(by=cast.nils, at=MONDAY + LATER)
        managers, leaders = write(cast.lena, MONDAY + LATER), write(cast.vera, MONDAY + LATER)
        late = managers["late-in-teams"]
        assert (late["count"], len(late["items"]), late["note"]) == (2, 1, "1 settled since")
        assert "late-in-teams" not in leaders
        assert all(" · 2 overdue · " in item["detail"] for item in leaders["values"]["items"])

    def test_figures_are_kept_once(self, cast: Cast) -> None:
        past_its_day(cast.nils, cast.oslo, "Halden Shipping")
        freeze(MONDAY.date(), at=MONDAY)
        freeze(MONDAY.date(), at=MONDAY + LATER)
        freeze_due(at=MONDAY + LATER)
        assert WeekFigures.objects.get().at == MONDAY
        assert FunnelSnapshot.objects.everything(reason="test").count() == 1

    @pytest.mark.parametrize(("wanted", "before"), [(False, None), (True, timedelta(minutes=-1))])
    def test_from_monday_morning_on_or_with_the_first_digest(
        self, cast: Cast, wanted: bool, before: timedelta | None
    ) -> None:
        six = datetime(2026, 11, 16, 5, tzinfo=UTC)  # in Oslo
        if wanted:
            planned(cast.nils, six)
        freeze_due(at=six - timedelta(minutes=1))
        freeze_due(at=six)
        assert WeekFigures.objects.get().at == six + (before or timedelta())

    def test_a_fault_in_a_figure_stops_no_digest(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        owed(cast.nils, cast.oslo, "Halden Shipping")

        def breaks(week: date, *, at: datetime) -> None:
            raise KeyError("a fault of ours")

        monkeypatch.setattr(freezing, "freeze", breaks)
        assert "overdue" in write(cast.nils)


class TestWhatTheyTell:
    def test_each_of_a_managers_people_by_name_and_with_facts(self, cast: Cast) -> None:
        past_its_day(cast.olga, cast.bergen, "Pella Ceramics")
        past_its_day(cast.olga, cast.bergen, "Tern Robotics")
        owed(cast.nils, cast.oslo, "Halden Shipping")
        broken = owed(cast.nils, cast.oslo, "Osprey Logistics")
        broken.break_off(by=cast.nils, at=DAYS_AGO)
        people = write(cast.lena)["people"]
        told = {item["lead"]: item["detail"] for item in people["items"]}
        assert list(told.items()) == [
            ("Nils", "1 overdue · 1 broken or declined last week · 1 without a dated next commitment"),
            ("Olga", "2 past the close date"),
        ]
        assert people["items"][0]["address"] == f"/funnel/?owner={cast.nils.pk}"

    def test_a_leader_hears_of_teams_and_not_of_people_who_have_a_nearer_manager(self, cast: Cast) -> None:
        past_its_day(cast.nils, cast.oslo, "Halden Shipping")
        past_its_day(cast.rita, cast.rome, "Pella Ceramics")
        sections = write(cast.vera)
        assert "people" not in sections
        assert [item["lead"] for item in sections["values"]["items"]] == ["Acme", "North", "South"]

    def test_what_backs_the_open_value_and_a_week_ago(self, cast: Cast) -> None:
        backed = opportunity(cast.nils, cast.oslo, "Halden Shipping", at=MONDAY - 2 * WEEK, amount=300_000)
        opportunity(cast.nils, cast.oslo, "Pella Ceramics", at=MONDAY - 2 * WEEK, amount=100_000)
        freeze(THIS_WEEK - WEEK, at=MONDAY - WEEK)
        satisfy(backed, by=cast.nils, at=DAYS_AGO)
        [north, _oslo] = write(cast.lena)["values"]["items"]
        assert north["detail"].startswith("€400k open, 75 % (0 % a week ago) of it backed by what customers did")

    def test_who_tidied_up_is_told_to_the_manager(self, cast: Cast) -> None:
        places = [past_its_day(cast.nils, cast.oslo, f"Customer {number}") for number in range(3)]
        freeze(THIS_WEEK - WEEK, at=MONDAY - WEEK)
        for place in places[:2]:
            place.refresh_from_db()
            place.edit({"expected_close": THIS_WEEK + 4 * WEEK}, by=cast.nils, at=DAYS_AGO)
        [item] = write(cast.lena)["better"]["items"]
        assert (item["lead"], item["detail"]) == ("Nils", "3 → 1 to look at")

    def test_what_moved_since_last_week(self, cast: Cast) -> None:
        place = opportunity(cast.nils, cast.oslo, "Halden Shipping")
        satisfy(place, by=cast.nils, at=DAYS_AGO)
        place.advance(by=cast.nils, at=DAYS_AGO + timedelta(hours=1))
        owed(cast.nils, cast.oslo, "Pella Ceramics")
        [own], [teams] = write(cast.nils)["moves"]["items"], write(cast.lena)["moves"]["items"]
        assert own["detail"] == teams["detail"] == "1 moved on and 2 opened"

    def test_before_a_quarter_ends_it_is_the_time_to_clean_out(self, cast: Cast) -> None:
        past_its_day(cast.nils, cast.oslo, "Halden Shipping")
        owed(cast.nils, cast.oslo, "Pella Ceramics")
        before = write(cast.nils)
        then = MONDAY + WEEK
        after = write(cast.nils, then, then.date())
        assert before["mend"]["title"] == "To clean up"
        assert after["mend"]["title"] == "Clean out before the quarter ends on Thu 31 Dec"
        assert list(after)[:2] == ["overdue", "mend"]

    def test_nobody_reads_of_teams_that_are_not_theirs(self, cast: Cast) -> None:
        past_its_day(cast.nils, cast.oslo, "Halden Shipping")
        owed(cast.rita, cast.rome, "Canary in Rome")
        told = str(write(cast.lena))
        assert "Halden" not in told  # a count beside a name, no list of somebody else's work
        assert "Nils" in told
        assert not {"Rita", "Rome", "South", "Canary"} & set(told.replace("'", " ").split())

    def test_its_lines_stay_readable_until_the_rights_change(self, cast: Cast) -> None:
        past_its_day(cast.nils, cast.oslo, "Halden Shipping")
        write(cast.lena)
        digest = Digest.objects.get(recipient=cast.lena)
        assert {item["kind"] for one in digest.content["sections"] for item in one["items"]} >= {"team", "seller"}
        assert holds(Digest.objects.select_related("recipient").get(pk=digest.pk))
        Membership.objects.filter(person=cast.lena).update(ends_on=THIS_WEEK)
        assert not holds(Digest.objects.select_related("recipient").get(pk=digest.pk))
