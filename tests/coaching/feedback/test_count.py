"""How answers become figures, and that no figure tells what somebody answered."""

from itertools import product

import pytest

from coaching.feedback.counting import FEWEST, HIGHEST, LOWEST, Figure, band, figure

FIRST = lambda count: 0  # noqa: E731


def test_four_answers_are_too_few() -> None:
    assert figure([7, 7, 7, 7]) is None
    assert figure([7, 7, 7, 7, 8]) is None, "who cannot say has said nothing"


def test_five_answers_are_a_half_point_that_their_mean_lies_in() -> None:
    assert figure([1, 4, 4, 5, 5], FIRST) == Figure(4.5, 5.0, 5)


def test_the_lot_leaves_one_answer_out() -> None:
    assert figure([1, 7, 7, 7, 7], FIRST) == Figure(5.5, 7.0, 5)
    assert figure([1, 7, 7, 7, 7], lambda count: 1) == Figure(5.5, 7.0, 5)
    assert figure([1, 4, 4, 4, 4], lambda count: 1) == Figure(3.0, 3.5, 5)


@pytest.mark.parametrize("mark", range(LOWEST, HIGHEST + 1))
def test_where_all_agree_stands_a_band_that_others_have_as_well(mark: int) -> None:
    agreed = figure([mark] * 6)
    assert agreed is not None
    mixed = [
        marks
        for marks in product((mark - 1, mark, mark + 1), repeat=6)
        if set(marks) <= set(range(LOWEST, HIGHEST + 1)) and len(set(marks)) > 1
    ]
    assert any(figure(marks, FIRST) == agreed for marks in mixed)


def test_the_scale_reads_alike_from_both_ends() -> None:
    for counted in range(FEWEST - 1, 40):
        for total in range(LOWEST * counted, HIGHEST * counted + 1):
            low, high = band(total, counted)
            assert low <= total / counted <= high
            if total != 4 * counted:
                assert band(8 * counted - total, counted) == (8 - high, 8 - low)


@pytest.mark.parametrize("answers", [*range(FEWEST, 31), 100])
def test_every_answer_stays_possible_whatever_is_published_and_whoever_knows_their_own(answers: int) -> None:
    """The one whose answer is in question may have been left out: then the others must be able to make the figure."""
    counted = answers - 1
    for cell in {band(total, counted) for total in range(LOWEST * counted, HIGHEST * counted + 1)}:
        for own in range(LOWEST, HIGHEST + 1):
            others = range(own + LOWEST * (counted - 1), own + HIGHEST * (counted - 1) + 1)
            assert any(band(total, counted) == cell for total in others), (cell, own)
