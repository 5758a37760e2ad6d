"""A closed-loop HTTP client over the standard library, the same for the floor and the product."""

from __future__ import annotations

import http.client
import json
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

ROUNDS = 7
REQUESTS = 20


@dataclass(frozen=True)
class Call:
    method: str
    path: str
    body: Mapping[str, Any] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Client:
    port: int
    token: str

    def send(self, call: Call) -> tuple[float, int, bytes, http.client.HTTPMessage]:
        """Seconds, status, body and headers of one request over a connection of its own, as the floor's driver does."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        headers = {"Authorization": f"Bearer {self.token}", **call.headers}
        body = None
        if call.body is not None:
            body, headers["Content-Type"] = json.dumps(call.body), "application/json"
        begun = time.perf_counter()
        connection.request(call.method, call.path, body, headers)
        response = connection.getresponse()
        content = response.read()
        spent = time.perf_counter() - begun
        connection.close()
        if response.status >= 300:
            raise RuntimeError(f"{call.method} {call.path} answered {response.status}: {content[:300]!r}")
        return spent, response.status, content, response.headers

    def get(self, path: str) -> Any:
        return json.loads(self.send(Call("GET", path))[2])


Calls = Callable[[], Iterator[Call]]


@dataclass(frozen=True)
class Measured:
    """Medians over interleaved rounds, in milliseconds."""

    floor: float
    product: float

    @property
    def ratio(self) -> float:
        return self.product / self.floor


def interleaved(first: tuple[Client, Iterator[Call]], second: tuple[Client, Iterator[Call]]) -> Measured:
    """Twenty requests to one, twenty to the other, seven times over; the first round only warms up."""
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(ROUNDS + 1):
        for (client, calls), spent in zip((first, second), times, strict=True):
            measured = [client.send(next(calls))[0] for _ in range(REQUESTS)]
            if number:
                spent += measured
    return Measured(*(statistics.median(spent) * 1000 for spent in times))
