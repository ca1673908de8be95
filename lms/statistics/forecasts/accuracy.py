"""Accuracy: how far forecasts were from what came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MIN_PERIODS = 4


@dataclass(frozen=True)
class ForecastAccuracy:
    """What forecasts were worth: `accuracy` is 1 - WAPE, `bias` above 0 says too much was forecast.

    None where there is nothing to divide by. `is_enough` tells whether there are the 4 periods that revenue
    predictability, which is this accuracy, asks for.
    """

    wape: float | None
    accuracy: float | None
    bias: float | None
    periods: int

    @property
    def is_enough(self) -> bool:
        """Whether there are at least 4 periods."""
        return self.periods >= MIN_PERIODS


def accuracy_of(forecasts: Sequence[float], actuals: Sequence[float]) -> ForecastAccuracy:
    """Return WAPE = sum |F - A| / sum |A|, and bias = sum (F - A) / sum A, of one forecast for each period."""
    pairs = list(zip(forecasts, actuals, strict=True))
    size, total = sum(abs(actual) for _, actual in pairs), sum(actual for _, actual in pairs)
    wape = sum(abs(forecast - actual) for forecast, actual in pairs) / size if size else None
    bias = sum(forecast - actual for forecast, actual in pairs) / total if total else None
    return ForecastAccuracy(wape, None if wape is None else 1 - wape, bias, len(pairs))
