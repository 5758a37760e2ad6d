"""Whether the charters of the organisation fit together: the tree, the score, and every check behind it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from charters.aligned import aligned
from charters.cascade import asked, forest
from charters.document import Document
from charters.findings import Check, Finding
from portal.doors import personal_page, signed_in
from portal.views.page import page

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
    context = {
        "forest": forest(found, alignment),
        "score": None if alignment.score is None else int(alignment.score * 100),
        "checks": [_shown(one.check, one.findings, by_id, only) for one in asked(alignment)],
        "only": only,
        "found": len(alignment.findings),
        "errors": len(alignment.errors),
        "today": today,
    }
    return page(request, "charters/tree.html", context)


def _shown(check: Check, findings: list[Finding] | Any, by_id: dict[Any, Document], only: str) -> dict[str, Any]:
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
