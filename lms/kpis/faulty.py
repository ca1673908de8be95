"""Deals with faults: those that the import names, and amounts far above those of their peers; told once for all."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from lms.figures.deals import GONE, LOST
from lms.figures.frames import NEVER, FigureSet, Frame
from lms.kpis.money import rates_on

# Units in place of thousands are a thousand times too much; who sells for three times the median may do that too.
TIMES_MEDIAN = 300
FEWEST_PEERS = 10
# A group and an amount in hundredths as one number, which sorts at once.
_AMOUNT_BITS = 42


# Deals, the days in which they stood alike, their ends and their stays.
@lru_cache(maxsize=4)
def faulty_rows(figures: FigureSet, currency: str, frame: str) -> NDArray[np.bool_]:
    """Tell of each row of a frame whether its deal has a fault: looked up for each question, this would be slow."""
    if frame != "deal":
        return faulty_rows(figures, currency, "deal")[figures.frames[frame]["deal"]]
    found: NDArray[np.bool_] = figures.frames["deal"]["faults"] != 0
    return found | far_above(figures, currency)


@lru_cache(maxsize=1)
def far_above(figures: FigureSet, currency: str) -> NDArray[np.bool_]:
    """Tell of each deal whether it is worth TIMES_MEDIAN times the median of its peers, or more, by the last rates.

    Peers are the company's deals of the same product and segment that are open or won and worth something; where they
    are fewer than FEWEST_PEERS, all that are open or won. Those that were deleted or merged are none.
    """
    deal, rates = figures.frames["deal"], rates_on(figures, day=NEVER, currency=currency)
    worth, is_there = rates.amounts(deal["amount"], deal["currency"]), deal["state"] != GONE
    peers = is_there & (deal["state"] != LOST) & (worth > 0)
    if not peers.any():
        return np.zeros(len(worth), dtype=bool)
    groups = _groups(deal, len(figures.notes["words"].get("segment", [])))
    medians = _medians(groups[peers], worth[peers])
    own = np.where(groups < len(medians), medians[np.minimum(groups, len(medians) - 1)], np.nan)
    own = np.where(np.isnan(own), np.median(worth[peers]), own)
    found: NDArray[np.bool_] = is_there & (worth >= TIMES_MEDIAN * own)
    return found


def _groups(deal: Frame, segments: int) -> NDArray[np.int64]:
    """Return the number of product and segment of each deal."""
    numbers: NDArray[np.int64] = (deal["product"].astype(np.int64) + 1) * (segments + 1) + deal["segment"] + 1
    return numbers


def _medians(groups: NDArray[np.int64], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the median of the values of each group; NaN where they are too few."""
    counts = np.bincount(groups)
    used = np.flatnonzero(counts)
    place = np.cumsum(counts > 0) - 1
    hundredths = np.minimum(values * 100, 2**_AMOUNT_BITS - 1).astype(np.int64)
    ordered = np.sort((place[groups] << _AMOUNT_BITS) | hundredths) & (2**_AMOUNT_BITS - 1)
    sizes = counts[used]
    first = np.cumsum(sizes) - sizes
    middle = (ordered[first + (sizes - 1) // 2] + ordered[first + sizes // 2]) / 200
    medians = np.full(len(counts), np.nan)
    medians[used] = np.where(sizes >= FEWEST_PEERS, middle, np.nan)
    return medians
