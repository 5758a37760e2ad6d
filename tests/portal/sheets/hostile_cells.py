"""Values of every kind, as spreadsheets keep them, and formulas, whose stored results are never believed."""

from collections.abc import Iterator

from portal.sheets.sandbox.causes import Cause, Fault
from tests.portal.sheets.cases import Case, Reads, Refused, reads, refused
from tests.portal.sheets.workbooks import MAIN, number, one_column, row, text, workbook, worksheet

FORMULAS = {
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
SHOWN = {
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
FAULTY = {
    "an error": ('<c t="e"><v>#N/A</v></c>', Fault.ERROR_VALUE), "infinity": (number("inf"), Fault.NO_VALUE),
    "a date that is no number": (number("NaN", 1), Fault.NO_VALUE),
    "an escaped NUL": (text("a_x0000_b"), Fault.CONTROL_CHARACTER),
    "an escaped bell": (text("a_x0007_b"), Fault.CONTROL_CHARACTER),
    "a cell of 32,768 characters": (text("x" * 32_768), Fault.LONG_CELL),
}  # fmt: skip


def cells() -> Iterator[Case]:
    yield from formulas()
    yield from values()


def spilling(area: str) -> str:
    return row(f'<c><f t="array" ref="{area}">A1</f><v>1</v></c>')


def formulas() -> Iterator[Case]:
    table = [["value"], [""], ["5"]]
    for name, content in FORMULAS.items():
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
    yield refused(
        "an array formula over everything",
        lambda: workbook(worksheet(row(text("value")) + spilling("A2:A200001") * 3)),
        Cause.TOO_DEMANDING,
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
    for name, (content, expected) in SHOWN.items():
        yield reads(name, lambda content=content: one_column(content), [["value"], [expected]])
    for name, (content, fault) in FAULTY.items():
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
