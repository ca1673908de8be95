"""Accuracy by hand, and a backtest that can't look ahead."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.statistics.forecasts.accuracy import accuracy_of
from lms.statistics.forecasts.backtest import BacktestRow, backtest


def test_wape_bias_and_accuracy_by_hand() -> None:
    """30 of 400 off; 10 too little in sum."""
    found = accuracy_of([90, 110, 80, 110], [100, 100, 100, 100])
    assert found.wape == pytest.approx(0.125)
    assert found.accuracy == pytest.approx(0.875)
    assert found.bias == pytest.approx(-10 / 400)
    assert found.is_enough
    assert not accuracy_of([90, 110, 80], [100, 100, 100]).is_enough


def test_a_period_without_anything_still_counts() -> None:
    """It has no percentage of its own, which is why errors are summed before they are divided."""
    assert accuracy_of([10, 50], [0, 50]).wape == pytest.approx(0.2)


def test_nothing_came_at_all() -> None:
    """There is nothing to divide by."""
    found = accuracy_of([10], [0])
    assert (found.wape, found.accuracy, found.bias) == (None, None, None)


def test_a_backtest_holds_each_forecast_whose_actual_has_come() -> None:
    """Two ahead of four periods: three origins, of which the last has one actual yet."""
    rows = backtest([1, 2, 3, 5], season=1, horizons=2)
    assert [(row.origin, row.horizon, row.forecast, row.actual) for row in rows] == [
        (1, 1, 1, 2),
        (1, 2, 1, 3),
        (2, 1, 2, 3),
        (2, 2, 2, 5),
        (3, 1, 3, 5),
    ]
    assert all(row.low is None for row in rows)


def test_an_interval_of_the_past_stands_on_errors_before_it() -> None:
    """Steps of 1, and once of 9: the interval at the fifth origin holds 1 to either side, after the leap 9."""
    rows = {row.origin: row for row in backtest([0, 1, 2, 3, 4, 13, 14], season=1, horizons=1)}
    assert rows[4].low is None
    assert rows[5] == BacktestRow(5, 1, 4, 3, 5, 13)
    assert rows[6] == BacktestRow(6, 1, 13, 4, 22, 14)


@given(st.lists(st.floats(0, 100), min_size=8, max_size=16), st.integers(1, 4), st.floats(200, 300))
def test_no_row_knows_what_came_later(series: list[float], season: int, surprise: float) -> None:
    """Another last period changes no forecast and no interval but the actuals of those that end there."""
    horizons = 3
    before = backtest(series, season=season, horizons=horizons)
    after = backtest([*series[:-1], surprise], season=season, horizons=horizons)
    assert [(row.forecast, row.low, row.high) for row in before] == [(row.forecast, row.low, row.high) for row in after]
    assert {row.origin + row.horizon for row, other in zip(before, after, strict=True) if row != other} == {len(series)}
