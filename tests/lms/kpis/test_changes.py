"""Changes against the period before: clear only where the two intervals have nothing in common."""

from __future__ import annotations

import pytest

from lms.kpis.changes import ChangeVerdict, FigureChange, change_of
from lms.kpis.definition import BetterWhen
from lms.kpis.results import KpiResult


def _result(value: float | None, low: float | None = None, high: float | None = None) -> KpiResult:
    return KpiResult("insufficient_data" if value is None else "measured", value, low, high, 30, None, None)


@pytest.mark.parametrize(
    ("low", "high", "direction", "verdict"),
    [
        (0.51, 0.70, "up", "better"),
        (0.51, 0.70, "down", "worse"),
        (0.51, 0.70, "neither", "changed"),
    ],
)
def test_a_change_is_clear_where_intervals_lie_apart(
    low: float, high: float, direction: BetterWhen, verdict: ChangeVerdict
) -> None:
    """Which way is good decides what it is called."""
    found = change_of(_result(0.6, low, high), _result(0.4, 0.3, 0.5), direction)
    assert found == FigureChange(is_up=True, verdict=verdict, is_clear=True)


@pytest.mark.parametrize(("value", "verdict"), [(0.55, "better"), (0.54, "unclear")])
def test_a_change_is_likely_where_that_of_their_difference_leaves_zero_out(
    value: float, verdict: ChangeVerdict
) -> None:
    """Two halves of 0.1 each make one of 0.1414, so 0.15 more is likely and 0.14 isn't."""
    found = change_of(_result(value, value - 0.1, value + 0.1), _result(0.4, 0.3, 0.5), "up")
    assert found == FigureChange(is_up=True, verdict=verdict)


def test_intervals_that_touch_are_not_clear() -> None:
    """One begins where the other ends."""
    assert change_of(_result(0.6, 0.5, 0.7), _result(0.4, 0.3, 0.5), "up") == FigureChange(is_up=True, verdict="better")


def test_a_fall_is_judged_the_other_way_round() -> None:
    """Down is worse where up is good."""
    found = change_of(_result(0.2, 0.1, 0.25), _result(0.4, 0.3, 0.5), "up")
    assert found == FigureChange(is_up=False, verdict="worse", is_clear=True)


def test_without_an_interval_nothing_is_judged_and_without_a_value_nothing_compared() -> None:
    """A figure that is merely counted can rise, and nobody says that it did so clearly."""
    assert change_of(_result(9), _result(4, 3, 5), "up") == FigureChange(is_up=True, verdict=None)
    assert change_of(_result(None), _result(4, 3, 5), "up") is None
    assert change_of(_result(4, 3, 5), _result(None), "up") is None
