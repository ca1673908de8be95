"""Evidence of a skill: what was seen of it on a day, how much it tells, and how that fades.

`weight` says as how many independent questions, answered right or wrong, a piece counts. The weights are judgements,
written down with their reasons, and none of them is a setting:

- A scorecard of a coach or a grader counts 4. The share that somebody reaches differs from call to call with a standard
  deviation of about 0.2; a share of n independent questions does so for n = p (1 - p) / 0.2², which is 4 to 6. The
  lower end is taken because cards of one coach share that coach's severity. One call is one piece, by however many
  coaches and graders and with however many criteria it was scored: they all saw the same hour.
- Where peers alone scored a call it counts 2: colleagues are kinder, and were not calibrated.
- A manager's rating counts 3: it sums up much that nobody scored, and is one impression all the same (a halo over all
  skills). Only the last one of each manager counts, so that to click again makes nothing surer.
- A certification that is held counts 3: it was passed under a rule that is the same for everybody. The last attempt at
  its quiz is a part of it and doesn't count beside it.
- A quiz counts a quarter for each question, and 2 at the most: it shows what somebody knows about a skill, not that
  they do it, and its questions have one source. Of each course only the last attempt counts, because who tries again
  meets the same questions.
- What somebody says of themselves counts 1, all of it together, be it a rating or their own scorecards: many see
  themselves higher than others see them, and by more the less they know yet. It is shown beside the estimate too, and
  by itself gives none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from uuid import UUID

EvidenceKind = Literal[
    "scorecard", "peer_scorecard", "own_scorecard", "quiz", "certification", "manager_rating", "own_rating"
]
WEIGHTS: dict[EvidenceKind, float] = {
    "scorecard": 4.0,
    "peer_scorecard": 2.0,
    "manager_rating": 3.0,
    "certification": 3.0,
    "own_rating": 1.0,
    "own_scorecard": 0.5,
}
OWN: frozenset[EvidenceKind] = frozenset({"own_rating", "own_scorecard"})
MOST_OWN = 1.0
PER_QUESTION, MOST_OF_QUIZ = 0.25, 2.0
# After so many half-lives less than a sixtieth of a piece is left, and it isn't read any more.
OLDEST_HALF_LIVES = 6


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence: of whom, of which skill, on which day; `share` is from 0, the weakest, to 1.

    `source_id` is the assessment, the course or the rating that it comes from, as text, `by_id` who rated.
    """

    person_id: UUID
    skill: str
    kind: EvidenceKind
    day: date
    share: float
    weight: float
    source_id: str
    by_id: UUID | None = None


def quiz_weight(questions: int) -> float:
    """Return as how many questions a quiz of so many counts."""
    return min(PER_QUESTION * questions, MOST_OF_QUIZ)


def faded(weight: float, *, day: date, today: date, half_life_days: int) -> float:
    """Return what is left of a weight on a day; it halves with each half-life."""
    return float(weight * 0.5 ** (max((today - day).days, 0) / half_life_days))


def oldest_day(today: date, *, half_life_days: int) -> date:
    """Return the first day whose evidence still counts."""
    try:
        return today - timedelta(days=OLDEST_HALF_LIVES * half_life_days)
    except OverflowError:
        return date.min
