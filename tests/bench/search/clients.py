"""Clients that take as little of the machine as they can: raw sockets, all in one process."""

from __future__ import annotations

import json
import re
import selectors
import socket
import time
from collections.abc import Sequence
from typing import Any, NamedTuple
from urllib.parse import quote

from bench.search.queries import Wanted

AT_ONCE = 65_536
_LENGTH = re.compile(rb"(?i)\ncontent-length: *(\d+)")


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


class _Line(NamedTuple):
    """One connection of several: its socket, when it asked last, and what came since."""

    socket: socket.socket
    began: list[float]
    data: bytearray


def all_at_once(port: int, token: str, paths: Sequence[str], clients: int) -> Load:
    """Ask over several connections at the same time, each as fast as it is answered.

    One process for all of them, because each process of a client's takes what the server would have had.
    """
    head = f" HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n\r\n".encode()
    waiting = [path.encode() for path in reversed(paths)]
    times: list[float] = []
    with selectors.DefaultSelector() as selector:
        lines = [_Line(socket.create_connection(("127.0.0.1", port)), [0.0], bytearray()) for _ in range(clients)]

        def ask(line: _Line) -> None:
            line.began[0] = time.perf_counter()
            line.socket.sendall(b"GET " + waiting.pop() + head)

        started, used = time.perf_counter(), time.process_time()
        for line in lines:
            line.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            selector.register(line.socket, selectors.EVENT_READ, line)
            ask(line)
        while len(times) < len(paths):
            for key, _ in selector.select():
                line = key.data
                line.data.extend(line.socket.recv(AT_ONCE) or _closed())
                if _is_whole(line.data):
                    times.append(1000 * (time.perf_counter() - line.began[0]))
                    line.data.clear()
                    if waiting:
                        ask(line)
        seconds, own = time.perf_counter() - started, time.process_time() - used
        for line in lines:
            line.socket.close()
    return Load(len(times) / seconds, times, own / seconds)


def _is_whole(data: bytearray) -> bool:
    """Tell whether an answer is there to its end; anything but a 200 with a length ends the run."""
    end = data.find(b"\r\n\r\n")
    if end < 0:
        return False
    length = _LENGTH.search(data, 0, end)
    if not data.startswith(b"HTTP/1.1 200") or length is None:
        raise SystemExit(data[:600].decode(errors="replace"))
    return len(data) >= end + 4 + int(length[1])


def _closed() -> bytes:
    raise SystemExit("the server closed the connection")
