"""Sockets are closed but for this machine: nothing in the portal may reach outside."""

import ipaddress
import socket
from collections.abc import Iterator
from typing import Any

import pytest


class Outside(RuntimeError):
    """A test tried to reach another machine."""


def is_here(address: Any) -> bool:
    """Unix sockets and loopback addresses; a host name other than localhost is outside."""
    if not isinstance(address, tuple):
        return True
    host = str(address[0])
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True, scope="session")
def only_this_machine() -> Iterator[None]:
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if not is_here(address):
            raise Outside(f"a test tried to reach {address!r}")
        connect(self, address)

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", guarded)
    yield
    patch.undo()
