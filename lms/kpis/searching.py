"""Shares of search episodes: people repeat themselves, so people are drawn and not episodes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from lms.kpis.definition import KpiReading
from lms.kpis.picked import Picked
from lms.kpis.readings import ratio, share_of

# Of fewer people a figure says more about them than about the search.
MIN_PEOPLE = 5


def share_of_episodes(episodes: Picked, mask: NDArray[np.bool_]) -> KpiReading:
    """Return the share of episodes for which something holds, its interval over people; of one person, Wilson's."""
    if episodes.asked.is_by_person:
        return share_of(episodes, mask)
    return of_enough_people(episodes, ratio(episodes, mask, np.ones(len(episodes), dtype=bool), ceiling=1))


def of_enough_people(episodes: Picked, reading: KpiReading) -> KpiReading:
    """Return a reading without the values of groups of fewer than MIN_PEOPLE people, unless each is of one person."""
    people = episodes.distinct("who")
    details = {**reading.details, "people": people.astype(np.float64)}
    if episodes.asked.is_by_person:
        return replace(reading, details=details)
    few = people < MIN_PEOPLE
    value, low, high = (np.where(few, np.nan, column) for column in (reading.value, reading.low, reading.high))
    return replace(reading, value=value, low=low, high=high, details=details)
