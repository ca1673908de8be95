"""Openings: which rows held when a month began, so that what holds on a day isn't looked for among all rows."""

from __future__ import annotations

import numpy as np

from lms.figures.frames import NEVER, Frame
from lms.figures.months import first_days


def openings_of(frame: Frame) -> tuple[Frame, Frame]:
    """Return for a frame in the order of `since` the first days of its months, and the rows that held on each.

    The first has day, `first` and `last` (where its rows stand in the second) and `count` (how many rows had begun by
    then); the second has `row`. A row holds from `since` to the day before `until`.
    """
    since, until = frame["since"], frame["until"]
    known = since[(since > 0) & (since < NEVER)]
    days = first_days(known[0], known[-1]) if len(known) else np.zeros(0, dtype=np.int32)
    counts = np.searchsorted(since, days, side="right")
    rows: list[np.ndarray] = []
    held = np.zeros(0, dtype=np.int64)
    before = 0
    for day, count in zip(days.tolist(), counts.tolist(), strict=True):
        # What held on none of the days before can't hold now, so few are looked at twice.
        held = np.concatenate([held, np.arange(before, count)])
        held = held[until[held] > day]
        rows.append(held.astype(np.int32))
        before = count
    sizes = np.cumsum([0, *(len(some) for some in rows)])
    opening = {"day": days, "first": sizes[:-1], "last": sizes[1:], "count": counts}
    return opening, {"row": np.concatenate([np.zeros(0, dtype=np.int32), *rows])}
