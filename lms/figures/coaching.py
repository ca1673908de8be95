"""Coaching as columns: sessions that were held, action items by their due days, and since when a skill is coached."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from sqlalchemy import Integer, String, func, select, type_coerce
from sqlalchemy.orm import Session

from lms.coaching.actions.models import ActionEvent, ActionItem
from lms.coaching.models import CoachingSession, SessionEvent
from lms.figures.frames import NEVER, Frame
from lms.figures.people import Who
from lms.figures.reading import Codes, days, people, read_columns
from lms.figures.rows import taken
from lms.figures.words import WordLists

FRAMES = ("session", "action", "coached")


def coaching_stamp(session: Session) -> list[Any]:
    """Return what changes whenever a session or an action item does: each change of theirs is a row of its own."""
    tables = (SessionEvent, ActionEvent)
    return [str(session.scalar(select(table.id).order_by(table.id.desc()).limit(1))) for table in tables]


def read_coaching(session: Session, who: Who, vocabulary: WordLists, zone: ZoneInfo) -> dict[str, Frame]:
    """Return `session`, `action` and `coached`, each in the order of its days.

    `session`: day (on which it was held), who (was coached), coach, minutes. `action`: day (by which it is due), who
    (does it), done and dropped (the day of it, NEVER where it wasn't). `coached`: day (of the first session held in
    which an item on the skill was agreed), who, skill.
    """
    return {
        "session": _sessions(session, who),
        "action": _actions(session, who),
        "coached": _coached(session, who, vocabulary),
    }


def _sessions(session: Session, who: Who) -> Frame:
    known = people(who)
    columns = {
        "day": (np.int32, days()),
        "who": (np.int32, known),
        "coach": (np.int32, known),
        "minutes": (np.int32, None),
    }
    query = select(
        type_coerce(CoachingSession.held_on, String),
        type_coerce(CoachingSession.rep_id, String),
        type_coerce(CoachingSession.coach_id, String),
        CoachingSession.minutes,
    ).where(CoachingSession.held_on.is_not(None))
    return _in_order(read_columns(session, [query], columns))


def _actions(session: Session, who: Who) -> Frame:
    day = days()
    columns = {
        "day": (np.int32, day),
        "who": (np.int32, people(who)),
        "is_done": (np.bool_, None),
        "closed": (np.int32, day),
    }
    query = select(
        type_coerce(ActionItem.due_on, String),
        type_coerce(ActionItem.owner_id, String),
        type_coerce(ActionItem.is_done, Integer),
        type_coerce(ActionItem.closed_on, String),
    ).where(ActionItem.due_on.is_not(None))
    found = read_columns(session, [query], columns)
    is_done, closed = found.pop("is_done"), found.pop("closed")
    found["done"] = np.where(is_done, closed, NEVER).astype(np.int32)
    found["dropped"] = np.where((closed > 0) & ~is_done, closed, NEVER).astype(np.int32)
    return _in_order(found)


def _coached(session: Session, who: Who, vocabulary: WordLists) -> Frame:
    columns = {
        "day": (np.int32, days()),
        "who": (np.int32, people(who)),
        "skill": (np.int32, Codes(vocabulary["skill"].number)),
    }
    first = func.min(type_coerce(CoachingSession.held_on, String))
    query = (
        select(first, type_coerce(ActionItem.rep_id, String), ActionItem.skill)
        .join(CoachingSession, CoachingSession.id == ActionItem.session_id)
        .where(ActionItem.skill.is_not(None), CoachingSession.held_on.is_not(None))
        .group_by(ActionItem.rep_id, ActionItem.skill)
    )
    return _in_order(read_columns(session, [query], columns))


def _in_order(frame: Frame) -> Frame:
    return taken(frame, np.argsort(frame["day"], kind="stable"))
