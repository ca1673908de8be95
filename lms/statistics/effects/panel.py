"""Panel: outcomes of units in periods as a matrix, and from when each unit was treated."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Panel:
    """Outcomes of shape (units, periods), NaN where there is none, and starts of shape (units,).

    A start is the place among `periods` of the first in which the unit was treated, `len(periods)` for one that never
    was; none is 0. `always_treated` counts the units left out because nothing is known of them untreated.
    """

    units: tuple[Hashable, ...]
    periods: tuple[int, ...]
    outcomes: NDArray[np.float64]
    starts: NDArray[np.int64]
    always_treated: int

    @property
    def groups(self) -> NDArray[np.int64]:
        """The distinct starts of treated units, in order."""
        import numpy as np

        return np.unique(self.starts[self.starts < len(self.periods)])

    @property
    def is_treated(self) -> NDArray[np.float64]:
        """Whether each cell was treated, 1 or 0, and NaN where there is no outcome."""
        import numpy as np

        treated = np.arange(len(self.periods)) >= self.starts[:, None]
        return np.where(np.isfinite(self.outcomes), treated, np.nan)


def panel_of(
    unit: Sequence[Hashable], period: Sequence[int], outcome: Sequence[float], first_treated: Sequence[int | None]
) -> Panel:
    """Return the panel of rows, one for each unit and period: four sequences of one length.

    `first_treated` is None or 0 for never; a period after the last one counts as never. A unit with two rows of one
    period, or with two first treated periods, raises ValueError.
    """
    import numpy as np

    periods = sorted(set(period))
    firsts = _first_of_units(unit, first_treated)
    rows, columns = ({key: place for place, key in enumerate(keys)} for keys in (firsts, periods))
    outcomes = np.full((len(rows), len(columns)), np.nan)
    cells = set(zip(unit, period, strict=True))
    if len(cells) < len(unit):
        raise ValueError("a unit has two outcomes in one period")
    for key, when, value in zip(unit, period, outcome, strict=True):
        outcomes[rows[key], columns[when]] = value
    starts = np.array([np.searchsorted(periods, first) if first else len(periods) for first in firsts.values()], int)
    kept = starts > 0
    units = tuple(key for key, keep in zip(firsts, kept, strict=True) if keep)
    return Panel(units, tuple(periods), outcomes[kept], starts[kept], int((~kept).sum()))


def _first_of_units(unit: Sequence[Hashable], first_treated: Sequence[int | None]) -> dict[Hashable, int | None]:
    firsts: dict[Hashable, int | None] = {}
    for key, first in zip(unit, first_treated, strict=True):
        if firsts.setdefault(key, first) != first:
            raise ValueError(f"{key} has two first treated periods")
    return firsts
