"""Keeping: which earlier state of a text stays when it is written over.

Of what one page of one device types, saved every two seconds, a state now and then is enough. What another person or
device wrote stays as it was before somebody else wrote over it, but for a state that is wholly in one soon after it.
"""

from __future__ import annotations

from datetime import timedelta

# Signs that one save takes away of what the same device wrote, from which on it may have been an accident.
MUCH = 200
OWN_STEP = timedelta(minutes=10)
STEP = timedelta(minutes=1)


def is_kept(before: str, after: str, *, is_other: bool, since_kept: timedelta | None) -> bool:
    """Tell whether a text stays as a version when another is written over it; an empty one needs no keeping.

    `is_other` says that another person or device wrote it, `since_kept` how long ago a version was last kept.
    """
    if not before:
        return False
    return is_other or since_kept is None or since_kept >= OWN_STEP or taken_away(before, after) >= MUCH


def is_within(version: str, later: str, *, apart: timedelta) -> bool:
    """Tell whether a version needn't stay beside one that follows soon: each of its lines is there, in this order."""
    if apart >= STEP:
        return False
    lines = iter(later.split("\n"))
    return all(any(line in other for other in lines) for line in version.split("\n"))


def taken_away(before: str, after: str) -> int:
    """Return how many signs of a text are gone where another was written over it: none when signs were only put in."""
    start = _alike(before, after)
    most = min(len(before), len(after)) - start
    end = _alike(before[::-1][:most], after[::-1][:most])
    return len(before) - start - end


def _alike(one: str, other: str) -> int:
    """Return with how many signs two texts begin alike; slices are compared, because signs one by one take long."""
    least, most = 0, min(len(one), len(other))
    while least < most:
        middle = (least + most + 1) // 2
        if one[least:middle] == other[least:middle]:
            least = middle
        else:
            most = middle - 1
    return least
