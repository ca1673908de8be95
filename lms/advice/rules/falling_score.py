"""A falling score: on one criterion with the same levels, by its whole interval, in what others gave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import combinations
from math import sqrt
from statistics import fmean
from uuid import UUID

from sqlalchemy import select

from lms.advice.asking import AdviceAsk, AdviceReason, AdviceRule
from lms.scoring.models import Assessment, Score, Scorecard, ScoreLine
from lms.scoring.sight import card_sight, shown_to_rep
from lms.scoring.trends import LEAST_SCORES, trend_of

# Kendall's statistic in its standard deviations: of a line that falls by its whole interval it is below -1.9.
_SURELY_LEVEL = -1.5


def read(ask: AdviceAsk) -> Sequence[AdviceReason]:
    """Return the lines that fall, of cards that both the actor and the rep may see; the steepest of each rep first."""
    falling = []
    for (rep_id, line, name), scores in _lines(ask).items():
        if len(scores) >= LEAST_SCORES and _may_fall(scores):
            trend = trend_of(scores)
            if trend.direction == "down" and trend.slope is not None:
                falling.append((trend.slope, _reason(rep_id, line, name, scores)))
    return [reason for _, reason in sorted(falling, key=lambda pair: pair[0])]


def _reason(rep_id: UUID, line: str, name: str, scores: Sequence[tuple[date, float]]) -> AdviceReason:
    shares = [share for _, share in sorted(scores)]
    early, late = (100 * fmean(half) for half in (shares[: len(shares) // 2], shares[len(shares) // 2 :]))
    text = (
        f"“{name}” falls over {len(shares)} scores: {early:.0f} of 100 on average in the first half, {late:.0f} since."
    )
    return AdviceReason(rep_id, RULE.name, line, text, "scores", str(rep_id))


def _lines(ask: AdviceAsk) -> dict[tuple[UUID, str, str], list[tuple[date, float]]]:
    since = ask.now.day - timedelta(days=ask.settings.score_days)
    sight = card_sight(ask.session, actor=ask.actor, rep_ids=ask.ids, day=ask.now.day, history=ask.history)
    wanted = (
        select(Score.rep_id, Score.line, ScoreLine.name, Score.day, Score.share)
        .join(ScoreLine, ScoreLine.line == Score.line)
        .join(Scorecard, Scorecard.id == Score.card_id)
        .join(Assessment, Assessment.id == Scorecard.assessment_id)
        .where(Score.rep_id.in_(ask.ids), Score.role != "self", Score.day.between(since, ask.now.day))
        .where(sight.of_cards(), shown_to_rep())
    )
    found: dict[tuple[UUID, str, str], list[tuple[date, float]]] = {}
    for rep_id, line, name, day, share in ask.session.execute(wanted):
        found.setdefault((rep_id, line, name), []).append((day, share))
    return found


def _may_fall(scores: Sequence[tuple[date, float]]) -> bool:
    """Tell whether a line may fall at all, which is quicker to see than how fast: more pairs fall than rise."""
    signs = (
        _sign(later[1] - earlier[1]) for earlier, later in combinations(sorted(scores), 2) if earlier[0] < later[0]
    )
    ties = sum(map(_spread, [*Counter(day for day, _ in scores).values(), *Counter(of for _, of in scores).values()]))
    return sum(signs) < _SURELY_LEVEL * sqrt(max(_spread(len(scores)) - ties, 0) / 18)


def _spread(n: int) -> int:
    return n * (n - 1) * (2 * n + 5)


def _sign(difference: float) -> int:
    return (difference > 0) - (difference < 0)


RULE = AdviceRule(
    name="falling_score",
    title="A score falls",
    setting="score_days",
    weight=3,
    explains=(
        "What others scored in the last {n} days falls on one criterion with the same levels, by the whole interval of"
        " the slope. Only scorecards that the rep may see too are counted."
    ),
    kind="call-review",
    topic="A score that falls",
    read=read,
)
