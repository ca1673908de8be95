"""Placebo: what random halves of the same people show, where by construction nothing happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lms.statistics.intervals import LEVEL, Interval

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DRAWS = 4999
SEED = 20230101
# At 5 % one placebo in twenty is called an effect, and half of all hundreds of them hold more than five such.
EVIDENCE = 0.01
CLOSE = 1e-12


@dataclass(frozen=True)
class SplitTest:
    """A ratio among some units less that among the others, and how often chance does as much; None without a ratio."""

    difference: float | None
    p: float | None
    draws: int

    @property
    def is_evidence(self) -> bool:
        """Whether the difference is worth a word: p below 1 %, since whoever compares groups compares many."""
        return self.p is not None and self.p < EVIDENCE


@dataclass(frozen=True)
class PlaceboPanel:
    """The central 95 % of what random halves show, and the share of draws with p below 5 %.

    `uplift` is the ratio of one half relative to the other's, less one; None where that one's may be 0.
    """

    difference: Interval
    uplift: Interval | None
    significant: float
    draws: int


def split_test(
    numerators: Sequence[float],
    denominators: Sequence[float],
    is_first: Sequence[bool],
    *,
    draws: int = DRAWS,
    seed: int = SEED,
) -> SplitTest:
    """Compare the sum of numerators over the sum of denominators of two groups of units, such as won over closed.

    Units stay whole: p is (1 + b) / (1 + draws), b the draws of as many units for the first group that differ as much.
    Give ones as denominators for a mean per unit.
    """
    import numpy as np

    sums = np.column_stack([numerators, denominators]).astype(float)
    first = np.asarray(is_first, dtype=float)
    seen = _difference(first[None, :], sums)[0]
    if not np.isfinite(seen):
        return SplitTest(None, None, draws)
    reference = _difference(_splits(len(sums), int(first.sum()), draws, np.random.default_rng(seed)), sums)
    return SplitTest(float(seen), float(_ps(np.array([seen]), reference)[0]), draws)


def placebo_panel(
    numerators: Sequence[float], denominators: Sequence[float], *, draws: int = 200, seed: int = SEED
) -> PlaceboPanel:
    """Return what `draws` random splits of the units into two halves show, each tested as `split_test` does.

    Of an odd number of units the first half has one less. Raises ValueError for fewer than two units, and where no
    half has a ratio.
    """
    import numpy as np

    sums = np.column_stack([numerators, denominators]).astype(float)
    if len(sums) < 2:
        raise ValueError("a split needs two units")
    rng = np.random.default_rng(seed)
    halves = _splits(len(sums), len(sums) // 2, draws, rng)
    seen = _difference(halves, sums)
    # All splits into halves have the same reference: any other split into halves.
    ps = _ps(seen, _difference(_splits(len(sums), len(sums) // 2, DRAWS, rng), sums))
    if not np.isfinite(seen).any():
        raise ValueError("no half has a ratio")
    return PlaceboPanel(
        difference=_central(seen),
        uplift=_central(_uplift(halves, sums)) if np.isfinite(_uplift(halves, sums)).all() else None,
        significant=float((ps < 1 - LEVEL - CLOSE).mean()),
        draws=draws,
    )


def _splits(units: int, first: int, draws: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return which units are in the first group, of shape (draws, units), 1 or 0."""
    import numpy as np

    rows = np.zeros((draws, units))
    rows[:, :first] = 1
    return rng.permuted(rows, axis=1)


def _ratios(first: NDArray[np.float64], sums: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    import numpy as np

    of_first = first @ sums
    of_others = sums.sum(axis=0) - of_first
    with np.errstate(divide="ignore", invalid="ignore"):
        return of_first[:, 0] / of_first[:, 1], of_others[:, 0] / of_others[:, 1]


def _difference(first: NDArray[np.float64], sums: NDArray[np.float64]) -> NDArray[np.float64]:
    of_first, of_others = _ratios(first, sums)
    return of_first - of_others


def _uplift(first: NDArray[np.float64], sums: NDArray[np.float64]) -> NDArray[np.float64]:
    import numpy as np

    of_first, of_others = _ratios(first, sums)
    with np.errstate(divide="ignore", invalid="ignore"):
        return of_first / of_others - 1


def _ps(seen: NDArray[np.float64], reference: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the p-value of each difference; draws without one count as larger."""
    import numpy as np

    sizes = np.sort(np.nan_to_num(np.abs(reference), nan=np.inf))
    bounds = np.abs(seen) * (1 - CLOSE)
    return np.asarray((1 + len(sizes) - np.searchsorted(sizes, bounds, side="left")) / (1 + len(sizes)))


def _central(values: NDArray[np.float64]) -> Interval:
    import numpy as np

    low, high = np.nanquantile(values, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Interval(float(low), float(high), LEVEL, f"central range of {len(values)} random halves")
