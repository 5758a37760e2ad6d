"""The roadmap: months as a scale, each tactic a bar on it, in words as well."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from charters.roadmap import Bar, Roadmap, Scale, Step, roadmap

TODAY = date(2026, 11, 18)
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
BUILD = {"name": "Build", "starts_on": "2026-09-01", "ends_on": "2026-12-31"}


def step(name: str = "Visit", due_on: date = date(2026, 12, 10), **values: object) -> Step:
    return Step(name, name, due_on, **values)  # type: ignore[arg-type]


def drawn(*steps: Step, phases: tuple[dict[str, str], ...] = ()) -> Roadmap:
    found = roadmap(steps, phases, TODAY)
    assert found
    return found


def only(found: Roadmap) -> Bar:
    [bar] = [bar for phase in found.phases for bar in phase.bars]
    return bar


def share(place: str) -> float:
    return float(place.removesuffix("%"))


def test_without_days_there_is_nothing_to_draw() -> None:
    assert roadmap([], [], TODAY) is None


def test_months_begin_where_the_first_bar_begins() -> None:
    months = drawn(step(starts_on=date(2026, 10, 20))).months
    assert [one.label for one in months] == ["Oct 26", "Nov", "Dec"]
    assert months[0].x == "0.00%"


def test_many_months_leave_labels_out() -> None:
    months = drawn(step(starts_on=date(2024, 1, 1), due_on=date(2026, 12, 31))).months
    assert len(months) == 36
    assert sum(bool(one.label) for one in months) <= 13


def test_a_bar_begins_as_it_says_else_with_its_phase_else_a_month_before() -> None:
    said = only(drawn(step(starts_on=date(2026, 10, 1), phase=1), phases=(BUILD,)))
    phase = only(drawn(step(phase=1), phases=(BUILD,)))
    assert share(phase.x) == 0 < share(said.x)
    scale = Scale.around(date(2026, 11, 10), date(2026, 12, 10))
    assert only(drawn(step())).x == scale.place(date(2026, 11, 10))


def test_what_is_late_done_or_dropped_says_so_in_words() -> None:
    past = TODAY - timedelta(days=4)
    told = {
        state: (bar.tone, bar.words)
        for state in ("open", "done", "dropped")
        for bar in [only(drawn(step(due_on=past, state=state)))]
    }
    assert told == {"open": ("late", "4 days overdue"), "done": ("done", "Done"), "dropped": ("dropped", "Dropped")}
    assert only(drawn(step(due_on=TODAY))).tone == ""


def test_what_is_in_no_phase_comes_last() -> None:
    phases = drawn(step("A"), step("B", phase=1), step("C", phase=7), phases=(BUILD,)).phases
    assert [(one.name, [bar.step.name for bar in one.bars]) for one in phases] == [
        ("Build", ["B"]),
        ("Without a phase", ["A", "C"]),
    ]


def test_today_is_drawn_only_inside_the_months() -> None:
    assert drawn(step()).today is not None
    assert drawn(step(due_on=date(2030, 5, 1))).today is None


def test_words_of_a_bar_that_begins_late_end_with_it() -> None:
    late = drawn(step("Long", starts_on=date(2026, 1, 1)), step("Late", starts_on=date(2026, 12, 1)))
    ends = {bar.step.name: bar.words_end for phase in late.phases for bar in phase.bars}
    assert ends == {"Long": False, "Late": True}


@given(st.lists(st.tuples(DAYS, st.integers(0, 900)), min_size=1, max_size=8))
def test_every_bar_lies_within_the_months(spans: list[tuple[date, int]]) -> None:
    found = drawn(
        *(step(str(n), due_on=day + timedelta(days=long), starts_on=day) for n, (day, long) in enumerate(spans))
    )
    for phase in found.phases:
        for bar in phase.bars:
            assert share(bar.x) >= 0
            assert share(bar.width) > 0
            assert share(bar.x) + share(bar.width) <= 101
