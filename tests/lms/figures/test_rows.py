"""Rows on their way into columns, and how many a frame has."""

from __future__ import annotations

from lms.figures.frames import length_of
from lms.figures.rows import GrowingRows


def test_growing_rows_are_as_many_as_their_frame_has() -> None:
    """Also those that still wait to be moved into the columns, and none at the beginning."""
    rows = GrowingRows({"day": "i", "amount": "q"})
    assert len(rows) == length_of(rows.frame()) == 0
    for day in range(10_001):
        rows.add(day, 100 * day)
    assert len(rows) == length_of(rows.frame()) == 10_001
