"""Listening: each server process has connections of its own, and a port that is taken stays with who has it."""

from __future__ import annotations

import socket
from contextlib import ExitStack

import pytest

from api.running.server import ServeError, listen, listen_for_each


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_who_comes_is_divided_between_the_processes(host: str) -> None:
    """Sixty-four connections, of which each of two sockets gets some; nobody else may take the port beside them."""
    with ExitStack() as opened:
        listeners = [opened.enter_context(listener) for listener in listen_for_each(host, 0, 2)]
        port = listeners[0].getsockname()[1]
        for _ in range(64):
            opened.enter_context(socket.create_connection((host, port)))
        counts = [len(_accepted(listener, opened)) for listener in listeners]
        assert sum(counts) == 64
        assert min(counts) > 0
        with pytest.raises(ServeError, match="Address already in use"):
            listen_for_each(host, port, 2)
    listen(host, port).close()


def _accepted(listener: socket.socket, opened: ExitStack) -> list[socket.socket]:
    found = []
    while True:
        try:
            found.append(opened.enter_context(listener.accept()[0]))
        except BlockingIOError:
            return found
