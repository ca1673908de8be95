"""The effect of a way of doing tasks, where people and tasks have effects of their own: weighted least squares."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEAST = 1e-9  # of what there is: less is rounding, and as much makes a table solvable that falls apart


def effect_of_way(y: NDArray[np.float64], x: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return b of y = person + task + b x, by least squares, for each of many weightings.

    y and x are of shape (people, tasks), `weights` of (draws, people, tasks), 0 where a cell is empty. People and
    then tasks are taken out of both (Frisch and Waugh 1933). NaN where ways can't be told from people and tasks.
    """
    import numpy as np

    of_person = weights.sum(axis=2)
    of_person[of_person == 0] = 1
    own_x, left_x = _without_people(x, weights, of_person)
    own_y, left_y = _without_people(y, weights, of_person)
    tasks = _task_effects(weights, of_person, left_x)
    shared = _summed(weights * own_x * own_y) - (tasks * left_y).sum(axis=1)
    alone = _summed(weights * own_x**2) - (tasks * left_x).sum(axis=1)
    alone[alone <= 1e3 * LEAST * _summed(weights)] = np.nan
    return np.asarray(shared / alone)


def _without_people(
    z: NDArray[np.float64], weights: NDArray[np.float64], of_person: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return what each cell has beyond its person's mean, and the sums of that by task."""
    mean = (weights * z).sum(axis=2) / of_person
    beyond = z - mean[:, :, None]
    return beyond, (weights * beyond).sum(axis=1)


def _task_effects(
    weights: NDArray[np.float64], of_person: NDArray[np.float64], left: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the effects of tasks, up to a constant, that explain what people leave."""
    import numpy as np

    tasks = weights.shape[2]
    table = -(weights.transpose(0, 2, 1) @ (weights / of_person[:, :, None]))
    each = np.arange(tasks)
    table[:, each, each] += weights.sum(axis=1)
    size = np.maximum(np.trace(table, axis1=1, axis2=2) / max(tasks, 1), LEAST)[:, None]
    table += size[:, :, None] / max(tasks, 1)  # the constant, which is free, becomes zero
    table[:, each, each] += LEAST * size
    return np.asarray(np.linalg.solve(table, left[:, :, None])[:, :, 0])


def _summed(cells: NDArray[np.float64]) -> NDArray[np.float64]:
    import numpy as np

    return np.asarray(cells.sum(axis=(1, 2)))
