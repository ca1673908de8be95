"""Histories carried on: as the core's projection of weeks, for many parts and any days."""

from __future__ import annotations

import numpy as np
import pytest

from lms.kpis.asked import KpiPeriod
from lms.kpis.forecasting.history import ValueHistory, history_of
from lms.kpis.forecasting.revenue import forecast_of
from lms.kpis.forecasting.seasonal import expect
from lms.statistics.forecasts.projection import project

FIRST = 738_000


def _weeks(count: int, *, seed: int = 3) -> list[float]:
    rng = np.random.default_rng(seed)
    season = 1000 + 400 * np.sin(np.arange(count) * 2 * np.pi / 52)
    return [float(value) for value in season + rng.normal(0, 100, count)]


def _history(weeks: list[float], *others: list[float]) -> ValueHistory:
    """Return a history in which everything of a week comes on its third day."""
    days = np.zeros((1 + len(others), 7 * len(weeks)))
    days[:, 2::7] = [weeks, *others]
    return history_of(FIRST, days)


@pytest.mark.parametrize(("count", "ahead"), [(150, 4), (150, 13), (150, 60), (30, 4), (60, 2)])
def test_whole_weeks_are_projected_as_the_core_does(count: int, ahead: int) -> None:
    """The sum, and its intervals at both levels or none; with a season and without."""
    weeks = _weeks(count)
    wanted = project(weeks, season=52, horizons=ahead)
    found = expect(_history(weeks), origin=FIRST + 7 * count - 1, days=7 * ahead)
    assert found.value[0] == pytest.approx(wanted.total.value)
    assert found.is_seasonal == wanted.is_seasonal
    halves = {level: half[0] for level, half in found.halves.items() if np.isfinite(half[0])}
    said = {one.level: (one.high - one.low) / 2 for one in wanted.total.intervals}
    assert halves == pytest.approx(said)


def test_parts_are_forecast_as_each_alone() -> None:
    """And their forecasts add up to that of all."""
    one, other = _weeks(120, seed=1), _weeks(120, seed=2)
    both = _history(one, other)
    found = expect(both, origin=FIRST + 800, days=40)
    alone = expect(_history(other), origin=FIRST + 800, days=40)
    assert found.value[1] == alone.value[0]
    assert found.halves[0.8][1] == alone.halves[0.8][0]
    whole = expect(_history([a + b for a, b in zip(one, other, strict=True)]), origin=FIRST + 800, days=40)
    assert found.value.sum() == pytest.approx(whole.value[0])


def test_a_forecast_knows_nothing_of_what_came_later() -> None:
    """Cut off at the origin, the same history says the same."""
    weeks = _weeks(150)
    later = expect(_history(weeks), origin=FIRST + 7 * 120 - 1, days=30, lead=20)
    cut = expect(_history(weeks[:120]), origin=FIRST + 7 * 120 - 1, days=30, lead=20)
    assert later.value[0] == cut.value[0]
    assert {level: half[0] for level, half in later.halves.items()} == pytest.approx(
        {level: half[0] for level, half in cut.halves.items()}
    )


def test_the_past_is_forecast_from_its_first_day_and_the_present_from_today() -> None:
    """What is won so far counts as it is; the interval never ends below it."""
    history = _history(_weeks(120))
    month = KpiPeriod(FIRST + 700, FIRST + 729)
    over = forecast_of(history, month, as_of=FIRST + 800)
    assert over.so_far[0] == 0
    assert over.actual[0] == history.between(*month)[0]
    running = forecast_of(history, month, as_of=FIRST + 715)
    assert running.so_far[0] == history.between(FIRST + 700, FIRST + 715)[0] > 0
    assert np.isnan(running.actual[0])
    assert running.ends()[0][0] >= running.so_far[0]
    assert running.halves[0.8][0] < over.halves[0.8][0]


def test_intervals_hold_what_they_say() -> None:
    """Of 400 forecasts of a series that is as it always was, 80 % intervals hold from 74 to 88 of 100."""
    held = 0
    for seed in range(400):
        history = _history(_weeks(160, seed=seed))
        made = forecast_of(history, KpiPeriod(FIRST + 7 * 150, FIRST + 7 * 154 - 1), as_of=FIRST + 7 * 160 - 1)
        low, high = made.ends(0.8)
        held += low[0] <= made.actual[0] <= high[0]
    assert 0.74 <= held / 400 <= 0.88
