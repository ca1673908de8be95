"""Queries get their number once, and the group of the queries that ask for the same."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple, TypeVar

from rapidfuzz import process
from rapidfuzz.distance import OSA
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from lms.demand.models import CountedQuery
from lms.demand.spelling import MOST_ERRORS, distance, squeezed

KeyOf = Callable[[str, str | None], str]
IsWord = Callable[[str], bool]
BATCH = 500
Value = TypeVar("Value")


class QueryPlace(NamedTuple):
    """Where a query belongs: its own number and its group's."""

    query: int
    group: int


class _Bucket(NamedTuple):
    """Queries that begin alike and are equally long: normal forms, the same without spaces, and groups."""

    normals: list[str]
    squeezed: list[str]
    groups: list[int]


class Grouping:
    """Knows the queries of a database while days are counted; what it read of them it keeps."""

    def __init__(self, session: Session, *, key_of: KeyOf, is_word: IsWord) -> None:
        """Read nothing yet.

        `key_of(normal, language)` returns what two queries that ask for the same share, and "" for a query without
        words; `is_word` tells whether the library knows a word.
        """
        self._session = session
        self._key_of = key_of
        self._is_word = is_word
        self._buckets: dict[tuple[str, int], _Bucket] = {}

    def places(self, languages: Mapping[str, str | None], *, day: date) -> dict[str, QueryPlace]:
        """Return the places of queries by normal form, new ones added; those without words have none.

        `languages` gives the language each is asked for in. One caller at a time: numbers are given in order.
        """
        known = self._known(languages)
        keys = {normal: self._key_of(normal, languages[normal]) for normal in sorted(set(languages) - set(known))}
        new = {normal: hashlib.sha256(key.encode()).digest() for normal, key in keys.items() if key}
        if new:
            known |= self._add(new, languages, day)
        return known

    def _known(self, normals: Iterable[str]) -> dict[str, QueryPlace]:
        columns = CountedQuery.normal, CountedQuery.number, CountedQuery.group_number
        found: dict[str, QueryPlace] = {}
        for batch in _batches(normals):
            rows = self._session.execute(select(*columns).where(CountedQuery.normal.in_(batch)))
            found |= {normal: QueryPlace(number, group) for normal, number, group in rows}
        return found

    def _add(self, new: Mapping[str, bytes], languages: Mapping[str, str | None], day: date) -> dict[str, QueryPlace]:
        number = self._session.scalar(select(func.max(CountedQuery.number))) or 0
        equal = self._groups_by_key(new.values())
        rows, places = [], {}
        for normal, key in new.items():
            number += 1
            group = equal.get(key) or self._group_spelled_like(normal) or number
            equal[key] = group
            places[normal] = QueryPlace(number, group)
            self._remember(normal, group)
            rows.append(
                {
                    "number": number,
                    "id": uuid7(),
                    "group_number": group,
                    "normal": normal,
                    "language": languages[normal],
                    "key": key,
                    "initial": normal[0],
                    "length": len(squeezed(normal)),
                    "needs": 0,
                    "first_seen": day,
                }
            )
        self._session.connection().execute(insert(CountedQuery), rows)
        return places

    def _groups_by_key(self, keys: Iterable[bytes]) -> dict[bytes, int]:
        found: dict[bytes, int] = {}
        for batch in _batches(keys):
            rows = select(CountedQuery.key, CountedQuery.group_number).where(CountedQuery.key.in_(batch))
            found |= {row.key: row.group_number for row in self._session.execute(rows)}
        return found

    def _group_spelled_like(self, normal: str) -> int | None:
        """Return the group of the nearest query that is the same but for its spelling, the oldest of equals."""
        best: list[tuple[int, int]] = []
        text = squeezed(normal)
        for length in range(max(1, len(text) - MOST_ERRORS), len(text) + MOST_ERRORS + 1):
            bucket = self._bucket(normal[0], length)
            near = process.extract(text, bucket.squeezed, scorer=OSA.distance, score_cutoff=MOST_ERRORS, limit=None)
            for _, _, index in near:
                errors = distance(normal, bucket.normals[index], is_word=self._is_word)
                if errors is not None:
                    best.append((errors, bucket.groups[index]))
        return min(best)[1] if best else None

    def _bucket(self, initial: str, length: int) -> _Bucket:
        if (initial, length) not in self._buckets:
            rows = self._session.execute(
                select(CountedQuery.normal, CountedQuery.group_number)
                .where(CountedQuery.initial == initial, CountedQuery.length == length)
                .order_by(CountedQuery.number)
            ).all()
            normals = [normal for normal, _ in rows]
            self._buckets[initial, length] = _Bucket(
                normals, [squeezed(n) for n in normals], [group for _, group in rows]
            )
        return self._buckets[initial, length]

    def _remember(self, normal: str, group: int) -> None:
        """Let the queries that follow be compared with one that isn't written yet."""
        text = squeezed(normal)
        bucket = self._bucket(normal[0], len(text))
        bucket.normals.append(normal)
        bucket.squeezed.append(text)
        bucket.groups.append(group)


def _batches(values: Iterable[Value]) -> Iterator[Sequence[Value]]:
    """Cut values into what fits into one statement."""
    found = list(values)
    for start in range(0, len(found), BATCH):
        yield found[start : start + BATCH]
