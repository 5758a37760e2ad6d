"""One charter as a document worth reading."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from charters import completeness, coverage, rules
from charters.alignment import align
from charters.index import index, others
from charters.models import Charter, Tactic
from charters.models.outlining import with_members
from charters.plan import glance, plan
from charters.reading import Reading, read
from charters.roadmap import Roadmap, Step, roadmap
from charters.window import window_warning
from portal.doors import personal_page, signed_in
from portal.models import Person
from portal.verdicts import Verdict
from portal.views.page import page


@personal_page
def charter(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = signed_in(request)
    today = person.today()
    reading = read(person, pk)
    context = shown(reading, today) | {
        "may": rights(person, reading),
        "acknowledged": reading.acknowledged_by(person),
        "sections": sections(person, reading),
    }
    return page(request, "charters/charter.html", context)


def shown(reading: Reading, today: date) -> dict[str, Any]:
    """What the page and the printed sheet have in common."""
    charter, document = reading.charter, reading.document
    goals = plan(reading, today)
    mission = getattr(charter, "sales_mission", None)
    return {
        "charter": charter,
        "reading": reading,
        "goals": goals,
        "glance": glance(goals, reading.tactics, today),
        "roadmap": drawn(charter, reading.tactics, today),
        "matrix": coverage.service_matrix(document.entries("audiences"), document.services),
        "services": [(one, one.state_on(today)) for one in charter.services.all()],
        "cover": measures_by_family(reading),
        "unmanaged": coverage.objectives_without_activity(document),
        "findings": align([document]).findings,
        "mission": mission,
        "window": window_warning(mission.starts_on, mission.ends_on) if mission else None,
        "today": today,
    }


def rights(person: Person, reading: Reading) -> dict[str, Verdict]:
    """What the buttons of the head ask. No rule reads a table here: the people were read with the charter."""
    charter = reading.charter
    return {
        "write": rules.may_write(person, charter),
        "approve": rules.may_approve(person, charter),
        "send_back": rules.may_send_back(person, charter),
        "activate": rules.may_activate(person, charter),
        "review": rules.may_review(person, charter),
        "acknowledge": rules.may_acknowledge(person, charter, named=reading.names(person)),
        "ask": rules.may_ask(person, charter),
    }


def sections(person: Person, reading: Reading) -> list[completeness.Section]:
    """What a draft still lacks; nothing is missing from what was approved."""
    if not reading.charter.is_open:
        return []
    return completeness.sections(with_members(reading.document), others=others(index(person), reading.charter))


def drawn(charter: Charter, tactics: list[Tactic] | Any, today: date) -> Roadmap | None:
    return roadmap([step for one in tactics if (step := _step(one))], charter.phases, today)


def _step(tactic: Tactic) -> Step | None:
    due_on = tactic.progress.due_on or tactic.due_on
    if due_on is None:
        return None
    start = tactic.starts_on or (tactic.strategy.starts_on if tactic.strategy else None)
    return Step(tactic, tactic.step, due_on, start, tactic.progress.state, tactic.phase, tactic.landmark)


def measures_by_family(reading: Reading) -> list[dict[str, Any]]:
    """Each family with its measures as rows, in the order in which they count."""
    rows = {one.pk: one for one in reading.charter.measures.all()}
    return [
        {"cover": one, "measures": [rows[fact.id] for fact in one.measures]}
        for one in coverage.measure_cover(reading.document)
    ]
