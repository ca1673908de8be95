"""Pages in the order of their paths, for lists that are read page by page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from content.catalogue import Entry
from content.freshness import Freshness, last_due_day
from content.search.columns import NO_END
from content.search.generation import Generation, Sight
from content.search.tally import Mask


@dataclass(frozen=True)
class Reviews:
    """A state that reviews may be in on a day; `due_days` before its end a review is due."""

    state: Freshness
    today: date
    due_days: int


def pages_after(
    generation: Generation,
    *,
    sight: Sight,
    having: Mapping[str, str],
    reviews: Reviews | None = None,
    after: str | None,
    limit: int,
) -> list[Entry]:
    """Return the next visible pages after one, given by id, that have a value in each of some field words' fields.

    With `reviews` only pages whose review is in that state.
    """
    mask = generation.seen(sight)
    for name, value in having.items():
        mask = mask & generation.columns[name].having({value})
    if reviews:
        mask = mask & _in_state(generation.columns.until, reviews)
    places = generation.path_order
    if after is not None:
        last = generation.number_of(after, sight=sight)
        mask = mask & (places > places[last]) if last is not None else np.zeros_like(mask)
    numbers = np.flatnonzero(mask)
    return [generation.entries[number] for number in numbers[np.argsort(places[numbers])][:limit].tolist()]


def _in_state(until: NDArray[np.str_], reviews: Reviews) -> Mask:
    """Tell of each page, given the days its review counts until, whether it is in a state; as `freshness_of` does."""
    is_overdue, has_none = until < reviews.today.isoformat(), until == NO_END
    is_late = until > last_due_day(reviews.today, reviews.due_days)
    masks: dict[Freshness, Mask] = {
        "overdue": is_overdue,
        "due": ~is_overdue & ~is_late,
        "verified": is_late & ~has_none,
        "unknown": has_none,
    }
    return masks[reviews.state]
