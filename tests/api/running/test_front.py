"""The front desk: who it is comes before the body, slow connections cost no thread, writes don't hold up reads."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import create_engine

from api.running import front
from api.web.auth import ANYONE, allow
from api.web.context import KEY
from support.acting import PAGE
from support.factories import Cast, fill
from support.fronting import answer_of, fronting, open_line
from support.waiting import PATIENCE_SECONDS, wait_for

POST = "POST /api/v1/opens HTTP/1.1\nHost: x\nContent-Type: application/json"
GET = "GET /api/v1/me HTTP/1.1\nHost: x\nConnection: close"
BODY = json.dumps({"page_id": PAGE}).encode()


@pytest.fixture
def port(sqlite_app: Flask, sqlite_cast: Cast) -> Iterator[int]:
    """Serve the cast's app."""
    with fronting(sqlite_app) as found:
        yield found


def _who(cast: Cast) -> str:
    return f"\nAuthorization: Bearer {cast.ada.token}"


def test_a_stranger_is_refused_before_their_body_comes(port: int) -> None:
    """The head alone is enough; with a token that isn't valid too."""
    for head in (POST, f"{POST}\nAuthorization: Bearer nobody", f"{POST}\nTransfer-Encoding: chunked"):
        length = "" if "chunked" in head else "\nContent-Length: 1000"
        assert answer_of(open_line(port, head + length))[0] == 401


def test_a_body_that_is_announced_too_large_is_refused_before_it_comes(port: int, sqlite_cast: Cast) -> None:
    """Its sender is told how large it may be; of rows in CSV more is taken than of JSON."""
    status, answer = answer_of(open_line(port, f"{POST}{_who(sqlite_cast)}\nContent-Length: 1000001"))
    assert status == 413
    assert b"1,000,000 bytes at most" in answer


def test_a_body_that_grows_too_large_is_refused(port: int, sqlite_cast: Cast) -> None:
    """One in pieces doesn't announce its length."""
    pieces = b"f4240\r\n" + b"x" * 1_000_000 + b"\r\n5\r\nabcde\r\n"
    assert answer_of(open_line(port, f"{POST}{_who(sqlite_cast)}\nTransfer-Encoding: chunked", pieces))[0] == 413


@pytest.mark.parametrize("is_known", [True, False])
@pytest.mark.parametrize("length", ["Content-Length: 25000000", "Transfer-Encoding: chunked"])
def test_who_sends_all_before_they_read_is_told(port: int, sqlite_cast: Cast, is_known: bool, length: str) -> None:
    """As proxies do: a connection that is closed in their face takes the answer with it, and people get a 502."""
    who, status = (_who(sqlite_cast), 413) if is_known else ("", 401)
    body = b"x" * 25_000_000
    if "chunked" in length:
        body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    assert answer_of(open_line(port, f"{POST}{who}\n{length}\nConnection: close", body))[0] == status


def test_a_body_in_pieces_is_a_body(port: int, sqlite_cast: Cast) -> None:
    """It is taken together before the route sees it."""
    pieces = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (BODY[:5], BODY[5:])) + b"0\r\n\r\n"
    head = f"{POST}{_who(sqlite_cast)}\nConnection: close\nTransfer-Encoding: chunked"
    assert answer_of(open_line(port, head, pieces))[0] == 201


def test_a_slow_body_is_cut_off(port: int, sqlite_cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer says so, and the connection is closed."""
    monkeypatch.setattr(front, "BODY_SECONDS", 0.2)
    status, answer = answer_of(open_line(port, f"{POST}{_who(sqlite_cast)}\nContent-Length: 1000", b"{"))
    assert status == 408
    assert b"didn't come in time" in answer


def test_slow_and_idle_connections_hold_up_nobody(port: int, sqlite_cast: Cast) -> None:
    """More of each than there are threads: bodies that don't come, of people and of strangers, heads, and nothing."""
    lines = [open_line(port, f"{POST}{_who(sqlite_cast)}\nContent-Length: 1000", b"{") for _ in range(30)]
    lines += [open_line(port, f"GET /api/v1/me HTTP/1.1\nHost: x{_who(sqlite_cast)}") for _ in range(100)]
    lines += [socket.create_connection(("127.0.0.1", port)) for _ in range(20)]
    assert answer_of(open_line(port, GET + _who(sqlite_cast)))[0] == 200
    head = f"{POST}{_who(sqlite_cast)}\nConnection: close\nContent-Length: {len(BODY)}"
    assert answer_of(open_line(port, head, BODY))[0] == 201
    for line in lines:
        line.close()


def test_a_long_answer_is_sent_in_pieces_and_whole(sqlite_app: Flask, port: int, sqlite_cast: Cast) -> None:
    """A file larger than a piece, and its head alone."""
    head = "{} /api/v1/docs/swagger-ui-bundle.js HTTP/1.1\nHost: x\nConnection: close"
    wanted = sqlite_app.test_client().get("/api/v1/docs/swagger-ui-bundle.js").get_data()
    assert len(wanted) > front.PIECE_BYTES
    assert answer_of(open_line(port, head.format("GET")))[1].endswith(b"\r\n\r\n" + wanted)
    assert answer_of(open_line(port, head.format("HEAD")))[1].endswith(b"\r\n\r\n")


def test_writers_that_wait_for_the_database_hold_up_no_reader(make_app: Callable[..., Flask]) -> None:
    """While another holds its lock, reads are answered; writes are told to come again, and none is an error of ours."""
    app = make_app()
    cast = fill(app)
    engine = create_engine(app.extensions[KEY].config.sqlalchemy_url)
    statuses: list[tuple[int, bytes]] = []
    with fronting(app) as port, engine.connect() as other:
        other.exec_driver_sql("BEGIN IMMEDIATE")
        head = f"{POST}\nAuthorization: Bearer {cast.ada.token}\nConnection: close\nContent-Length: {len(BODY)}"
        writers = [
            threading.Thread(target=lambda: statuses.append(answer_of(open_line(port, head, BODY)))) for _ in range(16)
        ]
        for writer in writers:
            writer.start()
        wait_for(lambda: any(thread.name.startswith("write") for thread in threading.enumerate()))
        reader = f"{GET}\nAuthorization: Bearer {cast.ada.token}"
        assert answer_of(open_line(port, reader))[0] == 200
        assert statuses == [], "they were still waiting"
        assert {answer_of(open_line(port, reader))[0] for _ in range(19)} == {200}
        for writer in writers:
            writer.join(PATIENCE_SECONDS)
        assert {status for status, _ in statuses} == {503}
        assert all(b"retry-after: 2" in answer.lower() for _, answer in statuses)
        other.rollback()
        assert answer_of(open_line(port, head, BODY))[0] == 201


def test_whoever_asks_whether_it_lives_waits_for_nobody(make_app: Callable[..., Flask]) -> None:
    """While every thread that reads waits, and others wait for one of them, as when a database is away."""
    app = make_app(base_url="https://tools.example/playbook")
    may_go_on = threading.Event()
    waiting: list[int] = []

    def wait() -> str:
        waiting.append(1)
        return str(may_go_on.wait(PATIENCE_SECONDS))

    app.add_url_rule("/api/v1/waiting", "waiting", allow(ANYONE)(wait))
    head = "GET /playbook/api/v1/{} HTTP/1.1\nHost: x\nConnection: close"
    with fronting(app) as port:
        try:
            lines = [open_line(port, head.format("waiting")) for _ in range(2 * front.READERS)]
            wait_for(lambda: len(waiting) == front.READERS)
            status, answer = answer_of(open_line(port, head.format("health/live")))
            assert not may_go_on.is_set()
        finally:
            may_go_on.set()
        assert {answer_of(line)[0] for line in lines} == {200}
    assert (status, answer.partition(b"\r\n\r\n")[2]) == (200, b'{"status":"alive"}')
