"""Cells: the effects of groups in periods, for many assignments of start dates at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Controls = Literal["not_yet", "never"]
When = Literal["before", "after"]


def group_time_effects(
    outcomes: NDArray[np.float64],
    starts: NDArray[np.int64],
    *,
    weights: NDArray[np.float64],
    groups: NDArray[np.int64],
    controls: Controls,
) -> NDArray[np.float64]:
    """Return the effects, of shape (draws, groups, periods), NaN where nobody is treated or nobody compares.

    `outcomes` has the shape (units, periods), `starts` and `weights` (draws, units). An effect is the mean change of
    the group since the last period before its start, less that of the controls: units whose start is later than both
    the period and the group's ("not_yet"), or only those never treated. Whoever lacks one of the two outcomes is
    left out of that effect. This is Callaway and Sant'Anna (2021) without covariates, with a universal base period.
    """
    import numpy as np

    if not len(groups):
        return np.empty((len(starts), 0, outcomes.shape[1]))
    changes = np.stack([outcomes - outcomes[:, [start - 1]] for start in groups], axis=1)
    effects = np.stack([_mean(weights * (starts == start), changes[:, at]) for at, start in enumerate(groups)], axis=1)
    limits = np.stack([_limits(start, groups, outcomes.shape[1], controls) for start in groups])
    for limit in np.unique(limits):
        effects[:, limits == limit] -= _mean(weights * (starts > limit), changes[:, limits == limit])
    return effects


def overall_effect(
    effects: NDArray[np.float64], groups: NDArray[np.int64], sizes: NDArray[np.float64], *, when: When = "after"
) -> NDArray[np.float64]:
    """Return the effect over all groups by their sizes, of shape (draws,); NaN where no group has one.

    `sizes` has the shape (draws, groups).
    """
    import numpy as np

    of_groups = group_effects(effects, groups, when=when)
    known = np.isfinite(of_groups)
    with np.errstate(invalid="ignore"):
        return np.asarray((np.where(known, of_groups, 0) * sizes).sum(axis=1) / (known * sizes).sum(axis=1))


def group_effects(
    effects: NDArray[np.float64], groups: NDArray[np.int64], *, when: When = "after"
) -> NDArray[np.float64]:
    """Return each group's mean effect over the periods from its start on, or before its base; (draws, groups)."""
    import numpy as np

    since = np.arange(effects.shape[2]) - groups[:, None]
    counted = np.isfinite(effects) & ((since >= 0) if when == "after" else (since < -1))
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(counted, effects, 0).sum(axis=2) / counted.sum(axis=2))


def group_sizes(
    starts: NDArray[np.int64], weights: NDArray[np.float64], groups: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return how many units each group has in each draw, of shape (draws, groups)."""
    import numpy as np

    sizes = np.empty((len(starts), len(groups)))
    for place, start in enumerate(groups):
        sizes[:, place] = (weights * (starts == start)).sum(axis=1)
    return sizes


def _limits(start: int, groups: NDArray[np.int64], periods: int, controls: Controls) -> NDArray[np.int64]:
    """Return for each period the start after which a unit's must lie for it to be a control."""
    import numpy as np

    if controls == "never":
        return np.full(periods, periods - 1)
    latest = np.maximum(np.arange(periods), start)
    return groups[np.searchsorted(groups, latest, side="right") - 1]


def _mean(weights: NDArray[np.float64], change: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the weighted means of each column over the units that have a value, of shape (draws, columns)."""
    import numpy as np

    there = np.isfinite(change)
    with np.errstate(invalid="ignore"):
        return np.asarray((weights @ np.where(there, change, 0.0)) / (weights @ there.astype(float)))
