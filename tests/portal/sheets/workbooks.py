"""Workbooks made by hand, so that every part of them can be wrong."""

import io
import struct
from collections.abc import Iterable
from zipfile import ZIP_DEFLATED, ZipFile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
SHEET = "xl/worksheets/sheet1.xml"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'

Parts = dict[str, bytes | str]


def workbook(sheet: str | bytes = "", **changes: Parts | str) -> bytes:
    """A workbook whose only sheet is `sheet`; `parts` adds and replaces parts."""
    return zipped({**skeleton(str(changes.get("settings", ""))), SHEET: sheet, **dict(changes.get("parts", {}))})


def skeleton(settings: str = "") -> Parts:
    return {
        "[Content_Types].xml": f'{DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": relations("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": book(f"{settings}<sheets>{sheet_entry('Deals', 1)}</sheets>"),
        "xl/_rels/workbook.xml.rels": relations(
            "worksheet", "worksheets/sheet1.xml", "styles", "styles.xml", "sharedStrings", "sharedStrings.xml"
        ),
        "xl/styles.xml": f'{DECLARATION}<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/>'
        '<xf numFmtId="22"/><xf numFmtId="21"/><xf numFmtId="46"/><xf numFmtId="9"/></cellXfs></styleSheet>',
    }


def book(content: str) -> str:
    return f'{DECLARATION}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{content}</workbook>'


def sheet_entry(name: str, number: int, state: str = "visible") -> str:
    return f'<sheet name="{name}" sheetId="{number}" state="{state}" r:id="rId{number}"/>'


def relations(*pairs: str) -> str:
    """Alternating kinds and targets, with ids rId1, rId2, …"""
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(zip(pairs[::2], pairs[1::2], strict=True), 1)
    )
    return f'{DECLARATION}<Relationships xmlns="{PACKAGE}">{listed}</Relationships>'


def worksheet(rows: str, before: str = "", after: str = "") -> str:
    return f'{DECLARATION}<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def row(*cells: str) -> str:
    return f"<row>{''.join(cells)}</row>"


def text(value: str) -> str:
    return f'<c t="inlineStr"><is><t xml:space="preserve">{value}</t></is></c>'


def number(value: object, style: int = 0) -> str:
    return f'<c s="{style}"><v>{value}</v></c>'


def one_column(*cells: str) -> bytes:
    """The header `value` and a row for each cell."""
    return workbook(worksheet(row(text("value")) + "".join(map(row, cells))))


def zipped(parts: Parts, level: int = 6) -> bytes:
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def central_entries(data: bytes) -> Iterable[int]:
    """Where each entry of the directory begins."""
    position = data.find(b"PK\x01\x02")
    while position >= 0:
        yield position
        position = data.find(b"PK\x01\x02", position + 4)


def entry_of(data: bytes, name: str) -> int:
    return next(at for at in central_entries(data) if data[at + 46 :].startswith(name.encode()))


def with_sizes(data: bytes, name: str, *, packed: int | None = None, unpacked: int | None = None) -> bytes:
    """The same archive, its directory and local header saying other sizes for one part."""
    changed = bytearray(data)
    central = entry_of(data, name)
    (local,) = struct.unpack_from("<L", data, central + 42)
    for size, at_central, at_local in ((packed, 20, 18), (unpacked, 24, 22)):
        if size is not None:
            struct.pack_into("<L", changed, central + at_central, size)
            struct.pack_into("<L", changed, local + at_local, size)
    return bytes(changed)


def with_field(data: bytes, name: str, offset: int, form: str, value: int) -> bytes:
    """The same archive with one field of one directory entry changed."""
    changed = bytearray(data)
    struct.pack_into(form, changed, entry_of(data, name) + offset, value)
    return bytes(changed)
