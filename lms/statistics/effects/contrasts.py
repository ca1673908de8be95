"""Contrasts: what treated cells have above what all untreated ones foretell, as one weight for each cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_RIDGE = 1e-9


def contrasts(
    weights: NDArray[np.float64], untreated: NDArray[np.bool_], asked: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Return by which weight each cell's outcome enters the effect on the cells asked about (units, periods), by draw.

    All three broadcast to (draws, units, periods); `weights` are 0 where there is no outcome. An untreated cell is
    taken to be one number of its unit and one of its period, fitted by weighted least squares to all untreated cells;
    the effect is a mean of what the cells asked about have above that (Borusyak, Jaravel and Spiess 2024, without
    covariates). In it cells count by their weight and by how much there is to compare them with: by the untreated
    share of their unit and of their period (overlap weights, after Li, Morgan and Zaslavsky 2018). The sum of what is
    returned times the outcomes is the effect; it is NaN where nothing can be foretold.
    """
    import numpy as np

    free = np.where(untreated, weights, 0.0)
    of_unit, of_period = free.sum(axis=2), free.sum(axis=1)
    known = (of_unit > 0)[:, :, None] & (of_period > 0)[:, None, :]
    chosen = np.where(asked & known, weights, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        by_unit = np.nan_to_num(of_unit / (of_unit + chosen.sum(axis=2)))
        by_period = np.nan_to_num(of_period / (of_period + chosen.sum(axis=1)))
        chosen = chosen * by_unit[:, :, None] * by_period[:, None, :]
        chosen = chosen / chosen.sum(axis=(1, 2))[:, None, None]
        shares = np.nan_to_num(free / of_unit[:, :, None])
    rest = chosen.sum(axis=1) - np.einsum("du,dup->dp", chosen.sum(axis=2), shares)
    common = np.linalg.solve(_told_apart(free, shares, of_period), np.nan_to_num(rest)[..., None])[..., 0]
    level = np.einsum("dup,dp->du", shares, common)
    foretold = shares * chosen.sum(axis=2)[:, :, None] + free * (common[:, None, :] - level[:, :, None])
    return np.asarray(chosen - foretold)


def _told_apart(
    free: NDArray[np.float64], shares: NDArray[np.float64], of_period: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the normal equations of the periods, units taken out; of shape (draws, periods, periods).

    Periods are told apart only up to a constant, and one without untreated cells not at all: both are pinned.
    """
    import numpy as np

    count = of_period.shape[1]
    left = -np.matmul(free.transpose(0, 2, 1), shares)
    here = np.arange(count)
    left[:, here, here] += of_period + (of_period == 0) + _RIDGE * (1 + of_period.max(axis=1, keepdims=True))
    return np.asarray(left + (1 + of_period.mean(axis=1))[:, None, None] / count)
