"""Staggered effects of minimum wages on teenagers' jobs, as Callaway and Sant'Anna 2021 have them of 500 counties."""

from __future__ import annotations

import numpy as np
import pytest

from lms.statistics.effects.imputed import imputed_effect
from lms.statistics.effects.panel import Panel
from lms.statistics.intervals import Z

YEARS = (2003, 2004, 2005, 2006, 2007)
# Of the counties whose wage first rose in a year (0: in none): how many, and of what became of the logarithm of their
# teenagers in work since 2003 the means and the covariances, times 1,000.
COUNTIES = {
    0: (
        309,
        (-62.6, -49.8, -15.7, 6.5),
        ((29.581,), (20.129, 33.389), (22.151, 29.661, 65.988), (22.787, 28.997, 53.053, 66.644)),
    ),
    2004: (
        20,
        (-73.1, -120.2, -153.0, -94.3),
        ((8.898,), (6.511, 17.04), (7.698, 16.676, 22.28), (2.183, 12.766, 13.878, 19.298)),
    ),
    2006: (
        40,
        (-56.1, -46.1, -16.6, -31.0),
        ((17.936,), (20.273, 34.971), (20.116, 32.13, 36.714), (19.329, 33.233, 34.627, 42.423)),
    ),
    2007: (
        131,
        (-32.1, -22.0, -19.0, -22.9),
        ((17.066,), (13.681, 35.883), (15.333, 30.672, 50.349), (16.475, 31.74, 44.268, 63.281)),
    ),
}


def _counties() -> Panel:
    """Draw counties that have exactly these means and covariances, on which alone effects and their errors rest."""
    rng, outcomes, starts = np.random.default_rng(1), [], []
    for start, (count, means, rows) in COUNTIES.items():
        half = np.zeros((4, 4))
        half[np.tril_indices(4)] = [value for row in rows for value in row]
        root = np.linalg.cholesky((half + half.T - np.diag(np.diag(half))) / 1000)
        drawn = rng.normal(size=(count, 4))
        drawn -= drawn.mean(axis=0)
        drawn = drawn @ np.linalg.inv(np.linalg.cholesky(np.cov(drawn.T, bias=True))).T
        outcomes.append(np.column_stack([np.zeros(count), drawn @ root.T + np.array(means) / 1000]))
        starts += [YEARS.index(start) if start else len(YEARS)] * count
    return Panel(tuple(range(500)), YEARS, np.concatenate(outcomes), np.array(starts))


def test_it_agrees_with_what_was_published_of_these_counties() -> None:
    """By groups the effect is -.0310 with a standard error of .0124, told apart from none; ours weighs cells otherwise.

    Theirs favour counties that began late, ours those with more to compare with: within one error it is the same.
    """
    counties = _counties()
    found = imputed_effect(counties, np.ones(counties.outcomes.shape))
    assert found.effect == pytest.approx(-0.0310, abs=0.0124)
    assert (found.resampled.high - found.resampled.low) / (2 * Z) == pytest.approx(0.0124, rel=0.1)
    assert found.interval.high < 0
    assert (found.units, found.treated) == (500, 191)


def test_before_the_wage_rose_there_was_nothing() -> None:
    """As published: effects before the start, of which the intervals hold none."""
    counties = _counties()
    spans = imputed_effect(counties, np.ones(counties.outcomes.shape)).spans
    assert [span.interval.low < 0 < span.interval.high for span in spans if span.last < 0] == [True, True]
    assert [span.interval.high < 0 for span in spans if span.first >= 0] == [True, True]
