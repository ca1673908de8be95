"""Months of activities: what each person did in each month added up, of which there is a twentieth as much to read."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lms.figures.calendar import first_day, month_of
from lms.figures.frames import Frame

# What is added up of activities: all, calls of which is known whether they reached somebody, those that did, what has
# minutes, and these.
SUMS = ("n", "known", "reached", "timed", "minutes")


def first_days(first: int, last: int) -> NDArray[np.int32]:
    """Return the first days of the months from that of one day to that of another."""
    begin, end = month_of([first, last]).tolist()
    return first_day(np.arange(begin, end + 1)).astype(np.int32)


def activity_months(activity: Frame) -> Frame:
    """Return activities, in the order of their days, added up by month (its first day), person, team and category."""
    day = activity["day"]
    first = int(np.searchsorted(day, 1))
    days = first_days(day[first], day[-1]) if len(day) > first else np.zeros(0, dtype=np.int32)
    ends = np.searchsorted(day, days)
    found: list[Frame] = []
    for start, begin, end in zip(days.tolist(), ends.tolist(), np.append(ends, len(day))[1:].tolist(), strict=True):
        found.append(_month(start, {name: activity[name][begin:end] for name in (*_KEYS, *_VALUES)}))
    names = ("day", *_KEYS, *SUMS)
    return {name: np.concatenate([_EMPTY[name], *(month[name] for month in found)]) for name in names}


_KEYS = ("who", "team", "category")
_VALUES = ("was_connected", "minutes")
_EMPTY: Frame = {name: np.zeros(0, dtype=np.int32) for name in ("day", *_KEYS, *SUMS)}
_EMPTY["category"] = np.zeros(0, dtype=np.int8)
_EMPTY["minutes"] = np.zeros(0, dtype=np.float64)


def _month(start: int, rows: Frame) -> Frame:
    """Return the rows of one month added up; they are in the order of people then."""
    size = [int(rows[name].max(initial=-1)) + 2 for name in _KEYS]
    key = ((rows["who"].astype(np.int64) + 1) * size[1] + rows["team"] + 1) * size[2] + rows["category"] + 1
    keys, number = np.unique(key, return_inverse=True)
    found: Frame = {"day": np.full(len(keys), start, dtype=np.int32)}
    found["who"] = (keys // size[2] // size[1] - 1).astype(np.int32)
    found["team"] = (keys // size[2] % size[1] - 1).astype(np.int32)
    found["category"] = (keys % size[2] - 1).astype(np.int8)
    for name, values in sums_of(rows).items():
        summed = np.bincount(number, weights=values, minlength=len(keys))
        found[name] = summed.astype(_EMPTY[name].dtype)
    return found


def sums_of(rows: Frame) -> Frame:
    """Return what each activity adds to each of SUMS."""
    minutes = np.nan_to_num(rows["minutes"].astype(np.float64))
    return {
        "n": np.ones(len(minutes)),
        "known": rows["was_connected"] >= 0,
        "reached": rows["was_connected"] == 1,
        "timed": minutes > 0,
        "minutes": np.maximum(minutes, 0),
    }
