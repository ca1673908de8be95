"""`repertoire serve`: database, worker, API and site on one origin, started and stopped together."""

from __future__ import annotations

import contextlib
import functools
import multiprocessing
import os
import signal
import socket
import time
from collections.abc import Sequence
from typing import Any

from granian.constants import Interfaces
from granian.server import Server

from api.running.processes import exit_with_parent, keep_out_of_collections, share_memory_between_threads
from api.running.worker import run_worker
from config import Config

PORT_PATIENCE_SECONDS = 2.0


class ServeError(Exception):
    """The product can't start; the message says what to change."""


def serve(config: Config, *, announcement: Sequence[str]) -> None:
    """Run until stopped; the announcement is printed once the API answers. Raises ServeError before anything starts.

    This process starts no thread: the server's processes are forked from it, and a lock that a thread holds at that
    moment would never be released in them.
    """
    _wait_for_port(config)
    arguments = (config, os.getpid(), tuple(announcement))
    worker = multiprocessing.Process(target=run_worker, args=arguments, name="repertoire-worker")
    # Ctrl-C reaches every process of the terminal; only this one answers it, and then ends the worker itself.
    answer = signal.signal(signal.SIGINT, signal.SIG_IGN)
    worker.start()
    signal.signal(signal.SIGINT, answer)
    server = Server(
        "repertoire",
        address=config.host,
        port=config.port,
        interface=Interfaces.WSGI,
        workers=config.workers,
        blocking_threads=8,
        backpressure=256,
        workers_kill_timeout=5,
        respawn_failed_workers=True,
        log_enabled=False,
    )
    try:
        server.serve(target_loader=functools.partial(load_app, config, os.getpid()), wrap_loader=False)
    finally:
        worker.terminate()
        worker.join(5)
        worker.kill()


def load_app(config: Config, parent: int) -> Any:
    """Make the app in a server process, with its index read and its searches on their way to the database."""
    from api import create_app
    from api.running.jobs import keep_moving
    from api.web.context import parts
    from content.search import IndexMissingError

    share_memory_between_threads()
    exit_with_parent(parent)
    app = create_app(config)
    with app.app_context(), contextlib.suppress(IndexMissingError):
        parts().search.generation()  # read now what the first search would wait for
    keep_out_of_collections()
    keep_moving(app)
    return app


def _wait_for_port(config: Config) -> None:
    """Refuse a taken port in one line, after giving a process that is just ending the time to go."""
    give_up = time.monotonic() + PORT_PATIENCE_SECONDS
    while True:
        try:
            family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
            with socket.socket(family) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((config.host, config.port))
        except (OSError, OverflowError) as error:
            if time.monotonic() > give_up:
                reason = getattr(error, "strerror", None) or error
                message = (
                    f"can't listen on {config.host}:{config.port} ({reason}); choose another with --port or --host"
                )
                raise ServeError(message) from error
            time.sleep(0.1)
        else:
            return
