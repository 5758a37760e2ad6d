"""What was published about a manager: to the manager, and to the managers above."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from coaching.feedback import reading
from coaching.models import FeedbackResult
from portal.doors import personal_page, signed_in
from portal.models import Person
from portal.views.page import page


@personal_page
def results(request: HttpRequest) -> HttpResponse:
    person = signed_in(request)
    alone, together = reading.latest(person)
    context = {
        "own": next((one for one in alone if one.manager_id == person.pk), None),
        "others": [one for one in alone if one.manager_id != person.pk],
        "together": together,
        "today": person.today(),
    }
    return page(request, "coaching/feedback/results.html", context)


@personal_page
def about(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One manager over the cycles: whoever reads none of them, nor a form about the manager, finds nothing."""
    person = signed_in(request)
    found, said = reading.about(person, pk), reading.said_above(person, pk)
    if not found and not said:
        raise Http404
    manager = found[0].manager if found else Person.objects.get(pk=pk)
    context = {
        "manager": manager,
        "results": found,
        "shown": [one for one in found if one.is_shown],
        "lines": reading.trend(found),
        "said": said,
        "today": person.today(),
    }
    return page(request, "coaching/feedback/about.html", context)


@personal_page
def together(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Groups that were too small alone."""
    person = signed_in(request)
    rows = FeedbackResult.objects.visible_to(person).in_order().filter(manager=None)
    found: FeedbackResult = get_object_or_404(rows, pk=pk)
    context = {"result": found, "shown": [found], "lines": reading.trend([found]), "today": person.today()}
    return page(request, "coaching/feedback/together.html", context)
