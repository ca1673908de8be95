"""Promises: what was forecast is written down once a week, and stays as it was said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.base import insert_into
from lms.days import Now
from lms.goals.models import ForecastSnapshot, ForecastWeek

_MOST = 2**63 - 1
PromiseKind = Literal["commit", "best_case", "pipeline", "ours"]


@dataclass(frozen=True)
class Promise:
    """What is forecast for a period of a team, None for the company; the amount in minor units of the currency."""

    team_id: UUID | None
    step: str
    starts_on: date
    ends_on: date
    kind: PromiseKind
    amount: int
    currency: str


def week_of(day: date) -> date:
    """Return the Monday of the week that a day is in."""
    return day - timedelta(days=day.weekday())


def is_taken(session: Session, *, day: date) -> bool:
    """Tell whether the forecasts of this week were written down."""
    return session.scalar(select(ForecastWeek.week).where(ForecastWeek.week == week_of(day))) is not None


def keep_promises(session: Session, *, promises: Iterable[Promise], now: Now) -> bool:
    """Write down the forecasts of this week; False, and nothing is written, where somebody did so already.

    One that no database can hold rests on amounts that can't be, and isn't written down.
    """
    claim = insert_into(session, ForecastWeek).values(week=week_of(now.day), taken_at=now.at)
    claimed = session.execute(claim.on_conflict_do_nothing().returning(ForecastWeek.week)).first()
    if claimed is None:
        return False
    held = (promise for promise in promises if abs(promise.amount) <= _MOST)
    session.add_all(ForecastSnapshot(taken_on=now.day, **vars(promise)) for promise in held)
    session.flush()
    return True
