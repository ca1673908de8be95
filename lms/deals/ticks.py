"""Criteria of plays ticked on a deal, by whoever may see it; what is taken back stays as a fact."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from lms.deals.models import DealTick
from lms.people.access import Actor

CriteriaPart = Literal["entry", "exit"]


@dataclass(frozen=True)
class PlayCriterion:
    """A criterion of a page: in which of its lists, and its text as it stands there."""

    page_id: str
    part: CriteriaPart
    text: str


@dataclass(frozen=True)
class Ticked:
    """Since when a criterion is met, and who said so first."""

    at: datetime
    by_id: UUID


def ticks_of(session: Session, *, deal: str, page_ids: Iterable[str]) -> dict[PlayCriterion, Ticked]:
    """Return the criteria of some pages that are met on a deal."""
    found: dict[PlayCriterion, Ticked] = {}
    for tick in session.scalars(_holding(deal, page_ids).order_by(DealTick.id)):
        criterion = PlayCriterion(tick.page_id, tick.part, tick.text)  # type: ignore[arg-type]  # text, one of the two
        found.setdefault(criterion, Ticked(tick.at, tick.by_id))
    return found


def tick(session: Session, *, actor: Actor, deal: str, criterion: PlayCriterion, at: datetime) -> None:
    """Note that a criterion is met on a deal; saying it twice keeps who said it first."""
    if criterion not in ticks_of(session, deal=deal, page_ids=[criterion.page_id]):
        said = vars(criterion)
        session.add(DealTick(deal=deal, **said, at=at, by_id=actor.id))
        session.flush()


def untick(session: Session, *, actor: Actor, deal: str, criterion: PlayCriterion, at: datetime) -> None:
    """Take back that a criterion is met on a deal, whoever said it, and however often."""
    for one in session.scalars(_holding(deal, [criterion.page_id])):
        if (one.part, one.text) == (criterion.part, criterion.text):
            one.undone_at, one.undone_by_id = at, actor.id
    session.flush()


def _holding(deal: str, page_ids: Iterable[str]) -> Select[DealTick]:
    return select(DealTick).where(
        DealTick.deal == deal, DealTick.page_id.in_(list(page_ids)), DealTick.undone_at.is_(None)
    )
