"""Indexes, aliases and requests of the stand-in; each request is recorded beside its answer."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from support.opensearch.answering import answer_search
from support.opensearch.reading import Document, RefusedError, read_document

Json = dict[str, Any]


@dataclass(frozen=True)
class Exchange:
    """A request and its answer."""

    method: str
    path: str
    query: dict[str, str]
    body: Any
    status: int
    answer: Json
    authorization: str = ""


@dataclass
class Index:
    """An index: what was written to it, and what of that a refresh has shown."""

    body: Json
    written: dict[str, Document] = field(default_factory=dict)
    shown: dict[str, Document] = field(default_factory=dict)
    is_closed: bool = False

    @property
    def mappings(self) -> Json:
        """What the index knows of its fields."""
        mappings: Json = self.body["mappings"]
        return mappings


class OpenSearchServer:
    """Answers on loopback. `refuse` may say which requests fail, and how."""

    def __init__(self) -> None:
        """Listen, with nothing in it."""
        self.indexes: dict[str, Index] = {}
        self.aliases: dict[str, set[str]] = {}
        self.exchanges: list[Exchange] = []
        self.refuse: Callable[[str, str], int | None] = lambda *_: None
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def url(self) -> str:
        """The address, with who may ask."""
        return f"http://seeker:p%40ss@127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        """Be away from now on."""
        self._server.shutdown()
        self._server.server_close()

    def searches(self) -> list[Json]:
        """Return the bodies of the searches so far."""
        return [one.body for one in self.exchanges if one.path.endswith("/_search")]

    def handle(self, method: str, target: str, data: bytes, authorization: str) -> tuple[int, Json]:
        """Answer one request, and record it."""
        parts = urlsplit(target)
        query, path = dict(parse_qsl(parts.query)), unquote(parts.path)
        is_lines = path.endswith("/_bulk")
        body = [json.loads(line) for line in data.splitlines()] if is_lines else (json.loads(data) if data else None)
        with self._lock:
            refused = self.refuse(method, path)
            try:
                status, answer = (refused, _error(refused, "refused")) if refused else self._answer(method, path, body)
            except RefusedError as error:
                status, answer = error.status, _error(error.status, str(error))
            self.exchanges.append(Exchange(method, path, query, body, status, answer, authorization))
        return status, answer

    def _answer(self, method: str, path: str, body: Any) -> tuple[int, Json]:  # noqa: C901 - a table of requests
        match method, path.strip("/").split("/"):
            case "PUT", [name] if not name.startswith("_"):
                return 200, self._create(name, body)
            case "DELETE", [name]:
                self.indexes.pop(name, None)
                return 200, {"acknowledged": True}
            case "POST" | "PUT", [source, "_clone", target]:
                return 200, self._clone(source, target)
            case "POST" | "PUT", [name, "_bulk"]:
                return 200, self._write(name, self._index(name), body)
            case "POST", [name, "_refresh"]:
                self._index(name).shown = dict(self._index(name).written)
                return 200, {"_shards": _SHARDS}
            case "GET" | "POST", [name, "_count"]:
                return 200, {"count": len(self._index(name).shown), "_shards": _SHARDS}
            case "PUT" | "POST", [name, "_mapping"]:
                self._index(name).mappings.update(body)
                return 200, {"acknowledged": True}
            case "PUT", [name, "_settings"]:
                self._index(name).is_closed = body["index.blocks.write"]
                return 200, {"acknowledged": True}
            case "POST", ["_aliases"]:
                return 200, self._rename(body["actions"])
            case "GET", ["_alias", alias]:
                names = [name for name in self.aliases.get(alias, ()) if name in self.indexes]
                return (200, {name: {"aliases": {alias: {}}} for name in names}) if names else (404, _error(404, alias))
            case "GET", [pattern, "_mapping"]:
                found = {name: one for name, one in self.indexes.items() if fnmatchcase(name, pattern)}
                metas = {name: one.mappings["_meta"] for name, one in found.items() if "_meta" in one.mappings}
                return 200, {name: {"mappings": {"_meta": dict(meta)}} for name, meta in metas.items()}
            case "GET" | "POST", [name, "_search"]:
                index = self._index(name)
                return 200, answer_search(index.shown, index.body, body)
        raise RefusedError(f"no handler found for uri [{path}] and method [{method}]")

    def _index(self, name: str) -> Index:
        if name not in self.indexes:
            raise RefusedError(f"no such index [{name}]", status=404)
        return self.indexes[name]

    def _create(self, name: str, body: Json) -> Json:
        if name in self.indexes:
            raise RefusedError(f"index [{name}] already exists")
        self.indexes[name] = Index(json.loads(json.dumps(body)))
        return {"acknowledged": True, "shards_acknowledged": True, "index": name}

    def _clone(self, source: str, target: str) -> Json:
        index = self._index(source)
        if not index.is_closed:
            raise RefusedError(f"index {source} must be read-only to resize index")
        body = json.loads(json.dumps(index.body))
        self.indexes[target] = replace(index, body=body, written=dict(index.shown), shown=dict(index.shown))
        return {"acknowledged": True, "shards_acknowledged": True, "index": target}

    def _write(self, name: str, index: Index, lines: list[Json]) -> Json:
        items = []
        rows = iter(lines)
        for line in rows:
            [(action, which)] = line.items()
            status, result = 200, "deleted"
            if index.is_closed:
                status, result = 403, "blocked"
            elif action == "delete":
                status, result = (200, "deleted") if index.written.pop(which["_id"], None) else (404, "not_found")
            if action == "index":
                source = next(rows)
                if not index.is_closed:
                    index.written[which["_id"]] = read_document(which["_id"], source, index.mappings)
                    status, result = 201, "created"
            items.append({action: {"_index": name, "_id": which["_id"], "status": status, "result": result}})
        return {
            "took": 1,
            "errors": any(status["status"] >= 300 for one in items for status in one.values()),
            "items": items,
        }

    def _rename(self, actions: list[Json]) -> Json:
        for action in actions:
            [(what, one)] = action.items()
            holders = self.aliases.setdefault(one["alias"], set())
            if what == "add":
                self._index(one["index"])
                holders.add(one["index"])
            elif one["index"] in holders:
                holders.remove(one["index"])
            else:
                raise RefusedError(f"aliases [{one['alias']}] missing", status=404)
        return {"acknowledged": True}


_SHARDS = {"total": 1, "successful": 1, "skipped": 0, "failed": 0}


def _error(status: int, reason: str) -> Json:
    return {"error": {"type": "exception", "reason": reason, "root_cause": []}, "status": status}


def _handler(server: OpenSearchServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _serve(self) -> None:
            data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            known = self.headers.get("Authorization", "")
            status, answer = server.handle(self.command, self.path, data, known)
            raw = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json; charset=UTF-8")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _serve  # noqa: N815 - as the library calls them

        def log_message(self, *args: Any) -> None:
            """Say nothing."""

    return Handler


@contextmanager
def opensearch_server() -> Iterator[OpenSearchServer]:
    """Run a stand-in as long as it is needed."""
    server = OpenSearchServer()
    try:
        yield server
    finally:
        server.close()
