"""The definitions of a funnel in use stay as they are, on every path."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, models, transaction

from funnels import definitions
from funnels.definitions import FunnelInUse
from funnels.models import CommitmentDefinition, Funnel, SellerAction, Stage
from funnels.models.funnel import outline_of
from portal.scoping import scope_lifted
from tests.cast import NOON, Cast
from tests.factories import make_funnel

FROZEN = "never change"
PARTS: dict[type[models.Model], str] = {
    Stage: "funnel",
    CommitmentDefinition: "stage__funnel",
    SellerAction: "stage__funnel",
}
TEXTS = {Stage: "name", CommitmentDefinition: "statement", SellerAction: "text"}
ANY = "test"


def rows(model: Any, funnel: Funnel) -> Any:
    return model.objects.everything(reason=ANY).filter(**{PARTS[model]: funnel})


@pytest.mark.parametrize("model", PARTS)
def test_no_row_is_changed(funnel: Funnel, model: Any) -> None:
    text = TEXTS[model]
    row = rows(model, funnel).first()

    def save() -> None:
        setattr(row, text, "Other")
        row.save()

    def bulk() -> None:
        setattr(row, text, "Other")
        rows(model, funnel).bulk_update([row], [text])

    def raw() -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE {model._meta.db_table} SET {text} = 'Other'")

    ways: list[Callable[[], Any]] = [save, bulk, raw, lambda: rows(model, funnel).update(**{text: "Other"})]
    for way in ways:
        with pytest.raises(DatabaseError, match=FROZEN), transaction.atomic():
            way()
    assert not rows(model, funnel).filter(**{text: "Other"}).exists()


@pytest.mark.parametrize("model", PARTS)
def test_no_row_is_deleted_or_added(funnel: Funnel, model: Any) -> None:
    row = rows(model, funnel).last()
    with scope_lifted(ANY), pytest.raises(DatabaseError, match=FROZEN), transaction.atomic():
        row.delete()
    row._state.adding, row.pk = True, None
    row.pk = type(row)().pk
    with pytest.raises(DatabaseError, match=FROZEN), transaction.atomic():
        models.Model.save_base(row, force_insert=True, raw=True)


def test_no_row_slips_in_from_a_draft(cast: Cast, funnel: Funnel) -> None:
    draft = funnel.revise(by=cast.stella, at=NOON)
    stage = rows(Stage, draft).first()
    for values in ({"funnel": funnel, "code": "new", "position": 99}, {"funnel": funnel}):
        with pytest.raises(DatabaseError, match=FROZEN), transaction.atomic():
            rows(Stage, draft).filter(pk=stage.pk).update(**values)
    with pytest.raises(DatabaseError, match=FROZEN), transaction.atomic():
        rows(CommitmentDefinition, draft).filter(code="C02").update(stage=rows(Stage, funnel).last())


def test_a_draft_may_change(cast: Cast, funnel: Funnel) -> None:
    draft = funnel.revise(by=cast.stella, at=NOON)
    rows(Stage, draft).filter(code="adopt").update(name="Adopts")
    rows(SellerAction, draft).delete()
    assert rows(Stage, draft).filter(name="Adopts").exists()


@pytest.mark.parametrize("state", ["active", "retired"])
def test_what_was_in_use_never_becomes_a_draft_again(cast: Cast, funnel: Funnel, state: str) -> None:
    if state == "retired":
        funnel.retire(by=cast.stella, at=NOON)
    everything = Funnel.objects.everything(reason=ANY)
    for values in ({"state": "draft"}, {"activated_at": None}):
        with pytest.raises(DatabaseError, match="stays"), transaction.atomic():
            everything.filter(pk=funnel.pk).update(**values)
    with pytest.raises(DatabaseError, match="stays"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM funnels_funnel")


def test_the_verbs_say_so_in_words(cast: Cast, funnel: Funnel) -> None:
    stage = rows(Stage, funnel).first()
    one = stage.definitions.first()
    told: dict[str, Any] = {"by": cast.stella, "at": NOON}
    edits: list[Callable[[], Any]] = [
        lambda: definitions.add_stage(funnel, {"name": "Waits"}, **told),
        lambda: definitions.edit_stage(stage, {"name": "Waits"}, **told),
        lambda: definitions.shift_stage(stage, 1, **told),
        lambda: definitions.remove_stage(stage, **told),
        lambda: definitions.add_commitment(stage, {"statement": "Waits"}, **told),
        lambda: definitions.edit_commitment(one, {"statement": "Waits"}, **told),
        lambda: definitions.shift_commitment(one, 1, **told),
        lambda: definitions.remove_commitment(one, **told),
        lambda: definitions.edit_stage(stage, {}, actions=["Wait"], **told),
    ]
    for edit in edits:
        with pytest.raises(FunnelInUse, match="Revise"):
            edit()
    assert funnel.version == 2


def test_what_is_remembered_of_a_funnel_in_use_is_what_it_says(cast: Cast) -> None:
    funnel = make_funnel(cast.acme)
    remembered = outline_of(funnel.pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows(CommitmentDefinition, funnel).update(required=False)
    outline_of.cache_clear()
    assert outline_of(funnel.pk) == remembered


def test_a_draft_is_never_remembered(cast: Cast, funnel: Funnel) -> None:
    draft = funnel.revise(by=cast.stella, at=NOON)
    for _again in range(2):
        draft.retire(by=cast.stella, at=NOON)
        before = outline_of(draft.pk)
        draft.bring_back(by=cast.stella, at=NOON)
        definitions.remove_stage(rows(Stage, draft).last(), by=cast.stella, at=NOON)
        assert len(outline_of(draft.pk).stages) == len(before.stages) - 1
