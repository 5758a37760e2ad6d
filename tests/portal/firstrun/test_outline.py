from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.models import Team
from portal.models.team import TeamKind
from portal.outline import Line, plant, plant_functions, read_outline, write_outline
from portal.refusals import Invalid
from tests.cast import NOON, Cast


def test_indentation_says_what_belongs_to_what() -> None:
    text = "North\n  Oslo\n    Harbour\n  Bergen\n\nSouth\n  Rome\n"
    found = [(line.name, line.depth) for line in read_outline(text)]
    assert found == [("North", 0), ("Oslo", 1), ("Harbour", 2), ("Bergen", 1), ("South", 0), ("Rome", 1)]


@pytest.mark.parametrize("text", ["North\n\tOslo", "- North\n    - Oslo", "   North\n      * Oslo", "North\r\n  Oslo"])
def test_tabs_bullets_and_other_widths_mean_the_same(text: str) -> None:
    assert read_outline(text) == [Line("North", 0), Line("Oslo", 1)]


def test_a_line_between_two_levels_is_named() -> None:
    with pytest.raises(Invalid) as refused:
        read_outline("North\n    Oslo\n  Bergen")
    assert [str(text) for text in refused.value.errors["outline"]] == [
        "Line 3: indent it like the line it stands beside."
    ]


def test_a_name_too_long_is_named() -> None:
    with pytest.raises(Invalid) as refused:
        read_outline("North\n  " + "x" * 121)
    assert "Line 2: shorten" in str(refused.value.errors)


def test_nothing_typed_adds_nothing() -> None:
    assert read_outline("  \n\n") == []


def test_a_whole_novel_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        read_outline("team\n" * 5000)
    assert "at most 500" in str(refused.value.errors)


depths = st.lists(st.integers(0, 4), min_size=1, max_size=30)


@given(depths)
def test_any_tree_that_is_written_reads_back(wanted: list[int]) -> None:
    levels, last = [], -1
    for depth in wanted:
        last = min(depth, last + 1)
        levels.append(last)
    lines = [Line(f"Team {number}", depth) for number, depth in enumerate(levels)]
    assert read_outline("\n".join("  " * line.depth + line.name for line in lines)) == lines


def below(team: Team) -> dict[str, Any]:
    return {child.name: below(child) for child in team.children.order_by("name")}


def test_planting_adds_regions_and_teams(cast: Cast) -> None:
    added = plant(read_outline("East\n  Riga\n  Vilnius"), below=cast.acme, by=cast.stella, at=NOON)
    assert [(team.name, team.kind) for team in added] == [
        ("East", TeamKind.REGION),
        ("Riga", TeamKind.TEAM),
        ("Vilnius", TeamKind.TEAM),
    ]
    assert below(cast.acme)["East"] == {"Riga": {}, "Vilnius": {}}


def test_what_is_there_stays_and_is_not_doubled(cast: Cast) -> None:
    text = write_outline(cast.acme, cast.acme.branch().order_by("name"))
    assert text == "North\n  Bergen\n  Oslo\nSouth\n  Rome"
    assert plant(read_outline(text), below=cast.acme, by=cast.stella, at=NOON) == []
    added = plant(read_outline("north\n  Tromsø"), below=cast.acme, by=cast.stella, at=NOON)
    assert [(team.name, team.parent) for team in added] == [("Tromsø", cast.north)]


def test_functions_are_added_once(cast: Cast) -> None:
    names = ["Sales operations", " sales operations ", ""]
    assert [team.kind for team in plant_functions(names, below=cast.acme, by=cast.stella, at=NOON)] == [
        TeamKind.FUNCTION
    ]
    assert plant_functions(names, below=cast.acme, by=cast.stella, at=NOON) == []


def test_the_same_name_twice_in_one_outline_is_one_team(cast: Cast) -> None:
    assert len(plant(read_outline("East\nEast"), below=cast.acme, by=cast.stella, at=NOON)) == 1
