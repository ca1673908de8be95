"""Figures in words, as the site says them."""

from __future__ import annotations

import pytest

from api.work.kpis.words import with_about, words_of
from lms.kpis.definition import KpiUnit
from lms.kpis.results import KpiResult


def _result(value: float, low: float | None = None, high: float | None = None) -> KpiResult:
    return KpiResult("measured", value, low, high, 30, None, None)


@pytest.mark.parametrize(
    ("unit", "value", "low", "high", "said"),
    [
        ("share", 0.364, 0.291, 0.447, "36 %, about 29 to 45"),
        ("share", 0.0364, 0.0291, 0.0447, "3.6 %, about 2.9 to 4.5"),
        ("share", -0.364, -0.447, 0.002, "-36 %, about -45 to 0"),
        ("count", 1234.0, 1166.4, 1304.5, "1,234, about 1,166 to 1,305"),
        ("days", 4.25, 3.0, 6.5, "4.3 days, about 3.0 to 6.5"),
        ("per day", 1.005, None, None, "1.01 a day"),
        ("per month", 1.005, None, None, "1.01 a month"),
        ("money", 12_345.0, 9_876.0, 15_000.0, "€12,300, about 9,900 to 15,000"),
        ("money", -950.0, None, None, "-€950"),
        ("money", 2_345_678.0, 1_999_999.0, 3_000_000.0, "€2.35 million, about 2.00 to 3.00"),
        ("money per day", 12_345.0, None, None, "€12,300 a day"),
    ],
)
def test_a_value_and_its_interval_are_rounded_alike(
    unit: KpiUnit, value: float, low: float | None, high: float | None, said: str
) -> None:
    """By the size of the value, which decides the digits of both ends."""
    result = _result(value, low, high)
    assert words_of(unit, "EUR", [result]).say_figure(result) == said


def test_an_interval_stands_behind_any_words_if_there_is_one() -> None:
    """As it does behind a value."""
    some, none = _result(0.364, 0.291, 0.447), _result(0.364)
    words = words_of("share", "EUR", [some, none])
    said = [with_about("Win rate", words.about(one)) for one in (some, none)]
    assert said == ["Win rate, about 29 to 45", "Win rate"]


def test_a_currency_without_a_sign_is_named_and_kept_with_its_number() -> None:
    """So that no line breaks between them."""
    assert words_of("money", "PLN", [_result(500)]).say(500) == "PLN\u00a0500"
