"""Two versions of a charter, side by side."""

from decimal import Decimal

from charters.choices import StrategyKind
from charters.diff import Kind
from charters.models import Charter, Goal, Target
from charters.sheet import changes
from tests.cast import NOON, Cast


def told(before: Charter, after: Charter) -> list[tuple[str, str, str]]:
    return [(one.kind, one.section, one.field) for one in changes(before, after)]


def test_a_fresh_copy_differs_in_nothing(cast: Cast, root: Charter) -> None:
    assert told(root, root.revise(by=cast.vera, at=NOON)) == []


def test_what_was_reworded_added_and_removed_is_told_in_words(cast: Cast, root: Charter) -> None:
    later = root.revise(by=cast.vera, at=NOON)
    later.edit({"vision": "Salespeople sell outcomes.", "in_scope": ["Playbooks", "Training"]}, by=cast.vera, at=NOON)
    later.add_part(Goal, {"statement": "Another"}, by=cast.vera, at=NOON)
    later.remove_part(later.services.get(), by=cast.vera, at=NOON)
    later.edit_part(later.strategies.get(), {"kind": StrategyKind.KEY_ACCOUNTS}, by=cast.vera, at=NOON)
    assert told(root, later) == [
        (Kind.CHANGED, "charter", "vision"),
        (Kind.CHANGED, "charter", "in_scope"),
        (Kind.ADDED, "goals", ""),
        (Kind.CHANGED, "strategies", "kind"),
        (Kind.REMOVED, "services", ""),
    ]
    by_field = {one.field: one for one in changes(root, later)}
    assert (by_field["in_scope"].before, by_field["in_scope"].after) == ("Playbooks", "Playbooks\nTraining")
    assert (by_field["kind"].before, by_field["kind"].after) == ("Other", "Key accounts")


def test_targets_are_compared_with_their_objective(cast: Cast, root: Charter) -> None:
    later = root.revise(by=cast.vera, at=NOON)
    target = Target.objects.everything(reason="test").get(objective__charter=later)
    later.edit_part(target, {"value": Decimal(8)}, by=cast.vera, at=NOON)
    [change] = changes(root, later)
    assert (change.section, change.field) == ("objectives", "targets")
    assert (change.before, change.after) == ("30 Jun 2027: 9\u00a0hours", "30 Jun 2027: 8\u00a0hours")
