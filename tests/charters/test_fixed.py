"""What was approved stays as it was approved, whoever writes and by whatever path."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, models, transaction

from charters.choices import CharterState
from charters.models import (
    Charter,
    Connection,
    Goal,
    Measure,
    Objective,
    SalesMission,
    Service,
    Stakeholder,
    Strategy,
    Tactic,
    Target,
)
from charters.refusals import CharterFixed
from portal.scoping import scope_lifted
from tests.cast import NOON, TODAY, Cast
from tests.charter_factories import approve, make_mission
from tests.charters.places import ALL, anew

FIXED = "never changes"
TEXTS: dict[Any, str] = {
    Goal: "statement", Objective: "statement", Target: "milestone", Strategy: "how", Tactic: "step", Service: "name",
    Measure: "name", Stakeholder: "role", Connection: "words", SalesMission: "pledge",
}  # fmt: skip


@pytest.fixture
def approved(cast: Cast, root: Charter) -> Charter:
    """One that has a part of every kind."""
    charter = make_mission(cast, root, root.goals.get())
    told: dict[str, Any] = {"by": cast.lena, "at": NOON}
    charter.add_part(Goal, {"statement": "G", "from_state": "a", "to_state": "b"}, **told)
    charter.edit_part(charter.objectives.get(), {"goal": charter.goals.get()}, **told)
    charter.add_part(Service, {"name": "Playbooks"}, **told)
    charter.add_part(Measure, {"name": "Opened", "dimension": "adoption"}, **told)
    charter.add_part(Stakeholder, {"person": cast.olga}, **told)
    charter.add_part(Connection, {"other": root}, **told)
    return approve(charter)


def rows(model: Any, charter: Charter) -> Any:
    path = "objective__charter" if model is Target else "charter"
    return model.objects.everything(reason="test").filter(**{path: charter})


def ways(record: Any, field: str, value: object) -> list[Callable[[], Any]]:
    found = type(record).objects.everything(reason="test").filter(pk=record.pk)

    def save() -> None:
        setattr(record, field, value)
        record.save()

    def bulk() -> None:
        setattr(record, field, value)
        found.bulk_update([record], [field])

    def raw() -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE {record._meta.db_table} SET {field} = 'Other'")

    return [save, bulk, raw, lambda: found.update(**{field: value})]


@pytest.mark.parametrize("model", TEXTS, ids=lambda model: model.__name__)
def test_no_part_is_changed(approved: Charter, model: Any) -> None:
    part = rows(model, approved).get()
    for way in ways(part, TEXTS[model], "Other"):
        with pytest.raises(DatabaseError, match=FIXED), transaction.atomic():
            way()
    assert getattr(anew(part), TEXTS[model]) != "Other"


@pytest.mark.parametrize("model", TEXTS, ids=lambda model: model.__name__)
def test_no_part_is_removed_or_added(approved: Charter, model: Any) -> None:
    part = rows(model, approved).get()
    with scope_lifted("test"), pytest.raises(DatabaseError, match=FIXED), transaction.atomic():
        rows(model, approved)._raw_delete("default")
    part.pk, part._state.adding = type(part)().pk, True
    with pytest.raises(DatabaseError), transaction.atomic():
        models.Model.save_base(part, force_insert=True, raw=True)
    assert rows(model, approved).count() == 1


@pytest.mark.parametrize(
    "field", ["title", "vision", "mission", "purpose", "tag_line", "serves_parent", "review_rhythm", "kind"]
)
def test_no_text_of_the_charter_is_changed(approved: Charter, field: str) -> None:
    before = getattr(approved, field)
    for way in ways(approved, field, "Other"):
        with pytest.raises(DatabaseError), transaction.atomic():
            way()
    assert getattr(anew(approved), field) == before


@pytest.mark.parametrize(
    "values",
    [
        {"in_scope": ["Everything"]}, {"core_values": []}, {"parent": None}, {"approved_at": None}, {"review_days": 30},
        {"effective_on": TODAY}, {"state": CharterState.DRAFT}, {"state": CharterState.IN_REVIEW}, {"revision": 7},
    ],
    ids=str,
)  # fmt: skip
def test_nor_its_lists_settings_or_approval(approved: Charter, values: dict[str, Any]) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        ALL.filter(pk=approved.pk).update(**values)


def test_nor_its_sponsor(cast: Cast, approved: Charter) -> None:
    with pytest.raises(DatabaseError, match=FIXED), transaction.atomic():
        ALL.filter(pk=approved.pk).update(sponsor=cast.sam)


def test_it_is_not_deleted(approved: Charter) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        ALL.filter(pk=approved.pk)._raw_delete("default")


def test_nothing_slips_in_from_a_draft(cast: Cast, approved: Charter) -> None:
    draft = approved.revise(by=cast.lena, at=NOON)
    with pytest.raises(DatabaseError, match=FIXED), transaction.atomic():
        rows(Goal, draft).update(charter=approved)
    with pytest.raises(DatabaseError, match=FIXED), transaction.atomic():
        rows(Target, draft).update(objective=approved.objectives.get())


@pytest.mark.parametrize("state", [CharterState.SUPERSEDED, CharterState.RETIRED])
def test_its_end_lifts_nothing(cast: Cast, approved: Charter, state: CharterState) -> None:
    ALL.filter(pk=approved.pk).update(state=state)
    with pytest.raises(DatabaseError, match=FIXED), transaction.atomic():
        rows(Goal, approved).update(statement="Other")


def test_no_approval_is_forged_before_the_parents(cast: Cast, root: Charter, child: Charter) -> None:
    open_parent = root.revise(by=cast.vera, at=NOON)
    ALL.filter(pk=child.pk).update(parent=open_parent)
    with pytest.raises(DatabaseError, match="only after the one it serves"), transaction.atomic():
        ALL.filter(pk=child.pk).update(state="approved", approved_at=NOON, approved_by=cast.vera)


def test_the_verbs_say_so_in_words(cast: Cast, approved: Charter) -> None:
    told: dict[str, Any] = {"by": cast.lena, "at": NOON}
    goal = approved.goals.get()
    edits: list[Callable[[], Any]] = [
        lambda: approved.edit({"title": "Other"}, **told),
        lambda: approved.add_part(Goal, {"statement": "Other"}, **told),
        lambda: approved.edit_part(goal, {"statement": "Other"}, **told),
        lambda: approved.remove_part(goal, **told),
        lambda: approved.shift_part(goal, 1, **told),
    ]
    for edit in edits:
        with pytest.raises(CharterFixed, match="Revise"):
            edit()


def test_a_draft_may_change(cast: Cast, approved: Charter) -> None:
    draft = approved.revise(by=cast.lena, at=NOON)
    rows(Goal, draft).update(statement="Other")
    assert draft.goals.get().statement == "Other"
