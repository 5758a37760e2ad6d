"""A draft is edited by verbs, each of which makes its next version and leaves an event."""

from __future__ import annotations

from typing import Any

import pytest

from funnels import definitions
from funnels.choices import CustomerPhase, StageKind
from funnels.models import Funnel, Stage
from funnels.template import copy_template
from portal.models import Event
from portal.refusals import Invalid, Stale
from tests.cast import NOON, Cast

STAGE: dict[str, Any] = {
    "name": "Compares offers",
    "customer_phase": CustomerPhase.BUYING,
    "level": "in",
    "kind": StageKind.SELLING,
}
ASKED: dict[str, Any] = {
    "statement": "Sends its list",
    "givers": ["user"],
    "evidence_kinds": ["message"],
    "required": True,
}


@pytest.fixture
def draft(cast: Cast) -> Funnel:
    return copy_template(team=cast.acme, name="How customers buy", by=cast.stella, at=NOON)


def codes(draft: Funnel) -> list[str]:
    return [stage.code for stage in draft.stages.all()]


def told(cast: Cast) -> dict[str, Any]:
    return {"by": cast.stella, "at": NOON}


def stage(draft: Funnel, code: str = "define") -> Stage:
    return draft.stages.get(code=code)  # type: ignore[no-any-return]


def test_a_new_stage_stands_after_those_of_its_kind_and_has_a_code_for_ever(cast: Cast, draft: Funnel) -> None:
    new = definitions.add_stage(draft, STAGE, actions=["Listen"], **told(cast))
    assert codes(draft) == ["acknowledge", "define", "evaluate", "validate", "compares-offers", "decide", "adopt"]
    assert [one.position for one in draft.stages.all()] == [10, 20, 30, 40, 50, 60, 70]
    assert [one.text for one in new.seller_actions.all()] == ["Listen"]
    definitions.edit_stage(new, {"name": "Weighs offers"}, **told(cast))
    assert stage(draft, "compares-offers").name == "Weighs offers"


def test_codes_never_clash(cast: Cast, draft: Funnel) -> None:
    first, second = (definitions.add_stage(draft, STAGE, **told(cast)) for _time in range(2))
    assert (first.code, second.code) == ("compares-offers", "compares-offers-2")


def test_stages_are_put_in_order_one_place_at_a_time(cast: Cast, draft: Funnel) -> None:
    definitions.shift_stage(stage(draft), -1, **told(cast))
    assert codes(draft)[:2] == ["define", "acknowledge"]
    with pytest.raises(Invalid):
        definitions.shift_stage(stage(draft), -1, **told(cast))


def test_a_stage_is_removed_with_what_it_asks_for(cast: Cast, draft: Funnel) -> None:
    definitions.remove_stage(stage(draft), **told(cast))
    assert codes(draft) == ["acknowledge", "evaluate", "validate", "decide", "adopt"]
    assert Event.objects.about(draft).get(verb="stage_removed").before["code"] == "define"


def test_only_one_stage_decides(cast: Cast, draft: Funnel) -> None:
    with pytest.raises(Invalid, match="cannot"):
        definitions.edit_stage(stage(draft), {"kind": StageKind.DECIDING}, **told(cast))


def test_a_code_is_never_edited(cast: Cast, draft: Funnel) -> None:
    with pytest.raises(Invalid) as refusal:
        definitions.edit_stage(stage(draft), {"code": "other"}, **told(cast))
    assert list(refusal.value.errors) == ["code"]


def test_a_new_commitment_has_a_code_that_no_version_has_had(cast: Cast, draft: Funnel) -> None:
    first = definitions.add_commitment(stage(draft), ASKED, **told(cast))
    definitions.remove_commitment(first, **told(cast))
    second = definitions.add_commitment(stage(draft), ASKED, **told(cast))
    assert (first.code, second.code) == ("C33", "C33")
    draft.activate(**told(cast))
    version2 = draft.revise(**told(cast))
    definitions.remove_commitment(stage(version2).definitions.get(code="C33"), **told(cast))
    assert definitions.add_commitment(stage(version2), ASKED, **told(cast)).code == "C34"


def test_commitments_are_put_in_order(cast: Cast, draft: Funnel) -> None:
    definitions.shift_commitment(stage(draft).definitions.get(code="C06"), -1, **told(cast))
    assert [one.code for one in stage(draft).definitions.all()][:2] == ["C06", "C05"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"givers": []}, "givers"),
        ({"givers": ["boss"]}, "givers"),
        ({"evidence_kinds": ["rumour"]}, "evidence_kinds"),
        ({"statement": ""}, "statement"),
    ],
)
def test_a_commitment_says_who_gives_it_and_what_proves_it(
    cast: Cast, draft: Funnel, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        definitions.add_commitment(stage(draft), ASKED | values, **told(cast))
    assert list(refusal.value.errors) == [field]


def test_every_edit_makes_the_drafts_next_version(cast: Cast, draft: Funnel) -> None:
    seen = draft.version
    definitions.edit_stage(stage(draft), {"expected_days": 5}, version=seen, **told(cast))
    draft.refresh_from_db(from_queryset=Funnel.objects.everything(reason="test"))
    assert draft.version == seen + 1
    with pytest.raises(Stale):
        definitions.edit_stage(stage(draft, "evaluate"), {"expected_days": 5}, version=seen, **told(cast))


def test_an_edit_that_changes_nothing_leaves_nothing(cast: Cast, draft: Funnel) -> None:
    found = stage(draft)
    definitions.edit_stage(
        found, {"name": found.name}, actions=[one.text for one in found.seller_actions.all()], **told(cast)
    )
    assert Event.objects.about(draft).count() == 1


def test_a_name_changes_at_any_time(cast: Cast, draft: Funnel) -> None:
    draft.activate(**told(cast))
    definitions.rename(draft, " How they buy ", **told(cast))
    assert draft.name == "How they buy"
