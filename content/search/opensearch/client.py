"""The OpenSearch server, by the requests that this product makes of it; nothing else knows its client."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit

from content.search.engine.store import EngineError

PREFIX = "repertoire"
# Who searches waits no longer for one answer, and is told of a server that was away a moment ago without asking it.
ASKING_SECONDS = 3.0
AWAY_SECONDS = 5.0
# Writing may take long: a server that copies or merges answers when it is done.
WRITING_SECONDS = 120.0
RETRIES = 1
# Answers after which the same request may go well: too many at once, or a node that is starting or gone.
_FOR_A_WHILE = (429, 502, 503, 504)
# The most of one request that adds pages.
BULK_BYTES = 4_000_000
LACKING = (
    "an OpenSearch server needs the extra `opensearch`; install the product with it, as in `repertoire[opensearch]`"
)
Json = dict[str, Any]


class ServerAwayError(EngineError):
    """The server can't be reached, or can't answer now; its index is as good as it was."""

    is_damage = False


class ServerRefusedError(EngineError):
    """The server doesn't take what is asked of it, which building the index anew would not change."""

    is_damage = False


class IndexGoneError(EngineError):
    """The server has no such index any more; build it again."""


class Server:
    """One server and the indexes of this installation on it, whose names begin alike; safe for threads."""

    def __init__(self, url: str, *, clock: Callable[[], float] = time.monotonic) -> None:
        """Ask nothing yet; raises EngineError that names the extra where the client isn't installed.

        The address may hold a user and a password; its path is how the names of the indexes begin.
        """
        try:
            import opensearchpy
        except ImportError as error:
            raise EngineError(LACKING) from error
        parts = urlsplit(url)
        self.prefix = parts.path.strip("/") or PREFIX
        host = urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], "", "", ""))
        user = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
        self._errors = opensearchpy.exceptions
        self._client = opensearchpy.OpenSearch(
            [host], http_auth=user, max_retries=RETRIES, retry_on_status=_FOR_A_WHILE, pool_maxsize=16
        )
        self._clock = clock
        self._away_until = 0.0
        self._noting = threading.Lock()

    def search(self, index: str, body: Json, *, is_patient: bool = False) -> Json:
        """Return what an index answers, of all its shards or none; raises EngineError.

        Who isn't patient is told at once of a server that was away a moment ago.
        """
        if self._clock() < self._away_until and not is_patient:
            raise ServerAwayError("OpenSearch: the server was away a moment ago")
        seconds = WRITING_SECONDS if is_patient else ASKING_SECONDS
        params = {"allow_partial_search_results": "false", "request_timeout": seconds}
        with self._named("it can't be searched", is_asking=not is_patient):
            found: Json = self._client.search(index=index, body=_encoded(body), params=params)
        if found.get("timed_out"):
            raise ServerAwayError("OpenSearch: the server took too long")
        return found

    def create(self, index: str, body: Json) -> None:
        """Make an empty index; raises EngineError."""
        with self._named("an index can't be made"):
            self._client.indices.create(index=index, body=body, params=_patient())

    def copy(self, index: str, target: str) -> None:
        """Make an index of what another one holds, which nobody writes to any more; raises EngineError."""
        params = {"timeout": "60s", **_patient()}
        with self._named("an index can't be copied"):
            made = self._client.indices.clone(index=index, target=target, params=params)
        if not made.get("shards_acknowledged"):
            raise ServerAwayError("OpenSearch: an index is copied, and isn't ready yet")
        self._set_block(target, is_closed=False)

    def write(self, index: str, *, documents: Iterable[tuple[str, Json]], removed: Iterable[str] = ()) -> None:
        """Remove documents by their ids, then add or replace others, given with theirs; raises EngineError."""
        removing = ([json.dumps({"delete": {"_id": one}})] for one in removed)
        adding = ([json.dumps({"index": {"_id": one}}), json.dumps(body)] for one, body in documents)
        for batch in _batches(chain(removing, adding)):
            with self._named("pages can't be written"):
                done = self._client.bulk(index=index, body=batch, params=_patient())
            _refuse_failures(done)

    def refresh(self, index: str) -> None:
        """Let searches see what was written; raises EngineError."""
        with self._named("an index can't be refreshed"):
            self._client.indices.refresh(index=index, params=_patient())

    def count(self, index: str) -> int:
        """Return how many documents an index shows; raises EngineError."""
        with self._named("an index can't be counted"):
            return int(self._client.count(index=index, params=_patient())["count"])

    def close(self, index: str) -> None:
        """Let nobody write to an index from now on; raises EngineError."""
        self._set_block(index, is_closed=True)

    def note(self, index: str, meta: Json) -> None:
        """Note what an index is; raises EngineError."""
        with self._named("an index can't be described"):
            self._client.indices.put_mapping(index=index, body={"_meta": meta}, params=_patient())

    def name(self, index: str) -> None:
        """Give an index the installation's own name, and take it from all others, in one step; raises EngineError."""
        for is_last in (False, True):
            taken = [{"remove": {"index": one, "alias": self.prefix}} for one in self.named() if one != index]
            actions = [*taken, {"add": {"index": index, "alias": self.prefix}}]
            try:
                with self._named("the index can't be named"):
                    self._client.indices.update_aliases(body={"actions": actions}, params=_patient())
            except IndexGoneError:
                if is_last:
                    raise  # else another node named its own meanwhile
            else:
                return

    def named(self) -> list[str]:
        """Return the indexes that have the installation's name, which is one but for a moment; raises EngineError."""
        with self._named("it can't be asked for its index"):
            try:
                found: Json = self._client.indices.get_alias(name=self.prefix, params=_patient())
            except self._errors.NotFoundError:
                return []
        return sorted(found)

    def indexes(self) -> dict[str, Json]:
        """Return what is noted of each index of the installation, by name; raises EngineError."""
        params = {"filter_path": "*.mappings._meta", **_patient()}
        with self._named("it can't be asked for its indexes"):
            found: Json = self._client.indices.get_mapping(index=f"{self.prefix}-*", params=params)
        return {name: one["mappings"]["_meta"] for name, one in found.items()}

    def remove(self, indexes: Sequence[str]) -> None:
        """Remove indexes for good; raises EngineError."""
        for index in indexes:
            with self._named("an index can't be removed"):
                self._client.indices.delete(index=index, params={"ignore_unavailable": "true", **_patient()})

    def _set_block(self, index: str, *, is_closed: bool) -> None:
        with self._named("an index can't be closed or opened"):
            self._client.indices.put_settings(index=index, body={"index.blocks.write": is_closed}, params=_patient())

    @contextmanager
    def _named(self, what: str, *, is_asking: bool = False) -> Iterator[None]:
        """Raise EngineError for what the client raises."""
        try:
            yield
        except self._errors.NotFoundError as error:
            raise IndexGoneError(f"OpenSearch: {what}: there is no such index") from error
        except (self._errors.ConnectionError, self._errors.SerializationError) as error:
            if is_asking:
                self._note_away()
            raise ServerAwayError(f"OpenSearch: {what}: the server can't be reached") from error
        except self._errors.TransportError as error:
            if error.status_code in _FOR_A_WHILE:
                if is_asking:
                    self._note_away()
                raise ServerAwayError(f"OpenSearch: {what}: the server answers {error.status_code}") from error
            raise ServerRefusedError(f"OpenSearch: {what}: {error.status_code} {error.error}") from error

    def _note_away(self) -> None:
        with self._noting:
            self._away_until = self._clock() + AWAY_SECONDS


def _patient() -> Json:
    return {"request_timeout": WRITING_SECONDS}


def _batches(parts: Iterable[list[str]]) -> Iterator[str]:
    """Join the lines of a bulk request into texts of a bounded size; those of a part stay together."""
    lines: list[str] = []
    size = 0
    for part in parts:
        length = sum(len(line) + 1 for line in part)
        if lines and size + length > BULK_BYTES:
            yield "\n".join([*lines, ""])
            lines, size = [], 0
        lines += part
        size += length
    if lines:
        yield "\n".join([*lines, ""])


def _refuse_failures(done: Mapping[str, Any]) -> None:
    """Raise EngineError for a bulk request of which a part failed; what was to be removed may be gone already."""
    for item in done["items"]:
        for action, result in item.items():
            if result["status"] >= 300 and not (action == "delete" and result["status"] == 404):
                raise ServerRefusedError(f"OpenSearch: a page can't be written: {result.get('error')}")


def _encoded(body: Json) -> str:
    """Return a body as it is sent, without halves of characters, which no server reads."""
    return json.dumps(body, ensure_ascii=False).encode("utf-8", "replace").decode()
