"""Chance: how far an overall effect moves when other units of the same kind are drawn."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lms.statistics.effects.cells import Controls, group_sizes, group_time_effects, overall_effect
from lms.statistics.effects.panel import Panel
from lms.statistics.intervals import LEVEL, Interval

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RESAMPLES = 1999
SEED = 20230101
AT_ONCE = 250  # draws whose matrices are in memory together


@dataclass(frozen=True)
class UnitsResampled:
    """The overall effect with its interval and standard error, had others of such units been there."""

    effect: float
    interval: Interval
    error: float


def resample_units(
    panel: Panel, *, controls: Controls = "not_yet", resamples: int = RESAMPLES, seed: int = SEED
) -> UnitsResampled:
    """Return the overall effect with the percentile interval of units drawn with replacement, all periods of each.

    Draws in which nothing can be compared are left out; raises ValueError where there is no overall effect.
    """
    import numpy as np

    count = len(panel.units)
    weights = np.random.default_rng(seed).multinomial(count, np.full(count, 1 / count), size=resamples).astype(float)
    weights = np.concatenate([np.ones((1, count)), weights])
    effects = _overall(panel, weights, controls)
    if not math.isfinite(effects[0]):
        raise ValueError("nobody was treated, or nobody is left to compare with")
    drawn = effects[1:][np.isfinite(effects[1:])]
    low, high = np.quantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    interval = Interval(float(low), float(high), LEVEL, f"percentile bootstrap over units, {resamples} resamples")
    return UnitsResampled(float(effects[0]), interval, float(np.std(drawn)))


def _overall(panel: Panel, weights: NDArray[np.float64], controls: Controls) -> NDArray[np.float64]:
    """Return the overall effect of each draw, by its weights of the units, of shape (draws, units)."""
    import numpy as np

    starts = np.broadcast_to(panel.starts, weights.shape)
    outcomes, groups, found = panel.outcomes, panel.groups, []
    for some in _in_parts(len(starts)):
        effects = group_time_effects(outcomes, starts[some], weights=weights[some], groups=groups, controls=controls)
        found.append(overall_effect(effects, groups, group_sizes(starts[some], weights[some], groups)))
    return np.concatenate(found)


def _in_parts(count: int) -> Iterator[slice]:
    return (slice(begin, begin + AT_ONCE) for begin in range(0, count, AT_ONCE))
