"""Workbooks that are sound as archives and as XML, but not as tables."""

from collections.abc import Iterator

from portal.sheets.sandbox.causes import Cause, Fault
from tests.portal.sheets.cases import Case, reads, refused
from tests.portal.sheets.hostile_markup import varied_sheet
from tests.portal.sheets.workbooks import (
    SHEET,
    book,
    number,
    relations,
    row,
    sheet_entry,
    skeleton,
    text,
    workbook,
    worksheet,
    zipped,
)

HEADER = row(text("value"), text("other"))


def sheets() -> Iterator[Case]:
    yield from too_large()
    yield from many()
    yield from boundless()
    yield from misplaced()
    yield from headers()
    yield from layouts()


def cell(address: str, value: object = 1) -> str:
    return f'<c r="{address}"><v>{value}</v></c>'


def at(line: int, *cells: str) -> str:
    return f'<row r="{line}">{"".join(cells)}</row>'


def too_large() -> Iterator[Case]:
    wide = row(*(text(f"c{one}") for one in range(16_000)))
    yield refused("16,000 columns", lambda: workbook(worksheet(wide)), Cause.TOO_MANY_COLUMNS)
    yield refused(
        "a value in the last column",
        lambda: workbook(worksheet(at(1, cell("A1"), cell("XFD1")))),
        Cause.TOO_MANY_COLUMNS,
    )
    yield refused(
        "501 columns",
        lambda: workbook(worksheet(row(*(text(f"c{one}") for one in range(501))))),
        Cause.TOO_MANY_COLUMNS,
    )
    yield refused(
        "a value in the last row",
        lambda: workbook(worksheet(HEADER + at(1_048_576, cell("A1048576")))),
        Cause.TOO_MANY_ROWS,
    )
    yield refused(
        "a value in row 200,002",
        lambda: workbook(worksheet(HEADER + at(200_002, cell("B200002")))),
        Cause.TOO_MANY_ROWS,
    )
    yield refused(
        "a wide and long sheet of two values",
        lambda: workbook(worksheet(at(1, cell("A1")) + at(200_001, cell("SF200001")))),
        Cause.TOO_MANY_CELLS,
    )


def many() -> Iterator[Case]:
    yield refused(
        "200,001 rows",
        lambda: zipped(
            {**skeleton(), SHEET: varied_sheet(HEADER + "".join(row(number(one)) for one in range(200_001)))}
        ),
        Cause.TOO_MANY_ROWS,
    )
    yield refused(
        "three million empty cells",
        lambda: zipped({**skeleton(), SHEET: varied_sheet(HEADER + row("<c/>" * 3_000_000))}),
        Cause.TOO_MANY_CELLS,
        Cause.UNPACKS_TOO_LARGE,
    )


def boundless() -> Iterator[Case]:
    yield reads(
        "a dimension that lies",
        lambda: workbook(worksheet(HEADER + row(number(1)), before='<dimension ref="A1:XFD1048576"/>')),
        [["value", "other"], ["1", ""]],
    )
    yield reads(
        "formats to the last column and row",
        lambda: workbook(
            worksheet(
                HEADER + at(2, cell("A2")) + at(1_048_576, '<c r="XFD1048576" s="1"/>'),
                before='<cols><col min="1" max="16384"/></cols>',
            )
        ),
        [["value", "other"], ["1", ""]],
    )


def misplaced() -> Iterator[Case]:
    rows = {
        "rows in another order": at(5, cell("A5")) + at(3, cell("A3")),
        "one row twice": at(3, cell("A3")) + at(3, cell("A3")),
        "a cell of another row": at(3, cell("A9")),
        "cells in another order": at(3, cell("B3"), cell("A3")),
        "one cell twice": at(3, cell("A3"), cell("A3")),
        "row zero": '<row r="0"/>',
        "a row below zero": '<row r="-3"/>',
        "a row without end": '<row r="99999999999999999999"/>',
        "a row in Arabic digits": '<row r="٣"/>',
        "a column of four letters": at(3, cell("AAAA3")),
        "a column in small letters": at(3, cell("a3")),
        "a cell without a column": at(3, cell("3")),
        "cells of an unknown namespace": '<y:row xmlns:y="urn:y"><y:c><y:v>1</y:v></y:c></y:row>',
    }
    for name, content in rows.items():
        yield refused(name, lambda content=content: workbook(worksheet(HEADER + content)), Cause.DAMAGED)


def headers() -> Iterator[Case]:
    yield refused(
        "a header cell without a name",
        lambda: workbook(worksheet(row(text("a"), text(" "), text("b")))),
        Cause.EMPTY_HEADER,
    )
    yield refused(
        "a name twice", lambda: workbook(worksheet(row(text("Amount"), text(" amount ")))), Cause.REPEATED_HEADER
    )
    yield refused(
        "an error in the header", lambda: workbook(worksheet(row('<c t="e"><v>#N/A</v></c>'))), Cause.UNREADABLE_HEADER
    )
    yield refused("nothing at all", lambda: workbook(worksheet("")), Cause.EMPTY)
    yield reads("only a header", lambda: workbook(worksheet(HEADER)), [["value", "other"]])
    yield reads(
        "blank rows above and between",
        lambda: workbook(worksheet(at(4, cell("A4", 7)) + at(9, cell("A9", 8)))),
        [["7"], ["8"]],
    )
    yield refused("a blank column on the left", lambda: workbook(worksheet(at(4, cell("C4", 7)))), Cause.EMPTY_HEADER)
    yield reads(
        "more cells than the header has",
        lambda: workbook(worksheet(row(text("value")) + row(number(1), number(2)))),
        [["value"], [""]],
        {2: Fault.RAGGED},
    )


def layouts() -> Iterator[Case]:
    sheet = worksheet(HEADER)
    plain = [["value", "other"]]
    hidden = book(f"<sheets>{sheet_entry('A', 1, 'hidden')}</sheets>")
    two = book(f"<sheets>{sheet_entry('A', 4, 'veryHidden')}{sheet_entry('B', 1)}</sheets>")
    yield refused(
        "only a hidden sheet", lambda: workbook(sheet, parts={"xl/workbook.xml": hidden}), Cause.NOT_A_WORKBOOK
    )
    yield reads("a hidden sheet before a visible one", lambda: workbook(sheet, parts={"xl/workbook.xml": two}), plain)
    yield refused("no sheet", lambda: workbook(sheet, parts={"xl/workbook.xml": book("")}), Cause.NOT_A_WORKBOOK)
    targets = {
        "a sheet that is missing": "worksheets/sheet7.xml",
        "a sheet outside the archive": "../../../../etc/passwd",
        "a sheet of the server": "file:///etc/passwd",
    }
    for name, target in targets.items():
        changed = {"xl/_rels/workbook.xml.rels": relations("worksheet", target)}
        yield refused(name, lambda changed=changed: workbook(sheet, parts=changed), Cause.NOT_A_WORKBOOK)
    for name, target in {
        "an absolute target": "/xl/worksheets/sheet1.xml",
        "a target in capitals": "WORKSHEETS/sheet1.XML",
    }.items():
        changed = {"xl/_rels/workbook.xml.rels": relations("worksheet", target)}
        yield reads(name, lambda changed=changed: workbook(sheet, parts=changed), plain)
    chart = {"xl/_rels/workbook.xml.rels": relations("chartsheet", "chartsheets/sheet1.xml")}
    yield refused("only a chart", lambda: workbook(sheet, parts=chart), Cause.NOT_A_WORKBOOK)
    itself = {"xl/_rels/workbook.xml.rels": relations("worksheet", "workbook.xml")}
    yield refused("a workbook that is its own sheet", lambda: workbook(sheet, parts=itself), Cause.EMPTY)
    yield refused("no relations", lambda: zipped({"xl/workbook.xml": book("")}), Cause.NOT_A_WORKBOOK)
