"""Months of reps: how long reps were with the company in each period, which is what coaching is counted against."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lms.kpis.asked import KpiQuestion
from lms.kpis.picked import Picked

DAYS_A_MONTH = 365.25 / 12


def rep_months(asked: KpiQuestion) -> NDArray[np.float64]:
    """Return for how many months, of all together, reps were with the company in each group's period so far."""
    spans = asked.spans("stand")
    here = spans.where(_is_rep(asked, spans) & (spans["is_employed"] == 1))
    return here.sum(asked.days_of(here, here["since"], here["until"])) / DAYS_A_MONTH


def with_reps(asked: KpiQuestion) -> Picked:
    """Return the sessions that were held in the periods with somebody who is a rep."""
    held = asked.flow("session")
    return held.where(_is_rep(asked, held))


def _is_rep(asked: KpiQuestion, rows: Picked) -> NDArray[np.bool_]:
    is_rep: NDArray[np.bool_] = (asked.frame("person")["is_rep"][rows["who"]] == 1) & (rows["who"] >= 0)
    return is_rep
