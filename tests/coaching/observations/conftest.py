"""`form` is Acme's, in use; `observation` is one that lena begun of nils, with nothing said yet."""

import pytest

from coaching.models import Observation, ObservationForm
from tests.cast import Cast
from tests.coaching_factories import make_form, make_observation


@pytest.fixture
def form(cast: Cast) -> ObservationForm:
    return make_form(cast.acme, by=cast.stella)


@pytest.fixture
def observation(cast: Cast, form: ObservationForm) -> Observation:
    return make_observation(cast.lena, cast.nils, form)
