"""Panel: outcomes of units in periods as a matrix, and from when each unit was treated."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Panel:
    """Outcomes of shape (units, periods), NaN where there is none, and starts of shape (units,).

    A start is the place among `periods` of the first in which the unit was treated, `len(periods)` for one that never
    was; none is 0, for nothing is known of one untreated.
    """

    units: tuple[Hashable, ...]
    periods: tuple[int, ...]
    outcomes: NDArray[np.float64]
    starts: NDArray[np.int64]

    @property
    def is_treated(self) -> NDArray[np.float64]:
        """Whether each cell was treated, 1 or 0, and NaN where there is no outcome."""
        import numpy as np

        treated = np.arange(len(self.periods)) >= self.starts[:, None]
        return np.where(np.isfinite(self.outcomes), treated, np.nan)
