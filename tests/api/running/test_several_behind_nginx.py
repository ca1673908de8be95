"""Several nodes behind nginx as the manual sets it up: one that can't answer just now isn't taken for a broken one."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from support.ports import free_port
from support.several import NGINX, in_front
from support.waiting import PATIENCE_SECONDS

pytestmark = pytest.mark.skipif(not Path(NGINX).is_file(), reason="there is no nginx")


@pytest.fixture
def ports() -> Iterator[list[int]]:
    """Two nodes, of which one has a recording."""
    with _node({"/health"}) as first, _node({"/health", "/recording"}) as second:
        yield [first, second]


def test_while_all_nodes_say_503_nobody_gets_anything_else(ports: list[int], tmp_path: Path) -> None:
    """However often they say it; what one node alone has is found meanwhile."""
    with in_front(tmp_path, ports) as (address,):
        assert [_status(f"{address}/api/v1/nothing") for _ in range(6)] == [503] * 6
        assert [_status(f"{address}/api/v1/recording") for _ in range(6)] == [200] * 6


def test_a_node_that_is_gone_takes_nothing_with_it(ports: list[int], tmp_path: Path) -> None:
    """Whoever comes to it is sent on, each time anew."""
    with in_front(tmp_path, [free_port(), *ports]) as (address,):
        assert [_status(f"{address}/api/v1/recording") for _ in range(9)] == [200] * 9


def _status(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=PATIENCE_SECONDS) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


@contextmanager
def _node(has: set[str]) -> Iterator[int]:
    """Answer as a node does that has some paths and says 503 to all others, and yield its port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path.removeprefix("/api/v1") in has else 503)
            self.end_headers()
            self.wfile.write(json.dumps({"status": "ready"}).encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
