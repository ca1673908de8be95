"""Imports: begun, finished, listed and undone; what one says counts once it is finished, until it is undone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from lms.base import insert_into
from lms.crm.facts import SaidRow, Stored, compare, compare_with_nothing, store
from lms.crm.kinds import KINDS, KindName
from lms.crm.models import CrmFact, CrmImport, CrmSource
from lms.errors import Conflict, NotFound

# An import that gave no sign of life for so long was cut off.
SILENCE = timedelta(minutes=2)
# In the id of a record as people see it, between its source and the key that it has there.
_BEFORE_KEY = ":"


@dataclass(frozen=True)
class File:
    """What is imported: its name, the SHA-256 of its bytes, the day that it shows, and whether it holds all records."""

    name: str
    digest: str | None
    as_of: date
    is_full: bool = False


def begin_import(
    session: Session, *, source: str, kind: KindName, file: File, by_id: UUID | None, at: datetime
) -> CrmImport:
    """Begin an import, and take away what one that was cut off left; the caller commits.

    A file that was imported before shows the day that it showed then. Raises Conflict while another import runs.
    """
    for running in session.scalars(select(CrmImport).where(CrmImport.finished_at.is_(None))):
        if at - running.alive_at < SILENCE:
            since = f"{running.started_at:%H:%M} UTC"
            raise Conflict(f"an import of {running.kind} has been running since {since}; wait for it")
        _forget(session, running)
    source_id = _source(session, source)
    made = CrmImport(
        number=1 + (session.scalar(select(func.max(CrmImport.number))) or 0),
        source_id=source_id,
        kind=kind,
        name=file.name[:300],
        digest=file.digest,
        as_of=_day_shown(session, source_id, kind, file),
        is_full=file.is_full,
        started_at=at,
        alive_at=at,
        by_id=by_id,
        first_fact=1 + _newest_fact(session),
        counts={},
    )
    session.add(made)
    session.flush()
    return made


def add_rows(session: Session, *, made: CrmImport, kind: KindName, rows: list[SaidRow], at: datetime) -> Stored:
    """Add what rows of an import say; it counts when the import is finished, and the caller commits."""
    counted = {*counted_imports(session), made.number}
    done = store(
        session,
        source_id=made.source_id,
        kind=KINDS[kind].number,
        import_number=made.number,
        counted=counted,
        rows=rows,
    )
    made.alive_at = at
    return done


def try_rows(session: Session, *, source: str, kind: KindName, rows: list[SaidRow]) -> Stored:
    """Return what `add_rows` would do with rows of a source, and keep nothing."""
    source_id = session.scalar(select(CrmSource.id).where(CrmSource.name == source))
    if source_id is None:
        return compare_with_nothing(rows)
    counted = counted_imports(session)
    return compare(session, source_id=source_id, kind=KINDS[kind].number, counted=counted, rows=rows)


def finish_import(session: Session, *, made: CrmImport, counts: dict[str, int], at: datetime) -> None:
    """Let what an import said count from now on."""
    made.counts, made.last_fact = counts, _newest_fact(session)
    made.finished_at = made.alive_at = at


def abandon_import(session: Session, *, import_id: UUID) -> Iterator[int]:
    """Take away an import that can't be finished, and what it had said; yields how much, in each step."""
    made = session.get(CrmImport, import_id)
    if made is not None and made.finished_at is None:
        yield _forget(session, made)


def undo_import(session: Session, *, import_id: UUID, by_id: UUID | None, at: datetime) -> CrmImport:
    """Let what a finished import said not count any more; raises NotFound, and Conflict where it was undone before."""
    found = session.get(CrmImport, import_id)
    if found is None or found.finished_at is None:
        raise NotFound("no such import")
    if found.undone_at is not None:
        raise Conflict(f"this import was undone on {found.undone_at:%Y-%m-%d}")
    found.undone_at, found.undone_by_id = at, by_id
    return found


def list_imports(session: Session, *, before: int | None = None, limit: int = 50) -> list[tuple[CrmImport, str]]:
    """Return imports with the names of their sources, the newest first; `before` is a number to go on from."""
    wanted = select(CrmImport, CrmSource.name).join(CrmSource, CrmSource.id == CrmImport.source_id)
    if before is not None:
        wanted = wanted.where(CrmImport.number < before)
    return [(row[0], row[1]) for row in session.execute(wanted.order_by(CrmImport.number.desc()).limit(limit))]


def number_of(session: Session, *, import_id: UUID) -> int:
    """Return the number of an import, from which a list goes on; raises NotFound."""
    found = session.get(CrmImport, import_id)
    if found is None:
        raise NotFound("no such import")
    return found.number


def counted_imports(session: Session) -> frozenset[int]:
    """Return the numbers of the imports whose facts hold."""
    wanted = select(CrmImport.number).where(CrmImport.finished_at.is_not(None), CrmImport.undone_at.is_(None))
    return frozenset(session.scalars(wanted))


def source_names(session: Session) -> dict[int, str]:
    """Return the sources by number."""
    return {row[0]: row[1] for row in session.execute(select(CrmSource.id, CrmSource.name))}


def shown_id(source_name: str, key: str) -> str:
    """Return the id of a record as people see it: `source:key`."""
    return f"{source_name}{_BEFORE_KEY}{key}"


def keys_shown(text: str, sources: Mapping[int, str]) -> Iterator[tuple[int, str]]:
    """Yield the sources and keys that an id means, as `shown_id` writes it; a key may hold what stands before it."""
    for source, name in sources.items():
        if text.startswith(f"{name}{_BEFORE_KEY}"):
            yield source, text.removeprefix(f"{name}{_BEFORE_KEY}")


def _newest_fact(session: Session) -> int:
    return session.scalar(select(func.max(CrmFact.id))) or 0


def _forget(session: Session, cut_off: CrmImport) -> int:
    """Delete an import that was cut off, and what it had said."""
    done = session.execute(delete(CrmFact).where(CrmFact.import_number == cut_off.number))
    session.delete(cut_off)
    session.flush()
    return int(done.rowcount)  # type: ignore[attr-defined]  # a delete has it


def _source(session: Session, name: str) -> int:
    session.execute(insert_into(session, CrmSource).values(name=name).on_conflict_do_nothing())
    return session.scalars(select(CrmSource.id).where(CrmSource.name == name)).one()


def _day_shown(session: Session, source_id: int, kind: str, file: File) -> date:
    same = (CrmImport.source_id == source_id, CrmImport.kind == kind, CrmImport.digest == file.digest)
    held = CrmImport.finished_at.is_not(None), CrmImport.undone_at.is_(None), CrmImport.digest.is_not(None)
    return session.scalar(select(CrmImport.as_of).where(*same, *held).limit(1)) or file.as_of
