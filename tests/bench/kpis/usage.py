"""Invented searches, opens and uses: rows of their tables, in the order of their time, made in chunks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time
from typing import Any

import numpy as np
from bench.kpis.company import DAYS, Company

CHUNK = 50_000
PAGES = 3_000
COLUMNS = {
    "search_event": (
        "id", "person_id", "session_id", "at", "query", "normal", "language", "filters", "page", "was_typing", "hits",
        "took_ms",
    ),
    "open_event": ("id", "person_id", "at", "page_id", "search_id"),
    "use_event": ("open_id", "kind", "at"),
}  # fmt: skip
# Of all events, so many are searches; of these so many are opened, and of those so many are used.
_SEARCHES, _OPENED, _USED = 0.5, 0.64, 0.56


def rows_of(company: Company, table: str) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a table."""
    yield from {"search_event": _searches, "open_event": _opens, "use_event": _uses}[table](company)


def _needs(company: Company) -> Iterator[Iterator[tuple[Any, ...]]]:
    """Yield in chunks: number, rep, moments of search, open and use as texts, two draws, and the page."""
    count = int(company.events * _SEARCHES)
    first = np.datetime64(company.first.isoformat(), "us")
    ids = [company.rep_id(number).hex for number in range(company.people)]
    for start in range(0, count, CHUNK):
        size = min(CHUNK, count - start)
        dice = np.random.default_rng((19, start))
        numbers = np.arange(start, start + size)
        # A rep searches several times within some minutes, and then not for days.
        at = first + (numbers * (DAYS * 86_400_000_000 // count)).astype("timedelta64[us]")
        people = ((numbers // 4) * 7919 % company.people).tolist()
        yield zip(
            numbers.tolist(),
            (ids[number] for number in people),
            _texts(at),
            _texts(at + np.timedelta64(20, "s")),
            _texts(at + np.timedelta64(50, "s")),
            dice.random(size).tolist(),
            dice.random(size).tolist(),
            (dice.zipf(1.3, size) % PAGES).tolist(),
            strict=True,
        )


def _texts(moments: Any) -> list[str]:
    return [f"{text[:10]} {text[11:]}" for text in np.datetime_as_string(moments, "us").tolist()]


def _searches(company: Company) -> Iterator[tuple[Any, ...]]:
    base = _base(company)
    for chunk in _needs(company):
        for number, person, at, _, _, chance, _, page in chunk:
            query = f"topic {number % 8000} {page % 7}"
            hits = 0 if chance > 0.9 else 12
            yield _id(base, number, 0), person, None, at, query, query, "en", "{}", 1, 0, hits, 5.0


def _opens(company: Company) -> Iterator[tuple[Any, ...]]:
    base = _base(company)
    for chunk in _needs(company):
        for number, person, _, at, _, chance, _, page in chunk:
            if chance < _OPENED:
                yield _id(base, number, 1), person, at, f"page-{page}", _id(base, number, 0)


def _uses(company: Company) -> Iterator[tuple[Any, ...]]:
    base = _base(company)
    for chunk in _needs(company):
        for number, _, _, _, at, chance, used, _ in chunk:
            if chance < _OPENED and used < _USED:
                yield _id(base, number, 1), "read", at


def _base(company: Company) -> int:
    return int(datetime.combine(company.first, time(), UTC).timestamp() * 1000)


def _id(base: int, number: int, of: int) -> str:
    """Return an id that sorts by time, as those of version 7 do."""
    return f"{base + number * 63:012x}7000800000{of}{number:09x}"
