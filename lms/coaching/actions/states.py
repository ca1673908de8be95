"""States of an action item, and what each change makes of them: pure, and the only place that decides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from lms.errors import Conflict

ItemState = Literal["open", "done", "dropped"]
Change = Literal["changed", "done", "reopened", "dropped"]
STATES: tuple[ItemState, ...] = get_args(ItemState)
CHANGES: tuple[Change, ...] = get_args(Change)
# The kinds of events that say whether an item is open from then on.
OPENING, CLOSING = ("made", "reopened"), ("done", "dropped")

# What has come of it already is said again without a change, so that the first time stays.
_AFTER: dict[tuple[ItemState, Change], ItemState] = {
    ("open", "changed"): "open",
    ("open", "done"): "done",
    ("open", "dropped"): "dropped",
    ("open", "reopened"): "open",
    ("done", "done"): "done",
    ("done", "reopened"): "open",
    ("dropped", "dropped"): "dropped",
    ("dropped", "reopened"): "open",
}


@dataclass(frozen=True, slots=True)
class ItemStanding:
    """How an item stands, and since when it is closed."""

    state: ItemState
    closed_at: datetime | None


def after(state: ItemState, change: Change) -> ItemState:
    """Return the state that a change leads to; raises Conflict for one that can't be made."""
    found = _AFTER.get((state, change))
    if found is None:
        raise Conflict(f"the action item is {state} already; reopen it first")
    return found


def is_news(state: ItemState, change: Change) -> bool:
    """Tell whether a change is to be noted: all but those that say again what is so."""
    return change == "changed" or after(state, change) != state


def standing_of(events: Iterable[tuple[str, datetime]]) -> ItemStanding:
    """Return how an item stands after its changes, the kinds and moments of which are given in their order."""
    found = ItemStanding("open", None)
    for kind, at in events:
        if kind in OPENING:
            found = ItemStanding("open", None)
        elif kind in CLOSING:
            found = ItemStanding("done" if kind == "done" else "dropped", at)
    return found
