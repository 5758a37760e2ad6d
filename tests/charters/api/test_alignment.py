"""Whether the charters fit together: the score with its list, the tree, and what one charter lacks."""

from __future__ import annotations

from charters.models import Charter, StrategicPriority
from charters.opening import open_brief
from tests.cast import NOON, Cast
from tests.charter_factories import draft, fill, put_into_force
from tests.charters.api.conftest import at
from tests.portal.api.conftest import Api


def test_the_score_stands_with_its_list(lena: Api, cast: Cast, root: Charter, child: Charter) -> None:
    child.edit({"serves_parent": ""}, by=cast.lena, at=NOON)
    told = lena.get("v1/charters/alignment/").json()
    assert [(one["check"], one["severity"], one["charter"], one["section"]) for one in told["findings"]] == [
        ("A3", "error", str(child.pk), "vision"),
    ]  # fmt: skip
    assert len(told["checks"]) == 12
    assert [one["check"] for one in told["checks"] if one["findings"]] == ["A3"]
    assert 0 < float(told["score"]) < 1


def test_everybody_is_told_of_what_they_read(rita: Api, cast: Cast, child: Charter) -> None:
    child.edit({"serves_parent": ""}, by=cast.lena, at=NOON)
    assert rita.get("v1/charters/alignment/").json()["findings"] == []


def test_a_priority_that_is_not_told_is_a_finding(nils: Api, cast: Cast, root: Charter) -> None:
    brief = open_brief({"title": "How we win"}, team=cast.acme, by=cast.vera, at=NOON)
    StrategicPriority.add(brief, {"kind": "market", "name": "Harbours"}, by=cast.vera, at=NOON)
    assert nils.get("v1/charters/alignment/").json()["findings"] == []
    brief.publish(by=cast.vera, at=NOON)
    found = nils.get("v1/charters/alignment/").json()["findings"]
    assert {one["check"] for one in found} == {"A9"}
    assert [one["section"] for one in found] == ["told", "trained", "reinforced", "measured"]


def test_the_tree_goes_from_the_roots_down(lena: Api, cast: Cast, root: Charter, child: Charter) -> None:
    put_into_force(child)
    draft(cast.oslo, by=cast.lena, sponsor=cast.vera, parent=child)
    revised = root.revise(by=cast.vera, at=NOON)
    revised.submit(by=cast.vera, at=NOON)
    revised.approve(by=cast.vera, at=NOON)
    nodes = lena.get("v1/charters/tree/").json()["nodes"]
    assert [(one["title"], one["depth"], one["stale"]) for one in nodes] == [
        ("Acme charter", 0, False), ("North charter", 1, True), ("Oslo charter", 2, False),
    ]  # fmt: skip
    assert [one["parent"] for one in nodes[1:]] == [one["id"] for one in nodes[:2]]
    assert nodes[2]["errors"] > 0


def test_one_charter_is_told_what_it_lacks_and_what_is_unclear(lena: Api, cast: Cast, root: Charter) -> None:
    charter = fill(draft(cast.north, by=cast.lena, sponsor=cast.vera, parent=root))
    whole = lena.get(f"{at(charter)}checks/").json()
    assert whole["complete"] == whole["required"]
    charter.edit({"vision": "World-class.", "in_scope": []}, by=cast.lena, at=NOON)
    told = lena.get(f"{at(charter)}checks/").json()
    [scope] = [one for one in told["sections"] if not one["complete"]]
    assert (scope["name"], scope["required"], scope["gaps"][0]["part"]) == ("scope", True, None)
    assert {one["code"] for one in told["remarks"] if one["field"] == "vision"} == {"short", "weak"}
    [objective] = told["objectives"]
    assert [one["letter"] for one in objective["letters"] if not one["passed"]] == ["A"]


def test_stewards_keep_the_weak_phrases_of_a_language(stella: Api, lena: Api, root: Charter) -> None:
    here = "v1/phrase-lists/en/"
    begun = lena.get(here)
    assert (begun.json()["checked"], "leverage" in begun.json()["weak"]) == (True, True)
    assert lena.patch(here, {"weak": []}, If_Match=begun["ETag"]).status_code == 403
    kept = stella.patch(here, {"weak": ["synergy"]}, If_Match=begun["ETag"])
    assert (kept.json()["weak"], kept["ETag"]) == (["synergy"], '"2"')
    assert stella.patch(here, {"checked": False}, If_Match=begun["ETag"]).status_code == 412
    assert stella.patch(here, {"language": "de"}, If_Match=kept["ETag"]).status_code == 400
    assert lena.get("v1/phrase-lists/tlh/").status_code == 404
