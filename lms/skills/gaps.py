"""Skill gaps: a target beside an estimate, and what can be said of the difference."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lms.skills.estimate import Estimate, Scale

# In the order of what needs a look first.
GapState = Literal["gap", "maybe_gap", "too_little", "no_evidence", "reached", "no_target"]
URGENCY: tuple[GapState, ...] = ("gap", "maybe_gap", "too_little", "no_evidence", "reached", "no_target")
MEANINGS: dict[GapState, str] = {
    "gap": "below the target",
    "maybe_gap": "below the target, which may be chance",
    "too_little": "too little evidence",
    "no_evidence": "no evidence",
    "reached": "target reached",
    "no_target": "no target",
}


@dataclass(frozen=True, slots=True)
class SkillStanding:
    """How somebody stands in a skill, in levels: the estimate with its interval, the target, and the gap between them.

    `gap` is None where it can't be told; it is 0 where the target counts as reached.
    """

    state: GapState
    level: float | None
    low: float | None
    high: float | None
    target: int | None
    gap: float | None


def standing_of(estimate: Estimate | None, target: int | None, scale: Scale) -> SkillStanding:
    """Put a target beside an estimate; without evidence, or with too little, the gap isn't known."""
    if estimate is None or estimate.mean is None or estimate.low is None or estimate.high is None:
        state: GapState = "no_evidence" if estimate is None else "too_little"
        return SkillStanding(state, None, None, None, target, None)
    level, low, high = (scale.level_of(share) for share in (estimate.mean, estimate.low, estimate.high))
    if target is None:
        return SkillStanding("no_target", level, low, high, None, None)
    needed = scale.reached_from(target)
    if estimate.mean >= needed:
        return SkillStanding("reached", level, low, high, target, 0.0)
    state = "gap" if estimate.high < needed else "maybe_gap"
    return SkillStanding(state, level, low, high, target, min(target, scale.highest) - level)


def urgency(standing: SkillStanding) -> tuple[int, float]:
    """Return what standings are sorted by: the clearest and widest gap first."""
    return URGENCY.index(standing.state), -(standing.gap or 0.0)
