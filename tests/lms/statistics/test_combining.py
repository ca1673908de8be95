"""Hours saved: by hand, with both parts uncertain, and of whom they are."""

from __future__ import annotations

import numpy as np
import pytest

from lms.statistics.combining import (
    MINIMUM_PEOPLE,
    OTHERS,
    PEOPLE,
    saved_by_answers,
    saved_hours,
    saved_in_tasks,
    saved_since_first_weeks,
)
from lms.statistics.tasks import TASKS, TIMED_PEOPLE

RNG = np.random.default_rng(2)


def test_hours_are_seconds_times_episodes() -> None:
    """A median of 90 seconds before and 30 now, in 600 episodes of eight people, are ten hours."""
    saved = saved_by_answers([60, 90, 120], [20, 25, 28, 30, 30, 35, 40, 60])
    found = saved_hours(saved, [100, 0, 100, 50, 50, 100, 100, 100])
    assert (saved.value, found.value, found.episodes) == (60, 10, 600)
    assert (found.people, found.method.split(",")[0]) == (3, "self_report")


def test_seconds_known_for_sure_leave_the_episodes_uncertain() -> None:
    """The interval is then that of a sum over people, near the normal one for fifty."""
    episodes = RNG.poisson(40, 50)
    found = saved_hours(saved_in_tasks(36, np.full(4000, 36.0), people=50), episodes)
    half = 2.01 * episodes.std(ddof=1) * np.sqrt(50) / 100
    assert found.value == pytest.approx(episodes.sum() / 100)
    assert (found.low, found.high) == pytest.approx((found.value - half, found.value + half), abs=0.15 * half)


def test_episodes_known_for_sure_leave_the_seconds_uncertain() -> None:
    """The draws of the seconds are then those of the hours; of few people the ends go further out."""
    seconds = RNG.normal(36, 6, 4000)
    few, many = (
        saved_hours(saved_in_tasks(36, seconds, people=people), [100] * people) for people in (MINIMUM_PEOPLE, 5000)
    )
    assert (many.low / 5000, many.high / 5000) == pytest.approx(np.quantile(seconds, [0.025, 0.975]) / 36, rel=0.01)
    assert few.high / MINIMUM_PEOPLE - 1 > 1.2 * (many.high / 5000 - 1)


def test_first_weeks_compare_each_person_with_themselves() -> None:
    """People who differ much and save the same all save it; who are drawn apart don't know."""
    first = RNG.lognormal(5, 1, 30)
    paired = saved_since_first_weeks(first, first - 4)
    apart = saved_by_answers(first, first - 4)
    assert paired.value == apart.value == pytest.approx(4)
    assert paired.draws == pytest.approx(np.full(1000, 4.0))
    assert apart.draws.std() > 10


def test_who_searches_often_and_saves_little_is_drawn_with_both() -> None:
    """So where most of the drawn save 90 seconds, at most half search: never more than 90 x 1,500 seconds."""
    first = np.array([100.0] * 15 + [10.0] * 15)
    saved = saved_since_first_weeks(first, np.full(30, 10.0))
    episodes = np.where(first == 10, 100, 0)
    most = 90 * 1500 / 3600
    assert saved_hours(saved, episodes).high <= most
    assert saved_hours(saved, np.roll(episodes, 8)).high > most


def test_different_people_and_tasks_are_drawn_apart() -> None:
    """Be there as many of one as of the other."""
    assert len({PEOPLE, OTHERS, TIMED_PEOPLE, TASKS}) == 4


def test_people_of_one_list_must_be_those_of_the_other() -> None:
    """Others would be multiplied with what they didn't save."""
    with pytest.raises(ValueError, match="episodes of 3 people, seconds of 2"):
        saved_hours(saved_by_answers([5], [1, 2]), [1, 2, 3])


def test_a_few_people_have_hours_without_ends() -> None:
    """And nobody has none."""
    few = saved_hours(saved_since_first_weeks([50] * 5, [30] * 5), [36] * 5)
    assert few.value == pytest.approx(1)
    assert np.isnan([few.low, few.high]).all()
    assert np.isnan(saved_hours(saved_by_answers([], []), []).value)
    assert np.isnan(saved_hours(saved_in_tasks(np.nan, np.full(10, np.nan), people=9), [4] * 9).low)
