"""Ramp time, of few people worked out by hand, and what holds of any."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.figures.calendar import DAYS_IN_MONTH
from lms.figures.frames import FigureSet
from lms.kpis.asked import PartsShown, PeopleScope
from support.figures import ask, make_figures, on, read

YEAR = (on(2026), on(2026, 12, 31))
PERIODS = {"period": ["month", "quarter", "year"]}


def _hire(who: int, day: int, **more: Any) -> dict[str, Any]:
    return {"who": who, "day": day, **more}


def _quota(who: int, amount: int, start: int = on(2026), **more: Any) -> dict[str, Any]:
    return {"who": who, "start": start, "amount": amount * 100, "period": 2, **more}


def _won(who: int, day: int, amount: int) -> dict[str, Any]:
    return {"who": who, "day": day, "is_won": 1, "amount": amount * 100}


def _months(first: int, after: int) -> float:
    return (after - first) / DAYS_IN_MONTH


def test_ramps_end_with_the_first_month_that_was_enough() -> None:
    """A quota of 12,000 a year asks for some 800 a month: 0 is there in March by two deals, 1 in April; 2 isn't yet.

    Of three, half are there with April: from January 1 that is 120 days. With 45 % 2 is there too.
    3 was hired before the two years, 4 has no quota, and 5 is no rep.
    """
    first = on(2026)
    figures = make_figures(
        PERIODS,
        hire=[
            *(_hire(who, first) for who in (0, 1, 2, 4, 5)),
            _hire(3, on(2024, 12, 31)),
        ],
        quota=[_quota(who, 12_000) for who in (0, 1, 2, 3, 5)],
        end=[
            _won(0, on(2026, 2, 1), 500),
            _won(0, on(2026, 3, 3), 500),
            _won(0, on(2026, 3, 4), 500),
            _won(1, on(2026, 4, 30), 900),
            _won(2, on(2026, 5, 1), 700),
            _won(5, on(2026, 1, 5), 9_000),
        ],
        person=[{"who": 5, "is_rep": 0}],
    )
    found = read("ramp_time", ask(figures, YEAR))
    assert found.value[0] == pytest.approx(_months(first, on(2026, 5, 1)))
    assert found.n[0] == 3
    assert {name: values[0] for name, values in found.details.items()} == {"there": 2, "not_yet": 1, "without_quota": 1}
    # April isn't over on its 20th day.
    until_march = read("ramp_time", ask(figures, YEAR, as_of=on(2026, 4, 20)))
    assert (until_march.details["there"][0], np.isnan(until_march.value[0])) == (1, True)
    half = read("ramp_time", ask(figures, YEAR, settings={"ramp_share": 0.45}))
    assert (half.details["there"][0], half.value[0]) == (3, found.value[0])


def test_quotas_count_in_the_months_that_they_cover() -> None:
    """A quota of a quarter from February: what was won in January is no ramp, a third of it in March is."""
    figures = make_figures(
        PERIODS,
        hire=[_hire(0, on(2026, 1, 10))],
        quota=[_quota(0, 8_900, on(2026, 2, 1), period=1)],
        end=[_won(0, on(2026, 1, 20), 90_000), _won(0, on(2026, 2, 2), 2_200), _won(0, on(2026, 3, 31), 2_500)],
    )
    found = read("ramp_time", ask(figures, YEAR))
    assert found.value[0] == pytest.approx(_months(on(2026, 1, 10), on(2026, 4, 1)))
    ending = [_quota(0, 8_900, on(2026, 2, 1), end=on(2026, 2, 28))]
    short = make_figures(PERIODS, hire=[_hire(0, on(2026, 1, 10))], quota=ending, end=[_won(0, on(2026, 3, 31), 9_000)])
    assert read("ramp_time", ask(short, YEAR)).details["there"][0] == 0


def test_who_left_is_followed_to_that_day() -> None:
    """One of two leaves in February unramped, the other is there in June: with one at risk, that is the median."""
    figures = make_figures(
        PERIODS,
        hire=[_hire(0, on(2026), until=on(2026, 2, 10)), _hire(1, on(2026))],
        quota=[_quota(who, 12_000) for who in (0, 1)],
        end=[_won(1, on(2026, 6, 5), 5_000), _won(0, on(2026, 7, 5), 5_000)],
    )
    found = read("ramp_time", ask(figures, YEAR))
    assert (found.n[0], found.details["there"][0]) == (2, 1)
    assert found.value[0] == pytest.approx(_months(on(2026), on(2026, 7, 1)))


def test_each_period_has_its_own_two_years_and_teams_are_of_the_last_day() -> None:
    """Hired in 2023, somebody is in the cohort of 2024, and of 2026 no more; who moved counts in the new team."""
    figures = make_figures(
        {**PERIODS, "team": ["north", "south"]},
        hire=[_hire(0, on(2023, 6, 1))],
        quota=[_quota(0, 1_200, on(year)) for year in (2023, 2024)],
        end=[_won(0, on(2024, 2, 1), 1_000)],
        stand=[
            {"who": 0, "since": on(2023, 6, 1), "until": on(2024, 5, 1), "team": 0, "is_employed": 1},
            {"who": 0, "since": on(2024, 5, 1), "team": 1, "is_employed": 1},
        ],
    )
    years = [(on(year), on(year, 12, 31)) for year in (2023, 2024, 2026)]
    assert read("ramp_time", ask(figures, *years)).n.tolist() == [1, 1, 0]
    assert read("ramp_time", ask(figures, *years)).details["there"].tolist() == [0, 1, 0]
    by_team = read("ramp_time", ask(figures, *years[:2], parts=PartsShown("team", (0, 1))))
    assert by_team.n.tolist() == [1, 0, 0, 0, 1, 0]
    south = read("ramp_time", ask(figures, *years[:2], scope=PeopleScope(teams=frozenset({1}))))
    assert south.n.tolist() == [0, 1]


@st.composite
def ramping(draw: st.DrawFn) -> tuple[FigureSet, list[int]]:
    """Draw people hired on firsts of months, and the month of 2026 in which each sells twelve times what is asked."""
    months = draw(st.lists(st.integers(1, 11), min_size=1, max_size=12))
    hires = [_hire(who, on(2026)) for who in range(len(months))]
    quotas = [_quota(who, 12_000) for who in range(len(months))]
    ends = [_won(who, on(2026, month, 15), 12_000) for who, month in enumerate(months)]
    return make_figures(PERIODS, hire=hires, quota=quotas, end=ends), months


@given(drawn=ramping(), share=st.floats(0.1, 5))
def test_when_everybody_is_there_it_is_the_plain_median(drawn: tuple[FigureSet, list[int]], share: float) -> None:
    """The lower of the two in the middle; a smaller share is never reached later."""
    figures, months = drawn
    found = read("ramp_time", ask(figures, YEAR, settings={"ramp_share": share}))
    middle = sorted(months)[(len(months) - 1) // 2]
    assert found.value[0] == pytest.approx(_months(on(2026), date(2026, middle + 1, 1).toordinal()))
    assert found.details["there"][0] == len(months) == found.n[0]


@given(
    sales=st.lists(st.tuples(st.integers(0, 5), st.integers(1, 12), st.integers(1, 1500)), max_size=30),
    as_of=st.integers(*YEAR),
)
def test_a_higher_share_and_an_earlier_day_never_bring_more_there(
    sales: list[tuple[int, int, int]], as_of: int
) -> None:
    """Nobody is there for 80 % who isn't for 40 %, nor on a day and not on a later one."""
    figures = make_figures(
        PERIODS,
        hire=[_hire(who, on(2026)) for who in range(6)],
        quota=[_quota(who, 12_000) for who in range(6)],
        end=[_won(who, on(2026, month, 9), amount) for who, month, amount in sales],
    )
    full = read("ramp_time", ask(figures, YEAR)).details["there"][0]
    assert full <= read("ramp_time", ask(figures, YEAR, settings={"ramp_share": 0.4})).details["there"][0]
    assert read("ramp_time", ask(figures, YEAR, as_of=as_of)).details["there"][0] <= full
