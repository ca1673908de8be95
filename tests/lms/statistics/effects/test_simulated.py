"""Effects on thousands of simulated data sets whose truth is known."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from lms.statistics.effects.adjusted import adjusted_difference
from lms.statistics.effects.chance import redraw_before, redraw_starts
from lms.statistics.effects.matched import Stratum, matched_difference
from lms.statistics.effects.panel import Panel
from lms.statistics.effects.placebo import split_test

pytestmark = pytest.mark.slow


def _panel(rng: np.random.Generator, effect: float) -> Panel:
    """Draw 24 units over six periods: their levels, a common trend and heavy-tailed noise; starts by lot."""
    starts = rng.permutation(np.repeat([2, 3, 5, 6], 6))
    outcomes = rng.normal(size=(24, 1)) + 0.3 * np.arange(6) + rng.standard_t(4, size=(24, 6))
    outcomes[rng.random(outcomes.shape) < 0.05] = np.nan
    panel = Panel(tuple(range(24)), tuple(range(6)), outcomes, starts, 0)
    return dataclasses.replace(panel, outcomes=outcomes + effect * panel.is_treated)


def test_where_nothing_happened_p_is_uniform() -> None:
    """Of 1,000 panels about 50 have p below 5 %, and the whole distribution is even (Kolmogorov and Smirnov)."""
    from scipy.stats import kstest

    rng = np.random.default_rng(11)
    ps = np.array([redraw_starts(_panel(rng, 0.0), draws=199, seed=trial).p for trial in range(1000)])
    assert 0.03 <= (ps < 0.05).mean() <= 0.07
    # p moves in steps of 1 / 200; half a step of noise makes it continuous.
    assert kstest(ps - rng.random(1000) / 200, "uniform").pvalue > 0.01


def test_the_inverted_interval_holds_the_effect() -> None:
    """In 93 to 97 % of 1,500 panels."""
    rng = np.random.default_rng(12)
    found = [redraw_starts(_panel(rng, 1.5), draws=199, seed=trial).interval for trial in range(1500)]
    assert 0.93 <= np.mean([one.low <= 1.5 <= one.high for one in found]) <= 0.97


def test_the_adjusted_interval_holds_the_effect() -> None:
    """In 93 to 97 % of 1,500 roll-outs drawn within strata, with skewed outcomes."""
    rng = np.random.default_rng(13)
    strata, held = np.repeat([0, 1, 2], 10), []
    for trial in range(1500):
        arms = np.concatenate([rng.permutation(np.repeat([0, 1], 5)) for _ in range(3)])
        before = rng.lognormal(0, 1, 30) + strata
        after = 0.7 * before + rng.exponential(1, 30) + 2 * arms
        found = adjusted_difference(
            before.tolist(), after.tolist(), arms.tolist(), strata=strata.tolist(), draws=199, seed=trial
        )
        held.append(found.interval.low <= 2 <= found.interval.high)
    assert 0.93 <= np.mean(held) <= 0.97


def test_the_matched_interval_holds_the_difference() -> None:
    """In 93 to 97 % of 2,000 data sets, be it of few large strata or of many small ones."""
    rng = np.random.default_rng(14)
    for strata, size in ((4, 80), (60, 5)):
        held = []
        for _ in range(2000):
            base = rng.uniform(0.1, 0.7, strata)
            n, m = rng.integers(1, size, strata), rng.integers(1, size, strata)
            won, lost = rng.binomial(n, base + 0.1), rng.binomial(m, base)
            rows = zip(won.tolist(), n.tolist(), lost.tolist(), m.tolist(), strict=True)
            interval = matched_difference(Stratum(*row) for row in rows).interval
            held.append(interval is not None and interval.low <= 0.1 <= interval.high)
        assert 0.93 <= np.mean(held) <= 0.97


def test_deals_of_unlike_people_deceive_nobody() -> None:
    """People differ in what they win, groups don't: of 1,000 splits about 50 have p below 5 %, 10 below 1 %."""
    rng = np.random.default_rng(15)
    ps = []
    for trial in range(1000):
        closed = rng.integers(20, 300, 30)
        won = rng.binomial(closed, rng.beta(6, 4, 30))
        first = rng.permutation(np.repeat([True, False], 15))
        ps.append(split_test(won.tolist(), closed.tolist(), first.tolist(), draws=499, seed=trial).p)
    assert 0.03 <= np.mean([p is not None and p < 0.05 for p in ps]) <= 0.07
    assert np.mean([p is not None and p < 0.01 for p in ps]) <= 0.02


def test_the_placebo_before_the_start_is_seldom_an_effect() -> None:
    """In 3 to 7 % of 1,000 panels, whatever the effect that came afterwards."""
    rng = np.random.default_rng(16)
    ps = [redraw_before(_panel(rng, 5.0), draws=199, seed=trial).p for trial in range(1000)]
    assert 0.03 <= np.mean([p is not None and p < 0.05 for p in ps]) <= 0.07
