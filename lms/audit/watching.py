"""Watching: what a session adds, changes and removes of audited tables is noted by itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import LargeBinary, event, inspect
from sqlalchemy.orm import Session, object_session

from lms.audit.chain import link
from lms.audit.kinds import Audited
from lms.audit.noting import Noted, note_all
from lms.base import Base, insert_into

_WAITING = "audit_waiting"
# What stands in an entry for a secret: that there is one, and that there is another one now.
_SET, _SET_ANEW = "set", "set anew"


def watch() -> None:
    """Watch every session of this program from now on."""
    if event.contains(Session, "before_commit", link):
        return
    # Of each row, because a session doesn't list those that go with another, such as a role of a person.
    event.listen(Base, "after_insert", _added, propagate=True)
    event.listen(Base, "after_update", _changed, propagate=True)
    event.listen(Base, "after_delete", _removed, propagate=True)
    event.listen(Session, "before_flush", _begun)
    event.listen(Session, "after_flush", _flushed)
    event.listen(Session, "before_commit", link)


def add_once(session: Session, row: Base) -> bool:
    """Add a row whose every column that must be is set, unless its like is there; tells whether it is new.

    It is noted as what a session adds is: the insert that bears its like isn't one of the session's.
    """
    known = {column.key: getattr(row, column.key) for column in inspect(type(row)).column_attrs}
    values = {name: value for name, value in known.items() if value is not None}
    added = insert_into(session, type(row)).values(values).on_conflict_do_nothing()
    is_new = session.execute(added.returning(*inspect(type(row)).primary_key)).first() is not None
    if is_new:
        note_all(session, [_noted(row, audited, "added", after=_values(row, audited)) for audited in _audited(row)])
    return is_new


def _added(_mapper: object, _connection: object, row: Any) -> None:
    for audited in _audited(row):
        _wait(row, _noted(row, audited, "added", after=_values(row, audited)))


def _changed(_mapper: object, _connection: object, row: Any) -> None:
    for audited in _audited(row):
        before, after = _changes(row, audited)
        if after:
            _wait(row, _noted(row, audited, "changed", before=before, after=after))


def _removed(_mapper: object, _connection: object, row: Any) -> None:
    for audited in _audited(row):
        _wait(row, _noted(row, audited, "removed", before=_values(row, audited)))


def _wait(row: Any, noted: Noted) -> None:
    session = object_session(row)
    if session is not None:
        session.info.setdefault(_WAITING, []).append(noted)


def _begun(session: Session, _context: object, _rows: object) -> None:
    """Forget what a flush found that failed in the middle."""
    session.info.pop(_WAITING, None)


def _flushed(session: Session, _: object) -> None:
    note_all(session, session.info.pop(_WAITING, ()))


def _audited(row: Any) -> Iterator[Audited]:
    audited: Audited | None = getattr(type(row), "__audited__", None)
    if audited is not None and audited.only(row):
        yield audited


def _noted(row: Any, audited: Audited, became: str, **values: dict[str, Any]) -> Noted:
    keys = inspect(type(row)).primary_key_from_instance(row)
    person_id = getattr(row, audited.whose) if audited.whose else None
    return Noted(f"{audited.noun}.{became}", "/".join(str(key) for key in keys), person_id, **values)


def _values(row: Any, audited: Audited) -> dict[str, Any]:
    """Return what a row says, without what it says nothing about."""
    found = {name: getattr(row, name) for name in _names(row, audited)}
    return {name: _SET if name in audited.hides else value for name, value in found.items() if value is not None}


def _changes(row: Any, audited: Audited) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what the columns that this flush changed were before, and are now."""
    before, after = {}, {}
    for name in _names(row, audited):
        history = inspect(row).attrs[name].history
        if history.has_changes():
            before[name] = history.deleted[0] if history.deleted else None
            after[name] = getattr(row, name)
    for name in after.keys() & set(audited.hides):
        was_set, is_set = before[name] is not None, after[name] is not None
        before[name] = _SET if was_set else None
        after[name] = (_SET_ANEW if was_set else _SET) if is_set else None
    return before, after


def _names(row: Any, audited: Audited) -> Iterator[str]:
    """Yield the columns that are noted; bytes never are unless they are hidden, because they are made of secrets."""
    for column in inspect(type(row)).column_attrs:
        is_secret = isinstance(column.columns[0].type, LargeBinary) and column.key not in audited.hides
        if column.key != "id" and not is_secret and column.key not in audited.leaves_out:
            yield column.key
