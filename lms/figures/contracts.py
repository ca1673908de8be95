"""Contracts that follow each other: one that ends is renewed when another of the same account soon begins."""

from __future__ import annotations

import numpy as np

from lms.figures.frames import NEVER, Frame, FrameColumn

# So many days may lie between two contracts of which one renews the other.
GRACE_DAYS = 30
_DAYS = 10_000_000


def lasts_until(contract: Frame) -> FrameColumn:
    """Return until which day each contract counts: to the begin of the one that renews it, else to its own end.

    Where another contract of the account goes on meanwhile, nothing has to bridge the gap.
    """
    account, until = contract["account"].astype(np.int64), contract["until"]
    if not len(account):
        return until
    order = np.lexsort((contract["start"], account))
    begins = (account * _DAYS + contract["start"])[order]
    ends = np.maximum.accumulate((account * _DAYS + until)[order])
    at = np.searchsorted(begins, account * _DAYS + until, side="right")
    goes_on = ends[np.maximum(at - 1, 0)] > account * _DAYS + until
    after = np.minimum(at, len(order) - 1)
    start = begins[after] - account * _DAYS
    is_renewed = (at < len(order)) & (start <= until + GRACE_DAYS) & (start > until) & (until != NEVER)
    return np.where(is_renewed & ~goes_on & (account >= 0), start, until).astype(np.int32)
