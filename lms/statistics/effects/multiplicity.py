"""Multiplicity: p-values adjusted for how many questions were asked at once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate


def benjamini_hochberg(ps: Sequence[float]) -> list[float]:
    """Return p-values adjusted so that of those below x a share of at most x is false (Benjamini-Hochberg)."""
    from scipy.stats import false_discovery_control

    return [float(p) for p in false_discovery_control(ps)] if ps else []


def holm(ps: Sequence[float]) -> list[float]:
    """Return p-values adjusted so that with chance x at most any of those below x is false (Holm)."""
    order = sorted(range(len(ps)), key=ps.__getitem__)
    steps = accumulate((min(1.0, (len(ps) - rank) * ps[place]) for rank, place in enumerate(order)), max)
    adjusted = dict(zip(order, steps, strict=True))
    return [adjusted[place] for place in range(len(ps))]
