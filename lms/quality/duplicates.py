"""Deals that somebody entered twice."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lms.quality.looking import Breaks, Looked

DAYS_BETWEEN = 90
# Odd numbers that spread account and amount over all bits.
_SPREAD = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F)


def duplicates(looked: Looked) -> Breaks:
    """Find the deals with account, name and amount of another one that was created up to DAYS_BETWEEN days before."""
    created = np.where(looked["created"] > 0, looked["created"], looked["began"])
    asked = np.flatnonzero((looked["name"] != 0) & (looked["account"] >= 0) & (created > 0))
    name, account, amount = (looked[column][asked].astype(np.int64) for column in ("name", "account", "amount"))
    alike = name.view(np.uint64) ^ (account.view(np.uint64) * np.uint64(_SPREAD[0]))
    alike ^= amount.view(np.uint64) * np.uint64(_SPREAD[1])
    some = _repeated(alike)
    order = some[np.lexsort((asked[some], created[asked[some]], amount[some], account[some], name[some]))]
    first, second = order[:-1], order[1:]
    is_same = (name[first] == name[second]) & (account[first] == account[second]) & (amount[first] == amount[second])
    is_soon = created[asked[second]] - created[asked[first]] <= DAYS_BETWEEN
    pairs = np.flatnonzero(is_same & is_soon)
    return Breaks(asked[second[pairs]], looked.at[asked[first[pairs]]].astype(np.int64), None)


def _repeated(values: NDArray[np.uint64]) -> NDArray[np.intp]:
    """Return the places of the values that are there more than once."""
    order = np.argsort(values)
    is_same = values[order[1:]] == values[order[:-1]]
    return order[np.append(is_same, False) | np.insert(is_same, 0, False)] if len(order) else order
