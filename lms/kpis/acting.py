"""People who are with the company and did something in a period."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from lms.kpis.asked import KpiPeriod, KpiQuestion
from lms.kpis.picked import Picked


def acted(asked: KpiQuestion, people: Picked, frames: Sequence[str], *, days: int | None = None) -> NDArray[np.bool_]:
    """Tell of each of `asked.people` whether any frame has a row of them in the period, or in its last days."""
    whole = asked.of_all()
    if days is not None:
        whole = whole.over([KpiPeriod(last - days + 1, last) for last in asked.last_days.tolist()])
    period = people.group // asked.part_count
    rows = [whole.flow(frame) for frame in frames]
    count = 1 + max([int(one["who"].max(initial=-1)) for one in (people, *rows)])
    did = np.zeros((len(asked.periods), count + 1), dtype=bool)
    for one in rows:
        for own, (begin, end) in zip(did, pairwise(one.edges.tolist()), strict=True):
            own[one["who"][begin:end]] = True
    found: NDArray[np.bool_] = did[period, people["who"]]
    return found
