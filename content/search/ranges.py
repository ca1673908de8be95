"""Many ranges of one array, taken in one step."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def places_in(starts: NDArray[Any], sizes: NDArray[Any]) -> NDArray[np.int64]:
    """Return the places of all ranges, one after the other: each begins at its start and has its size."""
    places: NDArray[np.int64] = np.arange(sizes.sum()) + np.repeat(starts - np.cumsum(sizes) + sizes, sizes)
    return places
