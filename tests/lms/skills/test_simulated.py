"""The interval of a skill against simulated people whose true skill is known."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import numpy as np
import pytest

from lms.skills.estimate import LEVEL, Estimate, estimate_all
from lms.skills.evidence import WEIGHTS, Evidence, quiz_weight

pytestmark = pytest.mark.slow
TODAY, HALF_LIFE, PEOPLE = date(2026, 12, 1), 180, 2000
SPREAD = 0.2  # of one person's calls around their skill; the weight of a scorecard stands for it


def cards(skill: float, calls: int, *, severity: float = 0.0, seed: int = 1) -> list[Evidence]:
    """Return scorecards of people who all have one skill, spread over a year; each has a coach of their own."""
    dice = np.random.default_rng(seed)
    size = max(skill * (1 - skill) / SPREAD**2 - 1, 3.0)
    shares = dice.beta(skill * size, (1 - skill) * size, (PEOPLE, calls))
    shares = np.clip(shares + dice.normal(0, severity, (PEOPLE, 1)) * (severity > 0), 0, 1)
    days = dice.integers(0, 365, (PEOPLE, calls))
    return [
        Evidence(
            UUID(int=person + 1),
            "calm",
            "scorecard",
            TODAY - timedelta(days=int(days[person, call])),
            float(shares[person, call]),
            WEIGHTS["scorecard"],
            "call",
        )
        for person in range(PEOPLE)
        for call in range(calls)
    ]


def estimates(pieces: list[Evidence]) -> list[Estimate]:
    """Return the estimates of those of whom there is enough evidence."""
    found = estimate_all(pieces, today=TODAY, half_life_days=HALF_LIFE).values()
    return [one for one in found if one.mean is not None]


def covered(found: list[Estimate], skill: float) -> float:
    """Return the share of intervals that hold the true skill."""
    return float(np.mean([one.low <= skill <= one.high for one in found if one.low is not None and one.high]))


@pytest.mark.parametrize("calls", [2, 5, 15])
@pytest.mark.parametrize("skill", [0.2, 0.35, 0.5, 0.65, 0.8])
def test_the_interval_holds_the_true_skill_as_often_as_it_says(skill: float, calls: int) -> None:
    """At least; it is wider than it need be, never much narrower."""
    found = estimates(cards(skill, calls))
    assert len(found) > PEOPLE / 2
    assert LEVEL - 0.02 <= covered(found, skill) <= 0.99


@pytest.mark.parametrize("skill", [0.05, 0.95])
def test_it_holds_at_the_ends_too(skill: float) -> None:
    """Where calls hardly differ."""
    assert covered(estimates(cards(skill, 5)), skill) >= LEVEL - 0.02


def test_a_severe_coach_costs_some_of_it() -> None:
    """With coaches who differ by half a level (of four) it holds two of three after six calls."""
    found = estimates(cards(0.5, 6, severity=1 / 6))
    assert 0.5 <= covered(found, 0.5) < LEVEL


@pytest.mark.parametrize("skill", [0.1, 0.35, 0.5, 0.65, 0.9])
def test_the_prior_pulls_little_and_ever_less(skill: float) -> None:
    """Towards the middle, by a tenth of a share at the most after two calls, and by a fiftieth after many."""
    few, many = (np.mean([one.mean for one in estimates(cards(skill, calls)) if one.mean]) for calls in (2, 20))
    assert abs(few - skill) <= 0.1
    assert abs(many - skill) <= 0.02
    assert abs(many - 0.5) >= abs(few - 0.5) - 0.02


@pytest.mark.parametrize("skill", [0.3, 0.5, 0.8])
def test_quizzes_are_held_too(skill: float) -> None:
    """Three of eight questions each, in which every question is answered by the same skill."""
    dice = np.random.default_rng(3)
    pieces = [
        Evidence(UUID(int=person + 1), "calm", "quiz", TODAY, float(right) / 8, quiz_weight(8), f"quiz {at}")
        for person in range(PEOPLE)
        for at, right in enumerate(dice.binomial(8, skill, 3))
    ]
    assert covered(estimates(pieces), skill) >= LEVEL
