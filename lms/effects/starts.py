"""Starts: on which day each person first completed a course, or was first coached."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.coaching.models import CoachingSession
from lms.figures.frames import FigureSet
from lms.kpis.scope import KpiPeriod
from lms.training.events import COMPLETING
from lms.training.models import TrainingEvent


def first_completed(session: Session, *, course_id: str, as_of: date) -> dict[UUID, date]:
    """Return the day on which each person first completed a course, up to a day."""
    day = func.min(TrainingEvent.day)
    wanted = select(TrainingEvent.person_id, day).where(
        TrainingEvent.course_id == course_id, TrainingEvent.kind.in_(COMPLETING), TrainingEvent.day <= as_of
    )
    return {row[0]: row[1] for row in session.execute(wanted.group_by(TrainingEvent.person_id))}


def first_coached(session: Session, *, as_of: date) -> dict[UUID, date]:
    """Return the day on which each person was first coached, up to a day: the first session held, whatever about."""
    day = func.min(CoachingSession.held_on)
    wanted = select(CoachingSession.rep_id, day).where(CoachingSession.held_on <= as_of)
    return {row[0]: row[1] for row in session.execute(wanted.group_by(CoachingSession.rep_id)) if row[1]}


def months_of(
    figures: FigureSet, people: Iterable[int], months: tuple[KpiPeriod, ...], first: Mapping[UUID, date]
) -> NDArray[np.int64]:
    """Return the place of the month in which each person first was treated, the number of months for never.

    What was before all months is 0, whom the directory doesn't know was never treated.
    """
    ids = figures.notes["who"]["ids"]
    ends = np.array([month.end for month in months])
    found = []
    for number in people:
        day = first.get(UUID(ids[number])) if ids[number] else None
        is_before = day is not None and day.toordinal() < months[0].start
        found.append(0 if is_before else len(months) if day is None else int(np.searchsorted(ends, day.toordinal())))
    return np.array(found, dtype=np.int64)
