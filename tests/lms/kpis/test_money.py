"""Amounts in the currency of reports: one reading for deals, quotas and promises alike."""

from __future__ import annotations

import numpy as np

from lms.figures.frames import MISSING
from lms.kpis.money import rates_on
from support.figures import make_figures, on


def test_minor_units_become_units_of_the_currency_of_reports() -> None:
    """By the rate of the currency, or none where none is said; what has no amount or no rate isn't known."""
    rate = {"day": on(2026), "currency": 0, "base": -1, "rate": 0.5}
    figures = make_figures({"currency": ["USD", "JPY"]}, rate=[rate])
    rates = rates_on(figures, day=on(2026), currency="EUR")
    amounts, currencies = np.array([1_000, 1_000, 1_000, MISSING]), np.array([-1, 0, 1, -1])
    assert np.array_equal(rates.amounts(amounts, currencies), [10.0, 5.0, np.nan, np.nan], equal_nan=True)
