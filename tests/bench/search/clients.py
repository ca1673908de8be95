"""Clients that take as little of the machine as they can: one raw socket each, in a process of their own."""

from __future__ import annotations

import json
import multiprocessing
import resource
import socket
import time
from collections.abc import Sequence
from typing import Any, NamedTuple
from urllib.parse import quote

from bench.search.queries import Wanted

AT_ONCE = 65_536


class Timed(NamedTuple):
    """One answer: milliseconds until it was there, and what the server said it took itself, where it says so."""

    milliseconds: float
    took: float | None


class Load(NamedTuple):
    """What several clients got together: answers a second, and the cores they took for themselves."""

    rate: float
    times: list[float]
    own_cores: float


class Client:
    """Asks over one connection that stays open."""

    def __init__(self, port: int, token: str) -> None:
        """Connect."""
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._head = f"Host: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n\r\n"

    def get(self, path: str) -> bytes:
        """GET and return the body; anything but a 200 with a length ends the run."""
        self._socket.sendall(f"GET {path} HTTP/1.1\r\n{self._head}".encode())
        data = b""
        while b"\r\n\r\n" not in data:
            data += self._received()
        head, _, body = data.partition(b"\r\n\r\n")
        lines = head.lower().split(b"\r\n")
        lengths = [int(line[15:]) for line in lines if line.startswith(b"content-length:")]
        if b" 200 " not in lines[0] or not lengths:
            raise SystemExit(f"{path}: {head[:300]!r} {body[:300]!r}")
        parts, missing = [body], lengths[0] - len(body)
        while missing > 0:
            parts.append(self._received())
            missing -= len(parts[-1])
        return b"".join(parts)

    def ask(self, path: str) -> Any:
        """GET and return the JSON."""
        return json.loads(self.get(path))

    def _received(self) -> bytes:
        data = self._socket.recv(AT_ONCE)
        if not data:
            raise SystemExit("the server closed the connection")
        return data


def path_of(wanted: Wanted, *, is_suggested: bool = False) -> str:
    """Return the address that answers a query."""
    if is_suggested:
        return f"/api/v1/suggest?q={quote(wanted.text)}"
    return f"/api/v1/search?q={quote(wanted.text)}" + ("&typing=true" if wanted.is_typing else "")


def one_by_one(port: int, token: str, paths: Sequence[str]) -> list[Timed]:
    """Ask one after the other."""
    client = Client(port, token)
    found = []
    for path in paths:
        began = time.perf_counter()
        body = client.get(path)
        took = 1000 * (time.perf_counter() - began)
        found.append(Timed(took, json.loads(body).get("took_ms")))
    return found


def _many(port: int, token: str, paths: Sequence[str], barrier: Any, answers: Any) -> None:
    client = Client(port, token)
    barrier.wait()
    used = resource.getrusage(resource.RUSAGE_SELF)
    first = time.time()
    times = []
    for path in paths:
        began = time.perf_counter()
        client.get(path)
        times.append(1000 * (time.perf_counter() - began))
    last, usage = time.time(), resource.getrusage(resource.RUSAGE_SELF)
    own = usage.ru_utime + usage.ru_stime - used.ru_utime - used.ru_stime
    answers.put((first, last, times, own))


def all_at_once(port: int, token: str, paths: Sequence[str], clients: int) -> Load:
    """Share the paths between processes that ask at the same time, as fast as they are answered."""
    context = multiprocessing.get_context("spawn")
    barrier, answers = context.Barrier(clients), context.SimpleQueue()
    shares = [paths[start::clients] for start in range(clients)]
    processes = [context.Process(target=_many, args=(port, token, share, barrier, answers)) for share in shares]
    for process in processes:
        process.start()
    results = [answers.get() for _ in processes]
    for process in processes:
        process.join()
    seconds = max(last for _, last, _, _ in results) - min(first for first, _, _, _ in results)
    times = [one for _, _, own, _ in results for one in own]
    return Load(len(times) / seconds, times, sum(own for *_, own in results) / seconds)
