"""Coaching as columns: the sessions that were held."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from sqlalchemy import String, func, select, type_coerce
from sqlalchemy.orm import Session

from lms.coaching.models import CoachingSession
from lms.figures.frames import Frame
from lms.figures.people import Who
from lms.figures.reading import days_at, people, read_columns
from lms.figures.rows import taken
from lms.figures.words import WordLists

FRAMES = ("session",)


def coaching_stamp(session: Session) -> list[Any]:
    """Return what changes whenever a session is held."""
    held = session.execute(select(func.count(CoachingSession.held_at), func.max(CoachingSession.held_at))).one()
    return [str(value) for value in held]


def read_coaching(session: Session, who: Who, vocabulary: WordLists, zone: ZoneInfo) -> dict[str, Frame]:
    """Return `session` in the order of its days: day, who (was coached), coach, minutes."""
    known = people(who)
    columns = {
        "day": (np.int32, days_at(zone)),
        "who": (np.int32, known),
        "coach": (np.int32, known),
        "minutes": (np.int32, None),
    }
    query = select(
        CoachingSession.held_at,
        type_coerce(CoachingSession.rep_id, String),
        type_coerce(CoachingSession.coach_id, String),
        CoachingSession.minutes,
    ).where(CoachingSession.held_at.is_not(None))
    held = read_columns(session, [query], columns)
    return {"session": taken(held, np.argsort(held["day"], kind="stable"))}
