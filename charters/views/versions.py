"""The versions of a charter, and in words what one says otherwise than the one before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import capfirst

from charters.compared import comparable
from charters.completeness import LABELS
from charters.diff import Change
from charters.models import Charter, Target
from charters.sheet import changes as changes_between
from charters.views.doorstep import charter_or_404
from portal.doors import personal_page, signed_in
from portal.models import Person
from portal.views.page import page


@personal_page
def versions(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = signed_in(request)
    charter = charter_or_404(person, pk)
    rows = Charter.objects.visible_to(person).filter(lineage=charter.lineage).select_related("approved_by")
    context = {"charter": charter, "versions": list(rows.order_by("-revision")), "today": person.today()}
    return page(request, "charters/versions.html", context)


@personal_page
def changes(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Against the version before, or the one whose number `since` is."""
    person = signed_in(request)
    versions = _siblings(person, pk)
    earlier = {revision: key for key, revision in versions.items() if revision < versions[pk]}
    since = _since(request, list(earlier))
    found = {one.pk: one for one in comparable([pk, *([earlier[since]] if since else [])])}
    told = changes_between(found[earlier[since]], found[pk]) if since else []
    context = {
        "charter": found[pk],
        "since": since,
        "earlier": list(earlier),
        "groups": grouped(told),
        "count": len(told),
    }
    return page(request, "charters/changes.html", context)


def _siblings(person: Person, pk: UUID) -> dict[UUID, int]:
    """The number of each version that the person reads, the newest first. Raises 404 when this one is not among them."""
    seen = Charter.objects.visible_to(person)
    rows = seen.filter(lineage__in=seen.filter(pk=pk).values("lineage")).order_by("-revision")
    found = dict(rows.values_list("pk", "revision"))
    if pk not in found:
        raise Http404
    return found


def _since(request: HttpRequest, earlier: Sequence[int]) -> int | None:
    asked = request.GET.get("since", "")
    if not asked:
        return max(earlier, default=None)
    if not asked.isdecimal() or int(asked) not in earlier:
        raise Http404
    return int(asked)


def grouped(told: Sequence[Change]) -> list[dict[str, Any]]:
    """By section, and within it by what is called the same: one heading for each part that changed."""
    found: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for one in told:
        parts = found.setdefault(one.section, {})
        parts.setdefault(one.label, []).append({"change": one, "field": field_label(one)})
    return [{"title": section_label(section), "parts": list(parts.items())} for section, parts in found.items()]


def section_label(section: str) -> Any:
    names = {"charter": Charter._meta.verbose_name, "stakeholders": LABELS["governance"]}
    return names.get(section) or LABELS[section]


def field_label(change: Change) -> str:
    if not change.field:
        return ""
    model: Any = Charter if change.section == "charter" else Charter._meta.get_field(change.section).related_model
    if change.field == "targets":  # told as one field of their objective
        return str(capfirst(Target._meta.verbose_name_plural))
    return str(capfirst(model._meta.get_field(change.field).verbose_name))
