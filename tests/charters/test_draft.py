"""Writing a draft: as a whole, so that two writers never write over each other."""

from datetime import date
from typing import Any

import pytest

from charters.choices import CharterKind
from charters.models import Charter, Goal, Objective, Strategy, Tactic, Target
from charters.models.outlining import documents
from charters.opening import open_charter
from portal.models import Event
from portal.refusals import Invalid, Stale
from tests.cast import NOON, Cast
from tests.charter_factories import draft, objective
from tests.charters.places import ALL, anew


@pytest.fixture
def told(cast: Cast) -> dict[str, Any]:
    return {"by": cast.lena, "at": NOON}


def test_a_second_writer_learns_of_the_first(cast: Cast, child: Charter, told: dict[str, Any]) -> None:
    seen, mine = child.version, anew(child)
    child.edit({"vision": "Theirs"}, version=seen, **told)
    with pytest.raises(Stale) as refusal:
        mine.edit({"vision": "Mine"}, version=seen, **told)
    assert refusal.value.record.vision == "Theirs"
    assert refusal.value.extra == {"seen_version": seen, "current_version": seen + 1}


def test_parts_belong_to_the_same_whole(cast: Cast, child: Charter, told: dict[str, Any]) -> None:
    seen = child.version
    child.add_part(Goal, {"statement": "Another"}, version=seen, **told)
    with pytest.raises(Stale):
        child.remove_part(child.services.get(), version=seen, **told)


def test_nothing_changed_leaves_no_event(cast: Cast, child: Charter, told: dict[str, Any]) -> None:
    before = (child.version, Event.objects.about(child).count())
    child.edit({"vision": child.vision}, **told)
    child.edit_part(child.goals.get(), {"statement": child.goals.get().statement}, **told)
    assert (child.version, Event.objects.about(child).count()) == before


def test_events_name_the_fields_and_keep_no_text(cast: Cast, child: Charter, told: dict[str, Any]) -> None:
    before = set(Event.objects.about(child).values_list("pk", flat=True))
    child.edit({"vision": "Secret words"}, **told)
    event = Event.objects.about(child).exclude(pk__in=before).get()
    assert (event.verb, event.after) == ("edited", {"fields": ["vision"]})


@pytest.mark.parametrize("name", ["state", "approved_at", "lineage", "revision", "team", "kind"])
def test_what_changes_by_a_verb_is_not_typed(cast: Cast, child: Charter, told: dict[str, Any], name: str) -> None:
    with pytest.raises(Invalid) as refusal:
        child.edit({name: None}, **told)
    assert list(refusal.value.errors) == [name]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("core_values", []), ("core_values", [{"code": "", "name": "Own", "behaviour": ""}]), ("in_scope", ["ok", " "]),
        ("audiences", [{"key": "a"}]), ("phases", [{"name": "P", "starts_on": "2027-02-01", "ends_on": "2027-01-01"}]),
        ("review_days", 3), ("title", ""), ("principles", "text"),
    ],
    ids=str,
)  # fmt: skip
def test_a_bad_value_is_refused_at_its_field(
    cast: Cast, child: Charter, told: dict[str, Any], field: str, value: object
) -> None:
    with pytest.raises(Invalid) as refusal:
        child.edit({field: value}, **told)
    assert list(refusal.value.errors) == [field]
    assert getattr(anew(child), field) != value


def test_a_charter_serves_neither_itself_nor_one_that_serves_it(cast: Cast, root: Charter, child: Charter) -> None:
    later = root.revise(by=cast.vera, at=NOON)
    for parent in (later, root, child):
        with pytest.raises(Invalid, match="."):
            later.edit({"parent": parent}, by=cast.vera, at=NOON)


def test_a_circle_through_drafts_is_found(cast: Cast, root: Charter) -> None:
    one = draft(cast.north, by=cast.lena, sponsor=cast.vera, parent=root)
    other = draft(cast.oslo, by=cast.lena, sponsor=cast.vera, parent=one)
    with pytest.raises(Invalid) as refusal:
        one.edit({"parent": other}, by=cast.lena, at=NOON)
    assert "parent" in refusal.value.errors


def test_what_is_over_cannot_be_served(cast: Cast, root: Charter, child: Charter) -> None:
    child.retire(by=cast.lena, at=NOON)
    with pytest.raises(Invalid):
        open_charter(
            {"title": "T", "parent": child}, team=cast.oslo, kind=CharterKind.PROGRAM, by=cast.lena, at=NOON
        )  # fmt: skip


def test_a_part_hangs_only_on_parts_of_its_own_charter(
    cast: Cast, root: Charter, child: Charter, told: dict[str, Any]
) -> None:
    with pytest.raises(Invalid, match="."):
        child.add_part(Objective, {"statement": "O", "goal": root.goals.get()}, **told)
    with pytest.raises(Invalid):
        child.add_part(Strategy, {"statement": "S", "objective": root.objectives.get()}, **told)
    with pytest.raises(Invalid):
        child.add_part(Target, {"objective": root.objectives.get(), "due_on": date(2027, 1, 1)}, **told)
    with pytest.raises(Invalid):
        child.edit_part(root.goals.get(), {"statement": "Mine now"}, **told)


def test_parts_stand_in_the_order_they_were_put(cast: Cast, child: Charter, told: dict[str, Any]) -> None:
    second = child.add_part(Goal, {"statement": "Second"}, **told)
    child.shift_part(second, -1, **told)
    assert child.goals.all()[0] == second
    with pytest.raises(Invalid):
        child.shift_part(second, -1, **told)


def test_what_hung_on_a_removed_part_hangs_in_the_air(cast: Cast, child: Charter, told: dict[str, Any]) -> None:
    child.remove_part(child.goals.get(), **told)
    assert child.objectives.get().goal is None
    assert {one["section"] for one in child.missing()} == {"goals", "objectives"}


def test_a_tactics_progress_follows_the_draft(cast: Cast, child: Charter, told: dict[str, Any]) -> None:
    tactic: Tactic = child.tactics.get()
    child.edit_part(tactic, {"due_on": date(2027, 4, 1), "owner": cast.nils}, **told)
    assert (tactic.progress.due_on, tactic.progress.owner) == (date(2027, 4, 1), cast.nils)


def test_another_target_has_to_be_accepted_anew(cast: Cast, child: Charter, told: dict[str, Any]) -> None:
    one = child.objectives.get()
    one.progress.accept(**told)
    child.edit({"vision": "Nothing to do with it"}, **told)
    assert anew(one).progress.accepted_at == NOON
    child.edit_part(one.targets.get(), {"value": 8}, **told)
    assert anew(one).progress.accepted_at is None


def test_any_number_of_charters_is_read_in_the_same_statements(
    cast: Cast, root: Charter, child: Charter, django_assert_num_queries: Any
) -> None:
    for number in (1, 3):
        objective(child, statement=f"Another {number}")
        with django_assert_num_queries(9):
            found = documents(ALL.with_parts().order_by("revision")[:number])
    assert {one.id for one in found} == {root.pk, child.pk}
