"""Timed tasks: what is saved, counted by hand, and what an experiment can't say."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Literal

import numpy as np
import pytest

from lms.statistics.tasks import MINIMUM_PEOPLE, TimedTask, saved_seconds


def _experiment(people: int, tasks: int, *, ratio: float, noise: float) -> list[TimedTask]:
    """People who differ do half of the tasks, which differ too, either way; a slow one takes twice the time."""
    rng = np.random.default_rng(9)
    rows = []
    for person in range(people):
        is_here = rng.permutation(tasks) < tasks / 2
        for task in range(tasks):
            seconds = 40 * 2 ** (person % 2) * 1.5 ** (task % 3) * math.exp(noise * rng.normal())
            way: Literal["before", "here"] = "here" if is_here[task] else "before"
            rows.append(TimedTask(f"p{person}", f"t{task}", way, seconds * (ratio if is_here[task] else 1)))
    return rows


def test_without_noise_the_ratio_is_exact() -> None:
    """And seconds saved are the geometric mean before, 40 x sqrt(2) x 1.5, times what the ratio leaves."""
    found = saved_seconds(_experiment(8, 12, ratio=0.4, noise=0))
    assert (found.ratio, found.ratio_low, found.ratio_high) == pytest.approx((0.4, 0.4, 0.4), abs=1e-6)
    assert found.value == pytest.approx(40 * math.sqrt(2) * 1.5 * 0.6, abs=1e-4)
    assert (found.people, found.tasks) == (8, 12)


def test_with_noise_the_truth_lies_within() -> None:
    """The seconds' interval is wide, for other people and tasks; that of the ratio is not."""
    rows = _experiment(12, 20, ratio=0.5, noise=0.5)
    found = saved_seconds(rows)
    assert found.ratio_low < 0.5 < found.ratio_high < 0.75
    assert 0 < found.low < 40 * math.sqrt(2) * 1.5 * 0.5 < found.high
    assert saved_seconds(rows).low == found.low
    assert found.draws.shape == (1000,)
    assert found.median_before == np.median([row.seconds for row in rows if row.way == "before"])
    assert found.median_here == np.median([row.seconds for row in rows if row.way == "here"])


def test_quick_people_and_easy_tasks_on_one_side_do_not_count_as_the_way() -> None:
    """Where medians say that nothing is saved, for all easy tasks were done the old way."""
    rows = [
        replace(row, seconds=row.seconds * (10 if int(row.task[1:]) % 2 else 1))
        for row in _experiment(8, 12, ratio=0.5, noise=0)
        if (row.way == "here") == bool(int(row.task[1:]) % 2) or row.person in {"p0", "p1"}
    ]
    found = saved_seconds(rows)
    assert found.ratio == pytest.approx(0.5, abs=1e-6)
    assert found.median_here > found.median_before


def test_tasks_that_ran_out_of_time_are_counted() -> None:
    """By way, for they flatter the one that has more."""
    rows = _experiment(8, 12, ratio=0.5, noise=0.2)
    late = [replace(row, is_timeout=row.way == "before" and row.task == "t1") for row in rows]
    assert saved_seconds(late).timeouts_before == sum(row.is_timeout for row in late) > 0
    assert saved_seconds(late).timeouts_here == 0


def test_too_few_people_have_a_value_without_ends() -> None:
    """One more has them."""
    few = saved_seconds(_experiment(MINIMUM_PEOPLE - 1, 12, ratio=0.5, noise=0.1))
    assert few.ratio == pytest.approx(0.5, abs=0.1)
    assert np.isnan([few.low, few.high, few.ratio_low, few.ratio_high]).all()
    assert saved_seconds(_experiment(MINIMUM_PEOPLE, 12, ratio=0.5, noise=0.1)).low > 0


def test_one_way_alone_tells_nothing() -> None:
    """Nor does nobody."""
    rows = [replace(row, way="here") for row in _experiment(8, 12, ratio=0.5, noise=0.1)]
    for found in (saved_seconds(rows), saved_seconds([])):
        assert np.isnan([found.value, found.low, found.ratio, found.median_before]).all()


def test_a_task_done_twice_is_refused() -> None:
    """The second time it isn't the same task."""
    rows = _experiment(8, 12, ratio=0.5, noise=0.1)
    with pytest.raises(ValueError, match="twice"):
        saved_seconds([*rows, replace(rows[0], way="here")])


def test_an_instant_is_a_tenth_of_a_second() -> None:
    """A logarithm of no time would be no number."""
    rows = _experiment(8, 12, ratio=0.5, noise=0.1)
    assert math.isfinite(saved_seconds([replace(rows[0], seconds=0.0), *rows[1:]]).value)
