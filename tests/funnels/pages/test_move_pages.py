"""Moving on, back, out and in again by pages: the same gate, the same answers."""

import re

import pytest

from funnels.choices import Status
from funnels.models import Opportunity
from funnels.models.funnel import outline_of
from tests.cast import NOON
from tests.factories import record, satisfy
from tests.funnels.pages.conftest import address


def version_of(opportunity: Opportunity) -> dict[str, str]:
    opportunity.refresh_from_db()
    return {"version": str(opportunity.version)}


def stage_of(opportunity: Opportunity) -> str:
    opportunity.refresh_from_db()
    return opportunity.stage.code


def test_one_click_moves_what_is_ready_and_can_be_undone(as_nils, cast, opportunity):
    satisfy(opportunity, by=cast.nils)
    response = as_nils.post(address(opportunity, "advance/"), version_of(opportunity) | {"next": "/funnel/"})
    assert response["Location"] == "/funnel/"
    assert stage_of(opportunity) == "define"
    as_nils.post(address(opportunity, "undo/"), version_of(opportunity))
    assert stage_of(opportunity) == "acknowledge"


def test_a_refused_move_opens_the_gate_on_what_is_missing(as_nils, opportunity, shown):
    response = as_nils.post(address(opportunity, "advance/"), version_of(opportunity))
    assert response.status_code == 409
    words = shown(response)
    assert "1 customer commitment is missing." in words
    assert "States the issue in its own words" in words
    assert "Record and move to Define" in words
    assert stage_of(opportunity) == "acknowledge"


def test_a_refused_drop_opens_the_dialog_to_supply_it(as_nils, opportunity):
    stages = outline_of(opportunity.funnel_id).stages
    dropped = version_of(opportunity) | {"stages": str(stages[2].id)}
    response = as_nils.post(address(opportunity, "advance/"), dropped, headers={"HX-Request": "true"})
    assert response.status_code == 409
    assert response["HX-Retarget"] == "#dialog"
    assert "<dialog" in response.content.decode()
    assert stage_of(opportunity) == "acknowledge"


def test_a_drop_on_a_column_finds_the_stage_of_its_own_version(as_nils, cast, opportunity):
    satisfy(opportunity, by=cast.nils)
    stages = outline_of(opportunity.funnel_id).stages
    dropped = version_of(opportunity) | {"stages": f"01a201bd-2332-77a6-a745-241dccfdb9d7 {stages[1].id}"}
    as_nils.post(address(opportunity, "advance/"), dropped)
    assert stage_of(opportunity) == "define"


def test_a_move_from_an_old_page_shows_who_changed_what(as_nils, cast, opportunity, shown):
    satisfy(opportunity, by=cast.nils)
    seen = version_of(opportunity) | {"wanted": "Define"}
    opportunity.edit({"amount": 500_000}, by=cast.lena, at=NOON)
    response = as_nils.post(address(opportunity, "advance/"), seen)
    assert response.status_code == 412
    words = shown(response)
    assert "Somebody changed this since you opened it" in words
    assert "Amount: €384,000 → €500,000" in words
    assert "Lena" in words
    assert "Move to Define" in words
    assert stage_of(opportunity) == "acknowledge"


FORM = re.compile(r'<form[^>]* method="post" action="[^"]*/advance/">.*?</form>')
FIELD = re.compile(r'name="(\w+)" value="([^"]*)"')


@pytest.mark.parametrize("page", ["opportunity", "board", "this week"])
def test_a_second_move_from_an_old_page_says_what_its_button_said(as_nils, cast, opportunity, shown, page):
    satisfy(opportunity, by=cast.nils)
    where = {"opportunity": address(opportunity), "board": "/funnel/", "this week": "/"}[page]
    form = FORM.search(shown(as_nils.get(where)))
    held = dict(FIELD.findall(form[0]))
    as_nils.post(address(opportunity, "advance/"), held)
    assert stage_of(opportunity) == "define"
    response = as_nils.post(address(opportunity, "advance/"), held)
    assert response.status_code == 412
    assert "<dt>You wanted</dt><dd>Move to Define</dd>" in shown(response)
    assert "<dt>It now stands in</dt><dd>Define</dd>" in shown(response)


def test_a_drop_from_an_old_board_names_the_column(as_nils, cast, opportunity, shown):
    dropped = version_of(opportunity) | {"stages": str(outline_of(opportunity.funnel_id).stages[2].id)}
    opportunity.edit({"amount": 500_000}, by=cast.lena, at=NOON)
    words = shown(as_nils.post(address(opportunity, "advance/"), dropped))
    assert "<dt>You wanted</dt><dd>Move to Evaluate</dd>" in words


@pytest.mark.parametrize("wanted", ["", "the moon"])
def test_what_is_no_stage_is_not_said_back(as_nils, cast, opportunity, shown, wanted):
    old = version_of(opportunity) | {"wanted": wanted}
    opportunity.edit({"amount": 500_000}, by=cast.lena, at=NOON)
    words = shown(as_nils.post(address(opportunity, "advance/"), old))
    assert "<dt>You wanted</dt><dd>Move on</dd>" in words
    assert "the moon" not in words


def test_only_posts_move(as_nils, opportunity):
    assert as_nils.get(address(opportunity, "advance/")).status_code == 405


def test_a_move_without_its_version_is_refused(as_nils, cast, opportunity):
    satisfy(opportunity, by=cast.nils)
    assert as_nils.post(address(opportunity, "advance/"), {}).status_code == 400
    assert stage_of(opportunity) == "acknowledge"


def test_moving_back_takes_a_reason(as_nils, cast, opportunity):
    satisfy(opportunity, by=cast.nils)
    opportunity.advance(by=cast.nils, at=NOON)
    first = str(outline_of(opportunity.funnel_id).stages[0].id)
    typed = version_of(opportunity) | {"to": first, "reason": ""}
    assert as_nils.post(address(opportunity, "regress/"), typed).status_code == 422
    as_nils.post(address(opportunity, "regress/"), typed | {"reason": "Karin left"})
    assert stage_of(opportunity) == "acknowledge"
    assert opportunity.last_move.reason == "Karin left"


@pytest.mark.parametrize("outcome", ["lost", "no_decision", "walked_away"])
def test_closing_takes_a_reason_of_its_outcome(as_nils, opportunity, outcome):
    reasons = {"lost": "competitor", "no_decision": "status_quo", "walked_away": "no_access"}
    typed = version_of(opportunity) | {"outcome": outcome, "note": ""}
    assert as_nils.post(address(opportunity, "close/"), typed).status_code == 422
    as_nils.post(address(opportunity, "close/"), typed | {"reasons": [reasons[outcome]]})
    opportunity.refresh_from_db()
    assert (opportunity.status, opportunity.close_reasons) == (outcome, [reasons[outcome]])


def test_postponing_takes_the_day_it_comes_back(as_nils, opportunity, shown):
    assert "It comes back on" in shown(as_nils.get(address(opportunity, "close/?outcome=postponed")))
    typed = version_of(opportunity) | {"outcome": "postponed", "reasons": ["project"], "note": "", "wake_on": ""}
    assert as_nils.post(address(opportunity, "close/"), typed).status_code == 422
    as_nils.post(address(opportunity, "close/"), typed | {"wake_on": "2027-02-01"})
    opportunity.refresh_from_db()
    assert opportunity.status == Status.POSTPONED


def test_winning_passes_the_same_gate(as_nils, opportunity, shown):
    typed = version_of(opportunity) | {"outcome": "won", "reasons": ["best_fit"], "note": ""}
    response = as_nils.post(address(opportunity, "close/"), typed)
    assert response.status_code == 409
    assert "customer commitments are missing." in shown(response)
    opportunity.refresh_from_db()
    assert opportunity.status == Status.OPEN


def test_a_closed_one_opens_again_in_the_stage_it_left(as_nils, cast, opportunity):
    opportunity.close(outcome="lost", reasons=["price"], by=cast.nils, at=NOON)
    as_nils.post(address(opportunity, "reopen/"), version_of(opportunity) | {"reason": "They called"})
    opportunity.refresh_from_db()
    assert (opportunity.status, stage_of(opportunity)) == (Status.OPEN, "acknowledge")


def test_a_manager_moves_it_with_a_reason_that_is_shown_everywhere(enter, cast, opportunity, shown):
    second = str(outline_of(opportunity.funnel_id).stages[1].id)
    typed = version_of(opportunity) | {"to": second, "reason": "Board decides before the recap"}
    lena = enter(cast.lena)
    lena.post(address(opportunity, "override/"), typed)
    assert stage_of(opportunity) == "define"
    words = shown(lena.get(address(opportunity)))
    assert "Board decides before the recap" in words
    assert "Moved to Define without the customer" in words
    assert "The evidence reaches Acknowledge" in words


def test_an_expired_reason_is_said_and_still_owed(enter, cast, opportunity, noon, shown):
    second = str(outline_of(opportunity.funnel_id).stages[1].id)
    lena = enter(cast.lena)
    lena.post(address(opportunity, "override/"), version_of(opportunity) | {"to": second, "reason": "Because"})
    noon.shift(15 * 86400)
    words = shown(enter(cast.lena).get(address(opportunity)))
    assert "the time for that ended on" in words
    assert "owed since an override ended" in words


def test_a_salesperson_cannot_override_and_learns_who_can(as_nils, opportunity):
    second = str(outline_of(opportunity.funnel_id).stages[1].id)
    response = as_nils.post(
        address(opportunity, "override/"), version_of(opportunity) | {"to": second, "reason": "Please"}
    )
    assert response.status_code == 403
    assert "Only managers of this team" in response.content.decode()
    assert stage_of(opportunity) == "acknowledge"


@pytest.mark.parametrize("verb", ["advance", "undo", "unpark", "archive", "restore"])
def test_a_colleague_of_another_team_cannot_act_at_once(enter, cast, opportunity, verb):
    before = opportunity.version
    assert enter(cast.rita).post(address(opportunity, f"{verb}/"), {"version": "1"}).status_code == 404
    assert enter(cast.stella).post(address(opportunity, f"{verb}/"), {"version": "1"}).status_code == 403
    opportunity.refresh_from_db()
    assert opportunity.version == before


def test_parking_names_who_named_the_day(as_nils, opportunity, shown):
    typed = version_of(opportunity) | {"until": "2027-01-10", "reason": "Karin: after the audit"}
    as_nils.post(address(opportunity, "park/"), typed)
    assert "Parked until 10 Jan 2027" in shown(as_nils.get(address(opportunity))).replace("<b>", "")
    as_nils.post(address(opportunity, "unpark/"), version_of(opportunity))
    opportunity.refresh_from_db()
    assert opportunity.parked_until is None


def test_put_away_and_brought_back(as_nils, opportunity, shown):
    as_nils.post(address(opportunity, "archive/"), version_of(opportunity))
    assert "Put away." in shown(as_nils.get(address(opportunity)))
    assert "Port turnaround" not in shown(as_nils.get("/funnel/"))
    as_nils.post(address(opportunity, "restore/"), version_of(opportunity))
    assert "Port turnaround" in shown(as_nils.get("/funnel/"))


def test_the_commitments_of_a_later_stage_do_not_move_this_one(as_nils, cast, opportunity):
    later = opportunity.funnel.stages.get(code="define").definitions.first()
    record(opportunity, later, by=cast.nils)
    assert as_nils.post(address(opportunity, "advance/"), version_of(opportunity)).status_code == 409
