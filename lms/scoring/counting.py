"""Counting: what the answers of a scorecard come to, and what is wrong with them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lms.scoring.rubric import Answer, Cap, Criterion, Rubric

# Points are sums of weights that authors write; below that they are the same.
_SAME = 1e-6
MOST_TEXT = 5000


@dataclass(frozen=True)
class Trouble:
    """What is wrong with the answer to a criterion, or that there is none; `is_missing` for the latter."""

    criterion: str
    message: str
    is_missing: bool = False


@dataclass(frozen=True)
class Gain:
    """What one answered criterion gave: points of the most, and from 0 (the weakest answer) to 1 (the best)."""

    criterion: str
    points: float
    most: float
    share: float


@dataclass(frozen=True)
class Total:
    """What a scorecard comes to, its caps counted; `share` is None where nothing that counts was answered.

    `has_passed` is None where the rubric doesn't say what passes, or nothing counts. `caps` are those that held.
    """

    points: float
    most: float
    share: float | None
    has_passed: bool | None
    caps: tuple[Cap, ...]
    gains: tuple[Gain, ...]


def troubles_of(rubric: Rubric, answers: Mapping[str, Any]) -> list[Trouble]:
    """Return what keeps a scorecard from being published, in the order of the criteria."""
    by_id = rubric.by_id
    found = [Trouble(id_, "the rubric has no such criterion") for id_ in answers if id_ not in by_id]
    for criterion in rubric.criteria:
        answer = answers.get(criterion.id) or {}
        value = answer.get("value")
        if answer.get("is_left_out"):
            if not criterion.may_be_left_out:
                found.append(Trouble(criterion.id, "it can't be left out; answer it"))
            elif value is not None:
                found.append(Trouble(criterion.id, "what is left out has no answer; take one of them back"))
        elif value is None:
            if criterion.is_mandatory:
                advice = "answer it, or say that it doesn't apply" if criterion.may_be_left_out else "answer it"
                found.append(Trouble(criterion.id, advice, is_missing=True))
        elif message := _refusal(criterion, value):
            found.append(Trouble(criterion.id, message))
    return found


def count(rubric: Rubric, answers: Mapping[str, Any]) -> Total:
    """Return what answers come to; what is left out, unanswered or wrong doesn't count, in points nor in their most.

    What passes and what caps say of all points is asked in proportion of those that count.
    """
    values = {criterion.id: _value(criterion, answers) for criterion in rubric.criteria}
    gains = tuple(
        _gain(criterion, value)
        for criterion in rubric.criteria
        if criterion.points and (value := values[criterion.id]) is not None
    )
    most = _rounded(math.fsum(gain.most for gain in gains))
    points = math.fsum(gain.points for gain in gains)
    caps = tuple(cap for cap in rubric.caps if _holds(cap, values[cap.criterion]))
    points = _rounded(min([points, *(cap.points / rubric.points * most for cap in caps)]))
    share = min(points / most, 1.0) if most else None
    return Total(points, most, share, _has_passed(rubric, values, share), caps, gains)


def _value(criterion: Criterion, answers: Mapping[str, Any]) -> Answer | None:
    """Return what was answered; None for what can't count."""
    answer = answers.get(criterion.id) or {}
    value: Answer | None = answer.get("value")
    is_good = value is not None and not answer.get("is_left_out") and not _refusal(criterion, value)
    return value if is_good else None


def _refusal(criterion: Criterion, value: Any) -> str:
    """Say why a value is no answer to a criterion; nothing when it is one."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if criterion.kind == "level":
        is_level = is_number and value in range(1, len(criterion.levels) + 1)
        return "" if is_level else f"answer with a level, 1 to {len(criterion.levels)}"
    if criterion.kind == "yes-no":
        return "" if isinstance(value, bool) else "answer with true or false"
    if criterion.kind == "number":
        least, most = criterion.least or 0.0, criterion.most or 0.0
        return "" if is_number and least <= value <= most else f"answer with a number from {least:g} to {most:g}"
    if criterion.kind == "choice":
        names = [name for name, _ in criterion.choices]
        is_choice = isinstance(value, str) and value in names
        return "" if is_choice else "answer with one of " + ", ".join(f"`{name}`" for name in names)
    is_text = isinstance(value, str) and value.strip() and len(value) <= MOST_TEXT
    return "" if is_text else f"answer with a text of at most {MOST_TEXT} characters"


def _gain(criterion: Criterion, value: Answer) -> Gain:
    if criterion.kind == "level":
        points, share = float(value), (float(value) - 1) / (len(criterion.levels) - 1)
    elif criterion.kind == "yes-no":
        points = share = float(value is (criterion.good == "yes"))
    elif criterion.kind == "number":
        least, most = criterion.least or 0.0, criterion.most or 0.0
        share = (float(value) - least) / (most - least)
        points = share = share if criterion.good == "high" else 1 - share
    else:
        points = dict(criterion.choices)[str(value)]
        share = points / max(given for _, given in criterion.choices)
    return Gain(criterion.id, _rounded(points * criterion.weight), criterion.points, min(max(share, 0.0), 1.0))


def _holds(cap: Cap, value: Answer | None) -> bool:
    if value is None:
        return False
    if isinstance(cap.when, int) and not isinstance(cap.when, bool):
        return float(value) <= cap.when
    return value == cap.when


def _has_passed(rubric: Rubric, values: Mapping[str, Answer | None], share: float | None) -> bool | None:
    passes = rubric.passes
    if passes is None or share is None:
        return None
    if passes.points is not None and share < passes.points / rubric.points - _SAME:
        return False
    given = ((values[id_], least) for id_, least in passes.levels.items())
    return all(value is None or float(value) >= least for value, least in given)


def _rounded(points: float) -> float:
    return round(points, 6)
