"""Feedback of sellers on pages: it worked, or it didn't, because; of each person the last word counts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from lms.days import Now
from lms.people.access import Actor
from lms.people.directory import take_turn
from lms.questions.models import PageFeedback
from lms.statistics.shares import Share

# What everybody sees of a page begins with so many answers; authors and its owner see all.
LEAST_FOR_ALL = 5


@dataclass(frozen=True)
class WhyNot:
    """Why a page didn't work for somebody, on which day they said so; nobody is told who."""

    id: UUID
    text: str
    on: date
    is_missing: bool


@dataclass(frozen=True)
class PageWorked:
    """For how many people a page worked, of how many who said so, and the reasons of the others, the newest first."""

    page_id: str
    worked: int
    answers: int
    last_on: date
    reasons: tuple[WhyNot, ...]

    @property
    def share(self) -> Share:
        """For which share it worked."""
        return Share(self.worked, self.answers, LEAST_FOR_ALL)


def give_feedback(
    session: Session, *, actor: Actor, page_id: str, has_worked: bool, because: str | None, now: Now
) -> PageFeedback:
    """Add what the actor says of a page that the caller knows to exist."""
    take_turn(session, person_id=actor.id)
    made = PageFeedback(
        person_id=actor.id,
        page_id=page_id,
        has_worked=has_worked,
        because=None if has_worked else because,
        at=now.at,
        on=now.day,
    )
    session.add(made)
    session.flush()
    return made


def find_feedback(session: Session, *, person_id: UUID, page_id: str) -> PageFeedback | None:
    """Return what a person said last of a page, or None."""
    wanted = select(PageFeedback).where(PageFeedback.person_id == person_id, PageFeedback.page_id == page_id)
    return session.scalar(wanted.order_by(PageFeedback.id.desc()).limit(1))


def read_worked(session: Session, *, page_ids: Collection[str] | None = None) -> list[PageWorked]:
    """Return what was said of some pages, or of all, those that failed most people first."""
    newer = aliased(PageFeedback)
    is_same = (newer.page_id == PageFeedback.page_id) & (newer.person_id == PageFeedback.person_id)
    was_said_again = select(newer.id).where(is_same, newer.id > PageFeedback.id).exists()
    wanted = select(PageFeedback).where(~was_said_again)
    if page_ids is not None:
        wanted = wanted.where(PageFeedback.page_id.in_(page_ids))
    rows = session.scalars(wanted.order_by(PageFeedback.id.desc()))
    by_page: dict[str, list[PageFeedback]] = {}
    for row in rows:
        by_page.setdefault(row.page_id, []).append(row)
    found = [_worked(page_id, said) for page_id, said in by_page.items()]
    return sorted(found, key=lambda page: (page.worked - page.answers, -page.answers, page.page_id))


def _worked(page_id: str, said: list[PageFeedback]) -> PageWorked:
    reasons = tuple(WhyNot(row.id, row.because, row.on, row.need_id is not None) for row in said if row.because)
    return PageWorked(page_id, sum(row.has_worked for row in said), len(said), max(row.on for row in said), reasons)
