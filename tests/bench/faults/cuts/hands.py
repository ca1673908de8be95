"""One person's requests while everything that is done to files is written down, and what they were told is kept."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException
from typing import Any

JSON = "application/json"
AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


class RefusedError(Exception):
    """A request was refused; the message says which, and why."""


class Hand:
    """One person's requests over one connection, and what they were told; for one thread."""

    def __init__(self, port: int, note: Callable[..., None], token: str = "") -> None:
        """Connect when something is asked; `note` takes promises."""
        self.port, self.note = port, note
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self._headers = {"Authorization": f"Bearer {token}"} if token else {"User-Agent": AGENT}
        self.own_port = 0

    def ask(self, method: str, path: str, body: Any = None, *, kind: str = JSON, **headers: str) -> Any:
        """Return what was answered, as JSON where it is; raises RefusedError for a refusal."""
        data = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        path = path if path.startswith("/for/") else f"/api/v1{path}"
        try:
            self._connection.request(method, path, data, {**self._headers, "Content-Type": kind, **headers})
            assert self._connection.sock is not None
            self.own_port = self._connection.sock.getsockname()[1]
            answer = self._connection.getresponse()
            read = answer.read()
        except (OSError, HTTPException):
            self._connection.close()
            raise
        if answer.status >= 400:
            raise RefusedError(f"{method} {path}: {answer.status} {read[:500]!r}")
        return json.loads(read) if answer.headers.get_content_type() == JSON else read.decode()

    def told(self, table: str, value: str, column: str = "id", **least: float) -> None:
        """Note that the last answer said of a row that it is kept, and that other columns hold so much at least."""
        value = uuid.UUID(value).hex if column == "id" else value
        self.note(port=self.own_port, table=table, column=column, value=value, least=least)
