"""Turnover and retention of sellers, counted by hand, and how they belong together."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.kpis.asked import PartsShown
from lms.statistics.intervals import poisson_rate
from lms.training.states import State
from support.figures import ask, make_figures, on, read

YEAR = (on(2025), on(2025, 12, 31))


def _stays(who: int, since: int, last: int | None = None, team: int = 0) -> list[dict[str, Any]]:
    """Return where somebody stood from a day to their last."""
    own = {"who": who, "team": team}
    if last is None:
        return [{**own, "since": since, "is_employed": 1}]
    return [
        {**own, "since": since, "until": last + 1, "is_employed": 1},
        {**own, "since": last + 1, "is_employed": 0},
    ]


STAND = [
    *_stays(0, on(2024)),
    *_stays(1, on(2024), on(2025, 6, 30)),
    *_stays(2, on(2025, 7, 1), team=1),
    *_stays(3, on(2024), on(2024, 12, 31)),
    *_stays(4, on(2024), on(2025, 12, 31), team=1),
    *_stays(5, on(2024), on(2025, 3, 1)),
]


def test_turnover_is_leavers_by_the_years_worked() -> None:
    """Two of four reps leave: 365 + 181 + 184 + 365 days were worked; 3 left the year before, 5 is no rep."""
    figures = make_figures(stand=STAND, person=[{"who": 5, "is_rep": 0}])
    found = read("seller_turnover", ask(figures, YEAR))
    years = (365 + 181 + 184 + 365) / 365.25
    interval = poisson_rate(2, exposure=years)
    assert (found.value[0], found.low[0], found.high[0]) == pytest.approx((2 / years, interval.low, interval.high))
    assert found.details["leavers"][0] == 2
    assert found.details["average_headcount"][0] == pytest.approx(1095 / 365)
    assert found.details["of_the_period"][0] == pytest.approx(2 / 3)
    assert found.n[0] == 3


def test_turnover_is_of_the_team_in_which_people_were() -> None:
    """1 leaves team 0, 4 leaves team 1; a move takes the days along."""
    moved = [
        {"who": 6, "since": on(2024), "until": on(2025, 12, 22), "team": 0, "is_employed": 1},
        {"who": 6, "since": on(2025, 12, 22), "team": 1, "is_employed": 1},
    ]
    asked = ask(make_figures({"team": ["a", "b"]}, stand=[*STAND, *moved]), YEAR, parts=PartsShown("team", (0, 1)))
    found = read("seller_turnover", asked)
    assert found.details["leavers"].tolist() == [2, 1, 0]
    assert found.details["average_headcount"] * 365 == pytest.approx([365 + 181 + 60 + 355, 184 + 365 + 10, 0])


def test_onboarding_counts_from_the_day_on_which_it_was_finished() -> None:
    """0 finishes both courses on March 1: 59 days before are of who hadn't; 1 left with one of two."""
    done = [
        {"who": 0, "course": 0, "since": on(2025, 2, 1), "state": State.COMPLETE},
        {"who": 0, "course": 1, "since": on(2025, 3, 1), "state": State.COMPLETE},
        {"who": 1, "course": 0, "since": on(2024, 2, 1), "state": State.COMPLETE},
        {"who": 1, "course": 1, "since": on(2024, 2, 1), "state": State.IN_PROGRESS},
        {"who": 4, "course": 0, "since": on(2024, 2, 1), "state": State.EXPIRING},
        {"who": 4, "course": 1, "since": on(2024, 2, 1), "state": State.COMPLETE},
    ]
    figures = make_figures({"course": ["a", "b"]}, stand=STAND, standing=done, person=[{"who": 5, "is_rep": 0}])
    details = read("seller_turnover", ask(figures, YEAR, settings={"onboarding": ["a", "b"]})).details
    assert details["onboarded_years"][0] * 365.25 == pytest.approx(365 - 59 + 365)
    assert details["not_onboarded_years"][0] * 365.25 == pytest.approx(59 + 181 + 184)
    assert (details["onboarded_leavers"][0], details["not_onboarded_leavers"][0]) == (1, 1)
    assert details["onboarded_low"][0] < details["onboarded"][0] < details["onboarded_high"][0]
    assert "onboarded" not in read("seller_turnover", ask(figures, YEAR)).details


def test_retention_is_of_those_of_the_first_day() -> None:
    """0 of 0, 1 and 4 stays, whose last day is the year's last is not kept; 2 came later."""
    figures = make_figures(stand=STAND, person=[{"who": 5, "is_rep": 0}])
    found = read("seller_retention", ask(figures, YEAR, (on(2026), on(2026, 12, 31))))
    assert (found.details["part"].tolist(), found.n.tolist()) == ([1, 2], [3, 2])


@given(
    people=st.lists(st.tuples(st.integers(0, 700), st.none() | st.integers(0, 700)), min_size=1, max_size=12),
    cut=st.integers(0, 364),
)
def test_who_was_there_at_the_start_has_stayed_or_left(people: list[tuple[int, int | None]], cut: int) -> None:
    """Turnover's leavers are those whom retention misses and those who came in between; years are days worked."""
    start = on(2024)
    rows = [(start + since, None if days is None else start + since + days) for since, days in people]
    figures = make_figures(stand=[row for who, (since, last) in enumerate(rows) for row in _stays(who, since, last)])
    first, end = YEAR[0], YEAR[0] + cut
    asked = ask(figures, (first, end))
    kept, turnover = read("seller_retention", asked), read("seller_turnover", asked)
    came_and_left = sum(first < since and last is not None and last <= end for since, last in rows)
    assert kept.n[0] - kept.details["part"][0] + came_and_left == turnover.details["leavers"][0]
    worked = sum(max(0, min(end if last is None else last, end) - max(since, first) + 1) for since, last in rows)
    assert turnover.details["average_headcount"][0] == pytest.approx(worked / (cut + 1))
    assert np.isnan(turnover.value[0]) == (worked == 0)
