"""Clustered shares: cases of one person tell less than as many of many people."""

from __future__ import annotations

import numpy as np
import pytest

from lms.statistics.effects.clustered import clustered_difference
from lms.statistics.effects.matched import Stratum, matched_difference


def _counts(rng: np.random.Generator, *, clusters: int = 20, spread: float = 0.0, effect: float = 0.0) -> np.ndarray:
    """Draw counts of three strata; clusters differ in their share, and in which arm most of their cases are."""
    shares = np.clip(0.4 + spread * rng.standard_normal((clusters, 1)), 0.02, 0.9)
    leaning = rng.uniform(0.1, 0.9, (clusters, 1))
    trials = rng.binomial(16, leaning, (clusters, 3))
    return np.stack(
        [rng.binomial(trials, shares + effect), trials, rng.binomial(16 - trials, shares), 16 - trials], axis=2
    )


def test_it_is_the_matched_difference_with_an_interval_no_narrower() -> None:
    """Whatever the clusters are."""
    counts = _counts(np.random.default_rng(1), spread=0.2)
    plain = matched_difference(Stratum(*row) for row in counts.sum(axis=0).tolist())
    found = clustered_difference(counts)
    assert found.matched == plain
    assert found.interval is not None
    assert plain.interval is not None
    assert found.interval.low <= plain.interval.low
    assert found.interval.high >= plain.interval.high


def test_of_too_few_clusters_nothing_is_said() -> None:
    """Nor where one arm is missing."""
    counts = _counts(np.random.default_rng(2), clusters=3)
    assert clustered_difference(counts).interval is None
    counts = _counts(np.random.default_rng(2))
    counts[:, :, :2] = 0
    assert clustered_difference(counts).p is None


@pytest.mark.slow
def test_unlike_clusters_deceive_nobody() -> None:
    """Where clusters differ by far and arms don't, at most 6 of 100 have p below 5 %; and the effect is held."""
    rng = np.random.default_rng(3)
    ps, held = [], []
    for _ in range(1000):
        p = clustered_difference(_counts(rng, spread=0.2)).p
        assert p is not None
        ps.append(p)
        interval = clustered_difference(_counts(rng, effect=0.1)).interval
        held.append(interval is not None and interval.low <= 0.1 <= interval.high)
    assert np.mean(np.array(ps) < 0.05) <= 0.06
    assert np.mean(held) >= 0.94
