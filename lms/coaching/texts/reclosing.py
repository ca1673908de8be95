"""Closing anew: private texts that were closed with an earlier key are closed with the newest, so that it can go."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from lms.coaching.models import SessionText, SessionTextCopy, SessionTextVersion
from lms.coaching.texts.cipher import Belongs, NotesCipher
from lms.errors import Unreadable

BATCH = 200
TABLES: tuple[Any, ...] = (SessionText, SessionTextVersion, SessionTextCopy)


def close_anew(session: Session, *, cipher: NotesCipher, unread: list[str]) -> Iterator[int]:
    """Close what isn't closed with the newest key, some at a time; each step yields how many.

    Rows that change meanwhile are closed with the newest by whoever changes them. `unread` gets why others can't be.
    """
    for table in TABLES:
        last: tuple[Any, ...] | None = None
        while rows := session.execute(_after(table, last)).all():
            done = 0
            for row in rows:
                done += _close(session, table, row, cipher, unread)
            last = tuple(rows[-1])[: len(_key(table))]
            yield done


def _key(table: Any) -> tuple[Any, ...]:
    return tuple(getattr(table, column.name) for column in table.__table__.primary_key)


def _after(table: Any, last: tuple[Any, ...] | None) -> Select[Any]:
    """Select the next rows of private texts by their keys, with whose they are."""
    key = _key(table)
    wanted = select(*key, table.text, SessionText.session_id, SessionText.writer_id)
    if table is not SessionText:
        wanted = wanted.join(SessionText, SessionText.id == table.text_id)
    wanted = wanted.where(SessionText.writer_id.is_not(None), table.text != "").order_by(*key).limit(BATCH)
    if last is None:
        return wanted
    beyond = key[0] > last[0]
    return wanted.where(beyond if len(key) == 1 else beyond | ((key[0] == last[0]) & (key[1] > last[1])))


def _close(session: Session, table: Any, row: Any, cipher: NotesCipher, unread: list[str]) -> int:
    *ids, closed, session_id, writer_id = row
    belongs = Belongs(session_id, writer_id)
    if cipher.is_current(closed):
        return 0
    try:
        text = cipher.open(closed, belongs)
    except Unreadable as error:
        unread.append(str(error))
        return 0
    same = [column == value for column, value in zip(_key(table), ids, strict=True)]
    change = update(table).where(*same, table.text == closed).values(text=cipher.close(text, belongs))
    return int(session.execute(change.execution_options(synchronize_session=False)).rowcount)  # type: ignore[attr-defined]
