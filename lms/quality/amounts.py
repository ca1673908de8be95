"""Amounts that can't be right: without a rate, and a thousand times those of their peers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lms.figures.deals import LOST
from lms.figures.frames import MISSING
from lms.quality.looking import Breaks, Looked, found_where

# Units in place of thousands are a thousand times too much; who sells for three times the median may do that too.
TIMES_MEDIAN = 300
FEWEST_PEERS = 10
# A group and an amount in hundredths as one number, which sorts at once.
_AMOUNT_BITS = 42


def without_rate(looked: Looked) -> Breaks:
    """Find the deals whose amount is in a currency without a rate."""
    return found_where((looked["amount"] != MISSING) & np.isnan(looked.worth))


def far_above(looked: Looked) -> Breaks:
    """Find the deals worth TIMES_MEDIAN times the median of their peers, or more.

    Peers are the company's deals of the same product and segment that are open or won and worth something; where they
    are fewer than FEWEST_PEERS, all that are open or won.
    """
    company = looked.company
    peers = (company["state"] != LOST) & (company.worth > 0)
    if not peers.any():
        return found_where(np.zeros(len(looked.at), dtype=bool))
    medians = _medians(_groups(company)[peers], company.worth[peers])
    groups = _groups(looked)
    own = np.where(groups < len(medians), medians[np.minimum(groups, len(medians) - 1)], np.nan)
    own = np.where(np.isnan(own), np.median(company.worth[peers]), own)
    return found_where(looked.worth >= TIMES_MEDIAN * own)


def _groups(looked: Looked) -> NDArray[np.int64]:
    """Return the number of product and segment of each deal."""
    segments = len(looked.words("segment")) + 1
    numbers: NDArray[np.int64] = (looked["product"].astype(np.int64) + 1) * segments + looked["segment"] + 1
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
