"""Stays in stages: from which day until which a deal was in one, and where it went from there."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lms.figures.frames import NEVER, Frame, FrameColumn
from lms.figures.rows import taken
from lms.figures.words import WordLists

# What became of a deal when it left a stage, beside going on to another one.
STAYED, WENT_ON, WENT_BACK, WON, LOST, ELSE = 0, 1, 2, 3, 4, 5
_CARRIED = ("who", "team", "type", "product", "segment", "region", "lead_source", "campaign", "industry", "account")


def stays_of(held: Frame, end: Frame, vocabulary: WordLists) -> tuple[Frame, Frame]:
    """Return stays in known stages in the order of the days on which they ended, and the stages with their order.

    `stay`: deal, stage, since, left, became, and what tells its deal apart. `stage`: order, 0 for the first stage: by
    where in their deals stages stand on average.
    """
    rows = taken(held, np.lexsort((held["since"], held["deal"])))
    if not len(rows["deal"]):
        empty = {name: rows[name] for name in ("deal", "stage", "since", *_CARRIED)}
        empty["left"] = rows["until"]
        orders = np.zeros(len(vocabulary["stage"].texts), dtype=np.float32)
        return {**empty, "left": rows["until"], "became": np.zeros(0, dtype=np.int8)}, {"order": orders}
    same = (rows["deal"][1:] == rows["deal"][:-1]) & (rows["since"][1:] == rows["until"][:-1])
    first = np.concatenate([[True], ~(same & (rows["stage"][1:] == rows["stage"][:-1]))])
    starts = np.flatnonzero(first)
    ends = np.concatenate([starts[1:], [len(first)]]) - 1
    stay = {name: rows[name][starts] for name in ("deal", "stage", "since", *_CARRIED)}
    stay["left"] = rows["until"][ends]
    order = _orders(stay, len(vocabulary["stage"].texts))
    stay["became"] = _became(stay, order, end)
    stay = taken(stay, stay["stage"] >= 0)
    return taken(stay, np.argsort(stay["left"], kind="stable")), {"order": order}


def _orders(stay: Frame, count: int) -> NDArray[np.float32]:
    """Return the average place of each stage among the stays of its deals."""
    place = np.arange(len(stay["deal"])) - np.flatnonzero(_begins(stay["deal"]))[np.cumsum(_begins(stay["deal"])) - 1]
    known = stay["stage"] >= 0
    times = np.bincount(stay["stage"][known], minlength=count)
    summed = np.bincount(stay["stage"][known], weights=place[known], minlength=count)
    return (summed / np.maximum(times, 1)).astype(np.float32)


def _begins(deals: FrameColumn) -> NDArray[np.bool_]:
    return np.concatenate([[True], deals[1:] != deals[:-1]])


def _became(stay: Frame, order: NDArray[np.float32], end: Frame) -> NDArray[np.int8]:
    became = np.where(stay["left"] == NEVER, STAYED, ELSE).astype(np.int8)
    goes_on = np.zeros(len(became), dtype=bool)
    goes_on[:-1] = (stay["deal"][1:] == stay["deal"][:-1]) & (stay["since"][1:] == stay["left"][:-1])
    here, after = np.flatnonzero(goes_on), np.flatnonzero(goes_on) + 1
    is_known = (stay["stage"][here] >= 0) & (stay["stage"][after] >= 0)
    is_further = order[np.maximum(stay["stage"][after], 0)] > order[np.maximum(stay["stage"][here], 0)]
    became[here] = np.where(is_known, np.where(is_further, WENT_ON, WENT_BACK), ELSE)
    keys = end["deal"].astype(np.int64) * 10_000_000 + end["day"]
    sorted_keys = np.argsort(keys, kind="stable")
    wanted = stay["deal"].astype(np.int64) * 10_000_000 + stay["left"]
    if len(keys):
        place = np.minimum(np.searchsorted(keys, wanted, sorter=sorted_keys), len(keys) - 1)
        found = sorted_keys[place]
        closed = (keys[found] == wanted) & ~goes_on
        became[closed] = np.where(end["is_won"][found][closed] == 1, WON, LOST)
    return became
