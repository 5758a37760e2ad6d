"""What changed between two versions, in words."""

from hypothesis import given
from hypothesis import strategies as st

from charters.diff import Change, Entry, Kind, diff, spans


def entry(lineage: str, section: str = "goals", **fields: str) -> Entry:
    return Entry(section, lineage, f"Goal {lineage}", fields)


def test_the_same_version_has_no_changes() -> None:
    both = [entry("a", statement="One"), entry("b", statement="Two")]
    assert diff(both, both) == []


def test_a_reworded_part_is_one_change() -> None:
    found = diff([entry("a", statement="Sell more")], [entry("a", statement="Sell better")])
    assert found == [Change(Kind.CHANGED, "goals", "Goal a", "statement", "Sell more", "Sell better")]
    assert [(one.kind, one.text) for one in found[0].spans] == [
        (Kind.SAME, "Sell "), (Kind.REMOVED, "more"), (Kind.ADDED, "better"),
    ]  # fmt: skip


def test_what_came_and_what_went() -> None:
    found = diff([entry("a"), entry("b")], [entry("b"), entry("c")])
    assert [(one.kind, one.label) for one in found] == [(Kind.ADDED, "Goal c"), (Kind.REMOVED, "Goal a")]


def test_a_field_filled_for_the_first_time_is_an_addition() -> None:
    assert diff([entry("a", why="")], [entry("a", why="Because")])[0].kind == Kind.ADDED
    assert diff([entry("a", why="Because")], [entry("a", why="")])[0].kind == Kind.REMOVED


def test_only_what_moved_has_moved() -> None:
    rows = [entry(name) for name in "abcd"]
    found = diff(rows, [rows[3], *rows[:3]])
    assert [(one.kind, one.label) for one in found] == [(Kind.MOVED, "Goal d")]


words = st.text(st.sampled_from("ab c.'-\n"), max_size=30)


@given(words, words)
def test_the_spans_hold_both_texts(before: str, after: str) -> None:
    found = spans(before, after)
    assert "".join(one.text for one in found if one.kind != Kind.ADDED) == before
    assert "".join(one.text for one in found if one.kind != Kind.REMOVED) == after


parts = st.dictionaries(st.sampled_from("abcdef"), words, max_size=6)


@given(parts, parts)
def test_a_diff_is_empty_exactly_when_nothing_changed(before: dict[str, str], after: dict[str, str]) -> None:
    old, new = ([entry(name, statement=text) for name, text in one.items()] for one in (before, after))
    assert (diff(old, new) == []) == (list(before.items()) == list(after.items()))
