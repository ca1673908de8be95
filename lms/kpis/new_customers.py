"""First wins: the deals with which accounts bought for the first time."""

from __future__ import annotations

import numpy as np

from lms.kpis.asked import Asked
from lms.kpis.picked import Picked


def first_wins(asked: Asked) -> Picked:
    """Return the ends with which accounts bought for the first time, one for each account."""
    closed = asked.flow("end")
    account = asked.frame("account")
    won = closed.where((closed["is_won"] == 1) & (closed["account"] >= 0))
    first = won.where(account["first_won"][won["account"]] == won["day"])
    _, once = np.unique(first["account"], return_index=True)
    mask = np.zeros(len(first), dtype=bool)
    mask[once] = True
    return first.where(mask)
