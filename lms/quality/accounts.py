"""Accounts that deals name and no record explains."""

from __future__ import annotations

import numpy as np

from lms.quality.looking import Breaks, Looked, found_where


def unknown_accounts(looked: Looked) -> Breaks:
    """Find the deals whose account no record explains, where there are records of accounts."""
    is_explained = looked.figures.frames["account"]["name_text"] >= 0
    if not is_explained.any():
        return found_where(np.zeros(len(looked.at), dtype=bool))
    return found_where(~np.append(is_explained, True)[looked["account"]])
