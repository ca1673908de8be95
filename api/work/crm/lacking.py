"""The records of a source that a full file lacks: found by hashes of the keys that it has, eight bytes for each."""

from __future__ import annotations

import hashlib
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.crm.facts import SaidRow, list_keys, read_records
from lms.crm.imports import counted_imports
from lms.crm.kinds import KINDS, KindName
from lms.crm.models import CrmSource

AT_ONCE = 2_000


class KeysSeen:
    """The keys that a file has."""

    def __init__(self) -> None:
        """Begin with none."""
        self._hashes = array("Q")
        self._is_sorted = False

    def add(self, rows: Iterable[SaidRow]) -> None:
        """Let the keys of rows count."""
        self._hashes.extend(_hash(row.key) for row in rows)
        self._is_sorted = False

    def repeats(self) -> int:
        """Forget how often each key came, and return how many rows had one that had come before."""
        count = len(self._hashes)
        self._sort()
        return count - len(self._hashes)

    def _sort(self) -> None:
        if not self._is_sorted:
            import numpy as np

            self._hashes = array("Q", np.unique(np.frombuffer(self._hashes, dtype=np.uint64)).tobytes())
            self._is_sorted = True

    def __contains__(self, key: str) -> bool:
        """Tell whether the file has a key."""
        self._sort()
        wanted = _hash(key)
        place = bisect_left(self._hashes, wanted)
        return place < len(self._hashes) and self._hashes[place] == wanted


def lacking(session: Session, *, source: str, kind: KindName, seen: KeysSeen, day: date) -> Iterator[list[SaidRow]]:
    """Yield, some at once, that the records which aren't among `seen` are deleted, of a kind that can be."""
    source_id = session.scalar(select(CrmSource.id).where(CrmSource.name == source))
    if source_id is None or "is_deleted" not in KINDS[kind].fields:
        return
    number, after = KINDS[kind].number, ""
    while keys := list_keys(session, source_id=source_id, kind=number, after=after, limit=AT_ONCE):
        after = keys[-1]
        gone = [key for key in keys if key not in seen]
        counted = counted_imports(session)
        records = read_records(session, source_id=source_id, kind=number, keys=gone, counted=counted)
        rows = [
            SaidRow(key, day, {"is_deleted": True})
            for key, record in records.items()
            if not record.on().get("is_deleted") and not record.on().get("merged_into")
        ]
        if rows:
            yield rows


def _hash(key: str) -> int:
    return int.from_bytes(hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")
