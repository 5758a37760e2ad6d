"""The one sentence for each cause: what is wrong with the file, and what to do about it."""

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from portal.refusals import Refusal
from portal.sheets.sandbox.causes import Cause, Fault

SENTENCES: dict[Cause, str | Promise] = {
    Cause.NAME: _("Files named .csv, .tsv, .txt and .xlsx can be read; this one has another ending."),
    Cause.TOO_LARGE: _("The file is larger than {limit} MB. Split it, or leave out columns."),
    Cause.EMPTY: _("The file holds no header row."),
    Cause.NOT_TEXT: _("The file holds bytes that no text has. Save it as CSV in UTF-8, or as .xlsx."),
    Cause.NOT_A_TABLE: _("The file holds a document, not a table. Save the table as CSV in UTF-8, or as .xlsx."),
    Cause.WORKBOOK_NAMED_CSV: _("The file is a workbook though its name says text. Give it a name ending in .xlsx."),
    Cause.BROKEN_ENCODING: _("The file's characters cannot be decoded. Save it as CSV in UTF-8."),
    Cause.QUOTES: _("The quotation marks do not pair up, beginning in row {row}. Correct that row."),
    Cause.LONG_RECORD: _("Row {row} is longer than {limit} characters. A quotation mark may be missing in it."),
    Cause.NOT_A_WORKBOOK: _("The file is not an Excel workbook with a visible sheet. Save the table as .xlsx or CSV."),
    Cause.OLD_WORKBOOK: _("The file is an old .xls workbook. Save it as .xlsx."),
    Cause.OTHER_WORKBOOK: _("The file is a workbook of another kind (.xlsb or .ods). Save it as .xlsx."),
    Cause.ENCRYPTED: _("The workbook is protected by a password. Save it without one."),
    Cause.DAMAGED: _("The workbook is damaged. Open it in your spreadsheet program and save it again."),
    Cause.TOO_MANY_PARTS: _("The workbook consists of more than {limit} parts. Save the table alone in a new one."),
    Cause.UNPACKS_TOO_LARGE: _(
        "The workbook unpacks to far more than its size suggests, or to more than {limit} MB. Save the table as CSV."
    ),
    Cause.OVERLAPPING_PARTS: _("The workbook's parts overlap, which no spreadsheet program does. It is not read."),
    Cause.ENTITIES: _("The workbook defines XML entities, which no spreadsheet program does. It is not read."),
    Cause.TOO_DEMANDING: _("Reading the workbook takes more memory or time than it may. Save the table as CSV."),
    Cause.TOO_MANY_ROWS: _("The table has more than {limit} rows. Split it."),
    Cause.TOO_MANY_COLUMNS: _("The table has more than {limit} columns. Leave out those you do not need."),
    Cause.TOO_MANY_CELLS: _("The sheet spans more than {limit} cells. Split it, or leave out columns."),
    Cause.EMPTY_HEADER: _("Column {column} has no name in the header row. Give it one, or leave the column out."),
    Cause.REPEATED_HEADER: _("Two columns are named “{name}”. Give each its own name."),
    Cause.UNREADABLE_HEADER: _("The header row cannot be used: {reason}"),
}

REASONS: dict[Fault, str | Promise] = {
    Fault.RAGGED: _("This row has {found} cells where the header has {expected}."),
    Fault.FORMULA: _("Cell {cell} holds a formula. Replace it by its value."),
    Fault.ERROR_VALUE: _("Cell {cell} holds an error. Replace it by a value."),
    Fault.NO_VALUE: _("Cell {cell} holds a number or date that does not exist."),
    Fault.CONTROL_CHARACTER: _("This row holds a control character that no keyboard types."),
    Fault.LONG_CELL: _("A cell of this row is longer than {limit} characters."),
}

Fact = str | int | Promise


class HostileFile(Refusal):
    """The file cannot be read; nothing of it was."""

    code = "unreadable-file"
    status = 400

    def __init__(self, cause: Cause, **facts: Fact):
        super().__init__(format_lazy(SENTENCES[cause], **spelled(facts)), extra={"cause": cause.value})
        self.cause = cause


def reason(fault: Fault, **facts: Fact) -> str | Promise:
    return format_lazy(REASONS[fault], **spelled(facts))


def spelled(facts: dict[str, Fact]) -> dict[str, str | Promise]:
    return {name: f"{fact:,}" if isinstance(fact, int) else fact for name, fact in facts.items()}
