"""The front desk and large files: sent from the disk, whole and in parts, to any number of people at once."""

from __future__ import annotations

import json
import random
import socket
from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from api.running import front
from api.web.auth import COOKIE
from api.work.status import CURRENT
from support.factories import Cast, sign_in
from support.fronting import answer_of, fronting, open_line

FILM = random.Random(7).randbytes(4_000_000)
SMALL = FILM[:1000]


Ask = Callable[..., socket.socket]


@pytest.fixture
def ask(sqlite_app: Flask, sqlite_cast: Cast) -> Iterator[Ask]:
    """Serve a site with a film, and ask for its files as Ada's browser does."""
    folder = sqlite_app.extensions["repertoire"].config.site_dir
    (folder / "one").mkdir(parents=True)
    (folder / "one" / "film.mp4").write_bytes(FILM)
    (folder / "one" / "small.mp4").write_bytes(SMALL)
    current = {"folder": "one", "script_hashes": [], "open": []}
    (folder / CURRENT).write_text(json.dumps(current), encoding="utf-8")
    cookie = sign_in(sqlite_app, sqlite_cast.ada).get_cookie(COOKIE)
    assert cookie is not None
    with fronting(sqlite_app) as port:

        def ask_for(path: str, method: str = "GET", **headers: str) -> socket.socket:
            said = "".join(f"\n{name}: {value}" for name, value in headers.items())
            head = f"{method} {path} HTTP/1.1\nHost: x\nConnection: close\nCookie: {COOKIE}={cookie.value}{said}"
            return open_line(port, head)

        yield ask_for


def body_of(line: socket.socket) -> tuple[int, bytes]:
    """Return the status and the body of an answer."""
    status, received = answer_of(line)
    return status, received.partition(b"\r\n\r\n")[2]


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-", 0, 4_000_000),
        ("bytes=1000000-", 1_000_000, 4_000_000),
        ("bytes=5-2000004", 5, 2_000_005),
        ("bytes=3999999-", 3_999_999, 4_000_000),
        ("bytes=-300000", 3_700_000, 4_000_000),
        ("bytes=10-10", 10, 11),
    ],
)
def test_a_part_of_a_film_is_that_part(ask: Ask, asked: str, start: int, end: int) -> None:
    """Byte for byte, however large."""
    line = ask("/film.mp4", Range=asked)
    status, received = answer_of(line)
    head, _, body = received.partition(b"\r\n\r\n")
    assert status == 206
    assert body == FILM[start:end]
    assert f"content-range: bytes {start}-{end - 1}/4000000".encode() in head.lower()
    assert f"content-length: {end - start}".encode() in head.lower()


def test_a_film_comes_whole_and_its_head_alone(ask: Ask) -> None:
    """Who asks for no part gets all, who asks for the head nothing of it."""
    assert body_of(ask("/film.mp4")) == (200, FILM)
    assert body_of(ask("/film.mp4", "HEAD")) == (200, b"")
    assert body_of(ask("/small.mp4", Range="bytes=2-4")) == (206, SMALL[2:5])


def test_a_whole_team_watches_at_once(ask: Ask) -> None:
    """Nobody waits for who reads slowly, and nobody is turned away."""
    team = [ask("/film.mp4", Range="bytes=7-") for _ in range(3 * front.MOST_STREAMS)]
    assert [body_of(line) for line in reversed(team)] == [(206, FILM[7:])] * len(team)
