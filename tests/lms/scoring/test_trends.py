"""Trends: up or down only where the whole interval says so, and nothing of too few scores."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.scoring.trends import DAYS_A_MONTH, LEAST_SCORES, trend_of

FIRST = date(2026, 1, 1)
SERIES = st.lists(
    st.tuples(st.dates(FIRST, date(2027, 1, 1)), st.floats(0, 1, allow_nan=False)), min_size=1, max_size=20
)


def _scored(*shares: float, days: int = 7) -> list[tuple[date, float]]:
    return [(FIRST + timedelta(days=days * number), share) for number, share in enumerate(shares)]


def test_a_straight_line_is_found_again() -> None:
    """A tenth of the levels a week."""
    found = trend_of(_scored(0.1, 0.2, 0.3, 0.4, 0.5, 0.6))
    assert found.slope == pytest.approx(0.1 / 7 * DAYS_A_MONTH)
    assert (found.direction, found.scores, found.last) == ("up", LEAST_SCORES, 0.6)
    assert trend_of(_scored(0.6, 0.5, 0.4, 0.3, 0.2, 0.1)).direction == "down"


def test_up_and_down_is_level() -> None:
    """Nothing is read into ups and downs."""
    assert trend_of(_scored(0.3, 0.9, 0.2, 0.8, 0.3, 0.7)).direction == "level"


def test_of_too_few_or_of_one_day_nothing_is_said() -> None:
    """The mean and the last are."""
    few = trend_of(_scored(0.1, 0.5))
    assert (few.direction, few.slope, few.last) == ("unknown", None, 0.5)
    assert few.mean == pytest.approx(0.3)
    assert trend_of(_scored(*(0.1 * step for step in range(8)), days=0)).direction == "unknown"


@given(SERIES)
@settings(max_examples=40, deadline=None)
def test_the_order_in_which_scores_are_known_does_not_count(series: list[tuple[date, float]]) -> None:
    """Nor does turning all of them upside down, but for the direction."""
    found = trend_of(series)
    assert trend_of(random.Random(1).sample(series, len(series))) == found
    turned = trend_of([(day, 1 - share) for day, share in series])
    if found.slope is not None and turned.slope is not None:
        assert turned.slope == pytest.approx(-found.slope, abs=1e-9)


def test_scores_without_a_trend_rarely_have_one() -> None:
    """In a thousand reps whose scores move by chance alone, at most one in twenty; a bit more for their few levels."""
    draw = random.Random(2)
    found = [trend_of(_scored(*(draw.randrange(4) / 3 for _ in range(10)))).direction for _ in range(1_000)]
    assert sum(one in {"up", "down"} for one in found) <= 70
