"""What each row claims: its cells as values, or the reasons why it cannot be taken in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from django.utils.translation import gettext as _

from funnels.importing.cells import (
    Unusable,
    read_amount,
    read_count,
    read_currency,
    read_day,
    read_email,
    shown,
    text_up_to,
)
from funnels.importing.fields import Field, Shape, fields_of
from funnels.importing.intake import Staged
from funnels.importing.styles import style
from funnels.models import ImportBatch

CACHED: Final = 20_000

Part = tuple[str, str, int, Callable[[str], Any], dict[str, Any]]
"""A field, its column, the column's place, how to read a cell of it, and the texts read already."""


@dataclass(slots=True)
class Claim:
    """One row. `values` has every mapped field, None where the cell is empty; `texts` the cells as they stand."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)

    def refuse(self, column: str, words: str) -> None:
        """Name the column and what stands there."""
        text = self.texts.get(column, "")
        self.reasons.append(f"{column}: “{shown(text)}” {words}." if text else f"{column}: {words}.")


class Reader:
    """Reads rows by one mapping. The same text is read once per field."""

    def __init__(
        self, kind: str, header: Iterable[str], columns: Mapping[str, str], *, order: str, decimal: str
    ) -> None:
        positions = {name: position for position, name in enumerate(header)}
        taken = [one for one in fields_of(kind) if one.name in columns]
        self.columns = dict(columns)
        self.required = [one.name for one in taken if one.required]
        self.parts: list[Part] = [
            (one.name, columns[one.name], positions[columns[one.name]], _parser(one, order, decimal), {})
            for one in taken
        ]

    def read(self, rows: Iterable[Staged]) -> list[Claim]:
        return [self._claim(row) for row in rows]

    def _claim(self, row: Staged) -> Claim:
        claim = Claim(row[0])
        if len(row) > 2:
            claim.reasons.append(row[2])
            return claim
        cells = row[1]
        for name, column, position, parse, known in self.parts:
            text = cells[position]
            if not text:
                claim.values[name] = None
                continue
            if text not in known:
                if len(known) > CACHED:
                    known.clear()
                known[text] = _attempt(parse, text)
            value = known[text]
            claim.texts[column] = text
            if isinstance(value, Unusable):
                claim.refuse(column, str(value.words))
            else:
                claim.values[name] = value
        for name in self.required:
            if claim.values.get(name, "") is None:
                claim.refuse(self.columns[name], _("is empty"))
        return claim


def reader_for(batch: ImportBatch) -> Reader:
    return Reader(
        batch.kind,
        [column["name"] for column in batch.header],
        batch.columns,
        order=style(batch, "orders"),
        decimal=style(batch, "decimals"),
    )


def _attempt(parse: Callable[[str], Any], text: str) -> Any:
    try:
        return parse(text)
    except Unusable as fault:
        return fault


def _parser(one: Field, order: str, decimal: str) -> Callable[[str], Any]:
    parsers: dict[Shape, Callable[[str], Any]] = {
        Shape.DAY: partial(read_day, order=order),
        Shape.AMOUNT: partial(read_amount, decimal=decimal),
        Shape.COUNT: read_count,
        Shape.CURRENCY: read_currency,
        Shape.EMAIL: read_email,
    }
    return parsers.get(one.shape) or text_up_to(one.longest)
