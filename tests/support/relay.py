"""A line to the PostgreSQL server that can be cut and mended: what an app sees when its database is stopped."""

from __future__ import annotations

import socket
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

NAME = ".s.PGSQL.5432"


class Relay:
    """Hands on what comes to a socket of its own to a server's; `url` leads through it."""

    def __init__(self, url: str) -> None:
        """Begin to hand on; url names the server's folder as its host."""
        home = parse_qs(urlsplit(url).query)["host"][0]
        self._server = f"{home}/{NAME}"
        self._folder = Path(tempfile.mkdtemp(prefix="relay-"))  # a socket's path must be short
        self.url = url.replace(home, str(self._folder))
        self._open: list[socket.socket] = []
        self.mend()

    def mend(self) -> None:
        """Let connections through."""
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(self._folder / NAME))
        self._listener.listen()
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def cut(self) -> None:
        """End all connections, and refuse new ones."""
        (self._folder / NAME).unlink()
        self._listener.close()
        for line in self._open:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
        self._open.clear()

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                near, _ = listener.accept()
                far = socket.socket(socket.AF_UNIX)
                far.connect(self._server)
                self._open += [near, far]
                for ends in ((near, far), (far, near)):
                    threading.Thread(target=_pump, args=ends, daemon=True).start()


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_RDWR)
