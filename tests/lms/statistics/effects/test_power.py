"""Power: textbook numbers."""

from __future__ import annotations

import math

import pytest

from lms.statistics.effects.power import (
    detectable_effect,
    detectable_mean_difference,
)


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
