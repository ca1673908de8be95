"""Building an index on the server: a new one for each state of the library, named once it is whole, never changed then.

So a build that is killed leaves what was searched last, and two nodes that build at once don't meet: each writes to an
index of its own, whose name holds the state and something random. Who finds a whole index of a state takes that.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator, Mapping

from content.search.engine.store import EngineError
from content.search.head import FORMAT as HEAD_FORMAT
from content.search.opensearch.client import IndexGoneError, Json, Server, ServerAwayError
from content.search.opensearch.layout import FORMAT, layout
from content.search.update import Content

# Of whole indexes so many are left that no longer have the installation's name: other nodes may still ask them.
KEPT = 4
# One that isn't whole after so long was given up.
GIVEN_UP_SECONDS = 86_400
PAGE = 5_000


def state_of(contents: Mapping[str, Content]) -> str:
    """Return what names a state of the library: the same for the same pages, in the same version of this product."""
    rows = json.dumps([FORMAT, HEAD_FORMAT, sorted(contents.items())])
    return hashlib.sha256(rows.encode()).hexdigest()[:24]


def content_key(content: Content) -> str:
    """Return what stands in documents for what their page was indexed from."""
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:24]


def state_in(index: str) -> str:
    """Return the state that an index's name holds."""
    return index.rpartition("-")[0].rpartition("-")[2]


class Builder:
    """Builds indexes on one server."""

    def __init__(self, server: Server) -> None:
        """Ask nothing yet."""
        self._server = server

    def whole(self) -> dict[str, float]:
        """Return the names of whole indexes, with the times they were finished; raises EngineError."""
        return {name: float(meta["at"]) for name, meta in self._server.indexes().items() if _is_whole(name, meta)}

    def named(self, whole: Mapping[str, float]) -> str | None:
        """Return the one of some indexes that has the installation's name; raises EngineError."""
        return next((name for name in self._server.named() if name in whole), None)

    def begin(self, state: str, *, at: float, source: str | None) -> tuple[str, bool]:
        """Make an index for a state, and tell whether it holds what `source` holds; raises EngineError.

        Where the server can't copy that, it is empty.
        """
        index = f"{self._server.prefix}-{state}-{secrets.token_hex(4)}"
        if source is not None:
            try:
                self._server.copy(source, index)
                self._server.note(index, _meta(state, at=at, is_whole=False))
            except ServerAwayError:
                raise
            except EngineError:
                self._server.remove([index])
            else:
                return index, True
        body = layout()
        body["mappings"]["_meta"] = _meta(state, at=at, is_whole=False)
        self._server.create(index, body)
        return index, False

    def finish(self, index: str, *, size: int, at: float) -> None:
        """Let an index be searched, which has to hold so many documents; raises EngineError where it doesn't."""
        self._server.refresh(index)
        self._server.close(index)
        found = self._server.count(index)
        if found != size:
            raise EngineError(f"OpenSearch: the index holds {found} documents and not {size}; it is built anew")
        self._server.note(index, _meta(state_in(index), at=at, is_whole=True))

    def tidy(self, *, kept: str, at: float) -> None:
        """Remove indexes that nobody asks any more, and those that were given up; raises EngineError."""
        known = self._server.indexes()
        whole = {name: float(meta["at"]) for name, meta in known.items() if _is_whole(name, meta)}
        spared = {kept, *self._server.named(), *sorted(whole, key=lambda name: -whole[name])[:KEPT]}
        given_up = {name for name in known.keys() - whole.keys() if float(known[name]["at"]) < at - GIVEN_UP_SECONDS}
        self._server.remove(sorted((whole.keys() - spared) | (given_up - {kept})))

    def contents(self, index: str) -> dict[str, str]:
        """Return what stands in a whole index for what each page was indexed from, by id; raises EngineError."""
        return {page_id: content for rows in self._pages(index) for page_id, content in rows}

    def _pages(self, index: str) -> Iterator[list[tuple[str, str]]]:
        after: list[str] | None = None
        while True:
            body: Json = {
                "size": PAGE,
                "_source": ["id", "content"],
                "sort": [{"path": {"order": "asc"}}, {"edition": {"order": "asc"}}],
            }
            body |= {"search_after": after} if after else {}
            found = self._server.search(index, body, is_patient=True)["hits"]["hits"]
            if not found:
                return
            yield [(hit["_source"]["id"], hit["_source"]["content"]) for hit in found]
            after = found[-1]["sort"]

    def write(self, index: str, *, documents: Iterable[tuple[str, Json]], removed: Iterable[str]) -> None:
        """Write to an index that was begun; raises EngineError."""
        self._server.write(index, documents=documents, removed=removed)

    def name(self, index: str) -> None:
        """Give a whole index the installation's name; raises EngineError."""
        self._server.name(index)

    def is_there(self, index: str) -> bool:
        """Tell whether the server has an index; raises EngineError where it can't be asked."""
        try:
            self._server.count(index)
        except IndexGoneError:
            return False
        return True


def _meta(state: str, *, at: float, is_whole: bool) -> Json:
    return {"state": state, "at": at, "is_whole": is_whole}


def _is_whole(name: str, meta: Mapping[str, object]) -> bool:
    """Tell whether an index is finished; the notes of a copy that has only begun are still those of another."""
    return bool(meta.get("is_whole")) and meta.get("state") == state_in(name)
