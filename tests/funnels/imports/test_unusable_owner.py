"""An owner whom nobody can add holds up the own rows only, in the trial as in the run; what fails for good stops."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import OperationalError
from django.test import Client

from funnels.importing import opportunities, resuming
from funnels.importing.running import begin_check, begin_run
from funnels.models import ImportBatch, ImportReceipt, Opportunity, Product
from funnels.models.importing import BatchState
from portal.joining import add_person
from portal.models import Event, Membership, Person
from portal.refusals import Refusal
from tests.cast import Cast
from tests.funnels.imports.conftest import ALL, Import
from tests.funnels.imports.steps import as_csv, bring_in, checked, counts, moment, staged, taken_back

HEADER = ["Deal ID", "Owner"]
TWO = as_csv(HEADER, [["D-1", "Nils"], ["D-2", "nobody@x"]])
NO_ADDRESS = {"row": 3, "reasons": ["Owner: “nobody@x” is not an e-mail address."]}

pytestmark = pytest.mark.usefixtures("funnel")


def tried(cast: Cast, content: bytes = TWO) -> ImportBatch:
    return checked(staged(content, team=cast.acme, by=cast.stella))


def worked_off(batch: ImportBatch) -> ImportBatch:
    begin_run(batch, by=batch.started_by, at=moment())
    resuming.work_off(batch.pk, clock=moment)
    batch.refresh_from_db()
    return batch


def refused(batch: ImportBatch) -> list[dict[str, object]]:
    return [one for chunk in batch.chunks.all() for one in chunk.refused]


def test_the_trial_finds_what_the_run_finds(cast: Cast) -> None:
    people, memberships = Person.objects.count(), Membership.objects.count()
    batch = tried(cast)
    assert (counts(batch), refused(batch)) == ((1, 0, 0, 1), [NO_ADDRESS])
    worked_off(batch)
    assert (batch.state, counts(batch), refused(batch)) == (BatchState.DONE, (1, 0, 0, 1), [NO_ADDRESS])
    assert (Person.objects.count(), Membership.objects.count()) == (people, memberships)


def test_the_own_row_is_refused_with_everything_else_that_is_wrong_in_it(cast: Cast) -> None:
    header = [*HEADER, "Amount", "Close date"]
    rows = [["D-1", "Nils", "5", "2026-12-01"], ["D-2", "nobody@x", "abc", "2026-02-31"]]
    batch = worked_off(tried(cast, as_csv(header, rows)))
    assert (batch.state, counts(batch)) == (BatchState.DONE, (1, 0, 0, 1))


def test_a_name_too_long_for_a_person_is_refused(cast: Cast) -> None:
    batch = worked_off(tried(cast, as_csv(HEADER, [["D-1", "Nils"], ["D-2", "x" * 150]])))
    assert counts(batch) == (1, 0, 0, 1)
    assert "is longer than 120 characters" in str(refused(batch))


def test_two_spellings_of_a_newcomer_add_one(cast: Cast) -> None:
    content = as_csv(HEADER, [["D-1", "kim@acme.example"], ["D-2", "Kim@Acme.example"]])
    values = {"owner": {"kim@acme.example": "new", "Kim@Acme.example": "new"}}
    batch = bring_in(content, team=cast.acme, by=cast.stella, values=values)
    assert counts(batch) == (2, 0, 0, 0)
    assert Person.objects.by_email("kim@acme.example").count() == 1


def test_two_spellings_of_a_new_product_line_add_one(bring: Import) -> None:
    values = {"product": {"Crane": "new", "CRANE": "new"}}
    batch = bring({"Product": "Crane"}, {"Deal ID": "D-2", "Product": "CRANE"}, values=values)
    assert counts(batch) == (2, 0, 0, 0)
    assert Product.objects.filter(name__iexact="crane").count() == 1


def break_preparation(monkeypatch: pytest.MonkeyPatch, fault: Exception) -> None:
    """The first newcomer is added, then something happens that nobody foresaw."""

    def fail(self: opportunities.Catalogue, **_given: object) -> None:
        add_person(name="Half Added", by=None, at=moment())
        raise fault

    monkeypatch.setattr(opportunities.Catalogue, "add_new", fail)


def test_a_run_that_cannot_be_prepared_stops_and_says_why(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, enter: Callable[[Person], Client]
) -> None:
    batch = tried(cast)
    with monkeypatch.context() as patched:
        break_preparation(patched, ValueError("secret"))
        worked_off(batch)
    assert (batch.state, batch.position) == (BatchState.FAILED, 0)
    assert not Person.objects.filter(name="Half Added").exists()
    assert batch.pk not in resuming.left_behind(moment())
    page = enter(cast.stella).get(f"/imports/{batch.pk}/").content.decode()
    assert "This import stopped before its end." in page
    assert "The portal met an error of its own." in page
    assert "secret" not in page
    assert "Undo import" in page
    assert taken_back(batch, by=cast.stella).state == BatchState.UNDONE


def test_what_the_portal_refuses_is_told_in_its_words(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = tried(cast)
    break_preparation(monkeypatch, Refusal("This team is archived."))
    assert worked_off(batch).notes[-1] == {"code": "failed", "text": "This team is archived."}
    assert Event.objects.about(batch).filter(verb="failed").exists()


def test_a_trial_that_cannot_be_prepared_stops_too(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = tried(cast)
    begin_check(batch, by=cast.stella, at=moment())
    break_preparation(monkeypatch, ValueError())
    resuming.work_off(batch.pk, clock=moment)
    batch.refresh_from_db()
    assert batch.state == BatchState.FAILED


def test_an_outage_passes_and_the_next_worker_goes_on(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = tried(cast)
    with monkeypatch.context() as patched, pytest.raises(OperationalError):
        break_preparation(patched, OperationalError())
        worked_off(batch)
    resuming.work_off(batch.pk, clock=moment)
    batch.refresh_from_db()
    assert (batch.state, counts(batch)) == (BatchState.DONE, (1, 0, 0, 1))


def test_what_was_done_before_it_stopped_is_told_and_undone(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = tried(cast, as_csv(HEADER, [[f"D-{number}", "Nils"] for number in range(600)]))
    real = opportunities.Opportunities.judge

    def fail_late(self: opportunities.Opportunities, rows: list[list[object]]) -> object:
        if len(rows) < 500:
            raise ValueError
        return real(self, rows)

    monkeypatch.setattr(opportunities.Opportunities, "judge", fail_late)
    worked_off(batch)
    assert (batch.state, batch.position) == (BatchState.FAILED, 500)
    assert ImportReceipt.objects.of(cast.nils).get().created == 500
    taken_back(batch, by=cast.stella)
    assert not Opportunity.objects.everything(reason=ALL).current().exists()


def test_stop_and_undo_works_before_anything_is_done(
    cast: Cast, enter: Callable[[Person], Client], django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    batch = tried(cast)
    begin_run(batch, by=cast.stella, at=moment())
    stella = enter(cast.stella)
    page = stella.get(f"/imports/{batch.pk}/").content.decode()
    assert f'name="version" value="{batch.version}"><button' in page.split("/undo/")[1]
    with django_capture_on_commit_callbacks(execute=True):
        assert stella.post(f"/imports/{batch.pk}/undo/", {"version": batch.version}).status_code == 302
    batch.refresh_from_db()
    assert batch.state == BatchState.UNDONE
