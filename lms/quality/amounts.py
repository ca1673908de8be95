"""Amounts that can't be right: without a rate, and a thousand times those of their peers."""

from __future__ import annotations

import numpy as np

from lms.figures.frames import MISSING
from lms.kpis.faulty import far_above
from lms.quality.looking import Breaks, Looked, found_where


def without_rate(looked: Looked) -> Breaks:
    """Find the deals whose amount is in a currency without a rate."""
    return found_where((looked["amount"] != MISSING) & np.isnan(looked.worth))


def out_of_scale(looked: Looked) -> Breaks:
    """Find the deals worth far more than their peers."""
    return found_where(far_above(looked.figures, looked.rates.currency)[looked.at])
