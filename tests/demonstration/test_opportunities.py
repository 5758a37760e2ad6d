"""The demonstration organisation keeps the rules that everybody keeps."""

from __future__ import annotations

from collections import Counter

import pytest
from django.utils import timezone

from funnels.models import Opportunity, StageEvent
from funnels.upkeep import drifts

ALL = "a test looks at everything"


@pytest.mark.once
@pytest.mark.xdist_group("demonstration")
@pytest.mark.django_db
def test_its_opportunities_stand_where_their_evidence_brought_them(seeded: str) -> None:
    assert "rep@demo.example" in seeded
    rows = Opportunity.objects.everything(reason=ALL)
    assert Counter(rows.values_list("status", flat=True)).keys() >= {"open", "won", "lost"}
    assert rows.filter(status="open").values("stage").distinct().count() == 5
    assert list(drifts(at=timezone.now())) == []
    assert not rows.filter(closed_per_crm=True).exists()
    advanced = StageEvent.objects.everything(reason=ALL).filter(kind="advanced")
    assert advanced.exists()
    assert [event for event in advanced if event.supported == bool(event.override_id)] == []
