"""The fence around the suite."""

import socket

import pytest

from tests.house.network import Outside, is_here


@pytest.mark.parametrize("address", [("127.0.0.1", 80), ("::1", 80, 0, 0), ("localhost", 80), "/run/redis.sock"])
def test_this_machine_is_here(address: object) -> None:
    assert is_here(address)


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("portal.example", 443), ("2001:db8::1", 80, 0, 0)])
def test_every_other_machine_is_outside(address: object) -> None:
    assert not is_here(address)


def test_reaching_outside_fails_before_anything_is_sent() -> None:
    with socket.socket() as outgoing, pytest.raises(Outside):
        outgoing.connect(("192.0.2.1", 80))
