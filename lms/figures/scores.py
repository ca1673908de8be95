"""Scores as columns: what was given for each criterion of published scorecards."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import String, select, type_coerce
from sqlalchemy.orm import Session

from lms.figures.frames import Frame
from lms.figures.people import Who
from lms.figures.reading import Codes, days, people, read_columns
from lms.figures.rows import taken
from lms.figures.words import WordLists
from lms.scoring.models import CardAmendment, Score, Scorecard

FRAMES = ("score",)


def scores_stamp(session: Session) -> list[Any]:
    """Return what changes when a scorecard is published or amended."""
    published = select(Scorecard.published_at).where(Scorecard.published_at.is_not(None))
    last = session.scalar(published.order_by(Scorecard.published_at.desc()).limit(1))
    amended = session.scalar(select(CardAmendment.id).order_by(CardAmendment.id.desc()).limit(1))
    return [str(last), str(amended)]


def read_scores(session: Session, who: Who, vocabulary: WordLists, zone: ZoneInfo) -> dict[str, Frame]:
    """Return `score` in the order of its days: day, who, line and skill (words), role (a word), share (0 to 1).

    `order` has the places of all rows by people and then by days.
    """
    columns = {
        "day": (np.int32, days()),
        "who": (np.int32, people(who)),
        "line": (np.int32, Codes(vocabulary["score_line"].number)),
        "skill": (np.int32, Codes(vocabulary["skill"].number)),
        "role": (np.int8, Codes(vocabulary["card_role"].number)),
        "share": (np.float32, None),
    }
    query = select(
        type_coerce(Score.day, String),
        type_coerce(Score.rep_id, String),
        Score.line,
        Score.skill,
        Score.role,
        Score.share,
    )
    found = read_columns(session, [query], columns)
    scores = taken(found, np.argsort(found["day"], kind="stable"))
    return {"score": {**scores, "order": by_people(scores)}}


def by_people(scores: Frame) -> NDArray[np.int32]:
    """Return the places of scores, which are in the order of their days, by people and then by days."""
    return np.argsort(scores["who"], kind="stable").astype(np.int32)
