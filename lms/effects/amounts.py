"""Amounts in words: differences and values of each unit, as sentences of reports say them."""

from __future__ import annotations

from math import isfinite

from lms.kpis.definition import Definition, KpiUnit


def say_size(value: float, unit: KpiUnit, currency: str) -> str:
    """Return the size of a difference, without its direction: "12 points", "4,200 EUR", "3 days", "0.05 a day"."""
    size = abs(value)
    if unit == "share":
        return _counted(_rounded(size * 100), "point")
    if unit == "money":
        return f"{_rounded(size)} {currency}"
    if unit in {"days", "months", "hours", "seconds"}:
        return _counted(_rounded(size), unit.removesuffix("s"))
    if unit in {"per day", "per month"}:
        return f"{size:.2f} a {unit.removeprefix('per ')}"
    return _rounded(size)


def say_change(value: float, unit: KpiUnit, currency: str) -> str:
    """Return a difference with its direction: "12 points higher"."""
    return f"{say_size(value, unit, currency)} {'lower' if value < 0 else 'higher'}"


def say_range(low: float, high: float, unit: KpiUnit, currency: str) -> str:
    """Return an interval of differences: "between 3 points lower and 9 points higher"; open ends leave all open."""
    if not (isfinite(low) and isfinite(high)):
        return "anything, of so few"
    if low < 0 <= high:
        return f"between {say_change(low, unit, currency)} and {say_change(high, unit, currency)}"
    near, far = (say_size(end, unit, currency) for end in sorted((low, high), key=abs))
    number, _, kind = near.partition(" ")
    same = far.partition(" ")[2].rstrip("s") == kind.rstrip("s")
    return f"between {number if same else near} and {far} {'lower' if high < 0 else 'higher'}"


def say_outcome(definition: Definition) -> str:
    """Return what an outcome is called within a sentence; sums are by person and month."""
    name = definition.title[0].lower() + definition.title[1:]
    return f"{name} a month" if definition.measure == "flow" else name


def say_count(number: int, one: str, many: str | None = None) -> str:
    """Return a number of things: "1 person", "12 people"."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def say_p(p: float) -> str:
    """Return how often chance alone does as much: "p = 0.03", "p below 0.001"."""
    return "p below 0.001" if p < 0.001 else f"p = {p:.2f}" if p >= 0.095 else f"p = {p:.2g}"


def _rounded(size: float) -> str:
    """Return a size with two digits that count, and no more than it is worth."""
    if size >= 1_000:
        return f"{round(size, -2):,.0f}"
    return f"{size:,.0f}" if size >= 9.95 else f"{size:.1f}".removesuffix(".0")


def _counted(number: str, one: str) -> str:
    return f"{number} {one if number == '1' else f'{one}s'}"
