"""Due days of the steps of a sequence: pure, moved to working days with the gaps between them kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

_DAY = timedelta(days=1)
# No country rests longer; a calendar that knows no working day at all must not be asked for ever.
_MOST_REST = 60


def due_days(
    begins: date,
    offsets: Sequence[int],
    *,
    sent: Mapping[int, date],
    is_working_day: Callable[[date], bool],
) -> list[date]:
    """Return the day on which each step is due, all of them working days.

    `offsets` are days after the first message, `sent` the days on which steps were sent, by their number from 0. A step
    on a day that is none of work moves to the next that is, and what comes after it keeps its distance; so it does to
    what was sent late. What was sent early pulls nothing forward.
    """
    due: list[date] = []
    for number, offset in enumerate(offsets):
        if number == 0:
            wanted = begins + offset * _DAY
        else:
            before = max(due[-1], sent.get(number - 1, date.min))
            wanted = before + max(offset - offsets[number - 1], 0) * _DAY
        due.append(_next_working(wanted, is_working_day))
    return due


def _next_working(day: date, is_working_day: Callable[[date], bool]) -> date:
    """Return the day itself, or the first working day after it."""
    for later in range(_MOST_REST):
        if is_working_day(day + later * _DAY):
            return day + later * _DAY
    return day
