"""What the database itself keeps of observations, whoever writes to it."""

import pytest
from django.db import DatabaseError, transaction

from coaching.models import Observation, ObservationForm, ObservationItem, ObservationWords
from tests.cast import NOON, Cast
from tests.coaching_factories import make_marks

ALL = {"reason": "a test"}


def test_an_item_of_a_form_that_was_in_use_is_never_changed(cast: Cast, form: ObservationForm) -> None:
    items = ObservationItem.objects.everything(**ALL).filter(form=form)
    with pytest.raises(DatabaseError, match="revised"), transaction.atomic():
        items.update(level_1="Another meaning")
    with pytest.raises(DatabaseError, match="revised"), transaction.atomic():
        items._raw_delete(items.db)
    with pytest.raises(DatabaseError, match="revised"), transaction.atomic():
        ObservationForm.objects.everything(**ALL).filter(pk=form.pk).update(name="Another")


def test_no_view_is_shown_before_both_are_in(cast: Cast, observation: Observation) -> None:
    observation.give(make_marks(2), by=cast.lena, at=NOON)
    words = ObservationWords.objects.everything(**ALL)
    with pytest.raises(DatabaseError, match="once both are in"), transaction.atomic():
        words.update(revealed=True)
    with pytest.raises(DatabaseError, match="belongs to the two"), transaction.atomic():
        words.update(observer=cast.vera)


def test_the_pair_of_an_observation_never_changes(cast: Cast, observation: Observation) -> None:
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        Observation.objects.everything(**ALL).update(coachee=cast.olga)
