"""Texts in a pool: which rows hold a word, wherever it stands."""

from __future__ import annotations

import numpy as np
import pytest

from lms.figures import texts
from lms.figures.texts import TextPool, holding

ROWS = [("Kranich phase 2", "A1"), (None, "B2"), ("ß and Łódź", "C3"), ("", None), ("anan", "ana")]


@pytest.mark.parametrize(
    ("word", "rows"),
    [
        ("kranich", [0]),
        ("2", [0, 1]),
        ("SS", [2]),
        ("łódź", [2]),
        ("ana", [4]),
        ("anana", []),
        ("2a1", []),
        ("a1b2", []),
        ("x" * 200, []),
    ],
)
def test_a_word_is_found_in_its_rows_alone(word: str, rows: list[int]) -> None:
    """In whatever case, and never across two texts."""
    pool = TextPool()
    begin, length = (np.array(column) for column in zip(*(pool.put(*row) for row in ROWS), strict=True))
    assert np.flatnonzero(holding(pool.column(), begin, length, word)).tolist() == rows


def test_many_rows_are_looked_through_in_several_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is found where it stands."""
    monkeypatch.setattr(texts, "_AT_ONCE", 3)
    pool = TextPool()
    begin, length = (np.array(column) for column in zip(*(pool.put(f"deal {n}") for n in range(14)), strict=True))
    assert np.flatnonzero(holding(pool.column(), begin, length, "1")).tolist() == [1, 10, 11, 12, 13]


def test_a_pool_goes_on_behind_what_is_known() -> None:
    """And no rows hold nothing."""
    first = TextPool()
    old = first.put("one")
    then = TextPool(first.column())
    new = then.put("two")
    begin, length = np.array([new[0], old[0]]), np.array([new[1], old[1]])
    assert holding(then.column(), begin, length, "one").tolist() == [False, True]
    assert holding(then.column(), begin[:0], length[:0], "one").tolist() == []
