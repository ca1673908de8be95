"""Seller time saved, against what was said, typed in and timed, of few episodes counted by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from lms.baselines.dealing import WAYS
from lms.figures.frames import FigureSet
from lms.kpis.asked import KpiQuestion
from lms.kpis.saving import Baselines
from lms.statistics.tasks import TimedTask, saved_seconds
from support.figures import ask, make_figures, on, read

MAY = (on(2026, 5, 1), on(2026, 5, 31))


def _searching() -> FigureSet:
    """Eight people with five episodes of 20 to 34 seconds each."""
    return make_figures(
        episode=[
            {"day": on(2026, 5, 4), "who": who, "seconds": 20 + 2 * who, "is_success": 1}
            for who in range(8)
            for _ in range(5)
        ]
    )


def _asked(baselines: Baselines, figures: FigureSet | None = None, **more: Any) -> KpiQuestion:
    return ask(figures or _searching(), MAY, settings={"baselines": lambda: baselines}, **more)


def test_what_few_say_is_not_told() -> None:
    """So that nobody's answer can be worked out: from six on there is a figure, before that one that was typed in."""
    five = {str(number): 87 for number in range(5)}
    found = read("seller_time_saved", _asked(Baselines(five)))
    assert np.isnan([found.value[0], found.details["seconds_per_episode"][0]]).all()
    assert "fewer than 6 people" in found.notes[0]
    typed = read("seller_time_saved", _asked(Baselines(five, typed_seconds=57)))
    assert typed.value[0] == pytest.approx(30 * 40 / 3600)
    found = read("seller_time_saved", _asked(Baselines(five | {"5": 87})))
    assert found.value[0] == pytest.approx(60 * 40 / 3600)
    assert "6 people say" in found.notes[0]


def test_a_figure_that_was_typed_in_says_that_it_is_sure_of_itself() -> None:
    """It has the interval of the searches alone, and a note."""
    found = read("seller_time_saved", _asked(Baselines(typed_seconds=87, typed_source="a guess")))
    assert found.value[0] == pytest.approx(60 * 40 / 3600)
    assert found.low[0] < found.value[0] < found.high[0]
    assert "not in the interval" in found.notes[0]


def test_what_many_say_enters_the_interval() -> None:
    """Ten answers that differ make it wider than one figure of their median."""
    typed = read("seller_time_saved", _asked(Baselines(typed_seconds=87)))
    said = read("seller_time_saved", _asked(Baselines({str(n): 42 + 10 * n for n in range(10)})))
    assert said.value[0] == pytest.approx(typed.value[0])
    assert said.high[0] - said.low[0] > typed.high[0] - typed.low[0]


def test_the_method_names_as_many_draws_as_there_are() -> None:
    """Of timed tasks those of the experiment, which are fewer."""
    assert "1000 resamples" in read("seller_time_saved", _asked(Baselines({str(n): 87 + n for n in range(6)}))).method
    rows = [
        TimedTask(f"p{person}", f"t{task}", WAYS[(person + task) % 2], 30 + 10 * ((person + task) % 2))
        for person in range(6)
        for task in range(10)
    ]
    asked = _asked(Baselines(tasks=saved_seconds(rows, resamples=300)))
    found = read("seller_time_saved_tasks", asked)
    assert "300 resamples" in found.method
    assert found.low[0] <= found.value[0] <= found.high[0]


def _first_weeks() -> FigureSet:
    """Eight people who take 60 seconds in March and 20 in May; the first of them began a day before the others."""
    days = ((on(2026, 3, 2), 60), (on(2026, 5, 4), 20))
    rows = [
        {"day": day - (who == 0), "who": who, "seconds": seconds, "is_success": 1}
        for who in range(8)
        for day, seconds in days
    ]
    return make_figures(episode=rows)


def test_first_weeks_are_compared_with_what_came_after_them() -> None:
    """Each saves 40 seconds in the one episode of May; within the first four weeks nothing is after them."""
    found = read("seller_time_saved_first_weeks", _asked(Baselines(), _first_weeks()))
    assert (found.value[0], found.n[0]) == (pytest.approx(8 * 40 / 3600), 8)
    march = ask(_first_weeks(), (on(2026, 3, 1), on(2026, 3, 29)), settings={"baselines": Baselines})
    assert read("seller_time_saved_first_weeks", march).n[0] == 0


def test_whose_first_weeks_are_not_kept_any_more_has_none() -> None:
    """Kept from four weeks before March 2 on, those who began that day have their first weeks, and the other hasn't."""
    figures = _first_weeks()
    kept = replace(figures, notes={**figures.notes, "usage_since": on(2026, 3, 2) - 28})
    found = read("seller_time_saved_first_weeks", _asked(Baselines(), kept))
    assert (found.n[0], found.details["people"][0]) == (7, 7)
    assert "1 of those who searched" in found.notes[1]
