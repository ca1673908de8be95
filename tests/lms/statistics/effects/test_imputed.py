"""Imputed effects: exact where nothing is by chance, and as often right as they say where everything is."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from lms.statistics.effects.contrasts import contrasts
from lms.statistics.effects.imputed import imputed_effect
from lms.statistics.effects.panel import Panel


def _panel(rng: np.random.Generator, *, noise: float = 1.0, effect: float = 0.0, units: int = 20) -> Panel:
    """Draw units over ten periods: levels, a common trend and noise; a fifth never starts."""
    starts = rng.permutation(np.resize([2, 4, 6, 8, 10], units))
    outcomes = rng.normal(size=(units, 1)) + 0.3 * np.arange(10) + noise * rng.standard_t(4, size=(units, 10))
    panel = Panel(tuple(range(units)), tuple(range(10)), outcomes, starts)
    return dataclasses.replace(panel, outcomes=outcomes + effect * panel.is_treated)


def test_without_noise_the_effect_is_exact() -> None:
    """Levels and trends are taken out whatever the weights are; nothing shows before the start."""
    rng = np.random.default_rng(1)
    found = imputed_effect(_panel(rng, noise=0.0, effect=2.0), rng.integers(1, 9, (20, 10)).astype(float))
    assert found.effect == pytest.approx(2.0)
    assert found.p < 0.01
    assert found.interval.low == pytest.approx(2.0, abs=1e-6)
    assert found.before.effect == pytest.approx(0.0, abs=1e-6)
    after = [span.effect for span in found.spans if span.first >= 0]
    before = [span.effect for span in found.spans if span.last < 0]
    assert after == pytest.approx([2.0] * len(after))
    assert before == pytest.approx([0.0] * len(before), abs=1e-6)
    assert len(after) == len(before) == 3


def test_effects_that_grow_are_a_mean_of_those_there_are() -> None:
    """Each treated cell weighs something above nothing, so a mean of positive effects is one of them at most."""
    rng = np.random.default_rng(2)
    panel = _panel(rng, noise=0.0)
    since = np.arange(10) - panel.starts[:, None]
    grown = dataclasses.replace(panel, outcomes=panel.outcomes + np.where(since >= 0, since + 1, 0))
    assert 1 < imputed_effect(grown, np.ones((20, 10))).effect < 8


def test_it_is_the_textbook_difference_of_differences_of_two_groups_in_two_periods() -> None:
    """Weights of cells: one and minus one of the treated, minus one and one of the others."""
    weights = np.ones((1, 2, 2))
    treated = np.array([[[False, True], [False, False]]])
    found = contrasts(weights, ~treated, treated)
    assert found[0] == pytest.approx(np.array([[-1.0, 1.0], [1.0, -1.0]]), abs=1e-6)


def test_interval_and_p_agree() -> None:
    """The interval leaves out none just where p is below 5 %."""
    rng = np.random.default_rng(3)
    for effect in np.linspace(0, 1.5, 12):
        found = imputed_effect(_panel(rng, effect=float(effect)), np.ones((20, 10)), with_spans=False)
        assert (found.p < 0.05) == (not found.interval.low <= 0 <= found.interval.high)


@pytest.mark.parametrize("start", [0, 10])
def test_where_nobody_compares_it_is_refused(start: int) -> None:
    """Be it that all began at once before all, or that nobody did."""
    panel = Panel(tuple(range(6)), tuple(range(10)), np.ones((6, 10)), np.full(6, start))
    with pytest.raises(ValueError, match="nobody"):
        imputed_effect(panel, np.ones((6, 10)))


@pytest.mark.slow
@pytest.mark.thorough
def test_in_simulations_it_errs_as_often_as_it_says() -> None:
    """Of 150 panels without an effect some 5 % have p below 5 %; of 150 with one some 95 % of intervals hold it."""
    rng = np.random.default_rng(4)
    ps, held = [], []
    for trial in range(150):
        weights = rng.integers(1, 6, (12, 10)).astype(float)
        ps.append(imputed_effect(_panel(rng, units=12), weights, with_spans=False, seed=trial).p)
        with_effect = _panel(rng, units=12, effect=1.5)
        interval = imputed_effect(with_effect, weights, with_spans=False, seed=trial).interval
        held.append(interval.low <= 1.5 <= interval.high)
    # Three standard errors of 150 draws to either side.
    assert np.mean(np.array(ps) < 0.05) <= 0.105
    assert np.mean(held) >= 0.895
