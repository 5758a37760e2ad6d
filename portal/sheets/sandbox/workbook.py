"""From an uploaded workbook to the texts of its first visible sheet.

The values are read from a clean copy that holds nothing but the checked bytes of three parts, so no
trick of the original archive can show one thing to the checks and another to the reader.
"""

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from python_calamine import CalamineError, load_workbook

from . import limits
from .archive import chunks, open_archive
from .causes import Cause, Unreadable
from .cells import Value
from .markup import bracketed, elements, guarded_parser, parse
from .worksheet import Scan, scan

VALUE_ENDS_ROW = b"</c></row>"
XML_ENDINGS = (".xml", ".rels", ".vml")
SHEET, STRINGS, STYLES = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@dataclass(frozen=True)
class Relation:
    kind: str
    target: str


@dataclass(frozen=True)
class Layout:
    """Where the parts of the first visible sheet are; `sheets` counts the visible ones."""

    sheet: str
    title: str
    sheets: int
    from_1904: bool
    strings: str | None
    styles: str | None


class Package:
    """The parts of a checked archive by name, whatever the case of the name."""

    def __init__(self, archive: ZipFile):
        self.archive = archive
        self.parts = {part.filename.lower(): part for part in archive.infolist()}

    def find(self, name: str | None) -> ZipInfo | None:
        return self.parts.get(name.lower()) if name else None

    def pieces(self, name: str) -> Iterator[bytes]:
        part = self.find(name)
        if part is None:
            raise Unreadable(Cause.NOT_A_WORKBOOK)
        return chunks(self.archive, part)

    def elements(self, name: str) -> list[tuple[str, dict[str, str]]]:
        part = self.find(name)
        if part is not None and part.file_size > limits.PIECE_BYTES:
            raise Unreadable(Cause.TOO_DEMANDING)
        return elements(self.pieces(name))

    def relations(self, source: str) -> dict[str, Relation]:
        """By their id; targets as names of parts."""
        folder, name = posixpath.split(source)
        listed = self.elements(posixpath.join(folder, "_rels", f"{name}.rels"))
        return {
            one.get("Id", ""): Relation(
                one.get("Type", "").rpartition("/")[2],
                posixpath.normpath(posixpath.join("/", folder, one.get("Target", ""))).lstrip("/"),
            )
            for element, one in listed
            if element == "Relationship" and one.get("TargetMode") != "External"
        }


def prepare(upload: Path, clean: Path) -> tuple[Layout, Scan]:
    """Check the upload and write its clean copy."""
    with open_archive(upload) as archive:
        package = Package(archive)
        layout = find_layout(package)
        refuse_entities(package, besides=layout.sheet)
        write_clean(package, layout, clean)
    with ZipFile(clean) as copy:
        return layout, scan(chunks(copy, copy.getinfo(SHEET)))


def find_layout(package: Package) -> Layout:
    if package.find("mimetype"):
        raise Unreadable(Cause.OTHER_WORKBOOK)
    workbook = first_target(package.relations("").values(), "officeDocument")
    if workbook and workbook.endswith(".bin"):
        raise Unreadable(Cause.OTHER_WORKBOOK)
    if not package.find(workbook) or workbook is None:
        raise Unreadable(Cause.NOT_A_WORKBOOK)
    described = package.elements(workbook)
    relations = package.relations(workbook)
    visible = [
        (sheet.get("name", ""), relation.target)
        for element, sheet in described
        if element == "sheet" and sheet.get("state", "visible") == "visible"
        for relation in [relations.get(relation_id(sheet))]
        if relation and relation.kind == "worksheet"
    ]
    if not visible:
        raise Unreadable(Cause.NOT_A_WORKBOOK)
    return Layout(
        sheet=visible[0][1],
        title=visible[0][0],
        sheets=len(visible),
        from_1904=any(one.get("date1904") in {"1", "true"} for name, one in described if name == "workbookPr"),
        strings=first_target(relations.values(), "sharedStrings"),
        styles=first_target(relations.values(), "styles"),
    )


def first_target(relations: Iterable[Relation], kind: str) -> str | None:
    return next((relation.target for relation in relations if relation.kind == kind), None)


def relation_id(sheet: dict[str, str]) -> str:
    return next((value for name, value in sheet.items() if name.endswith("/relationships}id")), "")


def refuse_entities(package: Package, besides: str) -> None:
    """Every XML part is parsed but the sheet, which the scan parses."""
    for name in package.parts:
        if name.endswith(XML_ENDINGS) and name != besides.lower():
            parse(guarded_parser(), bracketed(package.pieces(name)))


def write_clean(package: Package, layout: Layout, path: Path) -> None:
    with ZipFile(path, "w", ZIP_STORED) as copy:
        copy.writestr("_rels/.rels", relations_xml(("officeDocument", "xl/workbook.xml")))
        copy.writestr("xl/workbook.xml", workbook_xml(layout.from_1904))
        copy.writestr("xl/_rels/workbook.xml.rels", relations_xml(("worksheet", "worksheets/sheet1.xml")))
        copy_part(copy, SHEET, counted(bracketed(package.pieces(layout.sheet))))
        for source, name in ((layout.strings, STRINGS), (layout.styles, STYLES)):
            if source and package.find(source):
                copy_part(copy, name, package.pieces(source))


def copy_part(copy: ZipFile, name: str, pieces: Iterable[bytes]) -> None:
    with copy.open(name, "w") as part:
        for piece in pieces:
            part.write(piece)


def counted(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Count cells, and rows that end in a value, in the raw bytes: far quicker than parsing too many of them."""
    cells = rows = 0
    tail = b""
    for piece in pieces:
        cells += piece.count(b"<c")
        rows += (tail + piece).count(VALUE_ENDS_ROW)
        tail = piece[1 - len(VALUE_ENDS_ROW) :]
        if cells > limits.MARKUP_CELLS:
            raise Unreadable(Cause.TOO_MANY_CELLS, limit=limits.MARKUP_CELLS)
        if rows > limits.ROWS + 1:
            raise Unreadable(Cause.TOO_MANY_ROWS, limit=limits.ROWS)
        yield piece


def relations_xml(*relations: tuple[str, str]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(relations, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}">{listed}</Relationships>'


def workbook_xml(from_1904: bool) -> str:
    return (
        f'<workbook xmlns="{SPREADSHEET}" xmlns:r="{RELATIONS}"><workbookPr date1904="{int(from_1904)}"/>'
        '<sheets><sheet name="Sheet" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )


def values(clean: Path) -> Iterator[tuple[int, list[Value]]]:
    """Row number and values from column A on, of every row that holds any."""
    try:
        sheet = load_workbook(str(clean)).get_sheet_by_index(0)
        if sheet.start is None:
            return
        left: list[Value] = [None] * sheet.start[1]
        for number, row in enumerate(sheet.iter_rows(), 1):
            yield number, [*left, *row]
    except CalamineError as error:
        raise Unreadable(Cause.DAMAGED) from error
