"""CSV files as they should not be, and as they are."""

import codecs
import gzip
import io
import wave
from collections.abc import Iterator

from portal.sheets.sandbox.causes import Cause, Fault
from tests.portal.sheets.cases import ANY_REFUSAL, Case, Outcome, Reads, Refused, Survives
from tests.portal.sheets.hostile_archives import good, noise

MILLION = 1024 * 1024
TABLE = [["name", "city"], ["Zoë", "Köln"], ["Łukasz", "Łódź"]]
PLAIN = "name,city\r\nZoë,Köln\r\nŁukasz,Łódź\r\n"
LINE = "1C1I7A6R,Moses Frase,GTX Plus Basic,Cancity,Won,2016-10-20,2017-03-01,1054\n"


def csv(name: str, data: str | bytes, *outcomes: Outcome | Cause, filename: str = "table.csv") -> Case:
    content = data if isinstance(data, bytes) else data.encode()
    expected = tuple(Refused(one) if isinstance(one, Cause) else one for one in outcomes)
    return Case(name, lambda: content, expected, filename)


def texts() -> Iterator[Case]:
    yield from encodings()
    yield from separators()
    yield from giants()
    yield from rows()
    yield from headers()
    yield from impostors()


def encodings() -> Iterator[Case]:
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"):
        mark = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}.get(encoding, b"")
        yield csv(f"text in {encoding}", mark + PLAIN.encode(encoding), Reads(TABLE))
    western = "name,price\nCafé “X”,5 €\n"
    yield csv("text in Windows-1252", western.encode("cp1252"), Reads([["name", "price"], ["Café “X”", "5 €"]]))
    yield csv("UTF-16 without a mark", PLAIN.encode("utf-16-le"), Cause.NOT_TEXT)
    yield csv("UTF-32", PLAIN.encode("utf-32"), Cause.NOT_TEXT)
    yield csv("half a character of UTF-16", PLAIN.encode("utf-16")[:-1], Cause.BROKEN_ENCODING)
    yield csv("a lone surrogate in UTF-16", codecs.BOM_UTF16_LE + b"a\x00\n\x00\x00\xd8\n\x00", Cause.BROKEN_ENCODING)
    yield csv("a surrogate in UTF-8", b"name\n\xed\xa0\x80\n", Reads([["name"], ["í\xa0€"]]))
    yield csv("an overlong slash", b"name\n\xc0\xaf\n", Reads([["name"], ["À¯"]]))
    yield csv("bytes of no encoding", b"name\n\x81\x8d\x8f\n", Cause.BROKEN_ENCODING)
    yield csv("broken UTF-8 behind its mark", codecs.BOM_UTF8 + b"name\n\xff\n", Cause.BROKEN_ENCODING)
    yield csv("half a character at the end", "name\nö".encode()[:-1], Reads([["name"], ["Ã"]]))
    yield csv("broken far behind", LINE.encode() * 10_000 + b"\x81\xff\n", Cause.BROKEN_ENCODING)


def separators() -> Iterator[Case]:
    table = [["name", "note"], ["a, b", "1;2"], ["c", "3"]]
    for separator, name in ((",", "commas"), (";", "semicolons"), ("\t", "tabs"), ("|", "bars")):
        lines = "".join(separator.join(f'"{cell}"' for cell in line) + "\n" for line in table)
        yield csv(f"divided by {name}", lines, Reads(table))
    yield csv(
        "a line that names the separator", "sep=;\r\nname;note\r\na,b;c\r\n", Reads([["name", "note"], ["a,b", "c"]])
    )
    yield csv("decimal commas", "name;amount\na;1,5\nb;2,5\n", Reads([["name", "amount"], ["a", "1,5"], ["b", "2,5"]]))
    yield csv("one column", "name\na\nb\n", Reads([["name"], ["a"], ["b"]]))
    yield csv("old line ends", "name,city\ra,b\r", Reads([["name", "city"], ["a", "b"]]))
    yield csv("mixed line ends", "name,city\r\na,b\nc,d\r", Reads([["name", "city"], ["a", "b"], ["c", "d"]]))
    yield csv(
        "line ends within a cell", 'name,city\n"a\r\nb\rc\nd",e\n', Reads([["name", "city"], ["a\nb\nc\nd", "e"]])
    )
    yield csv(
        "quotes within a cell", 'name,city\n"5"" pipe",5" pipe\n', Reads([["name", "city"], ['5" pipe', '5" pipe']])
    )


def giants() -> Iterator[Case]:
    yield csv("51 MB", LINE.encode() * (51 * MILLION // len(LINE)), Cause.TOO_LARGE)
    yield csv("one line of 49 MB of commas", b"," * (49 * MILLION), Cause.LONG_RECORD)
    yield csv("one cell of 49 MB", b"x" * (49 * MILLION), Cause.LONG_RECORD)
    yield csv("49 MB of quotation marks", b'"' * (49 * MILLION), Cause.LONG_RECORD)
    yield csv("a quoted cell of 40 MB", b'name\n"' + b"x\n" * (20 * MILLION) + b'"\n', Cause.LONG_RECORD, Cause.QUOTES)
    yield csv("a row of a million quoted lines", b'name\n"' + b'\n","' * 12_000_000, Cause.LONG_RECORD)
    yield csv("a cell of 200,000 characters", f"name\n{'x' * 200_000}\n", Cause.QUOTES)
    yield csv("16,000 columns", ",".join(f"c{one}" for one in range(16_000)) + "\n1\n", Cause.TOO_MANY_COLUMNS)
    yield csv("501 columns", ",".join(f"c{one}" for one in range(501)), Cause.TOO_MANY_COLUMNS)
    yield csv("200,002 rows", LINE * 200_002, Cause.TOO_MANY_ROWS)
    quoted = '"' + LINE.strip().replace(",", '","') + '"\n'
    yield csv("200,002 quoted rows", quoted * 200_002, Cause.TOO_MANY_ROWS)
    yield csv("25 million blank lines", b"\n" * (25 * MILLION), Cause.TOO_MANY_ROWS)


def rows() -> Iterator[Case]:
    def fault(name: str, line: str, found: Fault) -> Case:
        return csv(name, f"name,city\n{line}\nc,d\n", Reads([["name", "city"], ["", ""], ["c", "d"]], {2: found}))

    yield fault("a row that is too short", "a", Fault.RAGGED)
    yield fault("a row that is too long", "a,b,c", Fault.RAGGED)
    yield fault("a bell", "a\x07,b", Fault.CONTROL_CHARACTER)
    yield fault("an escape sequence", "a\x1b[31m,b", Fault.CONTROL_CHARACTER)
    yield fault("a cell of 32,768 characters", f"{'x' * 32_768},b", Fault.LONG_CELL)
    plain = [["name", "city"], ["a", "b"]]
    yield csv("empty cells behind the last column", "name,city,,\na,b,,,,\n", Reads(plain))
    yield csv("blank rows between and behind", "\n\nname,city\n\n,\na,b\n,,\n\n\n", Reads(plain))
    yield csv("no line end at the end", "name,city\na,b", Reads(plain))
    yield csv("a quotation mark that never closes", 'name,city\na,"b\nc,d\n', Cause.QUOTES)
    yield csv("text behind a closing quotation mark", 'name,city\n"a" x,b\n', Cause.QUOTES)
    for text in ("=1+1", "@SUM(A1)", "+49 221", "-5", "=cmd|'/c calc'!A0", "＝1", " =1"):
        yield csv(f"the text {text}", f"name,city\n{text},b\n", Reads([["name", "city"], [text, "b"]]))
    yield csv("our own guard", "name,city\n'=1+1,'b\n", Reads([["name", "city"], ["=1+1", "'b"]]))
    yield csv("year zero", "name,day\na,0000-00-00\n", Reads([["name", "day"], ["a", "0000-00-00"]]))
    yield csv(
        "numbers as they are typed", "a,b,c\n007,1.50,1e400\n", Reads([["a", "b", "c"], ["007", "1.50", "1e400"]])
    )


def headers() -> Iterator[Case]:
    yield csv("an empty file", b"", Cause.EMPTY)
    yield csv("only a mark", codecs.BOM_UTF8, Cause.EMPTY)
    yield csv("only blank lines", "\n,,\n\r\n", Cause.EMPTY)
    yield csv("only a header", "name,city\n", Reads([["name", "city"]]))
    yield csv("a column without a name", "name,,city\na,b,c\n", Cause.EMPTY_HEADER)
    yield csv("a name twice", "Name,city, name \na,b,c\n", Cause.REPEATED_HEADER)
    yield csv("a control character in the header", "na\x01me,city\na,b\n", Cause.UNREADABLE_HEADER)
    yield csv(
        "blanks around names",
        " name ,\tcity of\n  birth\na,b\n".replace("\n  ", " "),
        Reads([["name", "city of birth"], ["a", "b"]]),
    )


def impostors() -> Iterator[Case]:
    yield csv("a workbook", good(), Cause.WORKBOOK_NAMED_CSV)
    yield csv("a web page", "<!DOCTYPE html><table><tr><td>1,2", Cause.NOT_A_TABLE)
    yield csv("an XML file", '<?xml version="1.0"?><a>1,2</a>', Cause.NOT_A_TABLE)
    yield csv("a PDF", "%PDF-1.7\n1,2\n", Cause.NOT_A_TABLE)
    yield csv("a letter", r"{\rtf1\ansi 1,2}", Cause.NOT_A_TABLE)
    yield csv("packed text", gzip.compress(PLAIN.encode(), mtime=0), Cause.NOT_TEXT, Cause.BROKEN_ENCODING)
    yield csv("sound", sound(), Cause.NOT_TEXT)
    yield csv("a NUL at the start", "\0name\na\n", Cause.NOT_TEXT)
    yield csv("a NUL at the end of 40 MB", (b"x" * 209 + b"\n") * 199_000 + b"\0", Cause.NOT_TEXT)
    for length in (1, 10, 100, 1_000, 100_000):
        yield csv(f"{length} random bytes", noise(length), *ANY_REFUSAL, Survives())
    for filename in (
        "table.xls",
        "table.xlsm",
        "table.xlsb",
        "table.ods",
        "table.exe",
        "table",
        ".csv",
        "csv",
        "a.csv/b",
    ):
        yield csv(f"the name {filename}", PLAIN, Cause.NAME, filename=filename)
    for filename in ("TABLE.CSV", "../../etc/table.csv", "a\0b.txt", "=cmd.tsv"):
        yield csv(f"the name {filename!r}", PLAIN, Reads(TABLE), filename=filename)


def sound() -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as recording:
        recording.setparams((1, 1, 8000, 0, "NONE", ""))
        recording.writeframes(bytes(1000))
    return file.getvalue()
