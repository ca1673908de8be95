"""Keeping: which earlier state of a text stays when it is written over.

Of what one page of one device types, saved every two seconds, a state now and then is enough. Where somebody takes away
what another person, another device or they themselves long before had written, the state before stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

# Signs that one save takes away of what the same device wrote, from which on it may have been an accident.
MUCH = 200
OWN_STEP = timedelta(minutes=10)
# Who wrote which part can be told later by versions that lie so far apart.
STEP = timedelta(minutes=1)


@dataclass(frozen=True)
class Change:
    """One text written over another: `is_other` when another person or device wrote the one before."""

    before: str
    after: str
    is_other: bool
    since_kept: timedelta | None

    @classmethod
    def of(cls, before: str, after: str, *, is_other: bool, kept_at: datetime | None, at: datetime) -> Change:
        """Return the change; `kept_at` is when a version was last kept."""
        return cls(before, after, is_other, at - kept_at if kept_at else None)

    @property
    def is_kept(self) -> bool:
        """Whether the text before stays as a version; an empty one needs no keeping."""
        if not self.before:
            return False
        is_long_ago = self.since_kept is None or self.since_kept >= (STEP if self.is_other else OWN_STEP)
        return is_long_ago or taken_away(self.before, self.after) >= (1 if self.is_other else MUCH)


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
