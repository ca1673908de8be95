"""Projection: seasons repeated, and intervals from past errors alone."""

from __future__ import annotations

import numpy as np
import pytest

from lms.statistics.forecasts.conformal import conformal_bound, conformal_intervals
from lms.statistics.forecasts.naive import has_season, seasonal_naive
from lms.statistics.forecasts.origins import forecast_again
from lms.statistics.forecasts.projection import project


def test_a_season_is_repeated() -> None:
    """As often as it takes; a season of 1 repeats the last value."""
    assert seasonal_naive([1, 2, 3, 4], 2, 5).tolist() == [3, 4, 3, 4, 3]
    assert seasonal_naive([1, 2, 3, 4], 1, 2).tolist() == [4, 4]


def test_under_a_season_there_is_only_the_mean() -> None:
    """And it can be told from a season repeated."""
    assert seasonal_naive([1, 2, 6], 4, 2).tolist() == [3, 3]
    assert not has_season([1, 2, 6], 4)
    assert has_season([1, 2, 6, 8], 4)


def test_nothing_has_no_forecast() -> None:
    """Not even a mean."""
    with pytest.raises(ValueError, match="at least one"):
        seasonal_naive([], 4, 2)


def test_past_forecasts_know_what_was_known() -> None:
    """From each origin two ahead; of the last, one actual has come; at the second origin one of the first had."""
    past = forecast_again([1, 2, 3, 5], season=1, horizons=2, method=seasonal_naive)
    assert past.origins.tolist() == [1, 2, 3]
    assert past.forecasts.tolist() == [[1, 1], [2, 2], [3, 3]]
    np.testing.assert_equal(past.errors, [[1, 2], [1, 3], [2, np.nan]])
    np.testing.assert_equal(past.sum_errors, [3, 4, np.nan])
    np.testing.assert_equal(past.known_at(2).actuals, [[2, np.nan]])
    latest = forecast_again([1, 2, 3, 5], season=1, horizons=2, method=seasonal_naive, latest=1)
    assert latest.origins.tolist() == [3]


@pytest.mark.parametrize(
    ("count", "level", "bound"), [(4, 0.8, 4), (3, 0.8, None), (9, 0.8, 8), (19, 0.95, 19), (18, 0.95, None)]
)
def test_the_bound_counts_what_comes_next(count: int, level: float, bound: float | None) -> None:
    """The (n + 1) level-th smallest: n + 1, because the next one is as likely to lie anywhere among them."""
    assert conformal_bound(np.arange(count, 0, -1.0), level) == bound
    assert conformal_bound(np.append(np.arange(1.0, count + 1), np.nan), level) == bound


def test_an_interval_is_as_wide_as_past_errors() -> None:
    """To both sides; of 95 % these few say nothing."""
    (found,) = conformal_intervals(10, np.array([-3.0, 1, 2, -1, np.nan]))
    assert (found.low, found.high, found.level) == (7, 13, 0.8)
    assert found.method == "conformal, 4 past errors at the same horizon"


def test_what_repeats_itself_is_forecast_without_error() -> None:
    """Ten years of the same quarters: no width, and a year is their sum."""
    found = project([1, 2, 3, 4] * 10, season=4, horizons=4)
    assert [period.value for period in found.periods] == [1, 2, 3, 4]
    assert [(one.low, one.high, one.level) for one in found.total.intervals] == [(10, 10, 0.8), (10, 10, 0.95)]
    assert (found.total.value, found.is_seasonal, found.origins) == (10, True, 36)
    assert found.total.status == "measured"


def test_a_sum_is_calibrated_on_sums() -> None:
    """Weeks of 4 and 2 in turn, forecast as 3: each is off by 1, and two of them not at all."""
    found = project([4, 2] * 20, season=1, horizons=2, method=lambda _series, _season, ahead: np.full(ahead, 3.0))
    week, both = found.periods[0].intervals[0], found.total.intervals[0]
    assert (week.low, week.high) == (2, 4)
    assert (both.low, both.high) == (6, 6)


def test_too_few_origins_have_no_interval() -> None:
    """A value all the same, of the mean."""
    found = project([3, 5], season=12, horizons=3)
    assert [period.value for period in found.periods] == [4, 4, 4]
    assert found.periods[0].status == found.total.status == "insufficient_data"
    assert not found.is_seasonal
