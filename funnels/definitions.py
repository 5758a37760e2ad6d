"""Editing a draft: its stages, the customer commitments that let an opportunity leave them, suggested seller actions.

The draft is versioned as a whole: each edit locks the funnel and makes its next version, so that two stewards
never write over each other. A funnel in use refuses every edit, here and in the database (funnels/dbrules.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from funnels.choices import StageKind
from funnels.lint import CommitmentText, StageText
from funnels.models import CommitmentDefinition, Funnel, SellerAction, Stage
from portal.models import Event, Person
from portal.refusals import Invalid, Refusal
from portal.scoping import scope_lifted

STEP = 10
FAR = 10_000
STAGE_FIELDS = ("name", "short_name", "purpose", "customer_phase", "level", "kind", "expected_days")
COMMITMENT_FIELDS = ("statement", "givers", "required", "evidence_kinds", "lasts_days")
KINDS = list(StageKind)
COMMITMENT_CODE = re.compile(r"^C(\d+)$")


class FunnelInUse(Refusal):
    """A funnel in use is never edited in place (HTTP 409)."""

    code = "funnel-in-use"

    def __init__(self) -> None:
        super().__init__(_("This version is in use and is never edited. Revise it: that drafts the next version."))


@dataclass
class Edit:
    """Who changes which draft when. `note` is called once the change is made."""

    funnel: Funnel
    by: Person | None
    at: datetime

    def note(
        self, verb: str, *, before: Mapping[str, Any] | None = None, after: Mapping[str, Any] | None = None
    ) -> None:
        self.funnel.keep()
        Event.objects.record(
            self.funnel,
            verb,
            by=self.by,
            at=self.at,
            team=self.funnel.team,
            before=dict(before or {}),
            after=dict(after or {}),
        )


@contextmanager
def editing(funnel: Funnel, *, by: Person | None, at: datetime, version: int | None) -> Iterator[Edit]:
    with transaction.atomic():
        funnel.lock(version=version)
        if funnel.in_use:
            raise FunnelInUse
        yield Edit(funnel, by, at)


def check(record: models.Model) -> None:
    try:
        record.full_clean()
    except ValidationError as error:
        raise Invalid(error.message_dict) from error


def rename(funnel: Funnel, name: str, *, by: Person | None, at: datetime, version: int | None = None) -> None:
    """A name may change at any time; it is no definition."""
    with transaction.atomic():
        funnel.lock(version=version)
        before = funnel.assign({"name": name.strip()})
        if before:
            check(funnel)
            funnel.keep("name")
            Event.objects.record(
                funnel, "renamed", by=by, at=at, team=funnel.team, before=before, after={"name": funnel.name}
            )


def add_stage(
    funnel: Funnel,
    values: Mapping[str, Any],
    *,
    by: Person | None,
    at: datetime,
    actions: Sequence[str] = (),
    version: int | None = None,
) -> Stage:
    """A new stage at the end of those of its kind. Its code comes from its name and never changes again."""
    with editing(funnel, by=by, at=at, version=version) as edit:
        stages = list(funnel.stages.all())
        stage = Stage(funnel=funnel, position=FAR, code=_free_code(values, {one.code for one in stages}), **values)
        check(stage)
        stage.save(force_insert=True)
        index = sum(KINDS.index(StageKind(one.kind)) <= KINDS.index(StageKind(stage.kind)) for one in stages)
        _renumber([*stages[:index], stage, *stages[index:]])
        _replace_actions(stage, actions)
        edit.note("stage_added", after={"stage": stage.pk, "code": stage.code})
        return stage


def _free_code(values: Mapping[str, Any], taken: set[str]) -> str:
    stem = slugify(values.get("short_name") or values.get("name") or "")[:30] or "stage"
    return next(code for code in (stem, *(f"{stem}-{number}" for number in range(2, 1000))) if code not in taken)


def _renumber(stages: Sequence[Stage]) -> None:
    """Positions 10, 20, 30 …; first out of the way, since no two may ever share one."""
    for offset in (FAR, 0):
        for index, stage in enumerate(stages, start=1):
            stage.position = offset + index * STEP
            stage.save(update_fields=["position"])


def edit_stage(
    stage: Stage,
    values: Mapping[str, Any],
    *,
    by: Person | None,
    at: datetime,
    actions: Sequence[str] | None = None,
    version: int | None = None,
) -> None:
    """`actions`, where given, are what we may do in the stage: one text each, never a condition for leaving it."""
    with editing(stage.funnel, by=by, at=at, version=version) as edit:
        before = _change(stage, values, STAGE_FIELDS)
        after = {name: values[name] for name in before}
        if actions is not None:
            former = _replace_actions(stage, actions)
            if former is not None:
                before["actions"], after["actions"] = former, list(actions)
        if before:
            edit.note("stage_edited", before={"stage": stage.pk, **before}, after=after)


def _replace_actions(stage: Stage, texts: Sequence[str]) -> list[str] | None:
    """What they were, or None when nothing changed."""
    before = [action.text for action in stage.seller_actions.all()]
    if before == list(texts):
        return None
    stage.seller_actions.all().delete()
    for index, text in enumerate(texts):
        action = SellerAction(stage=stage, position=index, text=text)
        check(action)
        action.save(force_insert=True)
    return before


def _change(row: Stage | CommitmentDefinition, values: Mapping[str, Any], allowed: Sequence[str]) -> dict[str, Any]:
    """Set and save what differs; what it was is returned."""
    for name in set(values) - set(allowed):
        raise Invalid({name: _("This cannot be changed.")})
    before = {name: getattr(row, name) for name in values if getattr(row, name) != values[name]}
    for name in before:
        setattr(row, name, values[name])
    if before:
        check(row)
        row.save(update_fields=list(before))
    return before


def shift_stage(stage: Stage, step: int, *, by: Person | None, at: datetime, version: int | None = None) -> None:
    """One place earlier (-1) or later (+1)."""
    with editing(stage.funnel, by=by, at=at, version=version) as edit:
        stages = list(stage.funnel.stages.all())
        _renumber(_shifted(stages, stage, step))
        edit.note("stage_shifted", after={"stage": stage.pk, "step": step})


def _shifted(rows: list[Any], row: Any, step: int) -> list[Any]:
    index = next(index for index, one in enumerate(rows) if one.pk == row.pk)
    target = index + step
    if not 0 <= target < len(rows):
        raise Invalid({"step": _("It stands at the end already.")})
    rows.insert(target, rows.pop(index))
    return rows


def remove_stage(stage: Stage, *, by: Person | None, at: datetime, version: int | None = None) -> None:
    """Out of the draft, with its commitments. Opportunities of earlier versions keep theirs until they are moved."""
    with editing(stage.funnel, by=by, at=at, version=version) as edit:
        told = {"stage": stage.pk, "code": stage.code, "name": stage.name}
        with scope_lifted("removing a stage from a draft"):
            stage.delete()
        _renumber(list(edit.funnel.stages.all()))
        edit.note("stage_removed", before=told)


def add_commitment(
    stage: Stage, values: Mapping[str, Any], *, by: Person | None, at: datetime, version: int | None = None
) -> CommitmentDefinition:
    """The last of its stage. Its code is new among all versions, so that it never takes over another one's evidence."""
    with editing(stage.funnel, by=by, at=at, version=version) as edit:
        definition = CommitmentDefinition(
            stage=stage, code=_next_code(stage.funnel), position=stage.definitions.count(), **values
        )
        check(definition)
        definition.save(force_insert=True)
        edit.note("commitment_added", after={"definition": definition.pk, "code": definition.code})
        return definition


def _next_code(funnel: Funnel) -> str:
    known = CommitmentDefinition.objects.everything(reason="codes of all versions").filter(
        stage__funnel__lineage=funnel.lineage
    )
    numbers = [int(match[1]) for code in known.values_list("code", flat=True) if (match := COMMITMENT_CODE.match(code))]
    return f"C{max(numbers, default=0) + 1:02}"


def edit_commitment(
    definition: CommitmentDefinition,
    values: Mapping[str, Any],
    *,
    by: Person | None,
    at: datetime,
    version: int | None = None,
) -> None:
    with editing(definition.stage.funnel, by=by, at=at, version=version) as edit:
        before = _change(definition, values, COMMITMENT_FIELDS)
        if before:
            after = {name: values[name] for name in before}
            edit.note("commitment_edited", before={"definition": definition.pk, **before}, after=after)


def shift_commitment(
    definition: CommitmentDefinition, step: int, *, by: Person | None, at: datetime, version: int | None = None
) -> None:
    with editing(definition.stage.funnel, by=by, at=at, version=version) as edit:
        _count(_shifted(list(definition.stage.definitions.all()), definition, step))
        edit.note("commitment_shifted", after={"definition": definition.pk, "step": step})


def _count(rows: Sequence[CommitmentDefinition]) -> None:
    for index, row in enumerate(rows):
        row.position = index
        row.save(update_fields=["position"])


def remove_commitment(
    definition: CommitmentDefinition, *, by: Person | None, at: datetime, version: int | None = None
) -> None:
    with editing(definition.stage.funnel, by=by, at=at, version=version) as edit:
        told = {"definition": definition.pk, "code": definition.code, "statement": definition.statement}
        stage = definition.stage
        with scope_lifted("removing a commitment from a draft"):
            definition.delete()
        _count(list(stage.definitions.all()))
        edit.note("commitment_removed", before=told)


def set_actions(
    stage: Stage, texts: Sequence[str], *, by: Person | None, at: datetime, version: int | None = None
) -> None:
    wanted = [text.strip() for text in texts if text.strip()]
    edit_stage(stage, {}, actions=wanted, by=by, at=at, version=version)


def stage_text(stage: Stage) -> StageText:
    return StageText(
        id=stage.pk,
        name=stage.name,
        purpose=stage.purpose,
        kind=stage.kind,
        expected_days=stage.expected_days,
        commitments=[commitment_text(one) for one in stage.definitions.all()],
    )


def commitment_text(one: CommitmentDefinition) -> CommitmentText:
    return CommitmentText(
        id=one.pk,
        code=one.code,
        statement=one.statement,
        required=one.required,
        givers=one.givers,
        evidence_kinds=one.evidence_kinds,
    )
