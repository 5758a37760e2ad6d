"""What the alignment reads of a charter is kept beside it, and never says anything else than the charter."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from charters.aligned import aligned
from charters.gist import read, written
from charters.gisting import drifts, keep_gists, mend_gists
from charters.models import Charter, Objective, Service, Target
from charters.tasks import keep_gists as task
from tests.cast import NOON, TODAY, Cast
from tests.charter_factories import approve, draft, make_mission, objective, put_into_force
from tests.charters.places import ALL, anew


def kept(charter: Charter) -> bool:
    return anew(charter).gist is not None


def findings(cast: Cast) -> list[object]:
    return list(aligned(cast.lena, TODAY)[1].findings)


def test_a_draft_has_none_until_the_upkeep_gives_it_one(child: Charter) -> None:
    assert not kept(child)
    assert keep_gists() == 1
    assert kept(child)
    assert drifts() == []
    assert keep_gists() == 0


def test_each_edit_of_a_draft_takes_it_away(cast: Cast, child: Charter) -> None:
    told = {"by": cast.lena, "at": NOON}
    part = child.objectives.get()
    edits = [
        lambda: child.edit({"serves_parent": "Otherwise."}, **told),
        lambda: child.add_part(Service, {"name": "Training"}, **told),
        lambda: child.edit_part(part, {"statement": "Find it at once"}, **told),
        lambda: child.remove_part(part.targets.get(), **told),
        lambda: child.add_part(Target, {"objective": part, "due_on": TODAY, "value": 3}, **told),
        lambda: child.shift_part(child.services.first(), 1, **told),
        lambda: child.remove_part(part, **told),
    ]
    for edit in edits:
        keep_gists()
        edit()
        assert not kept(child)


def test_what_changes_no_text_leaves_it(cast: Cast, child: Charter) -> None:
    keep_gists()
    child.submit(by=cast.lena, at=NOON)
    child.send_back(reason="Shorter", by=cast.vera, at=NOON)
    child.entrust(to=cast.olga, by=cast.lena, at=NOON)
    child.objectives.get().progress.hand_over(to=cast.olga, by=cast.lena, at=NOON)
    assert kept(child)
    assert drifts() == []


def test_approval_keeps_it_for_good(cast: Cast, child: Charter) -> None:
    approve(child)
    assert kept(child)
    child.activate(by=cast.lena, at=NOON)
    child.review(by=cast.vera, at=NOON)
    assert kept(child)
    assert drifts() == []


def test_the_next_version_begins_without_one(cast: Cast, child: Charter) -> None:
    later = put_into_force(child).revise(by=cast.lena, at=NOON)
    assert (kept(child), kept(later)) == (True, False)


def test_removing_an_objective_above_takes_away_the_gists_that_say_it_is_supported(cast: Cast, root: Charter) -> None:
    later = root.revise(by=cast.vera, at=NOON)
    above: Objective = later.objectives.get()
    child = draft(cast.north, by=cast.lena, sponsor=cast.vera, parent=later)
    objective(child, supports=above)
    keep_gists()
    later.remove_part(above, by=cast.vera, at=NOON)
    assert not kept(child)
    keep_gists()
    assert drifts() == []


def test_alignment_tells_the_same_with_gists_and_without(cast: Cast, root: Charter, child: Charter) -> None:
    put_into_force(child)
    put_into_force(root.revise(by=cast.vera, at=NOON))
    objective(draft(cast.north, by=cast.lena, sponsor=cast.vera, parent=child, title="Loose"), goal=None)
    make_mission(cast, child)
    keep_gists()
    with_gists = findings(cast)
    ALL.update(gist=None)
    assert findings(cast) == with_gists
    assert len(with_gists) > 3


def test_a_gist_that_drifted_is_named_and_mended(child: Charter, capsys: pytest.CaptureFixture[str]) -> None:
    keep_gists()
    ALL.filter(pk=child.pk).update(gist=written(read(anew(child).gist) | {"mapped": False}))
    with pytest.raises(CommandError, match="1 gist differs"):
        call_command("check_gists")
    assert str(child.pk) in capsys.readouterr().out
    call_command("check_gists", mend=True)
    assert drifts() == []
    assert mend_gists() == 0


def test_the_task_may_run_twice(child: Charter) -> None:
    task()
    task()
    assert kept(child)
