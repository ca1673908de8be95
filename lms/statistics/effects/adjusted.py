"""Adjusted difference: two arms compared after taking away what the period before already explains (CUPED)."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lms.statistics.effects.inversion import invert_test
from lms.statistics.effects.shuffling import places_of, shuffled
from lms.statistics.intervals import Interval

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DRAWS = 999
SEED = 20230101


@dataclass(frozen=True)
class AdjustedDifference:
    """The treated arm's mean less the other's, with p and interval; `theta` is what one more before brought after.

    `explained` is the share of the variance within arms and strata that the period before took away.
    """

    difference: float
    p: float
    interval: Interval
    theta: float
    explained: float
    treated: int
    others: int


def adjusted_difference(
    before: Sequence[float],
    after: Sequence[float],
    is_treated: Sequence[bool],
    *,
    strata: Sequence[Hashable] | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
) -> AdjustedDifference:
    """Compare two arms of units, one value before and one after for each unit that was drawn.

    `strata` are those within which arms were drawn. Theta comes from the regression of `after` on `before`, the arm and
    the strata; p from drawing the arms anew within strata, which leaves nothing to a distribution; the interval inverts
    that test, so that it leaves out 0 just where p < 5 %. A missing value, or a stratum that leaves nothing to compare
    raises ValueError.
    """
    import numpy as np

    arms = np.asarray(is_treated, dtype=np.int64)
    drawn = shuffled(arms, strata=strata, draws=draws, seed=seed)
    places = places_of(strata if strata is not None else [None] * len(arms))
    rows = np.stack([np.asarray(before, dtype=float), np.asarray(after, dtype=float)])
    if not np.isfinite(rows).all():
        raise ValueError("a unit lacks a value before or after")
    x, y = _centred(rows, places)
    every = _without(_centred(np.concatenate([arms[None, :], drawn]).astype(float), places), x)
    # By its length every draw weighs alike, and an effect of 1 is largest in the arms as they were (Cauchy-Schwarz).
    lengths = np.sqrt((every**2).sum(axis=1))
    if lengths[0] < 1e-9:
        raise ValueError("no stratum has both arms, or the period before tells them apart")
    with np.errstate(divide="ignore", invalid="ignore"):
        seen, unit = (every @ _without(y[None, :], x)[0]) / lengths, (every @ every[0]) / lengths
    method = f"arms redrawn {draws} times, test inverted"
    found = invert_test(float(seen[0]), float(unit[0]), seen[1:], unit[1:], method=method)
    theta, explained = _regression(x, y - found.effect * _centred(arms[None, :].astype(float), places)[0])
    treated = int(arms.sum())
    return AdjustedDifference(found.effect, found.p, found.interval, theta, explained, treated, len(arms) - treated)


def _centred(rows: NDArray[np.float64], places: Sequence[NDArray[np.int64]]) -> NDArray[np.float64]:
    """Return rows of shape (rows, units) less their means within each stratum."""
    import numpy as np

    centred = np.empty_like(rows)
    for some in places:
        centred[:, some] = rows[:, some] - rows[:, some].mean(axis=1, keepdims=True)
    return centred


def _without(rows: NDArray[np.float64], x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what x doesn't explain of each row; where x doesn't vary, that is all of it."""
    import numpy as np

    length = float(x @ x)
    return rows - np.outer(rows @ x / length, x) if length > 0 else rows


def _regression(x: NDArray[np.float64], y: NDArray[np.float64]) -> tuple[float, float]:
    """Return the slope of y on x, and which share of y's variance it explains."""
    if not float(x @ x) or not float(y @ y):
        return 0.0, 0.0
    slope = float(x @ y / (x @ x))
    return slope, slope * float(x @ y / (y @ y))
