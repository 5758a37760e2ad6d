"""Workbooks that are wrong as ZIP archives."""

import io
import random
import struct
import zipfile
from collections.abc import Iterator

from portal.sheets.sandbox.causes import Cause
from tests.portal.sheets.cases import Case, Reads, Refused, reads, refused
from tests.portal.sheets.workbooks import (
    SHEET,
    central_entries,
    number,
    one_column,
    relations,
    row,
    skeleton,
    text,
    with_field,
    with_sizes,
    workbook,
    worksheet,
    zipped,
)

GOOD_TABLE = [["value"], ["1"], ["2"]]
OLE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MILLION = 1024 * 1024
END = b"PK\x05\x06"


def good() -> bytes:
    return one_column(number(1), number(2))


def good_with(extra: dict[str, bytes | str], level: int = 6) -> bytes:
    sheet = worksheet(row(text("value")) + row(number(1)) + row(number(2)))
    return zipped({**skeleton(), SHEET: sheet, **extra}, level)


def archives() -> Iterator[Case]:
    yield from bombs()
    yield from liars()
    yield from broken()
    yield from impostors()
    yield from harmless()


def bombs() -> Iterator[Case]:
    zeros = bytes(MILLION)
    yield refused("one part of 200 MB", lambda: workbook(bytes(200 * MILLION)), Cause.UNPACKS_TOO_LARGE)
    yield refused(
        "a picture of 40 MB from 40 kB",
        lambda: good_with({"xl/media/image1.png": bytes(40 * MILLION)}),
        Cause.UNPACKS_TOO_LARGE,
    )
    yield refused(
        "60 parts of 1 MB",
        lambda: good_with({f"xl/media/{one}.png": zeros for one in range(60)}),
        Cause.UNPACKS_TOO_LARGE,
    )
    yield refused("201 parts", lambda: good_with({f"p/{one}": "" for one in range(201)}), Cause.TOO_MANY_PARTS)
    yield refused("70,000 parts", lambda: crowd(70_000), Cause.TOO_MANY_PARTS)
    yield refused("a directory without parts", lambda: crowd(400_000), Cause.TOO_MANY_PARTS)
    yield refused("two entries for one part", overlapping, Cause.OVERLAPPING_PARTS)
    yield refused("a part inside another", quoted_inside, Cause.OVERLAPPING_PARTS)
    yield refused("zips within a zip", lambda: zipped({"0.zip": zipped({"1.zip": zeros})}), Cause.NOT_A_WORKBOOK)
    yield refused("21 MB", lambda: good_with({"a.bin": noise(21 * MILLION)}, level=1), Cause.TOO_LARGE)


def liars() -> Iterator[Case]:
    def bomb() -> bytes:
        return workbook(worksheet(row(text("value")) + " " * (100 * MILLION)))

    yield refused("100 MB said to be 1 kB", lambda: with_sizes(bomb(), SHEET, unpacked=1024), Cause.DAMAGED)
    yield refused("100 MB said to be nothing", lambda: with_sizes(bomb(), SHEET, unpacked=0), Cause.DAMAGED)
    yield refused(
        "100 MB said to be 4 GB", lambda: with_sizes(bomb(), SHEET, unpacked=2**32 - 2), Cause.UNPACKS_TOO_LARGE
    )
    yield refused("packed size too small", lambda: with_sizes(good(), SHEET, packed=9), Cause.DAMAGED)
    yield refused(
        "packed size too large", lambda: with_sizes(good(), SHEET, packed=2**30), Cause.OVERLAPPING_PARTS, Cause.DAMAGED
    )
    yield Case(
        "unpacked size a little too large",
        lambda: with_sizes(good(), SHEET, unpacked=4000),
        (Refused(Cause.DAMAGED), Reads(GOOD_TABLE)),
    )
    yield refused("wrong checksum", lambda: with_field(good(), SHEET, 16, "<L", 7), Cause.DAMAGED)
    yield refused("said to be encrypted", lambda: with_field(good(), SHEET, 8, "<H", 1), Cause.ENCRYPTED)
    yield refused("unknown method", lambda: with_field(good(), SHEET, 10, "<H", 99), Cause.DAMAGED)
    yield refused("offset beyond the end", lambda: with_field(good(), SHEET, 42, "<L", 2**31), Cause.OVERLAPPING_PARTS)
    yield refused(
        "another name in the local header", lambda: good().replace(SHEET.encode(), b"y" * len(SHEET), 1), Cause.DAMAGED
    )
    yield refused("a zip64 directory of 4 billion parts", zip64, Cause.DAMAGED, Cause.TOO_MANY_PARTS)
    yield refused("the same name twice", twice, Cause.DAMAGED)


def broken() -> Iterator[Case]:
    for share in (5, 25, 50, 75, 95, 99):
        yield refused(f"cut off after {share} %", lambda share=share: cut(share), Cause.DAMAGED)
    yield refused("without its last byte", lambda: good()[:-1], Cause.DAMAGED)
    yield refused("without a directory", lambda: good()[: good().find(b"PK\x01\x02")], Cause.DAMAGED)
    yield refused("only the first four bytes", lambda: b"PK\x03\x04", Cause.DAMAGED)
    yield refused("an empty archive", lambda: END + bytes(18), Cause.NOT_A_WORKBOOK)
    yield refused("an empty file", lambda: b"", Cause.NOT_A_WORKBOOK)
    yield refused("one byte", lambda: b"P", Cause.NOT_A_WORKBOOK)
    yield refused("a directory elsewhere", lambda: moved_directory(2**31), Cause.DAMAGED)
    for method in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        yield refused(f"packed by method {method}", lambda method=method: packed_by(method), Cause.DAMAGED)


def impostors() -> Iterator[Case]:
    yield refused("random bytes", lambda: noise(100_000), Cause.NOT_A_WORKBOOK)
    yield refused("random bytes behind a ZIP's start", lambda: b"PK\x03\x04" + noise(100_000), Cause.DAMAGED)
    yield refused("a web page", lambda: b"<html><table><tr><td>1", Cause.NOT_A_WORKBOOK)
    yield refused("text", lambda: b"value\n1\n2\n", Cause.NOT_A_WORKBOOK)
    yield refused("a PDF that is also a ZIP", lambda: b"%PDF-1.7\n" + good(), Cause.NOT_A_WORKBOOK)
    yield refused("an old workbook", lambda: OLE_START + noise(5_000), Cause.OLD_WORKBOOK)
    yield refused(
        "an encrypted workbook",
        lambda: OLE_START + bytes(1000) + "EncryptedPackage".encode("utf-16-le"),
        Cause.ENCRYPTED,
    )
    yield refused(
        "a binary workbook",
        lambda: zipped({"_rels/.rels": relations("officeDocument", "xl/workbook.bin"), "xl/workbook.bin": b"\x83\x01"}),
        Cause.OTHER_WORKBOOK,
    )
    yield refused(
        "an OpenDocument sheet",
        lambda: zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}),
        Cause.OTHER_WORKBOOK,
    )
    yield refused(
        "a text document",
        lambda: zipped({"_rels/.rels": relations("officeDocument", "word/document.xml"), "word/document.xml": "<d/>"}),
        Cause.NOT_A_WORKBOOK,
    )
    yield refused("some other archive", lambda: zipped({"readme.txt": "hello"}), Cause.NOT_A_WORKBOOK)


def harmless() -> Iterator[Case]:
    yield reads("a good workbook", good, GOOD_TABLE)
    yield reads("bytes after the end", lambda: good() + b"\0" * 500, GOOD_TABLE)
    yield reads("names that climb out", lambda: good_with({"../../../tmp/x": "1", "/etc/passwd": "2"}), GOOD_TABLE)
    yield reads("a picture", lambda: good_with({"xl/media/image1.png": noise(10_000)}), GOOD_TABLE)
    yield reads("a long comment", lambda: commented(b"c" * 60_000), GOOD_TABLE)
    yield Case(
        "a second end in the comment",
        lambda: commented(END + bytes(18)),
        (Refused(Cause.DAMAGED), Refused(Cause.NOT_A_WORKBOOK), Reads(GOOD_TABLE)),
    )
    yield Case(
        "two archives in one file",
        lambda: one_column(number(8)) + good(),
        (Refused(Cause.DAMAGED), Refused(Cause.OVERLAPPING_PARTS), Reads(GOOD_TABLE)),
    )


def noise(length: int) -> bytes:
    return random.Random(length).randbytes(length)


def cut(share: int) -> bytes:
    data = good()
    return data[: len(data) * share // 100]


def crowd(entries: int) -> bytes:
    """A file that is nearly all directory."""
    entry = b"PK\x01\x02" + bytes(42)
    start = b"PK\x03\x04" + bytes(26)
    directory = entry * entries
    return start + directory + END + struct.pack("<4H2LH", 0, 0, 65535, 65535, len(directory), len(start), 0)


def overlapping() -> bytes:
    """Two directory entries that unpack the same bytes."""
    data = good_with({"xl/media/a.bin": noise(1000), "xl/media/b.bin": noise(1000)})
    first, second = [at for at in central_entries(data) if data[at + 46 :].startswith(b"xl/media/")]
    changed = bytearray(data)
    changed[second + 42 : second + 46] = data[first + 42 : first + 46]
    return bytes(changed)


def quoted_inside() -> bytes:
    """A stored part whose bytes are those of another, as in bombs that reuse one kernel."""
    data = good_with({"xl/media/a.bin": noise(1000), "xl/media/b.bin": noise(1000)})
    first = next(at for at in central_entries(data) if data[at + 46 :].startswith(b"xl/media/a"))
    (packed,) = struct.unpack_from("<L", data, first + 20)
    return with_sizes(data, "xl/media/a.bin", packed=packed + 40)


def zip64() -> bytes:
    data = good()
    end = data.rfind(END)
    record = b"PK\x06\x06" + struct.pack("<Q2H2L4Q", 44, 45, 45, 0, 0, 2**32, 2**32, 2**32, 2**33)
    locator = b"PK\x06\x07" + struct.pack("<LQL", 0, end, 1)
    return data[:end] + record + locator + END + struct.pack("<4H2LH", 0, 0, 65535, 65535, 2**32 - 1, 2**32 - 1, 0)


def twice() -> bytes:
    return good_with({"XL/worksheets/SHEET1.xml": worksheet(row(text("other")))})


def moved_directory(offset: int) -> bytes:
    data = bytearray(good())
    struct.pack_into("<L", data, data.rfind(END) + 16, offset)
    return bytes(data)


def packed_by(method: int) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in skeleton().items():
            archive.writestr(name, content)
        archive.writestr(SHEET, worksheet(row(text("value"))))
    return file.getvalue()


def commented(comment: bytes) -> bytes:
    file = io.BytesIO(good())
    with zipfile.ZipFile(file, "a") as archive:
        archive.comment = comment
    return file.getvalue()
