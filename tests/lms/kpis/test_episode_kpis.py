"""Search success and time saved, against values computed by hand."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from lms.kpis.episodes import Baseline, search_success, time_saved
from lms.usage.episodes import Episode
from support.factories import MONDAY

BASELINE = Baseline(120.0, "survey of May 2026")


def test_success_is_the_share_of_all_episodes() -> None:
    """Six reps with five episodes each, of which 5, 5, 4, 3, 2 and 1 succeed: 20/30."""
    kpi = search_success(_people([5, 5, 4, 3, 2, 1]), minimum=30)
    assert (kpi.status, kpi.n) == ("measured", 30)
    assert kpi.value == pytest.approx(20 / 30)
    assert kpi.interval is not None
    assert kpi.interval.low < 20 / 30 < kpi.interval.high
    assert 0 <= kpi.interval.low < kpi.interval.high <= 1
    assert kpi.interval.method.startswith("BCa")
    assert kpi.details == {"people": 6, "minimum": 30, "episodes_that_found_nothing": 0}
    assert search_success(_people([5, 5, 4, 3, 2, 1]), minimum=30) == kpi


def test_who_searches_more_weighs_more() -> None:
    """Ten successes of one rep and five failures of others: 10/15, not the mean of their shares."""
    episodes = [_episode(0, 10) for _ in range(10)] + [_episode(who, 10, was_successful=False) for who in range(1, 6)]
    assert search_success(episodes, minimum=15).value == pytest.approx(10 / 15)


def test_episodes_that_found_nothing_are_counted() -> None:
    """They are failures, and their number is the demand for content."""
    nothing = [_episode(who, 5, was_successful=False, found_nothing=True) for who in range(6)]
    kpi = search_success([*_people([5] * 6), *nothing], minimum=30)
    assert kpi.details["episodes_that_found_nothing"] == 6
    assert kpi.value == pytest.approx(30 / 36)


@pytest.mark.parametrize(
    ("people", "each", "minimum", "status"),
    [
        (6, 5, 30, "measured"),
        (6, 5, 31, "insufficient_data"),
        (5, 6, 30, "measured"),
        (4, 50, 30, "insufficient_data"),
        (0, 0, 30, "insufficient_data"),
        (0, 0, 0, "insufficient_data"),
    ],
)
def test_below_the_minimum_nothing_is_claimed(people: int, each: int, minimum: int, status: str) -> None:
    """Too few episodes or fewer than five people: no value and no interval, but the count."""
    episodes = [_episode(who, 20) for who in range(people) for _ in range(each)]
    for kpi in (search_success(episodes, minimum=minimum), time_saved(episodes, baseline=BASELINE, minimum=minimum)):
        assert (kpi.status, kpi.n) == (status, people * each)
        assert (kpi.value is None) == (kpi.interval is None) == (status != "measured")


def test_hours_saved_are_the_gain_of_the_median_times_the_episodes() -> None:
    """30 episodes with a median of 30 s against 120 s: 90 s x 30 / 3600 = 0.75 hours."""
    seconds = [10, 20, 30, 40, 300]
    kpi = time_saved([_episode(who, s) for who in range(6) for s in seconds], baseline=BASELINE, minimum=30)
    assert (kpi.status, kpi.unit) == ("measured", "hours")
    assert kpi.value == pytest.approx(0.75)
    assert kpi.details["current_median_seconds"] == 30
    assert kpi.interval is not None
    assert kpi.interval.low <= 0.75 <= kpi.interval.high


def test_the_median_of_an_even_number_is_the_middle_of_two() -> None:
    """Twenty episodes of 20 s and of 40 s each way: the median is 30 s."""
    episodes = [_episode(who, 20 if who < 5 else 40) for who in range(10) for _ in range(4)]
    kpi = time_saved(episodes, baseline=BASELINE, minimum=30)
    assert kpi.details["current_median_seconds"] == 30
    assert kpi.value == pytest.approx(90 * 40 / 3600)
    assert kpi == time_saved(list(reversed(episodes)), baseline=BASELINE, minimum=30)


def test_time_lost_is_shown_as_a_negative_figure() -> None:
    """Slower than before is a result too, and not hidden."""
    kpi = time_saved([_episode(who, 180) for who in range(6) for _ in range(6)], baseline=BASELINE, minimum=30)
    assert kpi.value == pytest.approx(-60 * 36 / 3600)
    assert kpi.interval is not None
    assert kpi.interval.low == kpi.interval.high == pytest.approx(kpi.value)


def test_without_a_baseline_there_is_no_time_saved() -> None:
    """However much was measured; the assumption says what to set."""
    kpi = time_saved(_people([5] * 6), baseline=None, minimum=30)
    assert (kpi.status, kpi.value, kpi.interval, kpi.n) == ("no_baseline", None, None, 30)
    assert "BASELINE_SECONDS" in kpi.assumptions[0]


def test_the_assumptions_name_the_baseline_and_its_source() -> None:
    """Who reads the figure can judge it."""
    text = " ".join(time_saved([], baseline=BASELINE, minimum=30).assumptions)
    assert "120 s" in text
    assert "survey of May 2026" in text


def _people(successes: list[int]) -> list[Episode]:
    """Make five episodes of each person, so many of them successful."""
    return [
        _episode(who, 20, was_successful=number < count) for who, count in enumerate(successes) for number in range(5)
    ]


def _episode(who: int, seconds: float, *, was_successful: bool = True, found_nothing: bool = False) -> Episode:
    return Episode(UUID(int=who), MONDAY + timedelta(minutes=who), seconds, was_successful, found_nothing)
