"""Chance: how large an effect comes about when the same start dates fall to other units."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lms.statistics.effects.cells import Controls, When, group_sizes, group_time_effects, overall_effect
from lms.statistics.effects.inversion import invert_test
from lms.statistics.effects.panel import Panel
from lms.statistics.effects.shuffling import shuffled
from lms.statistics.intervals import LEVEL, Interval

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DRAWS = 999
RESAMPLES = 1999
SEED = 20230101
AT_ONCE = 250  # draws whose matrices are in memory together


@dataclass(frozen=True)
class StartsRedrawn:
    """The overall effect; how often chance does as much; which effects aren't rejected; how far chance goes (SD)."""

    effect: float
    p: float
    interval: Interval
    deviation: float
    draws: int


@dataclass(frozen=True)
class BeforeRedrawn:
    """The mean effect before the starts, where there can be none, and how often chance does as much.

    Both are None where no group has a period before its base.
    """

    effect: float | None
    p: float | None
    draws: int


@dataclass(frozen=True)
class UnitsResampled:
    """The overall effect with its interval and standard error, had others of such units been there."""

    effect: float
    interval: Interval
    error: float


def redraw_starts(
    panel: Panel,
    *,
    controls: Controls = "not_yet",
    strata: Sequence[Hashable] | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
) -> StartsRedrawn:
    """Test the overall effect by giving the units' start dates to each other, within strata where starts were drawn so.

    p is (1 + b) / (1 + draws), b the draws with an effect as large; the interval inverts this very test: it holds the
    constant effects which, taken away from the treated cells, leave p >= 5 %. So it leaves out 0 just where p < 5 %.
    Raises ValueError where there is no overall effect.
    """
    starts, ones = _starts(panel, strata, draws, seed)
    effects = _overall(panel, panel.outcomes, starts, ones, controls)
    _refuse_unknown(effects[0])
    units = _overall(panel, panel.is_treated, starts, ones, controls)
    method = f"start dates redrawn {draws} times, test inverted"
    found = invert_test(float(effects[0]), float(units[0]), effects[1:], units[1:], method=method)
    return StartsRedrawn(found.effect, found.p, found.interval, _deviation(effects[1:]), draws)


def redraw_before(
    panel: Panel,
    *,
    controls: Controls = "not_yet",
    strata: Sequence[Hashable] | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
) -> BeforeRedrawn:
    """Test, as a placebo, whether groups went apart before they began, by giving start dates to each other.

    What came after the starts is taken away by the overall effect first, so that it can't pass for a difference of
    those who get other dates. Raises ValueError where there is no overall effect.
    """
    import numpy as np

    starts, ones = _starts(panel, strata, draws, seed)
    effect = _overall(panel, panel.outcomes, starts[:1], ones, controls)[0]
    _refuse_unknown(effect)
    effects = _overall(panel, panel.outcomes - effect * panel.is_treated, starts, ones, controls, when="before")
    if not np.isfinite(effects[0]):
        return BeforeRedrawn(None, None, draws)
    zeros = np.zeros(len(effects) - 1)
    found = invert_test(float(effects[0]), 1.0, effects[1:], zeros, method="")
    return BeforeRedrawn(found.effect, found.p, draws)


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
    effects = _overall(panel, panel.outcomes, panel.starts[None, :], weights, controls)
    _refuse_unknown(effects[0])
    drawn = effects[1:][np.isfinite(effects[1:])]
    low, high = np.quantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    interval = Interval(float(low), float(high), LEVEL, f"percentile bootstrap over units, {resamples} resamples")
    return UnitsResampled(float(effects[0]), interval, float(np.std(drawn)))


def _starts(
    panel: Panel, strata: Sequence[Hashable] | None, draws: int, seed: int
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the starts as they were and as drawn, of shape (1 + draws, units), and a weight of 1 for each unit."""
    import numpy as np

    drawn = shuffled(panel.starts, strata=strata, draws=draws, seed=seed)
    return np.concatenate([panel.starts[None, :], drawn]), np.ones(len(panel.units))


def _refuse_unknown(effect: float) -> None:
    if not math.isfinite(effect):
        raise ValueError("nobody was treated, or nobody is left to compare with")


def _overall(
    panel: Panel,
    outcomes: NDArray[np.float64],
    starts: NDArray[np.int64],
    weights: NDArray[np.float64],
    controls: Controls,
    *,
    when: When = "after",
) -> NDArray[np.float64]:
    """Return the overall effect of each draw; `starts` and `weights` are broadcast to the shape (draws, units)."""
    import numpy as np

    starts, weights = np.broadcast_arrays(starts, weights)
    groups, found = panel.groups, []
    for some in _in_parts(len(starts)):
        effects = group_time_effects(outcomes, starts[some], weights=weights[some], groups=groups, controls=controls)
        found.append(overall_effect(effects, groups, group_sizes(starts[some], weights[some], groups), when=when))
    return np.concatenate(found)


def _deviation(effects: NDArray[np.float64]) -> float:
    import numpy as np

    known = effects[np.isfinite(effects)]
    return float(known.std()) if known.size else math.nan


def _in_parts(count: int) -> Iterator[slice]:
    return (slice(begin, begin + AT_ONCE) for begin in range(0, count, AT_ONCE))
