"""The installation: whether its database holds the demo company or somebody's own data."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import String, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from lms.base import Base, insert_into

DEMO, NOTES_KEY = "demo", "notes-key"


class InstallationMark(Base):
    """A mark set once in the life of a database, with what is to be known of it, as all nodes have to agree on it."""

    __tablename__ = "installation_mark"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    set_at: Mapped[datetime]
    value: Mapped[str | None] = mapped_column(String(100))


def is_demo(session: Session) -> bool:
    """Tell whether the database was filled with the demo company."""
    return session.get(InstallationMark, DEMO) is not None


def mark_as_demo(session: Session, *, at: datetime) -> None:
    """Mark the database as the demo company's."""
    session.add(InstallationMark(name=DEMO, set_at=at))
    session.flush()


def agreed_key(session: Session) -> str | None:
    """Return the mark of the key with which all nodes close private notes; None where none was closed yet."""
    return session.scalar(select(InstallationMark.value).where(InstallationMark.name == NOTES_KEY))


def agree_on_key(session: Session, *, marks: Sequence[str], at: datetime) -> bool:
    """Agree on the first of a node's keys, by its mark, in this transaction; False where the others' isn't among them.

    The first node that closes a note says which it is; later another is put before it, where both are known.
    """
    found = agreed_key(session)
    if found is None:
        first = insert_into(session, InstallationMark).values(name=NOTES_KEY, set_at=at, value=marks[0])
        session.execute(first.on_conflict_do_nothing())
        found = agreed_key(session)
    if found not in marks:
        return False
    if found != marks[0]:
        later = update(InstallationMark).where(InstallationMark.name == NOTES_KEY)
        session.execute(later.values(value=marks[0], set_at=at))
    return True
