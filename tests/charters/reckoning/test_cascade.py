"""The tree of all charters: who hangs under whom, with what the alignment says of each."""

from uuid import uuid4

from charters.alignment import Alignment, align
from charters.cascade import Node, asked, forest
from charters.document import Document, ParentFact
from charters.findings import Check, Finding


def document(title: str, parent: Document | None = None, **values: object) -> Document:
    above = parent and ParentFact(parent.id, parent.lineage, parent.title, parent.state, parent.revision)
    told = {
        "id": uuid4(), "lineage": uuid4(), "revision": 1, "team": uuid4(), "kind": "function", "title": title,
        "state": "active", "texts": {"serves_parent": "It does."}, "parent": above,
    }  # fmt: skip
    return Document(**{**told, **values})  # type: ignore[arg-type]


def shape(nodes: list[Node]) -> list[object]:
    return [(one.document.title, shape(one.children)) for one in nodes]


def test_each_charter_hangs_under_the_one_it_serves() -> None:
    root = document("Acme", kind="organisation")
    sales = document("Sales", root)
    found = forest([root, sales, document("North", sales), document("South", sales)], Alignment())
    assert shape(found) == [("Acme", [("Sales", [("North", []), ("South", [])])])]


def test_what_serves_something_unknown_is_a_root() -> None:
    hidden = document("Hidden")
    assert shape(forest([document("North", hidden)], Alignment())) == [("North", [])]


def test_a_later_version_of_the_parent_keeps_its_children() -> None:
    root = document("Acme", kind="organisation")
    child = document("North", root)
    later = document("Acme", kind="organisation", lineage=root.lineage, revision=2)
    assert shape(forest([later, child], Alignment())) == [("Acme", [("North", [])])]


def test_a_circle_is_shown_flat_and_ends() -> None:
    one = document("One")
    other = document("Other", one)
    round_again = document("One", other, id=one.id, lineage=one.lineage)
    assert shape(forest([round_again, other], Alignment())) == [("One", []), ("Other", [])]


def test_marks_come_from_the_findings() -> None:
    root = document("Acme")
    words = [Check.A1, Check.A4, Check.A7, Check.A7, Check.A6]
    alignment = Alignment([Finding(check, root.id, "parent", "Told.") for check in words])
    [node] = forest([root], alignment)
    assert (node.errors, node.is_stale, node.unsupported, node.warnings) == (1, True, 2, 1)


def test_every_check_is_listed_whether_it_found_something_or_not() -> None:
    listed = asked(align([document("Loose")]))
    assert [one.check for one in listed] == list(Check)
    assert [one.check for one in listed if one.findings] == [Check.A1]
