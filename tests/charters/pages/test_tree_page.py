"""The tree of all charters with its twelve checks: what fits, what is stale, what nobody supports."""

import html
import re
from collections.abc import Callable

from django.http import HttpResponse
from django.test import Client

from charters.models import Charter, Objective, StrategyBrief
from charters.models.priority import StrategicPriority
from portal.models import Person
from tests.cast import NOON, Cast
from tests.charter_crowd import Programs
from tests.charter_factories import branch, draft, objective, put_into_force

Enter = Callable[[Person], Client]
Shown = Callable[[HttpResponse], str]
TREE = "/charters/tree/"


def test_charters_hang_under_those_they_serve(
    cast: Cast, root: Charter, child: Charter, enter: Enter, shown: Shown
) -> None:
    put_into_force(child)
    words = shown(enter(cast.rita).get(TREE))
    assert words.index("Acme charter") < words.index("<ul><li><div><a") < words.index("North charter")
    assert "Every charter fits the one it serves" in words
    assert "100 % of what was asked holds" in words


def test_the_score_never_stands_without_its_twelve_checks(
    cast: Cast, root: Charter, child: Charter, enter: Enter, shown: Shown
) -> None:
    loose = {"statement": "Hangs in the air", "goal": None}
    objective(child, **loose)
    words = shown(enter(cast.lena).get(TREE))
    for number in range(1, 13):
        assert f'id="A{number}"' in words
    assert "unaligned: 1 error" in words
    assert "“Hangs in the air” belongs to no goal." in words


def test_each_finding_leads_to_the_place_to_mend(cast: Cast, root: Charter, enter: Enter, shown: Shown) -> None:
    child = draft(cast.north, by=cast.lena, sponsor=cast.vera, parent=root)
    loose = objective(child, statement="Hangs")
    words = shown(enter(cast.lena).get(TREE))
    assert f'href="/charters/{child.pk}/#part-{loose.pk}"' in words
    assert f'href="/charters/{child.pk}/#direction"' in words
    assert "1 objective nobody supports" in words
    assert f'href="/charters/{root.pk}/#part-{root.objectives.get().pk}"' in words


def test_a_stale_charter_is_marked(cast: Cast, root: Charter, child: Charter, enter: Enter, shown: Shown) -> None:
    put_into_force(child)
    put_into_force(root.revise(by=cast.vera, at=NOON))
    assert ">stale</span>" in shown(enter(cast.rita).get(TREE)).replace("</svg>stale", ">stale")


def test_drafts_of_others_are_not_in_the_tree(
    cast: Cast, root: Charter, child: Charter, enter: Enter, shown: Shown
) -> None:
    assert "North charter" not in shown(enter(cast.rita).get(TREE))


def test_many_findings_of_a_check_are_folded(cast: Cast, root: Charter, enter: Enter, shown: Shown) -> None:
    child = draft(cast.north, by=cast.lena, sponsor=cast.vera, parent=root)
    for number in range(13):
        objective(child, statement=f"Loose {number:02d}")
    words = shown(enter(cast.lena).get(TREE))
    assert "and 3 more" in words
    assert "“Loose 12” belongs to no goal." not in words
    assert "“Loose 12” belongs to no goal." in shown(enter(cast.lena).get(f"{TREE}?check=A5"))


def test_gaps_of_a_priority_are_leaderships(cast: Cast, root: Charter, enter: Enter, shown: Shown) -> None:
    brief = StrategyBrief.objects.create(team=cast.acme, title="How we win", created_at=NOON)
    StrategicPriority.add(brief, {"kind": "market", "name": "Ports"}, by=cast.vera, at=NOON)
    brief.publish(by=cast.vera, at=NOON)
    assert "“Ports” is not told enough." in shown(enter(cast.rita).get(TREE))


def test_without_charters_the_tree_says_where_to_begin(cast: Cast, enter: Enter, shown: Shown) -> None:
    assert "No charters to align yet" in shown(enter(cast.rita).get(TREE))


def test_a_circle_of_drafts_is_shown_and_not_followed_for_ever(
    cast: Cast, root: Charter, child: Charter, enter: Enter, shown: Shown
) -> None:
    other = draft(cast.oslo, by=cast.lena, sponsor=cast.vera, parent=child, title="Round")
    Charter.objects.everything(reason="test").filter(pk=child.pk).update(parent=other)
    words = shown(enter(cast.lena).get(TREE))
    assert ">North charter</a>" in words
    assert ">Round</a>" in words


def test_an_objective_that_somebody_supports_is_not_marked(
    cast: Cast, root: Charter, child: Charter, enter: Enter, shown: Shown
) -> None:
    above: Objective = root.objectives.get()
    branch(child, objective(child, goal=child.goals.get(), supports=above))
    assert "nobody supports" not in shown(enter(cast.lena).get(TREE))


def folded(words: str) -> list[tuple[str, str]]:
    """Where each fold leads, and what it says of what lies there."""
    found = re.findall(r'<li class="folded"><div><a href="([^"]+)"[^>]*>(.*?)</li>', words)
    return [(html.unescape(where), re.sub(r"<[^>]+>", " ", told)) for where, told in found]


def test_what_does_not_fit_on_the_page_is_folded_and_opens_below(
    cast: Cast, root: Charter, enter: Enter, shown: Shown
) -> None:
    Programs(cast, root).grow(45)
    client = enter(cast.lena)
    words = shown(client.get(TREE))
    folds = folded(words)
    assert sum(int(told.split()[0]) for _where, told in folds) + words.count(">Program ") == 45
    assert any("1 error" in told for _where, told in folds)
    where, told = folds[0]
    part = shown(client.get(TREE + where, headers={"HX-Request": "true"}))
    assert part.startswith("<li>")
    assert "data-focus" in part
    whole = shown(client.get(TREE + where))
    assert "Whole tree" in whole
    assert part.count(">Program ") == int(told.split()[0])


def test_a_branch_of_nothing_does_not_exist(cast: Cast, root: Charter, child: Charter, enter: Enter) -> None:
    assert enter(cast.rita).get(f"{TREE}?under={child.pk}").status_code == 404
    assert enter(cast.lena).get(f"{TREE}?under={child.pk}&after=x").status_code == 200
    assert enter(cast.lena).get(f"{TREE}?under=nonsense").status_code == 404
