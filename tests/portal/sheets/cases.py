"""What a file of the corpus is, and what may come of reading it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from portal.sheets.sandbox.causes import Cause, Fault

Rows = list[list[str]]


@dataclass(frozen=True)
class Refused:
    cause: Cause


@dataclass(frozen=True)
class Reads:
    """The header and the rows, cells and all; `faults` by row number, whose cells do not matter."""

    table: Rows
    faults: Mapping[int, Fault] = field(default_factory=dict)


@dataclass(frozen=True)
class Survives:
    """Any table will do: the damage may have hit a value, which nobody can know."""


Outcome = Refused | Reads | Survives
ANY_REFUSAL: tuple[Outcome, ...] = tuple(map(Refused, Cause))


@dataclass(frozen=True)
class Case:
    """Any one of `outcomes` is right."""

    name: str
    make: Callable[[], bytes]
    outcomes: tuple[Outcome, ...]
    filename: str = "table.xlsx"


def refused(name: str, make: Callable[[], bytes], *causes: Cause, filename: str = "table.xlsx") -> Case:
    return Case(name, make, tuple(map(Refused, causes)), filename)


def reads(
    name: str,
    make: Callable[[], bytes],
    table: Rows,
    faults: Mapping[int, Fault] | None = None,
    filename: str = "table.xlsx",
) -> Case:
    return Case(name, make, (Reads(table, faults or {}),), filename)
