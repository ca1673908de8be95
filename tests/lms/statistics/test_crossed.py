"""The effect of a way, against numpy's least squares with a column for each person and task."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from lms.statistics.crossed import effect_of_way


def _by_columns(y: NDArray[np.float64], x: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    people, tasks = np.nonzero(weights)
    columns = np.c_[np.eye(len(y))[people], np.eye(y.shape[1])[tasks], x[people, tasks]]
    root = np.sqrt(weights[people, tasks])
    return float(np.linalg.lstsq(columns * root[:, None], y[people, tasks] * root, rcond=None)[0][-1])


@pytest.mark.parametrize("seed", range(8))
def test_it_is_weighted_least_squares(seed: int) -> None:
    """With empty cells, and with people and tasks that weren't drawn."""
    rng = np.random.default_rng(seed)
    y, x = rng.normal(4, 1, (7, 9)), rng.integers(0, 2, (7, 9)).astype(np.float64)
    weights = rng.integers(0, 4, (3, 7, 9)).astype(np.float64)
    weights[1, 2], weights[2, :, 5] = 0, 0
    found = effect_of_way(y, x, weights)
    assert found == pytest.approx([_by_columns(y, x, drawn) for drawn in weights], abs=1e-6)


def test_a_way_that_each_person_keeps_to_tells_nothing() -> None:
    """It might as well be the person, or the task."""
    y, there = np.random.default_rng(0).normal(size=(4, 4)), np.ones((1, 4, 4))
    by_person = np.array([[0.0], [0], [1], [1]]) * np.ones(4)
    assert np.isnan(effect_of_way(y, by_person, there))
    assert np.isnan(effect_of_way(y, by_person.T, there))
    assert np.isnan(effect_of_way(y, by_person, 0 * there))
