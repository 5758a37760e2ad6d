"""Why a file, or one of its rows, cannot be read: closed lists, without words."""

from enum import StrEnum


class Cause(StrEnum):
    """Why a whole file is refused."""

    NAME = "name"
    TOO_LARGE = "too-large"
    EMPTY = "empty"
    NOT_TEXT = "not-text"
    NOT_A_TABLE = "not-a-table"
    WORKBOOK_NAMED_CSV = "workbook-named-csv"
    BROKEN_ENCODING = "broken-encoding"
    QUOTES = "quotes"
    LONG_RECORD = "long-record"
    NOT_A_WORKBOOK = "not-a-workbook"
    OLD_WORKBOOK = "old-workbook"
    OTHER_WORKBOOK = "other-workbook"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    TOO_MANY_PARTS = "too-many-parts"
    UNPACKS_TOO_LARGE = "unpacks-too-large"
    OVERLAPPING_PARTS = "overlapping-parts"
    ENTITIES = "entities"
    TOO_DEMANDING = "too-demanding"
    TOO_MANY_ROWS = "too-many-rows"
    TOO_MANY_COLUMNS = "too-many-columns"
    TOO_MANY_CELLS = "too-many-cells"
    EMPTY_HEADER = "empty-header"
    REPEATED_HEADER = "repeated-header"
    UNREADABLE_HEADER = "unreadable-header"


class Fault(StrEnum):
    """Why one row is refused while the others are read."""

    RAGGED = "ragged"
    FORMULA = "formula"
    ERROR_VALUE = "error-value"
    NO_VALUE = "no-value"
    CONTROL_CHARACTER = "control-character"
    LONG_CELL = "long-cell"


class Unreadable(Exception):
    """The file is refused; `facts` fill the blanks of its sentence."""

    def __init__(self, cause: Cause, **facts: str | int):
        super().__init__(cause, facts)
        self.cause = cause
        self.facts = facts
