"""Changes of imports since the last generation: which records of a kind, and what is known of these now."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.crm.facts import CrmRecord, read_records
from lms.crm.imports import counted_imports
from lms.crm.kinds import KINDS, KindName
from lms.crm.models import CrmFact, CrmImport
from lms.figures.frames import FigureSet, FrameColumn

Keys = set[tuple[int, str]]
_AT_ONCE = 5_000
# References are first told apart by so many of their bits.
_BITS = 2**20 - 1


@dataclass(frozen=True)
class Imports:
    """The imports that count: their numbers by what they changed, where the history of deals is of deals."""

    session: Session
    counted: frozenset[int]
    by_kind: dict[str, list[int]]
    known: dict[str, list[int]]

    @classmethod
    def read(cls, session: Session, last: FigureSet | None) -> Imports:
        """Read those that count now; what is known are those that the last generation counted."""
        counted = counted_imports(session)
        found: dict[str, list[int]] = {}
        for number, kind in session.execute(
            select(CrmImport.number, CrmImport.kind).where(CrmImport.number.in_(counted)).order_by(CrmImport.number)
        ):
            found.setdefault("deals" if kind == "deal_changes" else kind, []).append(number)
        return cls(session, counted, found, last.notes["imports"] if last else {})

    def is_changed(self, *kinds: KindName) -> bool:
        """Tell whether any import of these kinds counts that didn't, or the other way round."""
        return any(self.known.get(kind, []) != self.by_kind.get(kind, []) for kind in kinds)

    def changed_keys(self, kind: KindName) -> Keys:
        """Return source and key of the records of which an import spoke that counts now and didn't, or the reverse."""
        numbers = set(self.known.get(kind, [])) ^ set(self.by_kind.get(kind, []))
        found: Keys = set()
        for number, first, last in self.session.execute(
            select(CrmImport.number, CrmImport.first_fact, CrmImport.last_fact).where(CrmImport.number.in_(numbers))
        ):
            within = CrmFact.id >= first, CrmFact.id <= (last or first), CrmFact.import_number == number
            wanted = select(CrmFact.source_id, CrmFact.key).where(*within, CrmFact.kind == KINDS[kind].number)
            found |= {(row[0], row[1]) for row in self.session.execute(wanted)}
        return found

    def records(self, kind: KindName, keys: Keys) -> dict[tuple[int, str], CrmRecord]:
        """Return what is known of some records now."""
        found: dict[tuple[int, str], CrmRecord] = {}
        for source_id in {source_id for source_id, _ in keys}:
            own = sorted(key for source, key in keys if source == source_id)
            for start in range(0, len(own), _AT_ONCE):
                some = read_records(
                    self.session,
                    source_id=source_id,
                    kind=KINDS[kind].number,
                    keys=own[start : start + _AT_ONCE],
                    counted=self.counted,
                )
                found |= {(source_id, key): record for key, record in some.items()}
        return found


def is_among(refs: FrameColumn, wanted: Collection[int] | FrameColumn) -> NDArray[np.bool_]:
    """Tell of each reference whether it is one of a few that are wanted."""
    few = np.asarray(list(wanted), dtype=np.int64)
    table = np.zeros(_BITS + 1, dtype=bool)
    table[few & _BITS] = True
    maybe = np.flatnonzero(table[refs & _BITS])
    found = np.zeros(len(refs), dtype=bool)
    found[maybe[np.isin(refs[maybe], few)]] = True
    return found


def people_moved(before: Iterable[FrameColumn], after: Iterable[FrameColumn]) -> set[int]:
    """Return the numbers of those of whom any row says something else than before; both are columns, people first."""
    old, new = (set(zip(*(column.tolist() for column in columns), strict=True)) for columns in (before, after))
    return {row[0] for row in old ^ new}
