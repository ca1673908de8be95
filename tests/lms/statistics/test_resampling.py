"""Draws of people: the same each time, as many as there are, and apart where they should be."""

from __future__ import annotations

import numpy as np
import pytest

from lms.statistics.resampling import MOST_KEPT_BYTES, drawn_units, drawn_weights, places_of_ranks, widened


def test_weights_count_the_drawn() -> None:
    """Each draw takes as many as there are."""
    weights, units = drawn_weights(7, draws=50), drawn_units(7, draws=50)
    assert (weights.shape, units.shape) == ((7, 50), (50, 7))
    assert weights.sum(axis=0).tolist() == [7] * 50
    assert weights[:, 3].tolist() == np.bincount(units[3], minlength=7).tolist()


def test_draws_are_kept_and_nobody_changes_them() -> None:
    """What was not asked for longest makes room for others, and is made alike when it is asked for again."""
    assert drawn_weights(7, draws=50) is drawn_weights(7, draws=50)
    with pytest.raises(ValueError, match="read-only"):
        drawn_weights(7, draws=50)[0, 0] = 1
    first = drawn_weights(7, draws=50)
    drawn_weights(MOST_KEPT_BYTES // 8, draws=2)
    assert drawn_weights(7, draws=50) is not first
    assert (drawn_weights(7, draws=50) == first).all()


@pytest.mark.parametrize("units", [1, 2, 3, 45, 46, 200])
def test_ranks_are_found_block_by_block(units: int) -> None:
    """They lie where adding up row by row finds them."""
    weights = drawn_weights(units, draws=40)
    ranks = sorted({0, (units - 1) // 2, units // 2, units - 1})
    reached = weights.cumsum(axis=0)
    assert places_of_ranks(weights, ranks).tolist() == [(reached <= rank).sum(axis=0).tolist() for rank in ranks]


def test_streams_are_drawn_apart() -> None:
    """Those of one say nothing of those of another."""
    first, second = (drawn_weights(50, draws=400, stream=stream) for stream in (0, 1))
    assert abs(np.corrcoef(first.ravel(), second.ravel())[0, 1]) < 0.03
    assert abs(first.var() - 1) < 0.05


def test_few_people_widen_an_interval() -> None:
    """By Student's score; very many don't."""
    assert widened(9, 1).item() == pytest.approx(2.2622, abs=1e-4)
    assert widened([4, 1e9], [1, 1]) == pytest.approx([2.7764, 1.96], abs=1e-4)
