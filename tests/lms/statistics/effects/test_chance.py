"""Chance: a p-value and an interval of one test, on panels where both can be checked."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.statistics.effects.chance import redraw_before, redraw_starts, resample_units
from lms.statistics.effects.panel import Panel
from lms.statistics.effects.staggered import staggered_effect


def _panel(seed: int, *, effect: float = 0.0, units: int = 20, periods: int = 6, missing: float = 0.0) -> Panel:
    """Draw a panel: a quarter begins in the third period, a quarter in the fifth, the rest never."""
    rng = np.random.default_rng(seed)
    starts = np.repeat([2, 4, periods, periods], units // 4)
    outcomes = rng.normal(size=(units, 1)) + rng.normal(size=(units, periods))
    outcomes[rng.random(outcomes.shape) < missing] = np.nan
    return _shifted(Panel(tuple(range(units)), tuple(range(periods)), outcomes, starts, 0), effect)


def _shifted(panel: Panel, effect: float) -> Panel:
    """Add an effect to the treated cells."""
    return dataclasses.replace(panel, outcomes=panel.outcomes + effect * panel.is_treated)


@settings(max_examples=60)
@given(st.integers(0, 10_000), st.floats(-2.5, 2.5), st.sampled_from([0.0, 0.15]))
def test_the_interval_leaves_out_nothing_just_where_p_is_small(seed: int, effect: float, missing: float) -> None:
    """So that no report ever says "significant" beside an interval that contains 0."""
    found = redraw_starts(_panel(seed, effect=effect, missing=missing), draws=99)
    assert (found.p < 0.05) == (not found.interval.low <= 0 <= found.interval.high)
    assert found.interval.low <= found.effect <= found.interval.high


@pytest.mark.parametrize("missing", [0.0, 0.1])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_interval_is_the_test_inverted(seed: int, missing: float) -> None:
    """Of treated cells less an effect just inside the same test finds nothing, just outside it does."""
    panel = _panel(seed, effect=0.7, missing=missing)
    interval = redraw_starts(panel).interval
    step = 1e-6
    inside, outside = (interval.low + step, interval.high - step), (interval.low - step, interval.high + step)
    assert all(redraw_starts(_shifted(panel, -effect)).p >= 0.05 for effect in inside)
    assert all(redraw_starts(_shifted(panel, -effect)).p < 0.05 for effect in outside)


def test_an_effect_moves_everything_by_itself() -> None:
    """Effect and interval of a panel with 2 added to treated cells are 2 higher."""
    before, after = redraw_starts(_panel(5)), redraw_starts(_panel(5, effect=2.0))
    assert after.effect == pytest.approx(before.effect + 2)
    assert after.interval.low == pytest.approx(before.interval.low + 2)
    assert after.interval.high == pytest.approx(before.interval.high + 2)
    assert after.p == 0.001
    assert before.effect == pytest.approx(staggered_effect(_panel(5)).overall)


def test_p_is_the_share_of_all_draws() -> None:
    """Three of six units were treated and rose most: of the 20 ways to choose three, 2 differ as much."""
    outcomes = np.array([[0.0, 10], [0, 11], [0, 13], [0, 1], [0, 2.5], [0, 3]])
    panel = Panel(tuple("abcdef"), (1, 2), outcomes, np.array([1, 1, 1, 2, 2, 2]), 0)
    assert redraw_starts(panel, draws=9999).p == pytest.approx(2 / 20, abs=0.01)


def test_draws_that_do_just_as_much_count() -> None:
    """Two units of .1 may change places without a difference: 6 of 20 ways do as much, however tenths are rounded."""
    changes = np.array([0.5, 0.6, 0.1, 0.1, 0.0, 0.2])
    outcomes = np.column_stack([np.full(6, 0.7), 0.7 + changes])
    panel = Panel(tuple("abcdef"), (1, 2), outcomes, np.array([1, 1, 1, 2, 2, 2]), 0)
    assert redraw_starts(panel, draws=9999).p == pytest.approx(6 / 20, abs=0.015)


def test_start_dates_stay_in_their_stratum() -> None:
    """Where everybody of a stratum began together, nothing else could have been drawn."""
    panel = _panel(7, effect=5.0)
    assert redraw_starts(panel, strata=panel.starts.tolist()).p == 1
    halves = [place % 2 for place in range(20)]
    assert redraw_starts(panel, strata=halves).p < 0.01


def test_groups_that_went_apart_before_are_found() -> None:
    """A trend of their own gives them away; an effect that came later doesn't."""
    panel = _panel(9, units=60)
    drifting = dataclasses.replace(panel, outcomes=panel.outcomes + np.outer(panel.starts < 6, np.arange(6) * 1.0))
    apart, even = redraw_before(drifting), redraw_before(_shifted(panel, 5.0))
    before = [event.effect for event in staggered_effect(drifting).before]
    assert apart.effect is not None
    assert min(before) < apart.effect < max(before) < 0
    assert apart.p == 0.001
    assert even.p is not None
    assert even.p > 0.05
    assert even.effect == pytest.approx(redraw_before(panel).effect)
    slight = dataclasses.replace(panel, outcomes=panel.outcomes + np.outer(panel.starts < 6, np.arange(6) * 0.1))
    ps = [redraw_before(one).p for one in (slight, _shifted(slight, 5.0))]
    assert ps[0] == ps[1] != 0.001


def test_without_periods_before_there_is_no_placebo() -> None:
    """All that were treated began in the second period: there is nothing but the base."""
    panel = dataclasses.replace(_panel(1), starts=np.repeat([1, 6], 10))
    assert (redraw_before(panel).effect, redraw_before(panel).p) == (None, None)


def test_nothing_is_known_from_too_few_draws() -> None:
    """Of 18 draws none makes p less than 5 %, so no effect is ruled out."""
    interval = redraw_starts(_panel(7, effect=9.0), draws=18).interval
    assert (interval.low, interval.high) == (-math.inf, math.inf)


def test_the_same_panel_always_shows_the_same() -> None:
    """A report that is opened twice doesn't move."""
    assert redraw_starts(_panel(3)) == redraw_starts(_panel(3))
    assert resample_units(_panel(3)) == resample_units(_panel(3))


def test_resampling_units_gives_the_textbook_error() -> None:
    """With one start and two periods the effect is a difference of two means of changes."""
    rng = np.random.default_rng(1)
    changes = np.concatenate([rng.normal(1, 2, 60), rng.normal(0, 1, 80)])
    outcomes = np.column_stack([np.zeros(140), changes])
    found = resample_units(Panel(tuple(range(140)), (1, 2), outcomes, np.repeat([1, 2], [60, 80]), 0))
    error = math.sqrt(changes[:60].var() / 60 + changes[60:].var() / 80)
    assert found.effect == pytest.approx(changes[:60].mean() - changes[60:].mean())
    assert found.error == pytest.approx(error, rel=0.06)
    assert found.interval.high - found.interval.low == pytest.approx(2 * 1.96 * error, rel=0.06)


@pytest.mark.parametrize("start", [2, 6])
def test_where_there_is_no_effect_there_is_no_test(start: int) -> None:
    """All began at once, or nobody did."""
    panel = dataclasses.replace(_panel(1), starts=np.full(20, start))
    for test in (redraw_starts, resample_units):
        with pytest.raises(ValueError, match="nobody"):
            test(panel)
