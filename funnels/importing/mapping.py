"""Which column holds what, and what the CRM's words mean: proposed, answered once, remembered per source and kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from funnels.importing.fields import fields_of
from funnels.importing.guessing import guess_columns
from funnels.importing.questions import questions
from funnels.models import ImportBatch
from funnels.models.importing import BatchState
from funnels.refusals import WrongState
from funnels.rules import may_import
from portal.models import Person
from portal.refusals import Invalid

OPEN_TO_MAPPING: Final = (BatchState.READ, BatchState.CHECKED)

Answers = Mapping[str, Mapping[str, str]]
"""Topic → word of the CRM → what it means."""


def proposed_columns(batch: ImportBatch) -> dict[str, str]:
    names = [column["name"] for column in batch.header]
    return guess_columns(fields_of(batch.kind), names, batch.source.columns.get(batch.kind, {}))


def columns_given(batch: ImportBatch, given: Mapping[str, str]) -> dict[str, str]:
    """What is given, and the proposal for the fields and columns that it leaves."""
    proposal = proposed_columns(batch)
    left = {name: column for name, column in proposal.items() if column not in given.values()}
    return {**left, **given}


def left_out(batch: ImportBatch) -> list[str]:
    """Columns of the file that nothing is taken from."""
    taken = set(batch.columns.values())
    return [column["name"] for column in batch.header if column["name"] not in taken]


@transaction.atomic
def choose_columns(
    batch: ImportBatch, columns: Mapping[str, str], *, by: Person | None, version: int | None = None
) -> None:
    """Say which column holds what (field → column)."""
    _lock_for_mapping(batch, by, version)
    chosen = {name: column for name, column in columns.items() if column}
    if errors := _faults(batch, chosen):
        raise Invalid(errors)
    batch.columns, batch.state = chosen, BatchState.READ
    batch.keep("columns", "state")


def _lock_for_mapping(batch: ImportBatch, by: Person | None, version: int | None) -> None:
    if by is not None:
        may_import(by, batch.team).or_refuse()
    batch.lock(version=version)
    if batch.state not in OPEN_TO_MAPPING:
        raise WrongState(_("This file is being worked on, or has been. Its mapping stays as it is."))


def _faults(batch: ImportBatch, columns: Mapping[str, str]) -> dict[str, str]:
    errors: dict[str, str] = {}
    known = {field.name: field for field in fields_of(batch.kind)}
    names = {column["name"] for column in batch.header}
    for name, column in columns.items():
        if name not in known:
            errors[name] = _("There is nothing of this name to take in.")
        elif column not in names:
            errors[name] = _("The file has no column “%(column)s”.") % {"column": column}
        elif list(columns.values()).count(column) > 1:
            errors[name] = _("Another field takes this column already.")
    for field in known.values():
        if field.required and field.name not in columns:
            errors[field.name] = _("Choose the column that holds it.")
    return errors


@transaction.atomic
def answer(batch: ImportBatch, given: Answers, *, by: Person | None, version: int | None = None) -> None:
    """Settle every question: by what is given, else by what was answered before, else by the proposal.

    Raises Invalid with `topic:word` for each question that has none of these or an answer nobody can follow.
    """
    _lock_for_mapping(batch, by, version)
    errors: dict[str, str] = {}
    settled: dict[str, dict[str, str]] = {}
    for question in questions(batch):
        text = given.get(question.topic, {}).get(question.word, "")
        meant = question.accepts(text) if text else question.proposal
        if meant:
            settled.setdefault(question.topic, {})[question.word] = meant
        else:
            errors[question.key] = question.request
    if errors:
        raise Invalid(errors)
    batch.values, batch.state = settled, BatchState.READ
    batch.keep("values", "state")


def remember(batch: ImportBatch) -> None:
    """Keep columns and answers with the source, for its next file of this kind. Call it inside a transaction."""
    source = batch.source
    source.lock()
    former = source.values.get(batch.kind, {})
    answers = {topic: {**former.get(topic, {}), **words} for topic, words in batch.values.items()}
    source.columns = {**source.columns, batch.kind: batch.columns}
    source.values = {**source.values, batch.kind: {**former, **answers}}
    source.keep("columns", "values")
