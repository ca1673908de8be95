"""The front desk before an app, on a port, as a server process has it."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from flask import Flask

from api.running.server import listen, make_server
from support.waiting import PATIENCE_SECONDS


@contextmanager
def fronting(app: Flask) -> Iterator[int]:
    """Answer for an app on a port of this machine until the block ends."""
    listener = listen("127.0.0.1", 0)
    loop = asyncio.new_event_loop()
    is_stopped = asyncio.Event()

    async def serve() -> None:
        server = make_server(app, listener)
        answering = loop.create_task(server.serve())
        await is_stopped.wait()
        server.signal_handler_interrupt()  # type: ignore[no-untyped-call]
        with suppress(TimeoutError):  # connections that a test left open would be waited for
            await asyncio.wait_for(asyncio.shield(answering), 1)

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),), daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        loop.call_soon_threadsafe(is_stopped.set)
        thread.join(PATIENCE_SECONDS)
        listener.detach()  # the server closed it


def open_line(port: int, head: str, body: bytes = b"") -> socket.socket:
    """Connect, and send the head of a request and what is given of its body."""
    line = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_SECONDS)
    line.sendall(head.replace("\n", "\r\n").encode() + b"\r\n\r\n" + body)
    return line


def answer_of(line: socket.socket) -> tuple[int, bytes]:
    """Return the status and the rest of an answer after which the connection is closed."""
    received = b""
    while piece := line.recv(65536):
        received += piece
    line.close()
    return int(received.split(b" ", 2)[1]), received
