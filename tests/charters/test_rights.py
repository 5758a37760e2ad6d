"""Who reads and who may do what: each rule permits somebody and denies somebody."""

from collections.abc import Callable
from typing import Any

import pytest

from charters import rules
from charters.models import Charter, Goal, Stakeholder
from tests.cast import NOON, Cast
from tests.charter_factories import put_into_force

EVERYBODY = {"lena", "nils", "olga", "sam", "rita", "stella", "vera", "felix", "adam"}


def readers(cast: Cast, charter: Charter) -> set[str]:
    return {
        name for name in EVERYBODY if Charter.objects.visible_to(getattr(cast, name)).filter(pk=charter.pk).exists()
    }


def test_a_draft_is_read_by_its_owner_and_by_managers_and_stewards_above(cast: Cast, child: Charter) -> None:
    assert readers(cast, child) == {"lena", "stella", "vera"}


def test_in_review_the_named_stakeholders_read_it_too(cast: Cast, child: Charter) -> None:
    child.add_part(Stakeholder, {"person": cast.rita}, by=cast.lena, at=NOON)
    assert "rita" not in readers(cast, child)
    child.submit(by=cast.lena, at=NOON)
    assert readers(cast, child) == {"lena", "stella", "vera", "rita"}


def test_what_is_published_everyone_reads(cast: Cast, root: Charter) -> None:
    assert readers(cast, root) == EVERYBODY


def test_parts_are_read_with_their_charter(cast: Cast, root: Charter, child: Charter) -> None:
    assert {goal.charter for goal in Goal.objects.visible_to(cast.rita)} == {root}
    assert {goal.charter for goal in Goal.objects.visible_to(cast.lena)} == {root, child}


def test_the_next_draft_of_what_is_published_is_a_draft(cast: Cast, root: Charter) -> None:
    assert readers(cast, root.revise(by=cast.vera, at=NOON)) == {"stella", "vera"}


RULES: list[tuple[Callable[..., Any], Callable[[Charter], Any], str, str]] = [
    (rules.may_open, lambda charter: charter.team, "lena", "stella"),
    (rules.may_write, lambda charter: charter, "lena", "nils"),
    (rules.may_write, lambda charter: charter, "vera", "sam"),
    (rules.may_approve, lambda charter: charter, "vera", "lena"),
    (rules.may_send_back, lambda charter: charter, "vera", "nils"),
    (rules.may_activate, lambda charter: charter, "lena", "sam"),
    (rules.may_review, lambda charter: charter, "lena", "nils"),
    (rules.may_entrust, lambda charter: charter, "lena", "stella"),
    (rules.may_acknowledge, lambda charter: charter, "nils", "rita"),
    (rules.may_accept, lambda charter: charter.objectives.get().progress, "lena", "vera"),
    (rules.may_measure, lambda charter: charter.objectives.get().progress, "lena", "nils"),
    (rules.may_progress, lambda charter: charter.tactics.get().progress, "nils", "olga"),
    (rules.may_assign, lambda charter: charter, "lena", "nils"),
    (rules.may_keep_brief, lambda charter: charter.team, "vera", "stella"),
    (rules.may_file_feedback, lambda charter: charter.team, "lena", "rita"),
]


@pytest.mark.parametrize(("rule", "thing", "may", "may_not"), RULES)
def test_each_rule_permits_and_denies_with_a_reason(
    cast: Cast, child: Charter, rule: Any, thing: Any, may: str, may_not: str
) -> None:
    child.edit_part(child.tactics.get(), {"owner": cast.nils}, by=cast.lena, at=NOON)
    put_into_force(child)
    assert rule(getattr(cast, may), thing(child))
    verdict = rule(getattr(cast, may_not), thing(child))
    assert not verdict
    assert str(verdict.reason).endswith(".")


def test_stewards_keep_the_weak_phrases(cast: Cast) -> None:
    assert rules.may_keep_phrases(cast.stella)
    assert not rules.may_keep_phrases(cast.lena)
