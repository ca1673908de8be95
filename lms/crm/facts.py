"""Facts of records: what rows say that isn't known yet is added, and what is known is read back record by record."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.crm.models import CrmFact
from lms.crm.rows import FactRow, append_rows, rows_of

AT_ONCE = 2_000
_ROWS_READ = 20_000
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_OF_EVENTS = frozenset({"at", "was"})
_decoded = json.JSONDecoder().raw_decode  # which looks for no blanks around


class SaidRow(NamedTuple):
    """What one row says of the record with this key, from a day on; None as a value says that there is none.

    Without a day it holds from the record's beginning. An event is a change that somebody wrote down: it is kept also
    where it goes back to what was before, and counts once, however often it is sent. Its `was` is what held before it.
    A tuple, as there are millions.
    """

    key: str
    day: date | None
    values: dict[str, Any]
    is_event: bool = False


class RecordFact(NamedTuple):
    """What is known of a record from a day on; that of an event has an `at`. A tuple, as there are millions."""

    day: date | None
    values: dict[str, Any]

    @property
    def is_event(self) -> bool:
        """Whether it is one change that somebody wrote down, and says nothing of all else."""
        return "at" in self.values

    @property
    def told(self) -> dict[str, Any]:
        """What it says of the record."""
        if _OF_EVENTS.isdisjoint(self.values):
            return self.values
        return {name: value for name, value in self.values.items() if name not in _OF_EVENTS}


class CrmRecord(NamedTuple):
    """All facts of one record, in the order in which they hold."""

    source_id: int
    key: str
    facts: tuple[RecordFact, ...]

    def on(self, day: date | None = None) -> dict[str, Any]:
        """Return what holds on a day, or after all that was said; what was said to be empty is left out."""
        if len(self.facts) == 1 and day is None:  # as most have
            return {name: value for name, value in self.facts[0].told.items() if value is not None}
        return {name: value for name, value in _folded(self.facts, day).items() if value is not None}


@dataclass
class Stored:
    """How many rows said something of a record that wasn't known, of a known one, and nothing new."""

    new: int = 0
    changed: int = 0
    same: int = 0


def store(
    session: Session,
    *,
    source_id: int,
    kind: int,
    import_number: int,
    counted: Collection[int],
    rows: Sequence[SaidRow],
) -> Stored:
    """Add what rows say that isn't known yet, in their order; the caller commits.

    `counted` are the imports whose facts hold, this one with them.
    """
    known = _known(session, source_id, kind, {row.key for row in rows}, counted)
    done, news = _compared(known, rows)
    if news:
        append_rows(session, [_row(source_id, kind, import_number, key, fact) for key, fact in news])
    return done


def compare(
    session: Session, *, source_id: int, kind: int, counted: Collection[int], rows: Sequence[SaidRow]
) -> Stored:
    """Return what `store` would do with rows, and keep nothing."""
    return _compared(_known(session, source_id, kind, {row.key for row in rows}, counted), rows)[0]


def compare_with_nothing(rows: Sequence[SaidRow]) -> Stored:
    """Return what `store` would do with rows of a source that nothing is known of."""
    return _compared({}, rows)[0]


def list_keys(session: Session, *, source_id: int, kind: int, after: str, limit: int) -> list[str]:
    """Return the next keys of a source's records, in the database's order; ones of imports that don't count too."""
    wanted = (
        select(CrmFact.key)
        .where(CrmFact.source_id == source_id, CrmFact.kind == kind, CrmFact.key > after)
        .distinct()
        .order_by(CrmFact.key)
        .limit(limit)
    )
    return list(session.scalars(wanted))


def each_record(session: Session, *, kind: int, counted: Collection[int]) -> Iterator[CrmRecord]:
    """Yield every record of a kind in the order of source and key; only some thousand facts are in memory at once."""
    wanted = (
        select(CrmFact.source_id, CrmFact.key, CrmFact.id, CrmFact.day, CrmFact.import_number, CrmFact.said)
        .where(CrmFact.kind == kind)
        .order_by(CrmFact.source_id, CrmFact.key, CrmFact.id)
        .execution_options(yield_per=_ROWS_READ)
    )
    session.flush()
    # A connection's rows, as those of a session take twice as long.
    holding = (row for row in session.connection().execute(wanted) if row[4] in counted)
    for (source_id, key), rows in groupby(holding, key=itemgetter(0, 1)):
        facts = [RecordFact(row[3], _decoded(row[5])[0]) for row in rows]
        yield CrmRecord(source_id, key, _in_order(facts) if len(facts) > 1 else tuple(facts))


def read_records(
    session: Session, *, source_id: int, kind: int, keys: Collection[str], counted: Collection[int]
) -> dict[str, CrmRecord]:
    """Return what is known of some records of a source, by key."""
    known = _known(session, source_id, kind, keys, counted)
    return {key: CrmRecord(source_id, key, _in_order(facts)) for key, facts in known.items()}


def _known(
    session: Session, source_id: int, kind: int, keys: Collection[str], counted: Collection[int]
) -> dict[str, list[RecordFact]]:
    found: dict[str, list[RecordFact]] = {}
    for key, day, number, said in rows_of(session, source_id=source_id, kind=kind, keys=keys):
        if number in counted:
            found.setdefault(key, []).append(RecordFact(day, _decoded(said)[0]))
    return found


def _compared(
    known: dict[str, list[RecordFact]], rows: Sequence[SaidRow]
) -> tuple[Stored, list[tuple[str, RecordFact]]]:
    """Return what rows say that isn't in `known`, which learns it."""
    done, news = Stored(), []
    for row in rows:
        before = known.get(row.key)
        values = _news(before or (), row)
        if before is None:
            done.new += 1
            before = known[row.key] = []
        elif values:
            done.changed += 1
        else:
            done.same += 1
            continue
        fact = RecordFact(row.day, values)
        before.append(fact)
        news.append((row.key, fact))
    return done, news


def _row(source_id: int, kind: int, import_number: int, key: str, fact: RecordFact) -> FactRow:
    day = fact.day.isoformat() if fact.day else None
    return FactRow(source_id, kind, key, day, import_number, _ENCODER.encode(fact.values))


def _news(before: Sequence[RecordFact], row: SaidRow) -> dict[str, Any]:
    """Return what a row says that doesn't hold on its day already; of an event all, unless it is known."""
    if row.is_event:
        values = {"at": str(row.day), **row.values}
        return {} if any(fact.day == row.day and fact.values == values for fact in before) else values
    if not before:
        return {name: value for name, value in row.values.items() if value is not None}
    held = _folded(_in_order(before), row.day)
    return {name: value for name, value in row.values.items() if held.get(name) != value}


def _in_order(facts: Iterable[RecordFact]) -> tuple[RecordFact, ...]:
    """Sort by day, and on one day events by their time; what says no time holds after them, as it came."""
    return tuple(sorted(facts, key=lambda fact: (fact.day or date.min, fact.values.get("at") or "~")))


def _folded(facts: Sequence[RecordFact], day: date | None) -> dict[str, Any]:
    """Return what the facts up to a day say together; None stands for what was said to be empty."""
    held: dict[str, Any] = {}
    for fact in facts:
        if day is None or fact.day is None or fact.day <= day:
            held |= fact.told
    return held
