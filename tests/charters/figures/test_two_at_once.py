"""Two schedulers that fill the same week at the same moment: the database takes each measurement once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connections

from charters import filling
from charters.filling import Due, fill
from charters.models import Measurement, Objective
from portal.models import Remark
from tests.cast import NOON, Cast
from tests.charters.figures.conftest import Cases, Told
from tests.charters.places import anew

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_each_measurement_is_there_once(
    cast: Cast, bound: Callable[..., Objective], told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both have seen that nothing is there before either writes."""
    one = bound("any")
    told.counts = {cast.oslo.pk: Cases(1, 2)}
    together, missing = Barrier(2, timeout=20), filling._missing

    def seen(at: object) -> list[Due]:
        found = missing(at)  # type: ignore[arg-type]
        together.wait()
        return found

    monkeypatch.setattr(filling, "_missing", seen)
    with ThreadPoolExecutor(2) as pool:
        done = [pool.submit(_filled, weeks) for weeks in (3, 3)]
        assert [future.result(timeout=60) for future in done] == [4, 4]
    rows = Measurement.objects.everything(reason="test")
    assert (rows.count(), Remark.objects.filter(pk__in=rows.values("remark")).count()) == (4, 4)
    assert anew(one).progress.latest == rows.order_by("measured_on").last()


def _filled(weeks: int) -> int:
    try:
        return fill(at=NOON + timedelta(weeks=weeks))
    finally:
        connections.close_all()
