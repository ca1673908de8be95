"""The installation: whether its database holds the demo company or somebody's own data."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, Session, mapped_column

from lms.base import Base

DEMO = "demo"


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
