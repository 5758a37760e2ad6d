"""Whether the charters of the organisation fit together: the tree, the score, and every check behind it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from charters.aligned import aligned
from charters.cascade import Branches, Node, asked, every, forest, unfold
from charters.findings import Check, Finding
from charters.gist import Card
from portal.doors import personal_page, signed_in
from portal.views.page import page, wants_fragment

UNFOLDED = 32
DIGITS = 6  # more charters than that nobody has
SHOWN = 10
SHOWN_OF_ONE = 300
PLACES = {
    "parent": "direction",
    "vision": "direction",
    "objectives": "objectives",
    "goals": "objectives",
    "strategies": "objectives",
    "tactics": "objectives",
    "connections": "connections",
}


@personal_page
def tree(request: HttpRequest) -> HttpResponse:
    person = signed_in(request)
    today = person.today()
    found, alignment = aligned(person, today)
    only = request.GET.get("check", "")
    by_id = {one.id: one for one in found}
    context: dict[str, Any] = {
        "above": _unfolded(forest(found, alignment), request),
        "part": wants_fragment(request),
        "charters": len(found),
        "score": None if alignment.score is None else int(alignment.score * 100),
        "checks": [_shown(one.check, one.findings, by_id, only) for one in asked(alignment)],
        "only": only,
        "found": len(alignment.findings),
        "errors": len(alignment.errors),
        "today": today,
    }
    return page(request, "charters/tree.html", context, fragment="charters/_branches.html")


def _unfolded(roots: list[Node], request: HttpRequest) -> Branches:
    """The place below which the page begins: the charter in the query, else the top."""
    wanted, after = request.GET.get("under", ""), request.GET.get("after", "")
    above: Branches | None = Branches(children=roots)
    if wanted:
        above = next((one for one in every(roots) if str(one.card.id) == wanted), None)
    if above is None:
        raise Http404
    above.first = int(after) if after.isdecimal() and len(after) <= DIGITS else 0
    unfold(above, UNFOLDED)
    return above


def _shown(check: Check, findings: list[Finding] | Any, by_id: dict[Any, Card], only: str) -> dict[str, Any]:
    most = SHOWN_OF_ONE if only == check else SHOWN
    return {
        "check": check,
        "count": len(findings),
        "findings": [(one, by_id.get(one.charter), _place(one)) for one in findings[:most]],
        "more": max(len(findings) - most, 0),
    }


def _place(finding: Finding) -> str:
    """Where on the charter's page it is mended."""
    return f"part-{finding.part}" if finding.part else PLACES.get(finding.section, "")
