"""Pipeline forecast: what open deals will bring in the coming periods, by how such deals ended before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lms.statistics.forecasts.conformal import LEVELS, conformal_bound
from lms.statistics.forecasts.conversion import Conversion
from lms.statistics.intervals import Interval

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MIN_VISITS = 20
DRAWS = 4000
SEED = 20230101
CELLS = 4_000_000  # draws times deals held in memory at once


@dataclass(frozen=True, slots=True)
class OpenDeal:
    """A deal that is open: its stage, its amount, and for how many days it is in that stage."""

    stage: str
    amount: float
    days_in_stage: int


@dataclass(frozen=True)
class PipelinePeriod:
    """What open deals bring in one coming period: the expected amount, and simulated intervals, narrowest first."""

    expected: float
    intervals: tuple[Interval, ...]


@dataclass(frozen=True)
class PipelineForecast:
    """The coming periods in order and the deals they stand on.

    `left_out` counts open deals whose stage has too little history or that are older than any deal seen in it, and
    `amount_left_out` what they are worth: it is in no period.
    """

    periods: tuple[PipelinePeriod, ...]
    deals: int
    left_out: int
    amount_left_out: float


def forecast_pipeline(
    deals: Sequence[OpenDeal],
    *,
    conversions: Mapping[str, Conversion],
    ends: Sequence[int],
    levels: tuple[float, ...] = LEVELS,
    seed: int = SEED,
) -> PipelineForecast:
    """Return what deals bring in periods that end so many days from now (`ends`, rising; the first begins now).

    Intervals come from simulating each deal by itself, won in one of the periods or in none; they hold only the luck
    of the draw. That conversions change, and that deals are opened meanwhile, is in past errors: see `calibrated`.
    """
    import numpy as np

    chances = [_chances(deal, conversions.get(deal.stage), ends) for deal in deals]
    used = [(deal.amount, chance) for deal, chance in zip(deals, chances, strict=True) if chance is not None]
    left = [deal.amount for deal, chance in zip(deals, chances, strict=True) if chance is None]
    amounts = np.array([amount for amount, _ in used])
    wins = np.array([chance for _, chance in used]).reshape(len(used), len(ends))
    expected = amounts @ np.diff(wins, axis=1, prepend=0.0)
    drawn = _simulated(amounts, wins, np.random.default_rng(seed))
    periods = (
        PipelinePeriod(float(mean), _intervals(sums, levels)) for mean, sums in zip(expected, drawn.T, strict=True)
    )
    return PipelineForecast(tuple(periods), len(used), len(left), float(sum(left)))


def calibrated(interval: Interval, past: Sequence[tuple[float, float, float]]) -> Interval | None:
    """Return the interval made as much wider (or narrower) as past ones should have been to hold what came.

    `past` holds low, high and actual of forecasts made in the same way, for the same horizon and level. None of too
    few. This is conformalised quantile regression (Romano, Patterson and Candes 2019); amounts stay above 0.
    """
    import numpy as np

    scores = np.array([max(low - actual, actual - high) for low, high, actual in past], dtype=float)
    margin = conformal_bound(scores, interval.level)
    if margin is None:
        return None
    low, high = max(0.0, interval.low - margin), interval.high + margin
    if low > high:
        low = high = max(0.0, (interval.low + interval.high) / 2)
    return Interval(low, high, interval.level, f"{interval.method}, conformal on {len(past)} past forecasts")


def _chances(deal: OpenDeal, conversion: Conversion | None, ends: Sequence[int]) -> list[float] | None:
    """Return the chances that a deal is won by each end; None where history says nothing of it."""
    if conversion is None or conversion.visits < MIN_VISITS:
        return None
    found = [conversion.won_within(deal.days_in_stage, end) for end in ends]
    known = [chance for chance in found if chance is not None]
    return known if len(known) == len(found) else None


def _simulated(
    amounts: NDArray[np.float64], wins: NDArray[np.float64], rng: np.random.Generator
) -> NDArray[np.float64]:
    """Return the sums won, of shape (draws, periods), from chances of shape (deals, periods) that add up over time."""
    import numpy as np

    count = wins.shape[1]
    sums = np.empty((DRAWS, count))
    step = max(1, CELLS // max(1, len(amounts)))
    for begin in range(0, DRAWS, step):
        draws = min(step, DRAWS - begin)
        luck = rng.random((draws, len(amounts)))
        # Few deals are won in a draw, and only of those the period has to be found.
        draw, deal = np.nonzero(luck < wins[:, -1])
        period = (luck[draw, deal, None] >= wins[deal, :-1]).sum(axis=1)
        own = np.bincount(draw * count + period, weights=amounts[deal], minlength=draws * count)
        sums[begin : begin + draws] = own.reshape(draws, count)
    return sums


def _intervals(sums: NDArray[np.float64], levels: tuple[float, ...]) -> tuple[Interval, ...]:
    import numpy as np

    found = []
    for level in levels:
        low, high = np.quantile(sums, [(1 - level) / 2, (1 + level) / 2])
        found.append(Interval(float(low), float(high), level, f"{DRAWS} simulations of the open deals"))
    return tuple(found)
