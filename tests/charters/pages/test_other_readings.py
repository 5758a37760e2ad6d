"""My tactics, the strategy brief, the versions and their changes, the printed sheet, and what waits in This week."""

import logging
import re
import zlib
from collections.abc import Callable
from datetime import timedelta
from importlib.util import find_spec

import pytest
from django.http import HttpResponse
from django.test import Client

from charters import paper
from charters.models import Charter, Goal, Question, StrategyBrief, TacticProgress
from charters.models.priority import StrategicPriority
from portal.models import Person
from tests.cast import NOON, TODAY, Cast
from tests.charter_factories import put_into_force

Enter = Callable[[Person], Client]
Shown = Callable[[HttpResponse], str]


def due(charter: Charter, days: int, owner: Person) -> TacticProgress:
    progress: TacticProgress = charter.tactics.get().progress
    fields = {"due_on": TODAY + timedelta(days=days), "owner": owner}
    TacticProgress.objects.everything(reason="test").filter(pk=progress.pk).update(**fields)
    progress.refresh_from_db()
    return progress


@pytest.mark.parametrize(("days", "group"), [(-3, "overdue"), (0, "week"), (2, "week"), (3, "later")])
def test_my_tactics_stand_by_their_day(
    cast: Cast, root: Charter, enter: Enter, shown: Shown, days: int, group: str
) -> None:
    due(root, days, cast.nils)
    words = shown(enter(cast.nils).get("/charters/tactics/"))
    assert f'<section class="panel" id="{group}"' in words
    assert "Write the first playbook" in words


def test_what_is_done_is_kept_and_others_tactics_are_theirs(
    cast: Cast, root: Charter, enter: Enter, shown: Shown
) -> None:
    due(root, 1, cast.nils).done(by=cast.nils, at=NOON)
    assert 'id="done"' in shown(enter(cast.nils).get("/charters/tactics/"))
    assert "You have taken on no tactic yet" in shown(enter(cast.olga).get("/charters/tactics/"))


def test_a_tactic_of_two_binding_versions_is_listed_once(cast: Cast, root: Charter, enter: Enter, shown: Shown) -> None:
    due(root, 1, cast.nils)
    later = root.revise(by=cast.vera, at=NOON)
    later.submit(by=cast.vera, at=NOON)
    later.approve(by=cast.vera, at=NOON)
    assert shown(enter(cast.nils).get("/charters/tactics/")).count(">Write the first playbook</a>") == 1


@pytest.fixture
def brief(cast: Cast, root: Charter) -> StrategyBrief:
    made = StrategyBrief.objects.create(
        team=cast.acme, title="How we win", problems="Turnaround delay", created_at=NOON
    )
    priority = StrategicPriority.add(
        made, {"kind": "market", "name": "Ports", "objective": root.objectives.get()}, by=cast.vera, at=NOON
    )
    made.publish(by=cast.vera, at=NOON)
    priority.record_training([cast.nils, cast.olga, cast.rita], held_on=TODAY, by=cast.vera, at=NOON)
    return made


def test_a_brief_tells_how_far_each_priority_has_come(
    cast: Cast, brief: StrategyBrief, enter: Enter, shown: Shown
) -> None:
    brief.acknowledge(by=cast.nils, at=NOON)
    brief.acknowledge(by=cast.vera, at=NOON)
    words = shown(enter(cast.nils).get(f"/charters/briefs/{brief.pk}/"))
    assert "1 of 3" in words
    assert "3 of 3" in words
    assert "no data" in words
    assert "Turnaround delay" in words
    assert words.count("Not answered yet: leadership owes it.") == 7
    assert "You have read it" in words


def test_a_brief_that_is_being_written_is_its_keepers(cast: Cast, brief: StrategyBrief, enter: Enter) -> None:
    later = brief.revise(by=cast.vera, at=NOON)
    assert enter(cast.nils).get(f"/charters/briefs/{later.pk}/").status_code == 404
    assert enter(cast.vera).get(f"/charters/briefs/{later.pk}/").status_code == 200


def test_briefs_are_listed_or_asked_for(cast: Cast, enter: Enter, shown: Shown) -> None:
    assert "No strategy brief yet" in shown(enter(cast.nils).get("/charters/briefs/"))


def test_a_published_brief_is_listed_as_not_read(cast: Cast, brief: StrategyBrief, enter: Enter, shown: Shown) -> None:
    words = shown(enter(cast.rita).get("/charters/briefs/"))
    assert "How we win" in words
    assert "Not read by you yet" in words


def test_what_changed_is_told_word_by_word(cast: Cast, root: Charter, enter: Enter, shown: Shown) -> None:
    later = root.revise(by=cast.vera, at=NOON)
    later.edit({"purpose": "So that good conversations depend on preparation."}, by=cast.vera, at=NOON)
    later.add_part(Goal, {"statement": "Another goal"}, by=cast.vera, at=NOON)
    words = shown(enter(cast.vera).get(f"/charters/{later.pk}/changes/"))
    assert "From version 1 to version 2" in words
    assert "removed: </span>luck</del>" in words
    assert "added: </span>preparation</ins>" in words
    assert "Another goal" in words


def test_the_first_version_has_nothing_before_it(cast: Cast, root: Charter, enter: Enter, shown: Shown) -> None:
    assert "There is no earlier version" in shown(enter(cast.nils).get(f"/charters/{root.pk}/changes/"))
    for since in ("2", "1", "x"):
        assert enter(cast.nils).get(f"/charters/{root.pk}/changes/?since={since}").status_code == 404


def test_versions_that_one_may_read_are_listed(cast: Cast, root: Charter, enter: Enter, shown: Shown) -> None:
    root.revise(by=cast.vera, at=NOON)
    assert "Version 2" in shown(enter(cast.vera).get(f"/charters/{root.pk}/versions/"))
    assert "Version 2" not in shown(enter(cast.nils).get(f"/charters/{root.pk}/versions/"))


def test_the_sheet_prints_on_one_page_or_in_full(cast: Cast, root: Charter, enter: Enter, shown: Shown) -> None:
    full = shown(enter(cast.nils).get(f"/charters/{root.pk}/print/"))
    short = shown(enter(cast.nils).get(f"/charters/{root.pk}/print/?form=page"))
    assert "How we know: measures by dimension" in full
    assert "How we know: measures by dimension" not in short
    assert "Phases and landmarks" in short
    assert f"http://testserver/charters/{root.pk}/" in short
    assert '<details class="phase" open>' in full


def pages_of(pdf: bytes) -> int:
    """How many pages it has, counted in its packed objects."""
    streams = re.findall(rb"stream\n(.*?)\nendstream", pdf, re.DOTALL)
    packed = [zlib.decompress(one) for one in streams if one.startswith(b"x\xda")]
    return sum(len(re.findall(rb"/Type\s*/Page\b", one)) for one in packed)


def test_the_pdf_is_one_page_or_more(cast: Cast, root: Charter, enter: Enter) -> None:
    pytest.importorskip("weasyprint", exc_type=OSError)
    answer = enter(cast.nils).get(f"/charters/{root.pk}/charter.pdf?form=page")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF-")
    assert pages_of(answer.content) == 1
    assert answer.headers["Content-Disposition"] == 'attachment; filename="acme-charter-version-1.pdf"'


def test_the_printer_reads_no_address_that_a_charter_names(caplog: pytest.LogCaptureFixture) -> None:
    pytest.importorskip("weasyprint", exc_type=OSError)
    caplog.set_level(logging.ERROR, logger="weasyprint")
    for address in ("http://127.0.0.1:1/x.png", "file:///etc/hostname"):
        assert paper.as_pdf(f'<img src="{address}"><p>Text').startswith(b"%PDF-")
        assert f"{address} is not read." in caplog.text


def test_a_host_without_the_printer_says_so_and_offers_the_page(
    cast: Cast, root: Charter, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper, "PRINTER", "charters.no_such_printer")
    assert find_spec("charters.no_such_printer") is None
    answer = enter(cast.nils).get(f"/charters/{root.pk}/charter.pdf")
    assert answer.status_code == 503
    assert "This host cannot make PDFs" in answer.content.decode()


def test_this_week_tells_what_waits_for_me(
    cast: Cast, root: Charter, child: Charter, enter: Enter, shown: Shown
) -> None:
    child.submit(by=cast.lena, at=NOON)
    assert "Wait for your approval" in shown(enter(cast.vera).get("/"))
    assert "Wait for your approval" not in shown(enter(cast.lena).get("/"))
    child.approve(by=cast.vera, at=NOON)
    child.activate(by=cast.lena, at=NOON)
    Question.ask(child, "Who pays?", by=cast.nils, at=NOON)
    put_into_force(root.revise(by=cast.vera, at=NOON))
    Charter.objects.everything(reason="test").filter(pk=child.pk).update(review_due_on=TODAY + timedelta(days=7))
    due(child, 2, cast.lena)
    words = shown(enter(cast.lena).get("/"))
    order = [
        words.index(title)
        for title in (
            "Due by Friday", "Do they still serve the charter above?", "Charters to review", "Questions on your charters",
        )
    ]  # fmt: skip
    assert order == sorted(order)
    assert "Who pays?" in words
    assert "Who pays?" not in shown(enter(cast.nils).get("/"))
