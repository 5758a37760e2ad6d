"""Coverage as a file: each person of the map, week by week."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coaching.coverage import Row
from coaching.covered import Covered
from coaching.views.coverage import Looked, mapped
from portal.doors import personal_page, signed_in
from portal.models import Person
from portal.roles import Role
from portal.sheets import csv_rows

HEADER: Final = (
    _("Person"), _("Week from"), _("Sessions"), _("Not confirmed yet"), _("Minutes confirmed"),
    _("Minutes not confirmed yet"), _("Minutes expected"), _("On leave"),
)  # fmt: skip


@personal_page
def export(request: HttpRequest) -> HttpResponseBase:
    """Of the same team and weeks as the page with the same query; figures alone, for whoever sees the page."""
    person, now = signed_in(request), timezone.now()
    if not person.reach.anywhere(Role.MANAGER) or (looked := Looked.asked(person, request)) is None:
        return redirect("coaching:me")
    covered = looked.read(person, now)
    lines = (line.encode() for line in csv_rows(HEADER, written(mapped(covered, person), covered)))
    disposition = {"Content-Disposition": f'attachment; filename="{file_name(now)}"'}
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=disposition)


def written(found: Sequence[Row], covered: Covered) -> Iterator[list[Any]]:
    """Weeks outside somebody's time in the team are left out."""
    people: dict[Any, Person] = covered.branch.people
    for row in found:
        yield from _weeks(people[row.person], row)


def _weeks(person: Person, row: Row) -> Iterable[list[Any]]:
    return (
        [person.name, one.week, one.sessions, one.unanswered, one.counted, one.claimed, one.target, one.away]
        for one in row.cells
        if one.target is not None or one.sessions
    )


def file_name(now: datetime) -> str:
    return f"coaching-coverage-{now:%Y-%m-%d}.csv"
