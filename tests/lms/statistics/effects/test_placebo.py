"""Placebo: random halves of the same people."""

from __future__ import annotations

import numpy as np
import pytest

from lms.statistics.effects.placebo import placebo_panel, split_test


def test_units_stay_whole() -> None:
    """Two thousand deals of two people are two people: whichever is first, the difference is as large."""
    found = split_test([900, 500], [1000, 1000], [True, False])
    assert found.difference == pytest.approx(0.4)
    assert found.p == 1
    assert not found.is_evidence


def test_p_is_the_share_of_all_splits() -> None:
    """Of the 20 ways to choose three of six, 2 differ as much as the three best do."""
    found = split_test([9, 8, 9, 1, 2, 1], [10] * 6, [True] * 3 + [False] * 3)
    assert found.difference == pytest.approx(26 / 30 - 4 / 30)
    assert found.p == pytest.approx(2 / 20, abs=0.015)


def test_a_difference_that_chance_hardly_makes_is_evidence() -> None:
    """Ten against ten, all of them better."""
    found = split_test([7] * 10 + [3] * 10, [10] * 20, [True] * 10 + [False] * 10)
    assert found.p is not None
    assert found.p < 0.001
    assert found.is_evidence


def test_without_a_ratio_there_is_no_test() -> None:
    """The first group closed nothing."""
    found = split_test([0, 5], [0, 10], [True, False])
    assert (found.difference, found.p, found.is_evidence) == (None, None, False)


def test_halves_of_equal_people_are_equal() -> None:
    """No range, and never an effect."""
    found = placebo_panel([3, 3, 3, 3], [10, 10, 10, 10])
    assert (found.difference.low, found.difference.high, found.significant) == (0, 0, 0)
    assert found.uplift is not None
    assert (found.uplift.low, found.uplift.high) == (0, 0)


def test_one_great_seller_makes_an_uplift_of_nothing() -> None:
    """Whichever half has her sells far more, though nothing was done; 5 % of such draws are called an effect."""
    rng = np.random.default_rng(2)
    revenue = rng.lognormal(0, 1, 30)
    found = placebo_panel(revenue.tolist(), [1] * 30, draws=2000)
    assert found.uplift is not None
    assert found.uplift.low < -0.25
    assert found.uplift.high > 0.35
    assert found.difference.low < 0 < found.difference.high
    assert 0.03 < found.significant < 0.07


def test_the_ranges_are_those_of_all_halves() -> None:
    """With four people there are six ways, each half of them the other's mirror."""
    found = placebo_panel([1, 2, 3, 10], [1, 1, 1, 1], draws=4000)
    assert (found.difference.low, found.difference.high) == (-5, 5)  # (3 + 10) / 2 - (1 + 2) / 2
    assert found.uplift is not None
    assert found.uplift.high == pytest.approx(13 / 3 - 1)


def test_an_uplift_on_nothing_is_none() -> None:
    """A half that may have sold nothing has no percentage."""
    assert placebo_panel([0, 0, 0, 5], [1, 1, 1, 1]).uplift is None


def test_what_cannot_be_split_is_refused() -> None:
    """One person, or nobody who closed anything."""
    with pytest.raises(ValueError, match="two units"):
        placebo_panel([1], [1])
    with pytest.raises(ValueError, match="no half"):
        placebo_panel([0, 0], [0, 0])
