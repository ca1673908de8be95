"""Multiplicity: p-values adjusted for how many questions were asked at once."""

from __future__ import annotations

from collections.abc import Sequence


def benjamini_hochberg(ps: Sequence[float]) -> list[float]:
    """Return p-values adjusted so that of those below x a share of at most x is false (Benjamini-Hochberg)."""
    from scipy.stats import false_discovery_control

    return [float(p) for p in false_discovery_control(ps)] if ps else []
