"""The demonstration organisation has a whole cascade, and its alignment finds exactly the three faults put there."""

from collections import Counter

import pytest
from django.utils import timezone

from charters.aligned import aligned
from charters.choices import CharterKind, CharterState, TacticState
from charters.findings import Check
from charters.models import Charter, Measurement, TacticProgress
from portal.models import Person

ALL = {"reason": "a test looks at everything"}


@pytest.mark.once
@pytest.mark.xdist_group("demonstration")
@pytest.mark.django_db
def test_alignment_finds_what_was_put_there_and_nothing_else(seeded: str) -> None:
    leader = Person.objects.get(email="leader@demo.example")
    charters = Charter.objects.everything(**ALL).present()
    kinds = Counter(charters.values_list("kind", flat=True))
    assert kinds == Counter(
        {CharterKind.MISSION: 8, CharterKind.REGION: 3, CharterKind.FUNCTION: 2, CharterKind.ORGANISATION: 1,
         CharterKind.SALES: 1, CharterKind.PROGRAM: 1}
    )  # fmt: skip
    assert set(charters.exclude(kind=CharterKind.PROGRAM).values_list("state", flat=True)) == {CharterState.ACTIVE}
    documents, alignment = aligned(leader, timezone.localdate())
    titles = {one.id: one.title for one in documents}
    found = {(one.check, titles[one.charter]) for one in alignment.findings if one.charter}
    assert found == {
        (Check.A4, "London: first call of commuter depots"),
        (Check.A5, "Partner programme"),
        (Check.A7, "Sales"),
    }
    assert len(alignment.findings) == 3
    assert alignment.score is not None
    _assert_alive()


def _assert_alive() -> None:
    today = timezone.localdate()
    tactics = TacticProgress.objects.everything(**ALL)
    assert tactics.filter(state=TacticState.DONE).count() > 10
    assert tactics.overdue(today).exists()
    measured = Measurement.objects.everything(**ALL).values_list("lineage", flat=True)
    assert max(Counter(measured).values()) >= 4
