"""Courses that are assigned to people on a day, by the rule of training's own reports (`lms.training.rates`)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lms.kpis.asked import KpiQuestion
from lms.kpis.picked import Picked
from lms.training.states import State

# Whether a state is one with a valid completion, by its number.
COMPLETE: NDArray[np.bool_] = np.array([False, *(state.is_complete for state in State)])


def assigned_courses(asked: KpiQuestion) -> tuple[Picked, NDArray[np.int64]]:
    """Return the standings that count on the last day of each period, and how many were waived in each group."""
    standing = asked.stock("standing")
    given = standing.where(standing["is_assigned"] != 0)
    is_waived = given["state"] == State.WAIVED
    return given.where(~is_waived), given.count(is_waived)
