"""The tree of all charters: who hangs under whom, with what the alignment says of each."""

from uuid import uuid4

from charters.alignment import Alignment, align
from charters.cascade import Branches, Marks, Node, asked, forest, unfold
from charters.document import Document, ParentFact
from charters.findings import FAULTS, Check, Finding
from charters.gist import card_of


def document(title: str, parent: Document | None = None, **values: object) -> Document:
    above = parent and ParentFact(parent.id, parent.lineage, parent.title, parent.state, parent.revision)
    told = {
        "id": uuid4(), "lineage": uuid4(), "revision": 1, "team": uuid4(), "kind": "function", "title": title,
        "state": "active", "texts": {"serves_parent": "It does."}, "parent": above,
    }  # fmt: skip
    return Document(**{**told, **values})  # type: ignore[arg-type]


def hung(documents: list[Document], alignment: Alignment | None = None) -> list[Node]:
    return forest([card_of(one) for one in documents], alignment or Alignment())


def shape(nodes: list[Node]) -> list[object]:
    return [(one.card.title, shape(one.children)) for one in nodes]


def test_each_charter_hangs_under_the_one_it_serves() -> None:
    root = document("Acme", kind="organisation")
    sales = document("Sales", root)
    found = hung([root, sales, document("North", sales), document("South", sales)])
    assert shape(found) == [("Acme", [("Sales", [("North", []), ("South", [])])])]


def test_what_serves_something_unknown_is_a_root() -> None:
    hidden = document("Hidden")
    assert shape(hung([document("North", hidden)])) == [("North", [])]


def test_a_later_version_of_the_parent_keeps_its_children() -> None:
    root = document("Acme", kind="organisation")
    child = document("North", root)
    later = document("Acme", kind="organisation", lineage=root.lineage, revision=2)
    assert shape(hung([later, child])) == [("Acme", [("North", [])])]


def test_a_circle_is_shown_flat_and_ends() -> None:
    one = document("One")
    other = document("Other", one)
    round_again = document("One", other, id=one.id, lineage=one.lineage)
    assert shape(hung([round_again, other])) == [("One", []), ("Other", [])]


def test_marks_come_from_the_findings() -> None:
    root = document("Acme")
    [node] = hung([root], faulty(root, Check.A1, Check.A4, Check.A7, Check.A7, Check.A6))
    assert node.own == Marks(charters=1, errors=1, stale=1, unsupported=2, warnings=1)


def faulty(document: Document, *checks: Check) -> Alignment:
    code_of = {fault.check: code for code, fault in FAULTS.items()}
    return Alignment([Finding(code_of[check], document.id, {}) for check in checks])


def test_what_does_not_fit_on_the_page_is_folded_and_hides_no_fault() -> None:
    root = document("Acme", kind="organisation")
    regions = [document(f"Region {number}", root) for number in range(3)]
    team = document("Team", regions[2])
    top = Branches(children=hung([root, *regions, team], faulty(team, Check.A1, Check.A4)))
    unfold(top, 3)
    [acme] = top.shown
    assert [one.card.title for one in acme.shown] == ["Region 0", "Region 1"]
    assert acme.folded
    assert (acme.folded.marks, acme.following) == (Marks(charters=2, errors=1, stale=1), 2)
    assert [one.words for one in acme.folded.marks.summed] == ["1 error", "1 warning"]
    assert top.folded is None
    acme.first = acme.following
    unfold(acme, 30)
    assert [(one.card.title, len(one.shown)) for one in acme.shown] == [("Region 2", 1)]


def test_a_page_that_holds_all_of_it_folds_nothing() -> None:
    root = document("Acme", kind="organisation")
    top = Branches(children=hung([root, document("North", root)]))
    unfold(top, 2)
    assert [one.folded for one in (top, *top.shown, *top.shown[0].shown)] == [None, None, None]


def test_every_check_is_listed_whether_it_found_something_or_not() -> None:
    listed = asked(align([document("Loose")]))
    assert [one.check for one in listed] == list(Check)
    assert [one.check for one in listed if one.findings] == [Check.A1]
