"""Tables: two records of one person made one, and each row that was given to the record that stays."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Select, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from lms.audit.kinds import Audited
from lms.base import Base, Identified
from lms.people.models import MAX_ADDRESS


class PersonMerge(Identified, Base):
    """A record (`gone_id`) whose facts another one (`kept_id`) has now; it may be undone for a while.

    `kept_places` and `gone_places` are the timelines that the two had, by day; `kept_left_at` and `gone_left_at` are
    when they had left; with `took_address` they changed their e-mail addresses, `kept_email` and `gone_email`.
    Once one of the two was erased (`erased_at`) there is nothing to go back to.
    """

    __tablename__ = "person_merge"
    __audited__ = Audited(
        "merge", whose="kept_id", leaves_out=("kept_places", "gone_places", "kept_email", "gone_email")
    )

    kept_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    gone_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    took_address: Mapped[bool]
    kept_email: Mapped[str | None] = mapped_column(String(MAX_ADDRESS))
    gone_email: Mapped[str | None] = mapped_column(String(MAX_ADDRESS))
    kept_left_at: Mapped[datetime | None]
    gone_left_at: Mapped[datetime | None]
    kept_places: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    gone_places: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    at: Mapped[datetime]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    erased_at: Mapped[datetime | None]


class MergedRow(Identified, Base):
    """A row whose person was replaced: its table, the column, and its key as it is since then."""

    __tablename__ = "merged_row"

    merge_id: Mapped[UUID] = mapped_column(ForeignKey("person_merge.id"), index=True)
    table_name: Mapped[str] = mapped_column(String(60))
    column_name: Mapped[str] = mapped_column(String(60))
    key: Mapped[list[Any]] = mapped_column(JSON)


def merged_away() -> Select[UUID]:
    """Select the ids of the records that were merged into others, but for merges that were undone."""
    return select(PersonMerge.gone_id).where(PersonMerge.undone_at.is_(None))


def records_of_one(session: Session, *, person_id: UUID) -> list[UUID]:
    """Return the ids of a record, and of those that were merged into it and into those: they are one person's."""
    found = [person_id]
    for kept_id in found:  # grows as it is gone through
        into = select(PersonMerge.gone_id).where(PersonMerge.kept_id == kept_id, PersonMerge.undone_at.is_(None))
        found += session.scalars(into.order_by(PersonMerge.id)).all()
    return found
