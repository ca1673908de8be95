"""Owners whom the directory doesn't know: counted in the company's figures, and in no team's."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lms.figures.frames import FigureSet


@dataclass(frozen=True)
class UnknownOwner:
    """An owner by the name and address that the CRM gives, with how many deals and activities are theirs."""

    name: str
    email: str | None
    deals: int
    activities: int


def unknown_owners_of(figures: FigureSet) -> list[UnknownOwner]:
    """Return the owners whom the directory doesn't know, those with most deals first."""
    who = figures.notes["who"]
    count = len(who["ids"])
    deals, activities = (_times(figures, frame, count) for frame in ("deal", "activity"))
    found = [
        UnknownOwner(who["names"][number], who["emails"][number], int(deals[number]), int(activities[number]))
        for number in range(count)
        if who["ids"][number] is None and deals[number] + activities[number]
    ]
    return sorted(found, key=lambda owner: (-owner.deals, -owner.activities, owner.name))


def _times(figures: FigureSet, frame: str, count: int) -> NDArray[np.int64]:
    numbers = figures.frames[frame]["who"]
    return np.bincount(numbers[numbers >= 0], minlength=count)
