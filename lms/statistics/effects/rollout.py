"""Roll-out: who begins when, drawn by lot, and whether what was drawn is what happened."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

MISMATCH = 0.001


@dataclass(frozen=True)
class RatioCheck:
    """The chance of counts that lie as far from those drawn; a mismatch (below .001) means: read no result."""

    p: float
    is_mismatch: bool


def draw_waves(strata: Mapping[str, Hashable], *, waves: int, seed: str) -> dict[str, int]:
    """Return each unit's wave, 0 to waves - 1, drawn within its stratum: `strata` names the stratum of each unit's id.

    In each stratum, and in all, waves differ by at most one unit. The order is that of SHA-256 of the seed and the
    id, so that the same seed draws the same on any machine, whatever the order of the units.
    """
    if waves < 1:
        raise ValueError("a roll-out has at least one wave")
    by_stratum: dict[str, list[str]] = {}
    for unit, stratum in strata.items():
        by_stratum.setdefault(str(stratum), []).append(unit)
    # Dealing goes on from one stratum to the next, where the last one stopped.
    dealt = (
        unit for stratum in sorted(by_stratum) for unit in sorted(by_stratum[stratum], key=lambda u: _lot(seed, u))
    )
    return {unit: place % waves for place, unit in enumerate(dealt)}


def check_ratio(counts: Sequence[int], shares: Sequence[float]) -> RatioCheck:
    """Compare how many units each arm has with the shares that were drawn, by Pearson's chi-square test."""
    from scipy.stats import chisquare

    expected = [sum(counts) * share / sum(shares) for share in shares]
    p = float(chisquare(counts, expected).pvalue)
    return RatioCheck(p, p < MISMATCH)


def _lot(seed: str, unit: str) -> bytes:
    return sha256(f"{len(seed)}:{seed}{unit}".encode()).digest()
