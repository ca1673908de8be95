"""States of an action item: what each change makes of each, and what holds for any run of changes."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.coaching.actions.states import CHANGES, STATES, Change, ItemStanding, ItemState, after, is_news, standing_of
from lms.errors import Conflict
from support.factories import MONDAY

# By state: what `changed`, `done`, `reopened` and `dropped` lead to; `-` can't be, `=` is so already.
TABLE: dict[ItemState, str] = {
    "open": "open done = dropped",
    "done": "- = open -",
    "dropped": "- - open =",
}


@pytest.mark.parametrize("state", STATES)
def test_what_each_change_makes_of_each_state(state: ItemState) -> None:
    """What is closed is opened before anything else becomes of it, and what is so already is no news."""
    for change, expected in zip(CHANGES, TABLE[state].split(), strict=True):
        if expected == "-":
            with pytest.raises(Conflict, match=f"is {state} already"):
                after(state, change)
        else:
            assert after(state, change) == (state if expected == "=" else expected)
            assert is_news(state, change) is (expected != "=")


@given(st.lists(st.sampled_from(CHANGES), max_size=12))
def test_any_run_of_changes_leaves_what_its_events_say(changes: list[Change]) -> None:
    """However often something is said: an item stands as the events noted of it tell, closed since the first time."""
    state: ItemState = "open"
    closed_at = None
    events = [("made", MONDAY)]
    for number, change in enumerate(changes, start=1):
        at = MONDAY + timedelta(hours=number)
        try:
            found = after(state, change)
        except Conflict:
            assert state != "open"
            continue
        if is_news(state, change):
            events.append((change, at))
            closed_at = None if found == "open" else at
        state = found
        assert standing_of(events) == ItemStanding(state, closed_at)
    kinds = [kind for kind, _ in events if kind != "changed"]
    assert all(one != next_ for one, next_ in pairwise(kinds))
