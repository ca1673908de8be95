"""Runs of practicals that passed, one after another: pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from lms.training.models import TrainingEvent

SHOWN, PASSED, FAILED, VOID = "practical_shown", "practical", "practical_failed", "practical_void"
PRACTICAL = (SHOWN, PASSED, FAILED, VOID)
# Between the practical that a result is of, and how often that was decided before.
AGAIN = "/"


class Run(NamedTuple):
    """How many practicals running have passed, how many have no result yet, and how many running may yet pass."""

    passes: int
    waiting: int
    hoped: int


def run_of(events: Iterable[TrainingEvent], times: int) -> Run:
    """Return the longest run of passes since the last failure, of events in the order of their days.

    `times` once there were so many: who has shown it need not show it again. One without a result interrupts a run, so
    that the order in which graders decide changes nothing, and a pass that comes in never takes away from it; of one
    that was decided several times the last result counts, on the day it was shown. What its graders want to see again,
    instead of deciding, is as if never shown.
    """
    last = {practical_of(event): event.kind for event in events if event.kind in PRACTICAL}
    results = [kind for kind in last.values() if kind != VOID]
    waiting = sum(kind == SHOWN for kind in results)
    passes = running = hoped = 0
    for kind in results:
        running = running + 1 if kind == PASSED else 0
        hoped = hoped + 1 if kind != FAILED else 0
        passes = max(passes, running) if kind != FAILED else 0
        if running >= times:
            return Run(times, waiting, times)
    return Run(passes, waiting, min(hoped, times))


def practical_of(event: TrainingEvent) -> str:
    """Return which practical an event is of."""
    return (event.reference or "").partition(AGAIN)[0]
