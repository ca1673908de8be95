"""SQLite's FTS5, from the standard library."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

from bench.search.peers import CJK, Marked, Plain, grams


class Fts5:
    """SQLite: `porter` for English, `trigram` for what is written without spaces, `unicode61` otherwise."""

    def __init__(self, folder: Path, language: str) -> None:
        """Make the table, where it isn't there yet."""
        kind = "porter unicode61" if language == "en" else "trigram" if language in CJK else "unicode61"
        self._is_cut = language in CJK
        self._base = sqlite3.connect(folder / "fts5.db", isolation_level=None)
        self._base.execute(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS d USING fts5(path UNINDEXED, title, headings, body, tokenize='{kind}')"
        )

    def add(self, pages: Iterable[Plain]) -> None:
        """Index pages in one transaction."""
        self._base.execute("BEGIN")
        self._base.executemany("INSERT INTO d VALUES (?, ?, ?, ?)", pages)
        self._base.execute("COMMIT")

    def find(self, words: Sequence[str], limit: int) -> list[str]:
        """Join with OR; trigrams of long runs, and a plain look for shorter ones where nothing else is found."""
        terms = [gram for word in words for gram in grams(word, 3)] if self._is_cut else words
        found = self._match(" OR ".join(f'"{term}"' for term in terms), limit) if terms else []
        if found or not self._is_cut or not words:
            return found
        like = "SELECT path FROM d WHERE body LIKE ? ORDER BY length(body) LIMIT ?"
        return [path for (path,) in self._base.execute(like, (f"%{words[0]}%", limit))]

    def phrase(self, words: Sequence[str], limit: int) -> list[str]:
        """Use the engine's own phrases."""
        return self._match(f'"{" ".join(words)}"', limit)

    def beginning(self, start: str, limit: int) -> list[str]:
        """Use the engine's own prefixes."""
        return self._match(f'"{start}" *', limit)

    def marked(self, words: Sequence[str], limit: int) -> list[Marked]:
        """Join with OR, and show the matching piece of each page."""
        return self._marked(" OR ".join(f'"{word}"' for word in words), limit)

    def marked_phrase(self, words: Sequence[str], limit: int) -> list[Marked]:
        """Do the same with a phrase."""
        return self._marked(f'"{" ".join(words)}"', limit)

    def marked_beginning(self, start: str, limit: int) -> list[Marked]:
        """Do the same with a prefix."""
        return self._marked(f'"{start}" *', limit)

    def _marked(self, query: str, limit: int) -> list[Marked]:
        select = (
            "SELECT path, title, snippet(d, 3, '<mark>', '</mark>', '…', 36) FROM d WHERE d MATCH ? "
            "ORDER BY bm25(d, 0, 10.0, 3.0, 1.0) LIMIT ?"
        )
        return [Marked(*found) for found in self._base.execute(select, (query, limit))]

    def _match(self, query: str, limit: int) -> list[str]:
        select = "SELECT path FROM d WHERE d MATCH ? ORDER BY bm25(d, 0, 10.0, 3.0, 1.0) LIMIT ?"
        return [path for (path,) in self._base.execute(select, (query, limit))]
