"""The engines we compare ourselves with, by name; imported only where they run, for the memory they take."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.search.fts5 import Fts5
from bench.search.peers import Peer
from bench.search.postgres import Postgres, postgres_server
from bench.search.tantivy_index import Tantivy

Makers = dict[str, Callable[[Path, str], Peer]]


@contextmanager
def makers(folder: Path) -> Iterator[Makers]:
    """Yield what makes an engine for a folder and a language, by the engine's name."""
    with postgres_server(folder) as connection:
        found: Makers = {
            "SQLite FTS5": Fts5,
            "PostgreSQL": lambda _, language: Postgres(connection, language),
            "tantivy": Tantivy,
        }
        yield found
