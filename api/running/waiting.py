"""Waits before something that failed is tried again: twice as long each time, up to the longest."""

from __future__ import annotations

# Far beyond the longest wait of anybody, and short of what a number can hold.
MOST_DOUBLINGS = 30


def doubled(first: float, times: int, *, longest: float) -> float:
    """Return `first`, doubled so many times, in seconds."""
    return min(longest, first * 2.0 ** min(times, MOST_DOUBLINGS))
