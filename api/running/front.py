"""Front desk of a server process: every request is received whole, while nobody waits, before a thread takes it up.

Granian speaks HTTP and calls `__rsgi__` on one event loop, where an idle or slow connection costs no thread. Reads and
writes have threads of their own: writes that wait for the database leave those alone that answer reads. So has who asks
whether the process lives: whoever waited behind others would have it ended for the database's sake.
"""

from __future__ import annotations

import asyncio
import io
import logging
import os
import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, Response
from granian._granian import RSGIHTTPProtocol as HTTPProtocol
from granian._granian import RSGIProtocolClosed as ProtocolClosed
from granian.rsgi import Scope
from werkzeug.wsgi import FileWrapper

from api.running.requests import Environ, environ_of
from api.web.auth import SAFE_METHODS
from api.web.context import KEY
from api.web.documentation import PREFIX
from api.web.errors import RETRY_SECONDS, problem
from api.web.gate import FIRST_LOOK, MOST
from api.web.measuring import BEGAN, note_turned_away
from api.web.request_ids import GIVEN, HEADER, begin_request, current_request

log = logging.getLogger("repertoire.front")
Result = TypeVar("Result")
READERS, WRITERS, MOST_STREAMS = 8, 4, 6
# Whoever waits longer for a thread is told to come again.
READ_PATIENCE_SECONDS, WRITE_PATIENCE_SECONDS = 20.0, 6.0
# A body may take this long, and longer where it is large, as on a slow line.
BODY_SECONDS, BODY_BYTES_PER_SECOND = 10.0, 50_000
# What is still sent of a body that was refused is thrown away: for so long, and while it comes so often.
LINGER_SECONDS, LINGER_STEP_SECONDS = 30.0, 1.0
# Of bodies that are being received, together.
MOST_RECEIVED_BYTES = 100_000_000
PIECE_BYTES = 256 * 1024
_PART = re.compile(r"bytes (\d+)-(\d+)/\d+")


class _TurnedAwayError(Exception):
    """A request that can't be taken up; the answer says why."""

    def __init__(self, status: int, detail: str) -> None:
        """Keep what the answer says; who is asked to come again is told when."""
        super().__init__(detail)
        self.status = status
        self.detail = detail

    def answer(self) -> Response:
        """Make the answer, to the request that is being answered."""
        is_busy = self.status == 503
        headers = {"Retry-After": str(RETRY_SECONDS)} if is_busy else {"Connection": "close"}
        return problem(self.status, self.detail, headers=headers)


@dataclass(frozen=True)
class _Answer:
    """The app's answer: all of it, or its first piece and, in `rest`, the others; or a file, or bytes of one, to send.

    `part` is where these begin, and where the first stands that isn't one of them.
    """

    status: int
    headers: list[tuple[str, str]]
    first: bytes = b""
    rest: Iterator[bytes] | None = None
    file: str | None = None
    part: tuple[int, int] | None = None
    close: Callable[[], None] = lambda: None


class _Desk:
    """Threads for one kind of request, and the line before them."""

    def __init__(self, name: str, threads: int, patience: float) -> None:
        self._patience = patience
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._free = asyncio.Semaphore(threads)

    async def do(self, work: Callable[..., Result], *arguments: Any) -> Result:
        """Let a thread do something once one is free."""
        try:
            async with asyncio.timeout(self._patience):
                await self._free.acquire()
        except TimeoutError:
            raise _TurnedAwayError(503, "too much is being done at once; ask again") from None
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work, *arguments)
        finally:
            self._free.release()


class Front:
    """The app as Granian calls it (RSGI), in the process and on the event loop in which it was made."""

    def __init__(self, app: Flask) -> None:
        """Open the desks before the app."""
        self._app = app
        self._reads = _Desk("read", READERS, READ_PATIENCE_SECONDS)
        self._writes = _Desk("write", WRITERS, WRITE_PATIENCE_SECONDS)
        self._probes = _Desk("probe", 1, READ_PATIENCE_SECONDS)
        self._live = f"{app.extensions[KEY].config.base_path}{PREFIX}/health/live"
        self._received = 0
        self._streams = 0

    async def __rsgi__(self, scope: Scope, protocol: HTTPProtocol) -> None:
        """Answer one request."""
        environ = environ_of(scope)
        has_body = int(environ.get("CONTENT_LENGTH") or 0) or "HTTP_TRANSFER_ENCODING" in environ
        pieces = aiter(protocol) if has_body else None
        try:
            await self._answer(scope, protocol, environ, pieces)
        except _TurnedAwayError as error:
            begin_request(environ[GIVEN])  # only now: others were looked at meanwhile
            note_turned_away(self._app, scope.method, error.status, environ[BEGAN])
            _send(protocol, error.answer())
        except ProtocolClosed:  # whoever asked has gone
            pass
        except Exception:
            begin_request(environ[GIVEN])
            log.exception("a request couldn't be answered")
            with suppress(RuntimeError):  # some of the answer was sent already
                _send(protocol, problem(500, "something went wrong on our side; it has been logged"))
        if pieces is not None:
            await _take_the_rest(pieces)

    async def _answer(self, scope: Scope, protocol: HTTPProtocol, environ: Environ, pieces: Any) -> None:
        if pieces is not None:
            first_look = environ | {FIRST_LOOK: True}
            answer = await self._reads.do(_call, self._app, first_look)
            most = first_look.get(MOST)
            if most is None:
                await self._give(protocol, scope.method, answer)
                return
            body = await self._receive(pieces, most)
            environ.pop("HTTP_TRANSFER_ENCODING", None)  # it has been received, and has a length now
            environ |= {"wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body)), BEGAN: time.perf_counter()}
        answer = await self._desk_of(scope).do(_call, self._app, environ)
        await self._give(protocol, scope.method, answer)

    def _desk_of(self, scope: Scope) -> _Desk:
        if scope.method not in SAFE_METHODS:
            return self._writes
        return self._probes if scope.path == self._live else self._reads

    async def _receive(self, pieces: Any, most: int) -> bytes:
        """Take in a body that may have so many bytes, and no longer than a line of BODY_BYTES_PER_SECOND needs."""
        loop = asyncio.get_running_loop()
        began, body = loop.time(), bytearray()
        try:
            while True:
                coming = pieces.__anext__()
                due = began + BODY_SECONDS + len(body) / BODY_BYTES_PER_SECOND
                await asyncio.wait({coming}, timeout=due - loop.time())
                if not coming.done():
                    coming.cancel()
                    raise _TurnedAwayError(408, "the body didn't come in time; send it again")
                piece = coming.result()
                if not piece:
                    _check_end(pieces)
                    return bytes(body)
                self._received += len(piece)
                body += piece
                if len(body) > most:
                    raise _TurnedAwayError(413, f"the body may have {most:,} bytes at most")
                if self._received > MOST_RECEIVED_BYTES:
                    raise _TurnedAwayError(503, "too much is being sent at once; ask again")
        finally:
            self._received -= len(body)

    async def _give(self, protocol: HTTPProtocol, method: str, answer: _Answer) -> None:
        """Send an answer; of a long one a thread makes a piece at a time, and nobody waits while it is sent."""
        if answer.file is not None and answer.part is not None:
            protocol.response_file_range(answer.status, answer.headers, answer.file, *answer.part)
            return
        if answer.file is not None:
            protocol.response_file(answer.status, answer.headers, answer.file)
            return
        if answer.rest is None:
            if method == "HEAD" or not answer.first:
                protocol.response_empty(answer.status, answer.headers)
            else:
                protocol.response_bytes(answer.status, answer.headers, answer.first)
            return
        if self._streams >= MOST_STREAMS:
            await self._reads.do(answer.close)
            raise _TurnedAwayError(503, "too many long answers are being sent at once; ask again")
        self._streams += 1
        try:
            line = protocol.response_stream(answer.status, answer.headers)
            piece = answer.first
            while piece:
                await line.send_bytes(piece)
                piece = await self._reads.do(_piece, answer.rest)
        finally:
            self._streams -= 1
            await self._reads.do(answer.close)


async def _take_the_rest(pieces: Any) -> None:
    """Throw away what is still coming of a body whose sender was answered already, and then let them go.

    Whoever sends all of it before they read, as proxies do, would find the connection closed and not see the answer.
    """
    loop = asyncio.get_running_loop()
    end = loop.time() + LINGER_SECONDS
    with suppress(TimeoutError, ProtocolClosed, StopAsyncIteration):
        async with asyncio.timeout(LINGER_STEP_SECONDS) as limit:
            while await pieces.__anext__():  # not `anext` with a default, in which Python 3.11 crashes on these
                limit.reschedule(min(end, loop.time() + LINGER_STEP_SECONDS))


def _check_end(pieces: Any) -> None:
    """Refuse a body after whose last piece more is expected: the connection broke."""
    try:
        pieces.__anext__().cancel()
    except StopAsyncIteration:
        return
    raise _TurnedAwayError(400, "the body came only in part; send it again")


def _send(protocol: HTTPProtocol, answer: Response) -> None:
    answer.headers[HEADER] = current_request()
    protocol.response_bytes(answer.status_code, list(answer.headers.items()), answer.get_data())


def _call(app: Flask, environ: Environ) -> _Answer:
    """Ask the app, in a thread; of a long answer the first piece is read, and a large file is left where it is."""
    started: list[tuple[int, list[tuple[str, str]]]] = []
    body = app(environ, lambda status, headers, _=None: started.append((int(status[:3]), headers)))  # type: ignore[arg-type]
    close: Callable[[], None] = getattr(body, "close", lambda: None)
    is_long = False
    try:
        whole = getattr(body, "iterable", body)  # what a part of a file is taken from
        if isinstance(whole, FileWrapper) and os.fstat(whole.file.fileno()).st_size > PIECE_BYTES:
            return _Answer(*started[-1], file=whole.file.name, part=_part_of(*started[-1]))
        pieces = iter(body)
        first = _piece(pieces)
        is_long = len(first) >= PIECE_BYTES
        return _Answer(*started[-1], first, pieces, close=close) if is_long else _Answer(*started[-1], first)
    finally:
        if not is_long:
            close()


def _part_of(status: int, headers: list[tuple[str, str]]) -> tuple[int, int] | None:
    """Return which bytes of a file an answer says that it has; None for all of them."""
    said = next((value for name, value in headers if name.lower() == "content-range"), "")
    found = _PART.fullmatch(said)
    return (int(found[1]), int(found[2]) + 1) if status == 206 and found else None


def _piece(pieces: Iterator[bytes]) -> bytes:
    """Join what comes next into PIECE_BYTES or more; empty at the end."""
    joined = bytearray()
    for piece in pieces:
        joined += piece
        if len(joined) >= PIECE_BYTES:
            break
    return bytes(joined)
