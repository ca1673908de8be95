"""Amounts of all currencies in the one of reports, at the rates of one day; what has no rate isn't priced."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from lms.crm.currencies import digits_of
from lms.figures.frames import MISSING, FigureSet, FrameColumn


@dataclass(frozen=True, eq=False)
class CurrencyRates:
    """What minor units of each currency, by its number, are worth in units of the currency of reports.

    The last one is for amounts without a currency, which are in that of reports. NaN where no rate is known.
    """

    currency: str
    factors: NDArray[np.float64]
    missing: tuple[str, ...]

    def amounts(self, amount: FrameColumn, currency: FrameColumn) -> NDArray[np.float64]:
        """Return minor units of currencies, by number, in units of the currency of reports; NaN where none is known."""
        return np.where(amount == MISSING, np.nan, amount * self.factors[currency])


def rates_on(figures: FigureSet, *, day: int, currency: str) -> CurrencyRates:
    """Return the rates of a day, each the last one said up to it: directly, turned round, or by one in between."""
    known = figures.notes["words"].get("currency", [])
    said = _said(figures, day, currency)
    factors = np.full(len(known) + 1, np.nan)
    factors[-1] = 10.0 ** -digits_of(currency)
    for number, name in enumerate(known):
        factors[number] = _rate(said, name, currency) * 10.0 ** -digits_of(name)
    used = {known[number] for number in _used(figures)}
    missing = sorted(name for number, name in enumerate(known) if np.isnan(factors[number]) and name in used)
    return CurrencyRates(currency, factors, tuple(missing))


def _said(figures: FigureSet, day: int, currency: str) -> dict[tuple[str, str], float]:
    """Return the last rate said up to a day for each pair of currencies."""
    rate, known = figures.frames["rate"], figures.notes["words"].get("currency", [])
    count = int(np.searchsorted(rate["day"], day, side="right"))
    rows = zip(
        rate["currency"][:count].tolist(), rate["base"][:count].tolist(), rate["rate"][:count].tolist(), strict=True
    )
    return {
        (known[number], known[base] if base >= 0 else currency): value
        for number, base, value in rows
        if number >= 0 and value > 0
    }


def _rate(said: dict[tuple[str, str], float], name: str, currency: str) -> float:
    if name == currency:
        return 1.0
    direct = _either(said, name, currency)
    if direct is not None:
        return direct
    for between in sorted({one for pair in said for one in pair}):
        first, second = _either(said, name, between), _either(said, between, currency)
        if first is not None and second is not None:
            return first * second
    return float("nan")


def _either(said: dict[tuple[str, str], float], one: str, other: str) -> float | None:
    if (one, other) in said:
        return said[one, other]
    return 1 / said[other, one] if (other, one) in said else None


@lru_cache(maxsize=1)
def _used(figures: FigureSet) -> frozenset[int]:
    frames = (figures.frames[name]["currency"] for name in ("deal", "contract", "quota", "spend"))
    return frozenset(number for own in frames for number in np.flatnonzero(np.bincount(own[own >= 0])).tolist())
