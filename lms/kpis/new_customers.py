"""First wins: the deals with which accounts bought for the first time."""

from __future__ import annotations

import numpy as np

from lms.kpis.asked import KpiQuestion
from lms.kpis.closed import won_deals
from lms.kpis.picked import Picked


def first_wins(asked: KpiQuestion) -> Picked:
    """Return the ends with which accounts bought for the first time, one for each account."""
    return asked.once("first wins", lambda: _first_wins(asked))


def _first_wins(asked: KpiQuestion) -> Picked:
    account = asked.frame("account")
    won = won_deals(asked)
    won = won.where(won["account"] >= 0)
    first = won.where(account["first_won"][won["account"]] == won["day"])
    _, once = np.unique(first["account"], return_index=True)
    mask = np.zeros(len(first), dtype=bool)
    mask[once] = True
    return first.where(mask)
