"""A mail server that keeps a line for each message that it has taken: `python -m tests.proofs.sink PORT FILE [FAULTS] [FOLDER]`.

FAULTS is a share between 0 and 1. Half of the faults are "not now" before the message, the rest: never for this
recipient, "not now" after the message, and a connection that ends after the message, taken or not. Into FOLDER, where one
is named, it puts the messages themselves.
"""

from __future__ import annotations

import asyncio
import re
import sys
from hashlib import sha256
from pathlib import Path
from random import Random

ID = re.compile(rb"(?im)^Message-ID:\s*(\S+)")


class Sink:
    def __init__(self, file: Path, faults: float, folder: Path | None = None):
        self.log = file.open("a", buffering=1)
        self.folder, self.number = folder, 0
        self.faults, self.random = faults, Random(7)

    def unlucky(self, share: float) -> bool:
        return self.random.random() < self.faults * share

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            writer.write(b"220 sink\r\n")
            while line := await reader.readline():
                if not await self.answer(line.strip().upper(), line, reader, writer):
                    break
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def answer(
        self, verb: bytes, line: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        if verb.startswith((b"EHLO", b"HELO")):
            writer.write(b"250-sink\r\n250 8BITMIME\r\n")
        elif verb.startswith((b"MAIL", b"RSET", b"NOOP")):
            writer.write(b"250 ok\r\n")
        elif verb.startswith(b"RCPT"):
            writer.write(self.recipient(line))
        elif verb == b"DATA":
            writer.write(b"354 go on\r\n")
            await writer.drain()
            return self.message(await reader.readuntil(b"\r\n.\r\n"), writer)
        elif verb == b"QUIT":
            writer.write(b"221 bye\r\n")
            await writer.drain()
            return False
        else:
            writer.write(b"500 what?\r\n")
        return True

    def recipient(self, line: bytes) -> bytes:
        if self.unlucky(0.5):
            return b"451 not now\r\n"
        never = sha256(line.strip()).digest()[0] / 255 < self.faults / 7
        return b"550 nobody of this name\r\n" if never else b"250 ok\r\n"

    def message(self, data: bytes, writer: asyncio.StreamWriter) -> bool:
        if self.unlucky(0.1):
            writer.write(b"452 the disk is full\r\n")
            return True
        if self.unlucky(0.05):
            return False
        found = ID.search(data)
        self.keep(data)
        self.log.write(f"{found[1].decode() if found else '?'} {sha256(data).hexdigest()}\n")
        if self.unlucky(0.05):
            return False
        writer.write(b"250 taken\r\n")
        return True

    def keep(self, data: bytes) -> None:
        if self.folder:
            self.number += 1
            (self.folder / "new").write_bytes(data.removesuffix(b".\r\n").replace(b"\r\n..", b"\r\n."))
            (self.folder / "new").rename(self.folder / f"{self.number}.eml")


async def main(port: int, file: Path, faults: float = 0.0, folder: Path | None = None) -> None:
    sink = Sink(file, faults, folder)
    server = await asyncio.start_server(sink.serve, "127.0.0.1", port, limit=1 << 24)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), Path(sys.argv[2]), *map(float, sys.argv[3:4]), *map(Path, sys.argv[4:5])))
