"""Shuffling: which unit got what, drawn anew again and again, within strata."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def shuffled(
    given: NDArray[np.int64], *, strata: Sequence[Hashable] | None, draws: int, seed: int
) -> NDArray[np.int64]:
    """Return what each unit got in each draw, of shape (draws, units): `given` shuffled within each stratum."""
    import numpy as np

    rng = np.random.default_rng(seed)
    drawn = np.tile(given, (draws, 1))
    for places in places_of(strata if strata is not None else [None] * len(given)):
        drawn[:, places] = rng.permuted(drawn[:, places], axis=1)
    return drawn


def places_of(strata: Sequence[Hashable]) -> list[NDArray[np.int64]]:
    """Return the places of each stratum's units, in the order in which strata come up."""
    import numpy as np

    places: dict[Hashable, list[int]] = {}
    for place, stratum in enumerate(strata):
        places.setdefault(stratum, []).append(place)
    return [np.array(found) for found in places.values()]
