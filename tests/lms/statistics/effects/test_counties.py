"""Staggered effects of minimum wages on teenagers' jobs, as Callaway and Sant'Anna 2021 have them of 500 counties."""

from __future__ import annotations

import numpy as np
import pytest

from lms.statistics.effects.chance import resample_units
from lms.statistics.effects.panel import Panel
from lms.statistics.effects.staggered import staggered_effect

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
    return Panel(tuple(range(500)), YEARS, np.concatenate(outcomes), np.array(starts), 0)


def test_against_counties_that_never_raised_it() -> None:
    """The effect by groups is -.0310, and that of three of its cells -.0105, -.1373 and -.0261."""
    found = staggered_effect(_counties(), controls="never")
    cells = {(cell.first_treated, cell.period): cell.effect for cell in found.cells}
    assert found.overall == pytest.approx(-0.0310, abs=1e-4)
    assert [cells[at] for at in ((2004, 2004), (2004, 2006), (2007, 2007))] == pytest.approx(
        [-0.0105, -0.1373, -0.0261], abs=1e-4
    )


def test_its_standard_error() -> None:
    """Counties drawn again have it at .0124."""
    found = resample_units(_counties(), controls="never", resamples=2000)
    assert found.error == pytest.approx(0.0124, abs=6e-4)
