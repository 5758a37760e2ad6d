"""The ZIP side of a workbook: judged by its directory first, then by the bytes that really come out."""

import struct
import zlib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from . import limits
from .causes import Cause, Unreadable

CHUNK = 256 * 1024
DIRECTORY_MARK = b"PK\x01\x02"
LOCAL_HEADER = 30
ENCRYPTED_FLAG = 0x1
BROKEN = (BadZipFile, EOFError, NotImplementedError, OSError, RuntimeError, ValueError, struct.error, zlib.error)


def open_archive(path: Path) -> ZipFile:
    """The archive, once its directory promises nothing beyond the limits."""
    refuse_crowds(path)
    try:
        archive = ZipFile(path)
    except BROKEN as error:
        raise Unreadable(Cause.DAMAGED) from error
    check_directory(archive.infolist(), end=archive.start_dir)
    return archive


def refuse_crowds(path: Path) -> None:
    """Count directory entries in the raw bytes: a directory of 400,000 entries is costly merely to list."""
    marks = 0
    with path.open("rb") as file:
        while chunk := file.read(limits.MB):
            marks += chunk.count(DIRECTORY_MARK)
    if marks > limits.DIRECTORY_MARKS:
        raise Unreadable(Cause.TOO_MANY_PARTS, limit=limits.PARTS)


def check_directory(parts: list[ZipInfo], end: int) -> None:
    if len(parts) > limits.PARTS:
        raise Unreadable(Cause.TOO_MANY_PARTS, limit=limits.PARTS)
    if any(part.flag_bits & ENCRYPTED_FLAG for part in parts):
        raise Unreadable(Cause.ENCRYPTED)
    if any(part.compress_type not in {ZIP_STORED, ZIP_DEFLATED} for part in parts):
        raise Unreadable(Cause.DAMAGED)
    if len({part.filename.lower() for part in parts}) < len(parts):
        raise Unreadable(Cause.DAMAGED)
    if sum(part.file_size for part in parts) > limits.UNPACKED_BYTES or any(map(inflated, parts)):
        raise Unreadable(Cause.UNPACKS_TOO_LARGE, limit=limits.UNPACKED_BYTES // limits.MB)
    if overlapping(parts, end):
        raise Unreadable(Cause.OVERLAPPING_PARTS)


def inflated(part: ZipInfo) -> bool:
    return part.file_size > max(limits.RATIO_FLOOR, limits.RATIO * part.compress_size)


def overlapping(parts: list[ZipInfo], end: int) -> bool:
    """Two entries share bytes: the trick by which a small file unpacks to a giant one."""
    spans = sorted((part.header_offset, part.header_offset + LOCAL_HEADER + part.compress_size) for part in parts)
    return any(upper > start for (_, upper), (start, _) in pairwise([*spans, (end, end)]))


def chunks(archive: ZipFile, part: ZipInfo) -> Iterator[bytes]:
    """The part's bytes: never more than the directory declares, and refused where the checksum differs."""
    try:
        with archive.open(part) as stream:
            while chunk := stream.read(CHUNK):
                yield chunk
    except BROKEN as error:
        raise Unreadable(Cause.DAMAGED) from error
