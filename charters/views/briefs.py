"""The strategy brief: seven questions that leadership answers, and how far each priority has come."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from charters import rules
from charters.chain import LINKS, PriorityFact
from charters.choices import BriefState
from charters.models import BriefAcknowledgement, StrategicPriority, StrategyBrief
from charters.models.brief import ANSWERS
from charters.priorities import priority_facts
from charters.reading import TOGETHER
from portal.doors import personal_page, signed_in
from portal.models import Person
from portal.roles import Role
from portal.views.page import page


@personal_page
def briefs(request: HttpRequest) -> HttpResponse:
    """What is published or being written; earlier versions are reached from theirs."""
    person = signed_in(request)
    rows = _with_own(StrategyBrief.objects.visible_to(person), person)
    shown = rows.filter(state__in=(BriefState.PUBLISHED, BriefState.DRAFT)).select_related("team", "published_by")
    context = {"briefs": list(shown), "keeps": person.reach.anywhere(Role.MANAGER), "today": person.today()}
    return page(request, "charters/briefs.html", context)


def _with_own(rows: Any, person: Person) -> Any:
    own = BriefAcknowledgement.objects.everything(reason=TOGETHER).filter(brief=OuterRef("pk"), by=person)
    return rows.annotate(acknowledged=Exists(own))


@personal_page
def brief(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = signed_in(request)
    today = person.today()
    found = get_object_or_404(_whole(person), pk=pk)
    facts = {fact.id: fact for fact in priority_facts([found], today)}
    context = {
        "brief": found,
        "answers": [(question(name), getattr(found, name)) for name in ANSWERS],
        "priorities": [(one, links(facts[one.pk])) for one in found.priorities.all()],
        "links": LINKS.values(),
        "versions": StrategyBrief.objects.visible_to(person).filter(lineage=found.lineage).order_by("-revision"),
        "may": {
            "keep": rules.may_keep_brief(person, found.team),
            "acknowledge": rules.may_acknowledge_brief(person, found),
        },
        "today": today,
    }
    return page(request, "charters/brief.html", context)


def _whole(person: Person) -> Any:
    priorities = StrategicPriority.objects.everything(reason=TOGETHER).select_related("objective__charter")
    rows = _with_own(StrategyBrief.objects.visible_to(person), person).select_related("team", "published_by")
    return rows.prefetch_related(Prefetch("priorities", priorities), "priorities__mix_targets")


def question(name: str) -> str:
    field: Any = StrategyBrief._meta.get_field(name)
    return str(field.verbose_name)


def links(fact: PriorityFact) -> list[dict[str, Any]]:
    """The five links in order: whether each holds, and how far it reaches where that is counted."""
    reached = {"told": fact.told, "trained": fact.trained, "coached": fact.coached}
    return [
        {"code": code, "label": label, "holds": fact.holds(code), "reached": reached.get(code)}
        for code, label in LINKS.items()
    ]
