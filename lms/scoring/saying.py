"""Words on a calibration: how far coaches agree, and who differs on what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from uuid import UUID

from lms.scoring.calibration import Calibration, CriterionRatings, Leaning

# Krippendorff, "Content Analysis", 4th ed., chapter 12: from .8 on conclusions may rest on it, below .667 none should.
RELIABLE, TENTATIVE = 0.8, 0.667
HOW = (
    "Krippendorff's alpha for ordered levels: 1 is full agreement, 0 what chance alone does. What is compared are the "
    "criteria with levels that two or more scored; from .8 on scores may be relied on, below .667 they shouldn't be "
    "(Krippendorff). Of one call there are few of them, so the range is wide."
)


def say_agreement(found: Calibration) -> str:
    """Return how far all agree."""
    agreement = found.agreement
    if agreement.alpha is None:
        if not agreement.units:
            return "Nobody scored the same as another yet, so there is nothing to compare."
        return "All gave the same level everywhere, so there is nothing to tell apart."
    alpha = f"{agreement.alpha:.2f}"
    if agreement.interval is None:
        return f"Agreement is {alpha}; of {agreement.units} criteria no range can be said."
    low, high = f"{agreement.interval.low:.2f}", f"{agreement.interval.high:.2f}"
    return f"Agreement is {alpha}, about {low} to {high}: {_judged(agreement.interval.low, agreement.interval.high)}."


def say_differing(found: Calibration, names: Mapping[UUID, str]) -> list[str]:
    """Return who lies far from the others, criterion by criterion, the farthest apart first."""
    apart = sorted((one for one in found.criteria if one.alone), key=lambda one: -one.spread)
    return [text for one in apart for text in _alone(one, names)]


def say_leaning(found: Calibration, names: Mapping[UUID, str]) -> list[str]:
    """Return who gives more or less than the others throughout."""
    return [_lean(one, names[one.scorer_id]) for one in found.leanings if one.is_apart]


def _judged(low: float, high: float) -> str:
    if low >= RELIABLE:
        return "these scores may be relied on"
    if high < TENTATIVE:
        return "too little to rely on these scores; talk about what the levels mean"
    return "whether these scores may be relied on is open"


def _alone(one: CriterionRatings, names: Mapping[UUID, str]) -> Iterator[str]:
    if len(one.given) == 2:
        (first, level), (second, other) = one.given.items()
        yield f"{one.name}: {names[first]} gave level {level}, {names[second]} {other}."
        return
    for scorer in one.alone:
        others = sorted(level for other, level in one.given.items() if other != scorer)
        said = f"{others[0]}" if others[0] == others[-1] else f"{others[0]} to {others[-1]}"
        yield f"{one.name}: {names[scorer]} gave level {one.given[scorer]} where the others gave {said}."


def _lean(one: Leaning, name: str) -> str:
    way = "higher" if one.mean > 0 else "lower"
    return (
        f"{name} scores {abs(one.mean):.1f} levels {way} than the middle of the others, over {one.compared} criteria."
    )
