"""Power: textbook numbers, and each question the inverse of another."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.statistics.effects.power import (
    design_effect_of,
    detectable_effect,
    detectable_mean_difference,
    detectable_share_difference,
    sample_size_for,
)


def test_from_25_to_30_percent_it_takes_1248_deals_in_each_arm() -> None:
    """And twice as many where people's deals are so alike that each counts half."""
    assert sample_size_for(0.25, 0.30) == 1248
    assert sample_size_for(0.30, 0.25) == 1248
    assert sample_size_for(0.25, 0.30, design_effect=2) == 2496


def test_a_share_is_not_told_from_itself() -> None:
    """By no number of deals."""
    with pytest.raises(ValueError, match="itself"):
        sample_size_for(0.3, 0.3)


@given(st.floats(0.05, 0.9), st.floats(0.03, 0.09), st.floats(1, 3))
def test_the_smallest_rise_is_the_inverse_of_the_sample_size(share: float, rise: float, effect: float) -> None:
    """What so many trials can just see is what takes so many trials."""
    trials = sample_size_for(share, share + rise, design_effect=effect)
    seen = detectable_share_difference(share, trials=trials, other_trials=trials, design_effect=effect)
    assert seen is not None
    assert seen <= rise + 1e-9
    assert sample_size_for(share, share + seen, design_effect=effect) in {trials, trials + 1}


def test_of_few_deals_nothing_is_seen() -> None:
    """Not even a rise to all of them."""
    assert detectable_share_difference(0.9, trials=20, other_trials=20) is None


def test_64_people_in_each_arm_see_half_a_standard_deviation() -> None:
    """Cohen's example; in units of the deviation, and smaller than the normal distribution says it isn't."""
    assert detectable_mean_difference(1, people=64, others=64) == pytest.approx(0.5, abs=0.002)
    assert detectable_mean_difference(30, people=64, others=64) == pytest.approx(15, abs=0.06)
    assert detectable_mean_difference(1, people=3, others=3) > detectable_effect(math.sqrt(2 / 3))
    with pytest.raises(ValueError, match="two people"):
        detectable_mean_difference(1, people=1, others=9)


def test_an_effect_is_seen_from_2_8_standard_deviations_of_chance_on() -> None:
    """1.96 so that chance hardly does it, .84 so that it is seen four times of five."""
    assert detectable_effect(10) == pytest.approx(28.016, abs=0.001)


def test_the_design_effect_of_people_who_win_all_or_nothing() -> None:
    """Twenty deals of each say hardly more than one: 20 times, and 10 / 9 for ten people being a sample."""
    assert design_effect_of([20, 0] * 5, [20] * 10) == pytest.approx(20 * 10 / 9)


@pytest.mark.parametrize(
    ("successes", "trials"), [([5, 5, 5], [10, 10, 10]), ([3], [10]), ([0, 0], [4, 4]), ([4, 4], [4, 4]), ([], [])]
)
def test_the_design_effect_is_never_below_one(successes: list[float], trials: list[float]) -> None:
    """People as alike as can be, one person, and shares that don't vary."""
    assert design_effect_of(successes, trials) == 1
