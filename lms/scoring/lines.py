"""Lines of scores: a rep's scores by what they may be compared with, each with its trend."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.scoring.models import ScoreLine
from lms.scoring.scores import SeenScore, list_scores
from lms.scoring.sight import CardSight
from lms.scoring.trends import Trend, trend_of


@dataclass(frozen=True)
class ScoredLine:
    """A criterion with the same levels throughout: what others gave, and the rep themselves, by day.

    `is_new` where an earlier line of the same criterion ended: its levels were changed, so that this one began anew.
    """

    line: str
    rubric_id: str
    criterion: str
    name: str
    skill: str | None
    is_new: bool
    by_others: Sequence[SeenScore]
    own: Sequence[SeenScore]
    trend: Trend


def lines_of(session: Session, *, sight: CardSight, rep_id: UUID, until: date | None = None) -> list[ScoredLine]:
    """Return the lines on which somebody sees scores that others gave a rep, by rubric and in the order they began."""
    by_line: dict[str, list[SeenScore]] = defaultdict(list)
    for score in list_scores(session, sight=sight, rep_ids=[rep_id], until=until):
        by_line[score.line].append(score)
    wanted = select(ScoreLine).where(ScoreLine.line.in_(by_line)).order_by(ScoreLine.rubric_id, ScoreLine.first_on)
    known = {found.line: found for found in session.scalars(wanted)}
    return [found for line in known.values() if (found := _line(line, by_line[line.line], known)) is not None]


def _line(line: ScoreLine, scores: Sequence[SeenScore], known: Mapping[str, ScoreLine]) -> ScoredLine | None:
    by_others = [score for score in scores if score.role != "self"]
    if not by_others:
        return None
    same = (line.rubric_id, line.criterion)
    is_new = any((one.rubric_id, one.criterion) == same and one.first_on < line.first_on for one in known.values())
    return ScoredLine(
        line=line.line,
        rubric_id=line.rubric_id,
        criterion=line.criterion,
        name=line.name,
        skill=by_others[-1].skill,
        is_new=is_new,
        by_others=by_others,
        own=[score for score in scores if score.role == "self"],
        trend=trend_of([(score.day, score.share) for score in by_others]),
    )
