"""Adjusted difference: the regression's, with a test that needs no distribution."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from lms.statistics.effects.adjusted import SEED, AdjustedDifference, adjusted_difference
from lms.statistics.effects.shuffling import shuffled

ARMS = np.arange(40) % 2
STRATA = (np.arange(40) // 10).tolist()


def _drawn(seed: int, effect: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Draw what 40 units did before and after; what they did before explains much of it."""
    rng = np.random.default_rng(seed)
    before = rng.gamma(4, 3, 40)
    return before, 0.8 * before + rng.normal(0, 2, 40) + effect * ARMS


def _compare(before: NDArray[np.float64], after: NDArray[np.float64], **options: object) -> AdjustedDifference:
    return adjusted_difference(before.tolist(), after.tolist(), ARMS.astype(bool).tolist(), **options)  # type: ignore[arg-type]  # options are passed on


def test_difference_and_theta_are_those_of_least_squares() -> None:
    """With an intercept, the arm and the period before; within strata with an intercept for each."""
    before, after = _drawn(1, 3.0)
    found, within = _compare(before, after), _compare(before, after, strata=STRATA)
    one = np.ones((40, 1))
    each = (np.array(STRATA)[:, None] == np.arange(4)).astype(float)
    for intercepts, result in ((one, found), (each, within)):
        slopes = np.linalg.lstsq(np.column_stack([ARMS, before, intercepts]), after, rcond=None)[0]
        assert (result.difference, result.theta) == pytest.approx(tuple(slopes[:2]))
    assert (found.treated, found.others) == (20, 20)
    assert 0.5 < found.explained < 1


@settings(max_examples=60)
@given(st.integers(0, 10_000), st.floats(-3, 3), st.booleans())
def test_the_interval_leaves_out_nothing_just_where_p_is_small(seed: int, effect: float, is_stratified: bool) -> None:
    """One test makes both."""
    found = _compare(*_drawn(seed, effect), strata=STRATA if is_stratified else None, draws=199)
    assert (found.p < 0.05) == (not found.interval.low <= 0 <= found.interval.high)
    assert found.interval.low <= found.difference <= found.interval.high


@pytest.mark.parametrize("strata", [None, STRATA])
def test_the_interval_is_the_test_inverted(strata: list[int] | None) -> None:
    """With an effect just inside taken away the same test finds nothing, just outside it does."""
    before, after = _drawn(4, 2.0)
    interval = _compare(before, after, strata=strata).interval
    for effect, is_found in (
        (interval.low - 1e-6, True),
        (interval.low + 1e-6, False),
        (interval.high - 1e-6, False),
        (interval.high + 1e-6, True),
    ):
        assert (_compare(before, after - effect * ARMS, strata=strata).p < 0.05) == is_found


def test_p_is_that_of_the_t_statistic() -> None:
    """A draw counts where the arm's |t| in the regression is as large: its error is judged in each draw anew."""
    before, after = _drawn(0, 1.0)
    before[ARMS == 1] += 4  # arms that are unlike before, where the error of most draws is smaller than what was seen
    drawn = shuffled(ARMS, strata=None, draws=199, seed=SEED)
    sizes = np.array([_t(arms, before, after) for arms in [ARMS, *drawn]])
    extreme = int((sizes[1:] >= sizes[0] * (1 - 1e-9)).sum())
    assert _compare(before, after, draws=199).p == (1 + extreme) / 200


def _t(arms: NDArray[np.int64], before: NDArray[np.float64], after: NDArray[np.float64]) -> float:
    """Return the size of the t statistic of the arm."""
    columns = np.column_stack([arms, before, np.ones(40)])
    slopes, squares, *_ = np.linalg.lstsq(columns, after, rcond=None)
    return float(abs(slopes[0]) / np.sqrt(squares[0] / 37 * np.linalg.inv(columns.T @ columns)[0, 0]))


def test_the_period_before_makes_the_interval_narrower() -> None:
    """Against the same comparison with a period before that says nothing."""
    before, after = _drawn(6, 2.0)
    blind = _compare(np.zeros(40), after)
    seeing = _compare(before, after)
    assert seeing.interval.high - seeing.interval.low < 0.7 * (blind.interval.high - blind.interval.low)
    assert blind.difference == pytest.approx(after[1::2].mean() - after[::2].mean())
    assert (blind.theta, blind.explained) == (0, 0)


def test_what_cannot_be_compared_is_refused() -> None:
    """A missing value; arms that strata or the period before already tell apart."""
    before, after = _drawn(1, 0.0)
    with pytest.raises(ValueError, match="lacks a value"):
        _compare(np.append(before[1:], np.nan), after)
    with pytest.raises(ValueError, match="both arms"):
        _compare(before, after, strata=ARMS.tolist())
    with pytest.raises(ValueError, match="both arms"):
        _compare(ARMS.astype(float), after)
