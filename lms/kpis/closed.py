"""Deals that were closed in the periods of a question, and those of them that were won: many KPIs ask for them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lms.kpis.asked import KpiQuestion
from lms.kpis.picked import Picked


def closed_deals(asked: KpiQuestion) -> Picked:
    """Return the ends of deals."""
    return asked.flow("end")


def won_deals(asked: KpiQuestion) -> Picked:
    """Return the ends of deals that were won."""
    return asked.once("won", lambda: closed_deals(asked).where(closed_deals(asked)["is_won"] == 1))


def cycle_days(won: Picked) -> NDArray[np.float64]:
    """Return the days from first contact to close of deals, NaN where they aren't known."""
    return np.where(won["cycle"] >= 0, won["cycle"], np.nan)
