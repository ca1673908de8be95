"""The states that a person can have in a course, and how their numbers stand in the database."""

from __future__ import annotations

from enum import IntEnum
from typing import Literal

# Who has no standing in a course is not assigned.
StateName = Literal["not_started", "in_progress", "complete", "overdue", "expiring", "expired", "waived"]
Asks = Literal["nothing", "re-read", "retake"]
Priority = Literal["required", "recommended"]
# Why an assignment ended whose rule goes on; what it asked is still owed.
NEXT_ROUND = "the next round began"


class State(IntEnum):
    """A state by its number; `label` is how the API names it."""

    NOT_STARTED = 1
    IN_PROGRESS = 2
    COMPLETE = 3
    OVERDUE = 4
    EXPIRING = 5
    EXPIRED = 6
    WAIVED = 7

    @property
    def label(self) -> StateName:
        """The name of the state."""
        return LABELS[self]

    @property
    def is_complete(self) -> bool:
        """Whether somebody in this state holds a valid completion."""
        return self in {State.COMPLETE, State.EXPIRING}


class Punctuality(IntEnum):
    """Whether what is assigned was completed in time; nothing can be said before the due day has passed."""

    NOT_DUE = 0
    ON_TIME = 1
    LATE = 2


LABELS: dict[int, StateName] = {
    State.NOT_STARTED: "not_started",
    State.IN_PROGRESS: "in_progress",
    State.COMPLETE: "complete",
    State.OVERDUE: "overdue",
    State.EXPIRING: "expiring",
    State.EXPIRED: "expired",
    State.WAIVED: "waived",
}
NUMBERS: dict[StateName, int] = {label: number for number, label in LABELS.items()}
# What a manager must look at first.
URGENCY = (
    State.OVERDUE,
    State.EXPIRED,
    State.EXPIRING,
    State.IN_PROGRESS,
    State.NOT_STARTED,
    State.COMPLETE,
    State.WAIVED,
)
