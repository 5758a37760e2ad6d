"""How a file writes days and numbers. Its cells usually show it; where they do not, it is asked once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from funnels.importing.cells import COMMA, DAY_FIRST, MONTH_FIRST, POINT, UNSURE
from funnels.importing.fields import Shape, fields_of
from funnels.models import ImportBatch

WHOLE_FILE: Final = "*"


@dataclass(frozen=True)
class Style:
    """`usual` is taken where no cell makes a difference."""

    topic: str
    label: str | Promise
    shapes: frozenset[Shape]
    answers: dict[str, str | Promise]
    usual: str


STYLES: Final = {
    "orders": Style(
        "orders",
        _("Which of the numbers in a date is the month?"),
        frozenset({Shape.DAY}),
        {DAY_FIRST: _("Day first: 3/4/2017 is 3 April"), MONTH_FIRST: _("Month first: 3/4/2017 is 4 March")},
        DAY_FIRST,
    ),
    "decimals": Style(
        "decimals",
        _("How are amounts written?"),
        frozenset({Shape.AMOUNT}),
        {POINT: _("1,250.00 with a decimal point"), COMMA: _("1.250,00 with a decimal comma")},
        POINT,
    ),
}


def seen(batch: ImportBatch, topic: str) -> set[str]:
    """What the cells of the mapped columns tell: some of the answers, and UNSURE where a cell could be either."""
    shapes = STYLES[topic].shapes
    columns = {batch.columns.get(field.name) for field in fields_of(batch.kind) if field.shape in shapes}
    return {mark for described in batch.header if described["name"] in columns for mark in described[topic]}


def unclear(batch: ImportBatch) -> Iterator[Style]:
    """The styles that a person has to say: cells that could be either, and none or both that settle it."""
    for topic, style in STYLES.items():
        marks = seen(batch, topic)
        if len(marks - {UNSURE}) > 1 or marks == {UNSURE}:
            yield style


def style(batch: ImportBatch, topic: str) -> str:
    certain = seen(batch, topic) - {UNSURE}
    if len(certain) == 1:
        return certain.pop()
    answered: dict[str, str] = batch.values.get(topic, {})
    return answered.get(WHOLE_FILE, STYLES[topic].usual)
