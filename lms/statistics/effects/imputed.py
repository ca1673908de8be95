"""Imputed effect: treated cells against what not-yet-treated ones foretell, beside what chance alone does."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lms.statistics.effects.contrasts import contrasts
from lms.statistics.effects.inversion import invert_test
from lms.statistics.effects.panel import Panel
from lms.statistics.effects.shuffling import shuffled
from lms.statistics.intervals import LEVEL, Interval

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SEED = 20230101
DRAWS, FEWEST_DRAWS = 1999, 199
RESAMPLES, FEWEST_RESAMPLES = 499, 99
# Cells of all draws together, so that thousands of people take seconds, and of those that are counted together: they
# fit a processor's own memory, which takes a quarter off.
MOST_CELLS, CELLS_AT_ONCE = 12_000_000, 200_000
# The periods before the start that the placebo looks at, and the spans in which effects are shown, from the start on.
BEFORE = 6
SPANS = ((-9, -7), (-6, -4), (-3, -1), (0, 2), (3, 5), (6, 8), (9, 11))
LEAST_UNITS = 3
# Which cells are untreated and which are asked about, by the periods since the start.
AskFor = Callable[["NDArray[np.int64]"], "tuple[NDArray[np.bool_], NDArray[np.bool_]]"]


@dataclass(frozen=True)
class BeforeRedrawn:
    """The mean effect before the starts, where there can be none, and how often chance does as much.

    Both are None where no group has a period before its base.
    """

    effect: float | None
    p: float | None
    draws: int


@dataclass(frozen=True)
class SpanEffect:
    """The effect from one period since the start to another (negative: before it), with its interval."""

    first: int
    last: int
    effect: float
    interval: Interval
    units: int


@dataclass(frozen=True)
class ImputedEffect:
    """The effect with p and interval from redrawn starts, the interval of resampled units, how far chance goes (SD).

    `before` is the same of the last periods before the starts, where there can be none.
    """

    effect: float
    p: float
    interval: Interval
    resampled: Interval
    deviation: float
    before: BeforeRedrawn
    spans: tuple[SpanEffect, ...]
    units: int
    treated: int
    draws: int


def imputed_effect(
    panel: Panel, weights: NDArray[np.float64], *, with_spans: bool = True, seed: int = SEED
) -> ImputedEffect:
    """Return what treated cells have above what all untreated ones foretell; `weights` are of the cells' shape.

    p is how often starts given to each other do as much, by the error that each draw would have (so that a draw whose
    few controls have few deals weighs like any other), the interval inverts that test; the other one resamples units
    with all their cells. Of many units there are fewer draws; spans, which take longest, are left out where nobody
    asks. Raises ValueError where nobody was treated, or nobody compares.
    """
    import numpy as np

    y = np.where(np.isfinite(panel.outcomes), panel.outcomes, 0.0)
    own = np.where(np.isfinite(panel.outcomes), weights, 0.0)
    treated = np.nan_to_num(panel.is_treated)
    draws = min(DRAWS, max(FEWEST_DRAWS, MOST_CELLS // max(1, y.size)))
    starts = np.concatenate([panel.starts[None, :], shuffled(panel.starts, strata=None, draws=draws, seed=seed)])
    (effects, units), errors = _effects(np.stack([y, treated]), own, starts, _after)
    if not math.isfinite(effects[0]):
        raise ValueError("nobody was treated, or nobody is left to compare with")
    method = f"start dates redrawn {draws} times, test inverted"
    # A draw in which an effect would show larger than it did counts as extreme: that errs on the side of no evidence.
    units[1:] = np.where(np.abs(units[1:]) > units[0], np.nan, units[1:])
    found = invert_test(float(effects[0]), float(units[0]), effects[1:], units[1:], method=method)
    by_chance = float(np.nanstd(effects[1:] - found.effect * units[1:]) * errors[0])
    before = _before(y - found.effect * treated, own, starts, draws)
    resampled, spans = _resampled(panel, y, own, SPANS if with_spans else (), seed)
    return ImputedEffect(
        *(found.effect, found.p, found.interval, resampled, by_chance, before, spans),
        units=len(panel.units),
        treated=int((panel.starts < len(panel.periods)).sum()),
        draws=draws,
    )


def _after(since: NDArray[np.int64]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    return since < 0, since >= 0


def _just_before(since: NDArray[np.int64]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    return since < -BEFORE, (since < 0) & (since >= -BEFORE)


def _effects(
    outcomes: NDArray[np.float64], weights: NDArray[np.float64], starts: NDArray[np.int64], ask: AskFor
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return effects on some outcomes in errors, of shape (outcomes, draws), starts as in each draw; and those errors.

    An error is that of cells whose variance is 1 over their weight.
    """
    import numpy as np

    periods, found, errors = np.arange(weights.shape[1]), [], []
    spread = np.divide(1.0, weights, out=np.zeros_like(weights), where=weights > 0)
    for some in _in_parts(len(starts), weights.size):
        untreated, asked = ask(periods - starts[some][:, :, None])
        of_cells = contrasts(weights[None], untreated, asked)
        errors.append(np.sqrt(np.einsum("dup,dup,up->d", of_cells, of_cells, spread)))
        found.append(np.einsum("dup,oup->od", of_cells, outcomes) / errors[-1])
    return np.concatenate(found, axis=1), np.concatenate(errors)


def _before(
    rest: NDArray[np.float64], weights: NDArray[np.float64], starts: NDArray[np.int64], draws: int
) -> BeforeRedrawn:
    """Test, as a placebo, the last periods before the starts; `rest` are outcomes without the effect."""
    import numpy as np

    (effects,), errors = _effects(rest[None], weights, starts, _just_before)
    if not math.isfinite(effects[0]):
        return BeforeRedrawn(None, None, draws)
    found = invert_test(float(effects[0]), 1 / float(errors[0]), effects[1:], np.zeros(draws), method="")
    return BeforeRedrawn(found.effect, found.p, draws)


def _resampled(
    panel: Panel,
    y: NDArray[np.float64],
    weights: NDArray[np.float64],
    asked_for: tuple[tuple[int, int], ...],
    seed: int,
) -> tuple[Interval, tuple[SpanEffect, ...]]:
    """Return the interval of the effect, and the effects in spans, from units drawn with replacement."""
    import numpy as np

    count = len(panel.units)
    resamples = min(RESAMPLES, max(FEWEST_RESAMPLES, MOST_CELLS // max(1, 8 * y.size)))
    drawn = np.random.default_rng(seed).multinomial(count, np.full(count, 1 / count), size=resamples)
    times = np.concatenate([np.ones((1, count)), drawn])
    since = np.arange(y.shape[1]) - panel.starts[:, None]
    is_ever = (panel.starts < len(panel.periods))[:, None]
    whole = _of_times(times, y, weights, *_after(since))
    spans = []
    for first, last in asked_for:
        asked = (since >= first) & (since <= last) & is_ever & (weights > 0)
        units = int(asked.any(axis=1).sum())
        if units < LEAST_UNITS:
            continue
        effects = _of_times(times, y, weights, (since < 0) & ~asked, asked)
        interval = _percentiles(effects[1:])
        if math.isfinite(effects[0]) and math.isfinite(interval.low):
            spans.append(SpanEffect(first, last, float(effects[0]), interval, units))
    return _percentiles(whole[1:]), tuple(spans)


def _of_times(
    times: NDArray[np.float64],
    y: NDArray[np.float64],
    weights: NDArray[np.float64],
    untreated: NDArray[np.bool_],
    asked: NDArray[np.bool_],
) -> NDArray[np.float64]:
    """Return the effect with each unit so many times as in each draw, of shape (draws,)."""
    import numpy as np

    parts = []
    for some in _in_parts(len(times), weights.size):
        of_cells = contrasts(times[some][:, :, None] * weights, untreated[None], asked[None])
        parts.append(np.einsum("dup,up->d", of_cells, y))
    return np.concatenate(parts)


def _percentiles(effects: NDArray[np.float64]) -> Interval:
    import numpy as np

    known = effects[np.isfinite(effects)]
    low, high = np.quantile(known, [(1 - LEVEL) / 2, (1 + LEVEL) / 2]) if known.size else (math.nan, math.nan)
    return Interval(float(low), float(high), LEVEL, f"percentile bootstrap over people, {len(effects)} resamples")


def _in_parts(count: int, size: int) -> Iterator[slice]:
    step = max(1, CELLS_AT_ONCE // max(1, size))
    return (slice(begin, begin + step) for begin in range(0, count, step))
