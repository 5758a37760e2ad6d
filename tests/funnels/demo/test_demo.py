"""The demonstration organisation keeps the rules that everybody keeps."""

from __future__ import annotations

from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from funnels.models import Opportunity, StageEvent
from funnels.models.funnel import outline_of
from funnels.upkeep import drifts
from portal.models import Person

ALL = "a test looks at everything"


@pytest.mark.once
@pytest.mark.django_db
def test_its_opportunities_stand_where_their_evidence_brought_them(capsys: pytest.CaptureFixture[str]) -> None:
    outline_of.cache_clear()
    call_command("seed_demo", opportunities=120, force=True)
    assert "rep@demo.example" in capsys.readouterr().out
    rows = Opportunity.objects.everything(reason=ALL)
    assert Counter(rows.values_list("status", flat=True)).keys() >= {"open", "won", "lost"}
    assert rows.filter(status="open").values("stage").distinct().count() == 5
    assert list(drifts(at=timezone.now())) == []
    assert not rows.filter(closed_per_crm=True).exists()
    advanced = StageEvent.objects.everything(reason=ALL).filter(kind="advanced")
    assert advanced.exists()
    assert [event for event in advanced if event.supported == bool(event.override_id)] == []


@pytest.mark.django_db
def test_it_is_not_seeded_beside_people_by_accident() -> None:
    Person.objects.create(name="Somebody")
    with pytest.raises(CommandError):
        call_command("seed_demo", opportunities=1)
