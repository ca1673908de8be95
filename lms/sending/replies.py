"""Replies to templates: of how many messages somebody answered within some days, by template, version or step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, Select, and_, func, select
from sqlalchemy.orm import Session

from lms.sending.models import SendOutcome, SentMessage
from lms.statistics.shares import Share

ToldApartBy = Literal["template", "version", "step"]
BYS: tuple[ToldApartBy, ...] = get_args(ToldApartBy)
# Of fewer messages nothing is said: of 20 without any answer the interval still reaches 16 %.
LEAST = 20
WINDOW_DAYS = 14
_ANSWERED = ("replied", "booked")
_TOLD_APART: dict[ToldApartBy, tuple[str, ...]] = {
    "template": (),
    "version": ("page_version",),
    "step": ("sequence_id", "step"),
}


@dataclass(frozen=True)
class RepliesTo:
    """How a template did: `version` and `step` with its sequence are those of the row, None where it isn't told apart.

    `waiting` are messages that may still be answered within the days, and `bounced` those that never arrived; neither
    counts in `replied`. `booked` are those replies that ended in a meeting.
    """

    page_id: str
    version: str | None
    sequence_id: str | None
    step: int | None
    replied: Share
    booked: int
    bounced: int
    waiting: int


def replies_to(
    session: Session,
    *,
    people: Select[UUID] | None,
    start: date,
    end: date,
    today: date,
    window_days: int = WINDOW_DAYS,
    by: ToldApartBy = "template",
    page_id: str | None = None,
) -> list[RepliesTo]:
    """Return how templates did that were sent in a period by some people, or by all; those sent most first.

    A message counts once the days in which an answer counts have passed; one that bounced doesn't.
    """
    keys = [SentMessage.page_id, *(getattr(SentMessage, name) for name in _TOLD_APART[by])]
    answered, booked = _came(_ANSWERED, window_days), _came(("booked",), window_days)
    has_bounced, is_over = _came(("bounced",), None), SentMessage.on <= today - timedelta(days=window_days)
    arrived = ~has_bounced & is_over
    wanted = select(
        *keys,
        _count(arrived).label("arrived"),
        _count(arrived & answered).label("replied"),
        _count(arrived & booked).label("booked"),
        _count(has_bounced).label("bounced"),
        _count(~has_bounced & ~is_over).label("waiting"),
    ).where(SentMessage.undone_at.is_(None), SentMessage.on.between(start, end))
    if people is not None:
        wanted = wanted.where(SentMessage.rep_id.in_(people))
    if page_id is not None:
        wanted = wanted.where(SentMessage.page_id == page_id)
    if by == "step":
        wanted = wanted.where(SentMessage.step.is_not(None))
    rows = [_row(row) for row in session.execute(wanted.group_by(*keys)).mappings()]
    return sorted(rows, key=lambda row: (-row.replied.whole, -row.waiting, *_names(row)))


def _names(row: RepliesTo) -> tuple[str, str, str, int]:
    return row.page_id, row.version or "", row.sequence_id or "", row.step or 0


def _row(row: RowMapping) -> RepliesTo:
    return RepliesTo(
        row["page_id"],
        row.get("page_version"),
        row.get("sequence_id"),
        row.get("step"),
        Share(row["replied"], row["arrived"], LEAST),
        row["booked"],
        row["bounced"],
        row["waiting"],
    )


def _came(kinds: tuple[str, ...], within_days: int | None) -> ColumnElement[bool]:
    """Return the condition that one of some outcomes came of a send, within some days where they are given."""
    of_it = and_(SendOutcome.send_id == SentMessage.id, SendOutcome.kind.in_(kinds), SendOutcome.undone_at.is_(None))
    if within_days is not None:
        of_it = and_(of_it, SendOutcome.after_days <= within_days)
    return select(SendOutcome.id).where(of_it).exists()


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count().filter(condition)
