"""Workbooks that are sound as archives and as XML, but not as tables."""

from collections.abc import Iterator

from portal.sheets.sandbox.causes import Cause, Fault
from tests.portal.sheets.cases import Case, Reads, Refused, reads, refused
from tests.portal.sheets.hostile_markup import varied_sheet
from tests.portal.sheets.workbooks import (
    MAIN,
    SHEET,
    book,
    number,
    one_column,
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
    yield from misplaced()
    yield from formulas()
    yield from values()
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
    yield refused(
        "an array formula over everything",
        lambda: workbook(worksheet(HEADER + spilling("A2:A200001") * 3)),
        Cause.TOO_DEMANDING,
    )
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


def spilling(area: str) -> str:
    return row(f'<c><f t="array" ref="{area}">A1</f><v>1</v></c>')


def formulas() -> Iterator[Case]:
    table = [["value"], [""], ["5"]]
    cells = {
        "a formula": "<c><f>1+1</f><v>2</v></c>",
        "a formula without a value": "<c><f>1+1</f></c>",
        "a formula behind its value": "<c><v>2</v><f>1+1</f></c>",
        "a formula that gives text": '<c t="str"><f>"a"</f><v>a</v></c>',
        "a formula that starts a program": "<c><f>cmd|'/c calc'!A0</f><v>0</v></c>",
        "a formula that fetches a page": '<c t="str"><f>WEBSERVICE("http://127.0.0.1:9")</f><v>x</v></c>',
        "a shared formula": '<c><f t="shared" si="0"/><v>2</v></c>',
        "a data table": '<c><f t="dataTable" ref="A2:A2"/><v>2</v></c>',
        "an array formula": '<c><f t="array" ref="A2">A1</f><v>2</v></c>',
        "a formula behind a prefix": f'<y:c xmlns:y="{MAIN}"><y:f>1+1</y:f><y:v>2</y:v></y:c>',
    }
    for name, content in cells.items():
        yield reads(name, lambda content=content: one_column(content, number(5)), table, {2: Fault.FORMULA})
    yield reads(
        "an array that spills",
        lambda: one_column('<c><f t="array" ref="A2:A3">A1</f><v>2</v></c>', number(5)),
        [["value"], [""], [""]],
        {2: Fault.FORMULA, 3: Fault.FORMULA},
    )
    yield reads(
        "a formula below the last value",
        lambda: one_column(number(5), "<c/>", "<c><f>1</f></c>"),
        [["value"], ["5"], [""]],
        {4: Fault.FORMULA},
    )
    yield refused(
        "a formula in the header", lambda: workbook(worksheet(row("<c><f>1</f><v>1</v></c>"))), Cause.UNREADABLE_HEADER
    )
    reference = 'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"'
    yield reads(
        "a sparkline's reference",
        lambda: workbook(
            worksheet(
                row(text("value")) + row(number(5)),
                after=f"<extLst><ext {reference}><xm:f>Deals!A1</xm:f></ext></extLst>",
            )
        ),
        [["value"], ["5"]],
    )


def values() -> Iterator[Case]:
    shown = {
        "a whole number": (number("1054.0"), "1054"), "a negative number": (number("-5.50"), "-5.5"),
        "a tiny number": (number("1E-7"), "0.0000001"), "a binary fraction": (number("0.28999999999999998"), "0.29"),
        "a huge number": (number("1e21"), "1000000000000000000000"), "minus zero": (number("-0"), "0"),
        "fifty percent": (number("0.5", 5), "0.5"), "true": ('<c t="b"><v>1</v></c>', "TRUE"),
        "the first day of 1900": (number(1, 1), "1900-01-01"), "day 59": (number(59, 1), "1900-02-28"),
        "day 61": (number(61, 1), "1900-03-01"), "a day": (number(42736, 1), "2017-01-01"),
        "a moment": (number("42736.6041666667", 2), "2017-01-01T14:30:00"), "a time": (number(0.25, 3), "06:00:00"),
        "a duration": (number(1.5, 4), "36:00:00"), "the last day": (number(2958465, 1), "9999-12-31"),
        "a day beyond the last": (number(2958466, 1), "2958466"), "year zero as text": (text("0000-00-00"), "0000-00-00"),
        "a date in ISO form": ('<c t="d"><v>2017-03-01</v></c>', "2017-03-01"),
        "text that looks like a formula": (text("=1+1"), "=1+1"), "blanks around text": (text(" a "), " a "),
        "an escaped letter": (text("_x0041_"), "A"), "an escaped surrogate": (text("_xD800_"), "_xD800_"),
        "an escaped line end": (text("a_x000D_b"), "a\nb"), "a character beyond 65,535": (text("&#x1F600;"), "😀"),
        "text with its pronunciation": ('<c t="inlineStr"><is><t>東</t><rPh sb="0" eb="1"><t>ひがし</t></rPh></is></c>', "東"),
    }  # fmt: skip
    for name, (content, expected) in shown.items():
        yield reads(name, lambda content=content: one_column(content), [["value"], [expected]])
    faults = {
        "an error": ('<c t="e"><v>#N/A</v></c>', Fault.ERROR_VALUE), "infinity": (number("inf"), Fault.NO_VALUE),
        "a date that is no number": (number("NaN", 1), Fault.NO_VALUE),
        "an escaped NUL": (text("a_x0000_b"), Fault.CONTROL_CHARACTER),
        "an escaped bell": (text("a_x0007_b"), Fault.CONTROL_CHARACTER),
        "a cell of 32,768 characters": (text("x" * 32_768), Fault.LONG_CELL),
    }  # fmt: skip
    for name, (content, fault) in faults.items():
        yield reads(name, lambda content=content: one_column(content), [["value"], [""]], {2: fault})
    yield reads(
        "the calendar of 1904",
        lambda: workbook(worksheet(row(text("value")) + row(number(1, 1))), settings='<workbookPr date1904="1"/>'),
        [["value"], ["1904-01-02"]],
    )
    for index in ("9", "-1", "x"):
        yield refused(
            f"shared text number {index}", lambda index=index: one_column(f'<c t="s"><v>{index}</v></c>'), Cause.DAMAGED
        )
    yield Case(
        "a number that is none",
        lambda: one_column(number("12abc")),
        (Refused(Cause.DAMAGED), Reads([["value"], ["12abc"]])),
    )


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
