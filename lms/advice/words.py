"""Values of KPIs in words, as reasons say them."""

from __future__ import annotations

from lms.kpis.definition import KpiUnit

_ONE_DECIMAL_BELOW = 100


def say_value(value: float, unit: KpiUnit, currency: str) -> str:
    """Return a value with its unit: "29 %", "812,000 EUR", "92 days", "3.4 per day"."""
    if unit == "share":
        return f"{_number(100 * value)} %"
    if unit in {"money", "money per day"}:
        return f"{value:,.0f} {currency}{unit.removeprefix('money')}"
    return _number(value) if unit in {"count", "ratio", "points"} else f"{_number(value)} {unit}"


def _number(value: float) -> str:
    whole = round(value)
    is_whole = abs(value - whole) < 0.05 or abs(value) >= _ONE_DECIMAL_BELOW
    return f"{whole:,}" if is_whole else f"{value:,.1f}"
