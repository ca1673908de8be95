"""Deals with faults: those that the import names, and amounts far above those of their peers; told once for all."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from lms.figures.deals import GONE, LOST
from lms.figures.frames import NEVER, FigureSet
from lms.kpis.money import rates_on
from lms.statistics.quantiles import quantile_by_group

# Units in place of thousands are a thousand times too much; who sells for three times the median may do that too.
TIMES_MEDIAN = 300
FEWEST_PEERS = 10


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
    segments = len(figures.notes["words"].get("segment", [])) + 1
    group = (deal["product"].astype(np.int64) + 1) * segments + deal["segment"] + 1
    medians = quantile_by_group(worth[peers], group[peers], int(group.max()) + 1)
    own = np.where(medians.n >= FEWEST_PEERS, medians.value, np.median(worth[peers]))[group]
    found: NDArray[np.bool_] = is_there & (worth >= TIMES_MEDIAN * own)
    return found
