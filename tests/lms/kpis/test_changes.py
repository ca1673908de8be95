"""Changes against the period before: clear only where the two intervals have nothing in common."""

from __future__ import annotations

import pytest

from lms.kpis.changes import FigureChange, Verdict, change_of
from lms.kpis.definition import Direction
from lms.kpis.results import Result


def _result(value: float | None, low: float | None = None, high: float | None = None) -> Result:
    return Result("insufficient_data" if value is None else "measured", value, low, high, 30, None, None)


@pytest.mark.parametrize(
    ("low", "high", "direction", "verdict"),
    [
        (0.51, 0.70, "up", "better"),
        (0.51, 0.70, "down", "worse"),
        (0.51, 0.70, "neither", "changed"),
        (0.50, 0.70, "up", "unclear"),
    ],
)
def test_intervals_that_touch_say_nothing(low: float, high: float, direction: Direction, verdict: Verdict) -> None:
    """One that begins where the other ends is no clear change; which way is good decides the rest."""
    found = change_of(_result(0.6, low, high), _result(0.4, 0.3, 0.5), direction)
    assert found == FigureChange(is_up=True, verdict=verdict)
    assert found.is_clear == (verdict != "unclear")


def test_a_fall_is_judged_the_other_way_round() -> None:
    """Down is worse where up is good."""
    found = change_of(_result(0.2, 0.1, 0.25), _result(0.4, 0.3, 0.5), "up")
    assert found == FigureChange(is_up=False, verdict="worse")


def test_without_an_interval_nothing_is_judged_and_without_a_value_nothing_compared() -> None:
    """A figure that is merely counted can rise, and nobody says that it did so clearly."""
    assert change_of(_result(9), _result(4, 3, 5), "up") == FigureChange(is_up=True, verdict=None)
    assert change_of(_result(None), _result(4, 3, 5), "up") is None
    assert change_of(_result(4, 3, 5), _result(None), "up") is None
