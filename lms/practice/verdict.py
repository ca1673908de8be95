"""Verdict of a practice's graders: pure, and the only place that decides.

Each of those who were asked scores without seeing the others. It passes, or doesn't, when more of them say so than say
otherwise, once all have said so and they are two or more; where as many say the one as the other, somebody else is
asked, whose word decides. Beside it stands the mean of their points, which decides nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

LEAST = 2
PracticeVerdict = Literal["waiting", "lacks_grader", "differs", "passed", "failed", "scored"]


@dataclass(frozen=True)
class Grader:
    """Somebody who was asked to grade and hasn't declined; `has_passed` is theirs to say, once they published."""

    person_id: UUID
    has_published: bool
    has_passed: bool | None = None
    points: float | None = None
    most: float | None = None


def verdict_of(graders: Sequence[Grader]) -> PracticeVerdict:
    """Return what graders have come to; `scored` where their rubric doesn't say what passes."""
    if len(graders) < LEAST:
        return "lacks_grader"
    if not all(grader.has_published for grader in graders):
        return "waiting"
    if all(grader.has_passed is None for grader in graders):
        return "scored"
    passed = sum(bool(grader.has_passed) for grader in graders)
    if 2 * passed == len(graders):
        return "differs"
    return "passed" if 2 * passed > len(graders) else "failed"


def mean_of(graders: Sequence[Grader]) -> tuple[float, float] | None:
    """Return the mean of the points that were given, of how many; None where no points were.

    What one grader left out counts for nothing with them, so points are compared as shares of what counted.
    """
    given = [(one.points, one.most) for one in graders if one.points is not None and one.most]
    if not given:
        return None
    share = sum(points / most for points, most in given) / len(given)
    most = max(most for _, most in given)
    return round(share * most, 2), most
