"""A server process: the app behind its front desk, on a socket that others may listen on too."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
import sys
import time
from typing import Any

from flask import Flask
from granian._granian import SocketHolder
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.server.embed import Server

from api.running.front import Front
from api.running.jobs import server_jobs
from api.running.processes import (
    calculate_in_one_thread,
    keep_out_of_collections,
    keep_to_a_core,
    leave,
    share_memory_between_threads,
)
from api.running.timetable import Timetable
from api.running.watched import watched_app
from api.web.context import parts
from config import Config
from content.processes import prepare_forking
from content.search import IndexMissingError

PORT_PATIENCE_SECONDS = 2.0
# Connections that may be open at once, idle ones among them; the head of a request comes within this time.
CONNECTIONS = 8192
BACKLOG = 1024
HEAD_SECONDS = 20
# What is being answered when the server is told to end may take so long.
LAST_WORDS_SECONDS = 1.0
# Where the app has what sends its spans, if anything does.
TRACING = "tracing"


class ServeError(Exception):
    """The product can't start; the message says what to change."""


def listen(host: str, port: int) -> socket.socket:
    """Listen, on any free port for 0; raises ServeError for a taken one, after giving who is just ending time to go."""
    give_up = time.monotonic() + PORT_PATIENCE_SECONDS
    while True:
        try:
            return _bound(host, port)
        except (OSError, OverflowError) as error:
            if time.monotonic() > give_up:
                reason = getattr(error, "strerror", None) or error
                message = f"can't listen on {host}:{port} ({reason}); choose another with --port or --host"
                raise ServeError(message) from error
            time.sleep(0.1)


def listen_for_each(host: str, port: int, count: int) -> list[socket.socket]:
    """Listen once for each of so many processes, between which the system divides those who come; see `listen`.

    On one socket for all of them whoever wakes first takes everybody, and the others have nothing to do. Systems other
    than Linux don't divide, and there it is one socket.
    """
    first = listen(host, port)
    if sys.platform != "linux":
        return [first] * count
    return [first, *(_bound(*first.getsockname()[:2], is_beside=True) for _ in range(count - 1))]


def _bound(host: str, port: int, *, is_beside: bool = False) -> socket.socket:
    """Return a socket that listens; `is_beside` others of this program on a port that the first of them took alone."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if is_beside:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        listener.bind((host, port))
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        listener.listen(BACKLOG)
        listener.setblocking(False)
    except BaseException:
        listener.close()
        raise
    return listener


def server_name(number: int) -> str:
    """Return what the server process of a number is called in health and logs."""
    return f"server-{number}"


def run_server(config: Config, listener: socket.socket, number: int) -> None:
    """Answer on a socket that listens, as the server process of a number (from 1), until the process is stopped."""
    share_memory_between_threads()
    calculate_in_one_thread()
    app = watched_app(config)
    if config.otel_exporter_otlp_endpoint:
        from api.web.tracing import init_tracing  # which comes with an extra

        app.extensions[TRACING] = init_tracing(app)
    with app.app_context(), contextlib.suppress(IndexMissingError):
        parts().search.generation()  # read now what the first search would wait for
    prepare_forking()  # before this process keeps to a core, which what it forks need not do
    keep_to_a_core(number - 1, config.workers)
    Timetable(app, server_name(number), server_jobs()).start()
    keep_out_of_collections()
    asyncio.run(_serve(app, listener))


def make_server(app: Flask, listener: socket.socket) -> Server:
    """Return a server that answers for an app on a socket that listens, on the event loop of the caller."""
    host, port = listener.getsockname()[:2]
    return _Server(
        Front(app),
        listener=listener,
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEAD_SECONDS * 1000),
        websockets=False,
        backlog=BACKLOG,
        backpressure=CONNECTIONS,
        log_enabled=False,
    )


async def _serve(app: Flask, listener: socket.socket) -> None:
    server = make_server(app, listener)

    def end() -> None:
        server.signal_handler_interrupt()  # type: ignore[no-untyped-call]  # no new connections; idle ones would be waited for
        loop.call_later(LAST_WORDS_SECONDS, leave)

    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, end)
    await server.serve()
    if TRACING in app.extensions:
        app.extensions[TRACING].force_flush(int(LAST_WORDS_SECONDS * 1000))
    leave()


class _Server(Server):
    """Granian's server on a socket that listens already, so that connections wait while a process is replaced."""

    def __init__(self, target: Any, *, listener: socket.socket, **settings: Any) -> None:
        super().__init__(target, **settings)
        self._listener = listener

    def _init_shared_socket(self) -> None:
        holder: Any = SocketHolder
        self._shd = holder(self._listener.fileno(), False, self.backlog)
