"""Scores that others gave: the rows of the KPIs of scorecards, and what is paired of two periods."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lms.kpis.asked import KpiQuestion
from lms.kpis.picked import Picked


def by_others(asked: KpiQuestion) -> Picked:
    """Return the scores of the periods that somebody else gave than the rep themselves."""
    scores = asked.flow("score")
    return scores.where(scores["role"] != own_role(asked.words("card_role")))


def own_role(words: Sequence[str]) -> int:
    """Return the number of the role in which a rep scores themselves, of the words for roles; -2 where nobody did."""
    return words.index("self") if "self" in words else -2


def paired(now: Picked, before: Picked) -> tuple[Picked, NDArray[np.float64]]:
    """Return a row of `now` for each rep, line and group that both have, and by how much its mean share is higher."""
    size = 1 + max(int(one[name].max(initial=0)) for one in (now, before) for name in ("who", "line"))
    later, first, mean_now = _means(now, size)
    earlier, _, mean_before = _means(before, size)
    _, places, others = np.intersect1d(later, earlier, assume_unique=True, return_indices=True)
    order = np.argsort(first[places], kind="stable")
    places, others = places[order], others[order]
    return now.at_places(first[places]), mean_now[places] - mean_before[others]


def _means(scores: Picked, size: int) -> tuple[NDArray[np.int64], NDArray[np.intp], NDArray[np.float64]]:
    """Return the different cells of group, rep and line, the first row of each, and its mean share."""
    key = (scores.group.astype(np.int64) * size + scores["who"]) * size + scores["line"]
    cells, first, number = np.unique(key, return_index=True, return_inverse=True)
    summed = np.bincount(number, weights=scores["share"], minlength=len(cells))
    return cells, first, summed / np.maximum(np.bincount(number, minlength=len(cells)), 1)
