"""Figures in words by their unit: one rounding for all that is said and drawn together, as the site has it.

The site's `results/figures.js` says the same, because it would be much to send with every figure: a test compares.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from lms.kpis.definition import KpiUnit
from lms.kpis.results import KpiResult

_AFTER: dict[str, str] = {
    "days": " days",
    "months": " months",
    "hours": " hours",
    "seconds": " s",
    "points": " points",
    "per day": " a day",
    "per month": " a month",
    "money per day": " a day",
}
_LARGE = ((1e9, " billion"), (1e6, " million"))


@dataclass(frozen=True)
class FigureWords:
    """How values of a KPI are said: divided by `size`, in steps of `step`, with so many digits."""

    before: str
    after: str
    axis: str
    size: float
    step: float
    digits: int

    def say(self, value: float) -> str:
        """Return a value with its unit."""
        number = self.bare(value)
        sign = "-" if number.startswith("-") else ""
        return f"{sign}{self.before}{number.removeprefix('-')}{self.after}"

    def bare(self, value: float) -> str:
        """Return a value as a number alone, of the same rounding."""
        scaled = _rounded(value / self.size / self.step, 0) * int(self.step) if self.step > 1 else value / self.size
        number = f"{_rounded(scaled, self.digits):,f}"
        return number.removeprefix("-") if not any(digit in number for digit in "123456789") else number

    def scaled(self, value: float) -> float:
        """Return a value as a chart draws it."""
        return value / self.size

    def say_figure(self, result: KpiResult) -> str:
        """Return a measured value with its interval: `36 %, about 29 to 45`."""
        return with_about(self.say(result.value or 0.0), self.about(result))

    def about(self, result: KpiResult) -> str:
        """Return the interval alone, `about 29 to 45`; nothing where none can be said."""
        if result.low is None or result.high is None:
            return ""
        return f"about {self.bare(result.low)} to {self.bare(result.high)}"


def with_about(said: str, about: str) -> str:
    """Return words with an interval behind them, if there is one."""
    return f"{said}, {about}" if about else said


def words_of(unit: KpiUnit, currency: str, results: Iterable[KpiResult]) -> FigureWords:
    """Return the words of figures; the values alone decide the rounding, however far their intervals reach."""
    most = max((abs(one.value) for one in results if one.value is not None), default=0.0)
    if unit == "share":
        return FigureWords("", " %", "%", 0.01, 1, _digits(most * 100, 1))
    if unit.startswith("money"):
        return _money(unit, currency, most)
    digits = 0 if unit == "count" else _digits(most, 2 if unit in {"per day", "per month", "ratio"} else 1)
    after = _AFTER.get(unit, "")
    return FigureWords("", after, after.strip(), 1, 1, digits)


def _money(unit: KpiUnit, currency: str, most: float) -> FigureWords:
    size, word = next(((size, word) for size, word in _LARGE if most >= size), (1.0, ""))
    digits = 2 if size > 1 and most / size < 100 else 0
    # Three digits say enough of an amount that is known about.
    step = 1.0 if size > 1 else 10.0 ** max(0, math.floor(math.log10(most or 1)) - 2)
    after = f"{word}{_AFTER.get(unit, '')}"
    return FigureWords(_sign(currency), after, f"{currency}{after}", size, step, digits)


def _sign(currency: str) -> str:
    from babel.numbers import get_currency_symbol

    symbol = str(get_currency_symbol(currency, locale="en_GB"))
    return f"{symbol}\u00a0" if symbol == currency else symbol


def _digits(most: float, digits: int) -> int:
    return digits if most < 10 else 0


def _rounded(value: float | Decimal, digits: int) -> Decimal:
    """Round a number as it is written, as browsers do: 1.005 to 1.01, although the nearest float is less."""
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
