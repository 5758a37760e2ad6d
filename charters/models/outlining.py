"""Charters as plain values, for the reckonings. Read with `with_parts()`, any number takes the same few statements."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Count, OuterRef, Prefetch, Subquery

from charters import completeness
from charters.choices import BINDING_STATES, CharterKind, CharterState, RealignAnswer
from charters.document import (
    Document,
    GoalFact,
    MeasureFact,
    MemberFact,
    MissionFact,
    ObjectiveFact,
    ParentFact,
    ServiceFact,
    StrategyFact,
    TacticFact,
    TargetFact,
)
from charters.gist import gist_of, written
from charters.models.drafting import LISTS, TEXTS
from charters.refusals import CharterIncomplete
from portal.models import Membership, Organisation
from portal.roles import Role

if TYPE_CHECKING:
    from charters.models.charter import Charter
    from charters.models.objective import Objective
    from charters.models.sales_mission import SalesMission
    from charters.models.service import Measure, Service
    from charters.models.strategy import Strategy
    from charters.models.tactic import Tactic

TOLD = (*TEXTS, *LISTS, "effectiveness_from")


class Outlining(models.Model):
    beside: int | None  # from with_parts(): how many active charters serve the same one, to be connected with

    class Meta:
        abstract = True

    def document(self: Charter) -> Document:
        """This version as values: as it was read with its parts, else read anew."""
        return with_members(_document(self._whole()))

    def _whole(self: Charter) -> Charter:
        """Itself if it came from `with_parts()` and was not locked since; else read anew."""
        if "goals" in getattr(self, "_prefetched_objects_cache", ()) and hasattr(self, "beside"):
            return self
        everything = type(self)._default_manager.everything(reason="one charter that was read in scope")
        return everything.with_parts().get(pk=self.pk)

    def sections(self: Charter, document: Document | None = None) -> list[completeness.Section]:
        """What is written and what lacks, section by section. `document` where it was read already."""
        whole = self._whole()
        return completeness.sections(document or whole.document(), others=whole.beside or 0)

    def missing(self: Charter) -> list[dict[str, Any]]:
        """What stands in the way of approval."""
        whole = self._whole()
        return completeness.missing(whole.document(), others=whole.beside or 0)

    def _refuse_incomplete(self: Charter) -> None:
        """Nothing changes any more once it is approved: from here on its gist stands."""
        whole = self._whole()
        missing = whole.missing()
        if missing:
            raise CharterIncomplete(missing)
        self.gist = written(gist_of(whole.document()))


def with_revisions_above(charters: Any) -> Any:
    """With the revision of the charter above that was approved last, and the last one that each was found to serve."""
    model = charters.model
    above = model._base_manager.filter(lineage=OuterRef("parent__lineage"), state__in=BINDING_STATES)
    tasks = model._meta.get_field("realignments").related_model._base_manager
    valid = tasks.filter(charter=OuterRef("pk"), answer=RealignAnswer.STILL_VALID)
    confirmed = valid.filter(after__lineage=OuterRef("parent__lineage")).order_by("-after__revision")
    return charters.annotate(
        newest_above=Subquery(above.order_by("-revision").values("revision")[:1]),
        confirmed_above=Subquery(confirmed.values("after__revision")[:1]),
    )


def with_parts(charters: Any, *, in_short: bool = False) -> Any:
    """The charters of the queryset with all that `documents` reads of them. In short: all that the alignment asks about,
    which is no measures, and of an objective's targets the last day."""
    model = charters.model
    days = {"last_day": _last_day(model)} if in_short else {}
    beside = model._base_manager.filter(parent__lineage=OuterRef("parent__lineage"), state=CharterState.ACTIVE)
    beside = beside.exclude(lineage=OuterRef("lineage")).exclude(kind=CharterKind.MISSION)
    counted = beside.order_by().values("parent__lineage").annotate(n=Count("pk")).values("n")
    return (
        with_revisions_above(charters)
        .select_related("parent", "sales_mission")
        .annotate(beside=Subquery(counted))
        .prefetch_related(
            "goals",
            _joined(model, "objectives", "progress__owner", "supports", **days),
            *([] if in_short else ["objectives__targets", "measures"]),
            "strategies",
            _joined(model, "tactics", "progress__owner"),
            "services",
            _joined(model, "connections", "other"),
        )
    )


def _joined(model: Any, name: str, *joins: str, **told: Any) -> Prefetch[Any]:
    """The parts of that name together with what each points at, and what else is told of it, in one statement."""
    rows = model._meta.get_field(name).related_model.objects
    found = rows.everything(reason="parts of charters that are in scope").select_related(*joins)
    return Prefetch(name, found.annotate(**told))


def _last_day(model: Any) -> Subquery:
    """Of an objective's targets."""
    objective = model._meta.get_field("objectives").related_model
    targets = objective._meta.get_field("targets").related_model._base_manager.filter(objective=OuterRef("pk"))
    return Subquery(targets.order_by("-due_on").values("due_on")[:1])


def documents(charters: Iterable[Charter]) -> list[Document]:
    """`charters` come from `with_parts()`."""
    return [_document(one) for one in charters]


def with_members(document: Document) -> Document:
    """A sales mission with those who work in its team today; other charters as they are."""
    if not document.is_mission:
        return document
    held = Membership.objects.on(Organisation.current().today()).filter(team=document.team, role=Role.MEMBER)
    rows = held.order_by("person__name").values_list("person_id", "person__name").distinct()
    return replace(document, members=tuple(MemberFact(*row) for row in rows))


def _document(charter: Charter) -> Document:
    return Document(
        id=charter.pk,
        lineage=charter.lineage,
        revision=charter.revision,
        team=charter.team_id,
        kind=charter.kind,
        title=charter.title,
        state=charter.state,
        texts={name: getattr(charter, name) for name in TOLD},
        parent=_parent(charter),
        sponsor=charter.sponsor_id,
        goals=[GoalFact(one.pk, one.statement, one.from_state, one.to_state) for one in charter.goals.all()],
        objectives=[objective_fact(one) for one in charter.objectives.all()],
        strategies=[_strategy(one) for one in charter.strategies.all()],
        tactics=[_tactic(one) for one in charter.tactics.all()],
        services=[_service(one) for one in charter.services.all()],
        measures=[_measure(one) for one in _read(charter, "measures")],
        mission=mission_fact(getattr(charter, "sales_mission", None)),
        connected=frozenset(one.other.lineage for one in charter.connections.all()),
    )


def _parent(charter: Any) -> ParentFact | None:
    parent = charter.parent
    if parent is None:
        return None
    return ParentFact(
        parent.pk, parent.lineage, parent.title, parent.state, parent.revision, charter.newest_above,
        charter.confirmed_above,
    )  # fmt: skip


def objective_fact(one: Objective) -> ObjectiveFact:
    return ObjectiveFact(
        id=one.pk,
        lineage=one.lineage,
        statement=one.statement,
        kind=one.kind,
        metric=one.metric,
        unit=one.unit,
        direction=one.direction,
        baseline=one.baseline,
        baseline_on=one.baseline_on,
        expectation=one.expectation,
        targets=tuple(_targets(one)),
        goal=one.goal_id,
        supports=one.supports.lineage if one.supports else None,
        owner=one.progress.owner_id,
        accepted=one.progress.accepted_at is not None,
    )


def _targets(one: Objective) -> list[TargetFact]:
    if hasattr(one, "last_day"):  # it was read in short
        return [TargetFact(one.last_day)] if one.last_day else []
    targets = sorted(one.targets.all(), key=lambda target: (target.due_on, target.position))
    return [TargetFact(target.due_on, target.value, target.milestone) for target in targets]


def _strategy(one: Strategy) -> StrategyFact:
    return StrategyFact(
        one.pk, one.statement, one.kind, one.objective_id, one.expected_outcome, one.ends_on, one.stakeholders,
        one.involved_on, one.decided_on,
    )  # fmt: skip


def _tactic(one: Tactic) -> TacticFact:
    return TacticFact(one.pk, one.step, one.strategy_id, one.progress.owner_id, one.due_on, one.adoption)


def _service(one: Service) -> ServiceFact:
    return ServiceFact(one.pk, one.name, tuple(one.audiences), one.first_time, one.adoption_measure)


def _measure(one: Measure) -> MeasureFact:
    return MeasureFact(one.pk, one.name, one.dimension, one.level, one.objective_id)


def _read(charter: Charter, name: str) -> Iterable[Any]:
    """None of them where they were left out when it was read."""
    return getattr(charter, name).all() if name in charter._prefetched_objects_cache else ()


def mission_fact(one: SalesMission | None) -> MissionFact | None:
    if one is None:
        return None
    return MissionFact(
        one.statement, one.starts_on, one.ends_on, one.what_changes, one.pledge, one.organisation_goal_id,
        one.attainable, one.forecast,
    )  # fmt: skip
