"""Kaplan-Meier, on the remissions of Freireich and others 1963."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.statistics.survival import kaplan_meier


def _followed(text: str) -> tuple[list[float], list[bool]]:
    weeks = text.split()
    return ([float(week.rstrip("+")) for week in weeks], [not week.endswith("+") for week in weeks])


TREATED = _followed("6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+")
PLACEBO = _followed("1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23")
LIVES = st.lists(st.tuples(st.integers(0, 20), st.booleans()), min_size=1, max_size=40)


def test_remissions_of_the_treated() -> None:
    """S(10) is .7529 and the median 23 weeks, its interval from 13 up to no end."""
    found = kaplan_meier(*TREATED)
    assert round(found.survival_at(10), 4) == 0.7529
    assert (found.survival_at(5.9), found.survival_at(9.9)) == (1, found.survival[1])
    assert found.at_risk.tolist() == [21, 17, 15, 12, 11, 7, 6]
    assert (found.median, found.median_low, found.median_high) == (23, 13, None)


def test_remissions_on_placebo() -> None:
    """The median is 8 weeks, 4 to 11, as lifelines has it too; nobody is left in the end."""
    found = kaplan_meier(*PLACEBO)
    assert (found.median, found.median_low, found.median_high) == (8, 4, 11)
    assert found.survival[-1] == 0


@given(LIVES)
def test_the_curve_is_scipys(lives: list[tuple[int, bool]]) -> None:
    """At every time with an event, however many are censored."""
    from scipy.stats import CensoredData, ecdf

    durations, is_observed = (np.array(column) for column in zip(*lives, strict=True))
    found = kaplan_meier(durations, is_observed)
    expected = ecdf(CensoredData.right_censored(durations.astype(float), ~is_observed)).sf
    assert found.survival == pytest.approx(expected.evaluate(found.times), abs=1e-12)
    assert found.times.tolist() == sorted(set(durations[is_observed].tolist()))


def test_half_of_them_is_the_median_though_fractions_round() -> None:
    """Of ten the fifth, and of 24, where the product comes out above one half, the twelfth."""
    for people in range(2, 80, 2):
        assert kaplan_meier(range(1, people + 1), [True] * people).median == people / 2


def test_without_an_event_nothing_is_reached() -> None:
    """Nor is anything of nobody."""
    for found in (kaplan_meier([3, 4], [False, False]), kaplan_meier([], [])):
        assert found.survival_at(100) == 1
        assert (found.median, found.median_low, found.median_high) == (None, None, None)
