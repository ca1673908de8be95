"""`repertoire serve`: database, worker, API and site on one origin, started, kept alive and stopped together."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import os
import resource
import signal
import socket
import time
from collections.abc import Sequence
from typing import Any

from flask import Flask
from granian._granian import SocketHolder
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.server.embed import Server

from api.running.announcing import announce
from api.running.front import Front
from api.running.jobs import server_jobs
from api.running.processes import keep_out_of_collections, leave, share_memory_between_threads
from api.running.supervising import Wanted, supervise
from api.running.timetable import Timetable
from api.running.worker import run_worker
from api.web.context import parts
from api.work.status import ProcessState, forget_last_run, write_processes
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


class ServeError(Exception):
    """The product can't start; the message says what to change."""


def serve(config: Config, *, announcement: Sequence[str]) -> None:
    """Run until stopped; the announcement is printed once the API answers. Raises ServeError before anything starts.

    This process listens from the first moment: who comes before a server process can answer, or while one that died is
    replaced, waits and isn't refused.
    """
    listener = _listen(config)
    forget_last_run(config.data_dir)
    # A process that is killed leaves semaphores, which the standard library then removes, and warns of.
    os.environ.setdefault("PYTHONWARNINGS", "ignore:resource_tracker")
    _open_more_files()
    names = [f"server-{number}" for number in range(1, config.workers + 1)]
    servers = [Wanted(name, functools.partial(run_server, config, listener, name)) for name in names]
    others = [
        Wanted("worker", functools.partial(run_worker, config)),
        Wanted("announcer", functools.partial(announce, config, announcement), is_once=True),
    ]
    supervise(
        [*servers, *others],
        report=lambda wanted: write_processes(config.data_dir, [_state(each) for each in wanted if not each.is_once]),
    )


def run_server(config: Config, listener: socket.socket, name: str) -> None:
    """Answer on a socket that listens, until the process is stopped."""
    from api import create_app

    share_memory_between_threads()
    app = create_app(config)
    with app.app_context(), contextlib.suppress(IndexMissingError):
        parts().search.generation()  # read now what the first search would wait for
    prepare_forking()
    Timetable(app, name, server_jobs()).start()
    keep_out_of_collections()
    asyncio.run(_serve(config, app, listener))


async def _serve(config: Config, app: Flask, listener: socket.socket) -> None:
    server = _Server(
        Front(app),
        listener=listener,
        address=config.host,
        port=config.port,
        interface=Interfaces.RSGI,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEAD_SECONDS * 1000),
        websockets=False,
        backlog=BACKLOG,
        backpressure=CONNECTIONS,
        log_enabled=False,
    )

    def end() -> None:
        server.signal_handler_interrupt()  # type: ignore[no-untyped-call]  # no new connections; idle ones would be waited for
        loop.call_later(LAST_WORDS_SECONDS, leave)

    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, end)
    await server.serve()
    leave()


class _Server(Server):
    """Granian's server on a socket that listens already, so that connections wait while a process is replaced."""

    def __init__(self, target: Any, *, listener: socket.socket, **settings: Any) -> None:
        super().__init__(target, **settings)
        self._listener = listener

    def _init_shared_socket(self) -> None:
        holder: Any = SocketHolder
        self._shd = holder(self._listener.fileno(), False, self.backlog)


def _state(wanted: Wanted) -> ProcessState:
    since = wanted.since.isoformat(timespec="seconds")
    return ProcessState(wanted.name, wanted.process.pid if wanted.process else None, since, wanted.deaths, wanted.ended)


def _open_more_files() -> None:
    """Allow as many open files as the system lets this process have: a connection is one."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _listen(config: Config) -> socket.socket:
    """Listen; a taken port is refused in one line, after giving a process that is just ending the time to go."""
    give_up = time.monotonic() + PORT_PATIENCE_SECONDS
    while True:
        family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
        listener = socket.socket(family)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            listener.bind((config.host, config.port))
            listener.listen(BACKLOG)
            listener.setblocking(False)
        except (OSError, OverflowError) as error:
            listener.close()
            if time.monotonic() > give_up:
                reason = getattr(error, "strerror", None) or error
                message = (
                    f"can't listen on {config.host}:{config.port} ({reason}); choose another with --port or --host"
                )
                raise ServeError(message) from error
            time.sleep(0.1)
        else:
            return listener
