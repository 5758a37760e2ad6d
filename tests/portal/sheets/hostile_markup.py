"""Workbooks whose XML attacks the parser."""

from collections.abc import Iterator

from portal.sheets.sandbox.causes import Cause, Fault
from tests.portal.sheets.cases import Case, Reads, Refused, reads, refused
from tests.portal.sheets.workbooks import (
    DECLARATION,
    MAIN,
    SHEET,
    number,
    row,
    skeleton,
    text,
    workbook,
    worksheet,
    zipped,
)

MILLION = 1024 * 1024
LAUGHS = "<!DOCTYPE w [<!ENTITY a0 'ha'>{}]>".format(
    "".join(f"<!ENTITY a{one} '{f'&a{one - 1};' * 10}'>" for one in range(1, 10))
)
SHEET_OPEN = f'<worksheet xmlns="{MAIN}"><sheetData>'
SHEET_CLOSE = "</sheetData></worksheet>"
DOCTYPES = {
    "a billion laughs": LAUGHS,
    "a file of the server": '<!DOCTYPE w [<!ENTITY a9 SYSTEM "file:///etc/passwd">]>',
    "a page of the network": '<!DOCTYPE w [<!ENTITY a9 SYSTEM "http://127.0.0.1:9/a">]>',
    "a parameter entity": '<!DOCTYPE w [<!ENTITY % p SYSTEM "file:///dev/zero"> %p; <!ENTITY a9 "x">]>',
    "quadratic growth": f"<!DOCTYPE w [<!ENTITY a9 '{'x' * 50_000}'>]>",
    "an external document type": '<!DOCTYPE w SYSTEM "http://127.0.0.1:9/a.dtd">',
    "a bare document type": "<!DOCTYPE worksheet>",
}
PARTS = (
    "[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
    "xl/sharedStrings.xml", "xl/drawings/drawing1.xml", "docProps/app.xml", "xl/drawings/vmlDrawing1.vml",
)  # fmt: skip


def markup() -> Iterator[Case]:
    yield from document_types()
    yield from giants()
    yield from malformed()


def document_types() -> Iterator[Case]:
    for name, doctype in DOCTYPES.items():
        sheet = f"{DECLARATION}{doctype}{SHEET_OPEN}{row(text('&a9;' * 100))}{SHEET_CLOSE}"
        yield refused(f"{name} in the sheet", lambda sheet=sheet: workbook(sheet), Cause.ENTITIES)
    for part in PARTS:
        yield refused(f"a billion laughs in {part}", lambda part=part: laughing(part), Cause.ENTITIES)
    yield refused("a billion laughs in UTF-16", lambda: workbook(f"{LAUGHS}<w/>".encode("utf-16")), Cause.DAMAGED)


def laughing(part: str) -> bytes:
    content = str(skeleton().get(part, "<x/>")).removeprefix(DECLARATION)
    return workbook(worksheet(row(text("value"))), parts={part: f"{DECLARATION}{LAUGHS}{content}"})


def giants() -> Iterator[Case]:
    def between(content: str) -> bytes:
        return zipped({**skeleton(), SHEET: f"{SHEET_OPEN}{content}{SHEET_CLOSE}"}, level=9)

    size = 40 * MILLION
    varied = "".join(chr(97 + one * one % 26) for one in range(9973))
    filler = varied * (size // len(varied))
    too_large = (Cause.UNPACKS_TOO_LARGE, Cause.TOO_DEMANDING)
    yield refused("a cell of 40 MB", lambda: between(row(text(filler))), *too_large)
    yield refused("a comment of 40 MB", lambda: between(f"<!--{filler}-->"), *too_large)
    yield refused("an attribute of 40 MB", lambda: between(f'<row spans="{filler}"/>'), *too_large)
    yield refused("a tag of 40 MB", lambda: between(f"<{filler}/>"), *too_large)
    yield refused(
        "unpackable text of 3 MB in a cell", lambda: between(row(text("".join(map(str, range(500_000)))))), *too_large
    )
    yield refused("half a million attributes", lambda: between(f"<row {attributes(500_000)}/>"), *too_large)
    yield Case(
        "50,000 levels",
        lambda: between(levels(50_000)),
        (Refused(Cause.EMPTY), Refused(Cause.TOO_DEMANDING)),
    )
    yield refused("millions of levels", lambda: between("<a>" * 12_000_000), *too_large)
    yield refused(
        "a workbook part of 5 MB",
        lambda: workbook("", parts={"xl/workbook.xml": "<x> </x>" * 700_000}),
        Cause.TOO_DEMANDING,
        Cause.UNPACKS_TOO_LARGE,
    )
    yield refused("a shared text of 20 kB in 20,000 cells", lambda: repeated_text(20_000, 20_000), Cause.TOO_DEMANDING)
    yield reads(
        "a cell of many runs",
        lambda: workbook(
            worksheet(row(text("value")) + row(f'<c t="inlineStr"><is>{"<r><t>ab</t></r>" * 20_000}</is></c>'))
        ),
        [["value"], [""]],
        {2: Fault.LONG_CELL},
    )


def levels(count: int) -> str:
    return "".join(f"<a{one}>" for one in range(count)) + "".join(f"</a{one}>" for one in reversed(range(count)))


def attributes(count: int) -> str:
    return " ".join(f'a{one}="{one}"' for one in range(count))


def repeated_text(length: int, cells: int) -> bytes:
    strings = f'<sst xmlns="{MAIN}"><si><t>{"x" * length}</t></si></sst>'
    rows = '<row><c t="s"><v>0</v></c></row>' * cells
    return zipped({**skeleton(), SHEET: varied_sheet(rows), "xl/sharedStrings.xml": strings})


def varied_sheet(rows: str) -> str:
    """Followed by digits that hardly pack, so that the ratio alone does not refuse it."""
    return worksheet(rows, after="".join(f"<!--{one * 7919 % 999_983}-->" for one in range(60_000)))


def malformed() -> Iterator[Case]:
    damages = {
        "an unclosed sheet": f"{SHEET_OPEN}{row(text('value'))}",
        "crossed tags": f"{SHEET_OPEN}<row><c></row></c>{SHEET_CLOSE}",
        "two roots": f"{SHEET_OPEN}{SHEET_CLOSE}{SHEET_OPEN}{SHEET_CLOSE}",
        "no root": "",
        "text for XML": "value,amount",
        "an unknown entity": f"{SHEET_OPEN}{row(text('&nbsp;'))}{SHEET_CLOSE}",
        "a reference to NUL": f"{SHEET_OPEN}{row(text('&#0;'))}{SHEET_CLOSE}",
        "a reference to a surrogate": f"{SHEET_OPEN}{row(text('&#xD800;'))}{SHEET_CLOSE}",
        "an undeclared prefix": f"{SHEET_OPEN}<x:row/>{SHEET_CLOSE}",
        "an attribute twice": f'{SHEET_OPEN}<row r="1" r="2"/>{SHEET_CLOSE}',
    }
    for name, sheet in damages.items():
        yield refused(name, lambda sheet=sheet: workbook(sheet), Cause.DAMAGED)
    yield refused("NUL in the sheet", lambda: workbook(worksheet(row(text("a\0b")))), Cause.DAMAGED)
    yield refused("a control character in the sheet", lambda: workbook(worksheet(row(text("a\1b")))), Cause.DAMAGED)
    yield refused("broken UTF-8", lambda: workbook(worksheet(row(text("ö"))).encode("latin-1")), Cause.DAMAGED)
    yield refused(
        "a surrogate in UTF-8",
        lambda: workbook(worksheet(row(text("ö"))).encode().replace(b"\xc3\xb6", b"\xed\xa0\x80")),
        Cause.DAMAGED,
    )
    yield refused("UTF-16 without a mark", lambda: workbook(worksheet("").encode("utf-16-le")), Cause.DAMAGED)
    yield refused(
        "damaged at the very end", lambda: workbook(worksheet(many_rows(9_000)).removesuffix(">")), Cause.DAMAGED
    )
    yield Case(
        "a false encoding",
        lambda: workbook(worksheet(row(text("value")) + row(number(1))).replace("UTF-8", "UTF-7")),
        (Refused(Cause.DAMAGED), Reads([["value"], ["1"]])),
    )


def many_rows(count: int) -> str:
    return row(text("value")) + "".join(row(number(one)) for one in range(count))
