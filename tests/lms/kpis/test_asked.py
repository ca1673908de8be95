"""Questions: which rows they are about, in which team and region somebody is then, and what is counted of them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.figures.deals import GONE, OPEN
from lms.figures.frames import FigureSet
from lms.kpis.asked import PartsShown, PeopleScope
from support.figures import ask, make_figures, on

MAY = (on(2026, 5, 1), on(2026, 5, 31))


def _moved() -> FigureSet:
    """One person moves from team 0 and region 0 to 1 and 1 on May 10 and leaves with May 20; another stays."""
    stand = [
        {"who": 0, "since": on(2026), "until": on(2026, 5, 10), "team": 0, "region": 0, "is_employed": 1},
        {"who": 0, "since": on(2026, 5, 10), "until": on(2026, 5, 21), "team": 1, "region": 1, "is_employed": 1},
        {"who": 0, "since": on(2026, 5, 21), "team": 1, "region": 1, "is_employed": 0},
        {"who": 1, "since": on(2026), "team": 0, "region": 0, "is_employed": 1},
    ]
    visit = [{"day": on(2026, 5, 2), "who": who, "page": 0} for who in (0, 1)]
    return make_figures({"team": ["a", "b"], "region": ["x", "y"], "page": ["p"]}, stand=stand, visit=visit)


def test_days_in_a_team_are_those_of_who_was_in_it() -> None:
    """Nine days in the old team and eleven in the new one, beside the 31 of who stays."""
    asked = ask(_moved(), MAY, parts=PartsShown("team", (0, 1)))
    rows = asked.spans("stand")
    rows = rows.where(rows["is_employed"] != 0)
    assert rows.sum(asked.days_of(rows, rows["since"], rows["until"])).tolist() == [9 + 31, 11, 0]


@pytest.mark.parametrize("dimension", ["team", "region"])
@pytest.mark.parametrize(("last", "counts"), [(on(2026, 5, 9), [2, 0]), (on(2026, 5, 12), [1, 1])])
def test_rows_of_people_are_told_apart_by_where_they_are_on_the_last_day(
    dimension: str, last: int, counts: list[int]
) -> None:
    """Of those that don't say themselves; by parts, by scope and by filter alike."""
    figures, period = _moved(), (MAY[0], last)
    assert ask(figures, period, parts=PartsShown(dimension, (0, 1))).flow("visit").count().tolist() == [*counts, 0]
    filtered = [ask(figures, period, filters={dimension: frozenset({one})}).flow("visit") for one in (0, 1)]
    assert [len(rows) for rows in filtered] == counts
    if dimension == "team":
        scoped = [ask(figures, period, scope=PeopleScope(teams=frozenset({one}))).flow("visit") for one in (0, 1)]
        assert [len(rows) for rows in scoped] == counts


def test_deals_that_were_deleted_are_not_among_those_created() -> None:
    """Whenever they were created: what is looked for among days in their order is found."""
    created = [(on(2026, 5, day), GONE if day in {1, 2} else OPEN) for day in (1, 2, 3, 5, 9)]
    deals = [{"number": n, "created": day, "state": state} for n, (day, state) in enumerate(created)]
    figures = make_figures(deal=deals)
    assert [len(ask(figures, period).created()) for period in ((on(2026, 5, 4), on(2026, 5, 6)), MAY)] == [1, 3]


def test_what_is_made_of_a_question_is_made_once_and_not_of_another() -> None:
    """The same rows are the same object; those of other periods, or of the company, are their own."""
    asked = ask(_moved(), MAY, scope=PeopleScope(people=frozenset({1})))
    assert asked.flow("visit") is asked.flow("visit")
    assert [len(one.flow("visit")) for one in (asked, asked.of_all(), asked.over(asked.periods))] == [1, 2, 1]


@given(
    rows=st.lists(st.tuples(st.integers(0, 3), st.integers(-1, 5), st.integers(-9, 9)), max_size=30),
    far=st.booleans(),
)
def test_different_values_and_sums_by_person_are_what_a_plain_count_says(
    rows: list[tuple[int, int, int]], far: bool
) -> None:
    """Also where values lie so far apart that no table holds them; rows of nobody are one person's."""
    scale = 8_000_000 if far else 1
    visits = [{"day": MAY[0], "who": who, "page": page * scale if page > 0 else page} for page, who, _ in rows]
    asked = ask(make_figures(visit=visits), MAY, parts=PartsShown("person", (0, 1)))
    picked = asked.flow("visit")
    found: list[set[int]] = [set(), set(), set()]
    for page, who, _ in rows:
        found[who if who in {0, 1} else 2].add(page)
    assert picked.distinct("page").tolist() == [len(one) for one in found]
    values = np.array([value for _, _, value in rows], dtype=np.float64)
    summed = picked.by_person(values)
    assert summed.shape == (len({who for _, who, _ in rows}), 3)
    assert summed.sum(axis=0) == pytest.approx(picked.sum(values))
    of_people = sorted(sum(value for _, who, value in rows if who == one) for one in {who for _, who, _ in rows})
    assert sorted(summed.sum(axis=1).tolist()) == of_people
