"""Promises as columns: what was forecast for which period, on which day, for which team or the company."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.figures.frames import Frame
from lms.figures.people import Who
from lms.figures.rows import GrowingRows
from lms.figures.words import WordLists
from lms.goals.models import PROMISES, ForecastSnapshot

FRAMES = ("promise",)
COMPANY = -1
KIND_NUMBERS = {kind: number for number, kind in enumerate(PROMISES)}
_COLUMNS = {"taken": "i", "team": "i", "start": "i", "end": "i", "kind": "b", "amount": "q", "currency": "h"}


def promises_stamp(session: Session) -> list[Any]:
    """Return what changes whenever promises are made."""
    return [str(session.scalar(select(func.max(ForecastSnapshot.taken_on))))]


def read_promises(session: Session, _: Who, vocabulary: WordLists, __: ZoneInfo) -> dict[str, Frame]:
    """Return `promise`, all promises in the order in which they were made: taken, team, start, end, kind, amount."""
    rows = GrowingRows(_COLUMNS)
    columns = ("taken_on", "team_id", "starts_on", "ends_on", "kind", "amount", "currency")
    wanted = select(*(getattr(ForecastSnapshot, name) for name in columns)).order_by(ForecastSnapshot.id)
    for taken_on, team_id, starts_on, ends_on, kind, amount, currency in session.execute(wanted):
        rows.add(
            taken_on.toordinal(),
            COMPANY if team_id is None else vocabulary["team"].number(str(team_id)),
            starts_on.toordinal(),
            ends_on.toordinal(),
            KIND_NUMBERS[kind],
            amount,
            vocabulary["currency"].number(currency),
        )
    return {"promise": rows.frame()}
