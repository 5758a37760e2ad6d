"""Bringing the open opportunities of earlier versions onto the version in use: previewed, in pieces, resumable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from funnels.choices import FunnelState
from funnels.models import Funnel, FunnelMigration, Opportunity
from funnels.models.funnel import outline_of
from funnels.models.migrating import landings, nearest
from funnels.models.opportunity import OpportunityQuerySet
from funnels.refusals import WrongState
from funnels.standing import StageFact
from portal.models import Event, Person
from portal.refusals import Invalid

PIECE = 50


@dataclass(frozen=True)
class Passage:
    """Open opportunities in one stage of another version, and where they would go.

    `landings` are the choices where the stage is gone; `to` is then only what we suggest.
    """

    version: Funnel
    stage: StageFact
    count: int
    to: StageFact
    landings: tuple[StageFact, ...]


def elsewhere(funnel: Funnel) -> OpportunityQuerySet:
    """Open opportunities on other versions of the funnel, archived ones included."""
    return (
        Opportunity.objects.everything(reason="a steward moves all opportunities of the funnel, whoever may read them")
        .filter(status="open", funnel__lineage=funnel.lineage)
        .exclude(funnel=funnel)
    )


def passages(funnel: Funnel) -> list[Passage]:
    """What moving everything onto `funnel` would do, in the order of versions and stages."""
    counts = elsewhere(funnel).values("funnel", "stage").annotate(count=Count("pk")).order_by()
    versions = {version.pk: version for version in funnel.versions()}
    outline = outline_of(funnel.pk)
    found = []
    for row in counts:
        former = outline_of(row["funnel"])
        stage = former.stage(row["stage"])
        same = outline.coded(stage.code)
        choices = () if same else tuple(landings(former, outline, stage))
        to = same or nearest(former, outline, stage)
        found.append(Passage(versions[row["funnel"]], stage, row["count"], to, choices))
    return sorted(found, key=lambda one: (-one.version.revision, one.stage.position))


def asked_for(found: list[Passage]) -> dict[str, list[StageFact]]:
    """Per stage code that is gone, where its opportunities may all go."""
    open_codes: dict[str, list[StageFact]] = {}
    for one in found:
        if one.landings:
            known = open_codes.get(one.stage.code)
            open_codes[one.stage.code] = [stage for stage in one.landings if known is None or stage in known]
    return open_codes


@transaction.atomic
def start(
    funnel: Funnel, stages: Mapping[str, UUID], *, by: Person, at: datetime, version: int | None = None
) -> FunnelMigration:
    """Note the decision. `work_off` then moves the opportunities; calling it again goes on where it stopped."""
    funnel.lock(version=version)
    if funnel.state != FunnelState.ACTIVE:
        raise WrongState(_("Only the version in use takes over opportunities. Activate this one first."))
    if FunnelMigration.objects.of(funnel.team).unfinished().filter(funnel=funnel).exists():
        raise WrongState(_("Opportunities are being moved to this version already."))
    found = passages(funnel)
    if not found:
        raise WrongState(_("All open opportunities are on this version."))
    migration = FunnelMigration.objects.create(
        funnel=funnel,
        started_by=by,
        started_at=at,
        stages=_checked(asked_for(found), stages),
        total=sum(one.count for one in found),
    )
    Event.objects.record(
        funnel,
        "migration_started",
        by=by,
        at=at,
        team=funnel.team,
        after={"total": migration.total, "stages": migration.stages},
    )
    return migration


def _checked(wanted: Mapping[str, list[StageFact]], stages: Mapping[str, UUID]) -> dict[str, str]:
    wrong = [code for code, allowed in wanted.items() if stages.get(code) not in {stage.id for stage in allowed}]
    if wrong:
        raise Invalid({code: _("Choose where these opportunities go.") for code in wrong})
    return {code: str(stages[code]) for code in wanted}


def work_off(migration_id: UUID, *, at: datetime) -> None:
    """Move everything that is left, piece by piece. Two workers at once take turns."""
    while work_piece(migration_id, at=at):
        pass


@transaction.atomic
def work_piece(migration_id: UUID, *, at: datetime) -> bool:
    """Move the next opportunities and count them in the same transaction; False when nothing is left to do."""
    migration = (
        FunnelMigration.objects.everything(reason="background work")
        .select_for_update(of=("self",))
        .select_related("funnel__team", "started_by")
        .get(pk=migration_id)
    )
    if migration.finished_at is not None:
        return False
    piece = elsewhere(migration.funnel).order_by("pk")[:PIECE]
    for opportunity in piece:
        stage = _stage_for(migration, opportunity)
        opportunity.migrate(to=migration.funnel, stage=stage, by=migration.started_by, at=at)
    _note_progress(migration, len(piece), at=at)
    return bool(piece)


def _stage_for(migration: FunnelMigration, opportunity: Opportunity) -> UUID:
    """Where its stage goes if that is gone; when nobody was asked, since it was empty then, to the one before."""
    former, outline = outline_of(opportunity.funnel_id), outline_of(migration.funnel_id)
    here = former.stage(opportunity.stage_id)
    chosen = migration.stages.get(here.code)
    return UUID(chosen) if chosen else nearest(former, outline, here).id


def _note_progress(migration: FunnelMigration, moved: int, *, at: datetime) -> None:
    migration.done += moved
    migration.total = max(migration.total, migration.done)
    if not moved:
        migration.total, migration.finished_at = migration.done, at
        Event.objects.record(
            migration.funnel, "migration_finished", by=migration.started_by, at=at, team=migration.funnel.team,
            after={"done": migration.done},
        )  # fmt: skip
    migration.save(update_fields=["done", "total", "finished_at"])
