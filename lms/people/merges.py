"""Tables: two records of one person made one, and each row that was given to the record that stays."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.audit.kinds import Audited
from lms.base import Base, Identified


class PersonMerge(Identified, Base):
    """A record (`gone_id`) whose facts another one (`kept_id`) has now; it may be undone for a while.

    `kept_places` and `gone_places` are the timelines that the two had, by day; `gone_left_at` is when the other one had
    left; with `took_address` the two changed their e-mail addresses.
    """

    __tablename__ = "person_merge"
    __audited__ = Audited("merge", whose="kept_id", leaves_out=("kept_places", "gone_places"))

    kept_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    gone_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    took_address: Mapped[bool]
    gone_left_at: Mapped[datetime | None]
    kept_places: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    gone_places: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    at: Mapped[datetime]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class MergedRow(Identified, Base):
    """A row whose person was replaced: its table, the column, and its key as it is since then."""

    __tablename__ = "merged_row"

    merge_id: Mapped[UUID] = mapped_column(ForeignKey("person_merge.id"), index=True)
    table_name: Mapped[str] = mapped_column(String(60))
    column_name: Mapped[str] = mapped_column(String(60))
    key: Mapped[list[Any]] = mapped_column(JSON)
