"""Servers on loopback that answer as a CRM's API does; each can be told to fail as the real ones do."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ssl import SSLContext
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class Asked:
    """A request: method, path, query and body."""

    method: str
    path: str
    query: dict[str, str]
    body: Any
    authorization: str


@dataclass
class Answer:
    """An answer: its status, what it says as JSON, and its headers; a cut one ends in the middle."""

    status: int
    body: Any
    headers: dict[str, str] = field(default_factory=dict)
    is_cut: bool = False


class CrmServer:
    """A CRM; `troubles` come once each, in place of the answer to the next request whose path holds their text."""

    def __init__(self) -> None:
        """Begin with nothing asked and no trouble."""
        self.asked: list[Asked] = []
        self.troubles: list[tuple[str, Answer]] = []
        self.url = ""

    def answer(self, asked: Asked) -> Answer:
        """Return what the CRM says."""
        raise NotImplementedError

    def reply(self, asked: Asked) -> Answer:
        """Return what a request gets, its trouble first."""
        self.asked.append(asked)
        for place, (text, answer) in enumerate(self.troubles):
            if text in asked.path:
                del self.troubles[place]
                if not answer.is_cut:
                    return answer
                whole = self.answer(asked)
                return Answer(whole.status, whole.body, whole.headers, is_cut=True)
        return self.answer(asked)


CUT = Answer(200, None, is_cut=True)


@contextmanager
def served(crm: CrmServer, tls: SSLContext | None = None) -> Iterator[None]:
    """Serve a CRM on a port of its own, which its `url` then says."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._reply("GET")

        def do_POST(self) -> None:
            self._reply("POST")

        def _reply(self, method: str) -> None:
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            sent = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            is_json = "json" in self.headers.get("Content-Type", "")
            body = json.loads(sent) if sent and is_json else {name: own[0] for name, own in parse_qs(sent).items()}
            asked = Asked(method, parts.path, query, body, self.headers.get("Authorization", ""))
            answer = crm.reply(asked)
            said = json.dumps(answer.body).encode()
            self.send_response(answer.status)
            for name, value in {"Content-Type": "application/json;charset=UTF-8", **answer.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said[: len(said) // 2] if answer.is_cut else said)
            self.close_connection = answer.is_cut

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    crm.url = f"{'https' if tls else 'http'}://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
