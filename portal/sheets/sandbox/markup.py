"""XML read by a parser that refuses every document type, and with it every entity."""

from collections.abc import Iterable, Iterator
from xml.parsers import expat

from . import limits
from .causes import Cause, Unreadable

SEPARATOR = "}"


def guarded_parser() -> expat.XMLParserType:
    """UTF-8 only, as spreadsheets write it; names come as namespace}local."""
    parser = expat.ParserCreate("utf-8", SEPARATOR)
    parser.StartDoctypeDeclHandler = refuse_doctype
    return parser


def refuse_doctype(*_declaration: object) -> None:
    raise Unreadable(Cause.ENTITIES)


def parse(parser: expat.XMLParserType, pieces: Iterable[bytes]) -> None:
    try:
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise Unreadable(Cause.DAMAGED) from error


def bracketed(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same pieces, refused where too many bytes pass without a closing bracket, or where one is NUL.

    A NUL means UTF-16, which one parser would accept while another sees nothing in it.
    """
    open_bytes = 0
    for piece in pieces:
        if b"\0" in piece:
            raise Unreadable(Cause.DAMAGED)
        last = piece.rfind(b">")
        open_bytes = open_bytes + len(piece) if last < 0 else len(piece) - last
        if open_bytes > limits.PIECE_BYTES:
            raise Unreadable(Cause.TOO_DEMANDING)
        yield piece


def elements(pieces: Iterable[bytes]) -> list[tuple[str, dict[str, str]]]:
    """Local name and attributes of each element of a small part, in order."""
    found: list[tuple[str, dict[str, str]]] = []
    parser = guarded_parser()
    parser.StartElementHandler = lambda name, attributes: found.append((local(name), attributes))
    parse(parser, bracketed(pieces))
    return found


def local(name: str) -> str:
    return name.rpartition(SEPARATOR)[2]
