"""Counts laid beside days: nobody stands out for having come in the middle of a period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from lms.figures.frames import FigureSet
from lms.kpis.asked import PartsShown
from lms.kpis.registry import registry
from lms.kpis.results import differing, results_of
from lms.statistics.differing import Difference, counts_differ
from support.figures import ask, make_figures, on

YEAR = (on(2026), on(2026, 12, 31))
OCTOBER = on(2026, 10)
PEOPLE, TEAMS = PartsShown("person", (0, 1)), PartsShown("team", (0, 1))
# All year, and from October on: a quarter's days, less two.
DAYS = (365, 92)


def _figures(*wins: int, **rows: Sequence[Mapping[str, Any]]) -> FigureSet:
    """Make deals that two people won from October on, of whom one came then; each is a team."""
    stands = [{"who": 0, "since": on(2020), "team": 0}, {"who": 1, "since": OCTOBER, "team": 1}]
    ends = [
        {"who": who, "team": who, "day": OCTOBER + number, "is_won": 1}
        for who, count in enumerate(wins)
        for number in range(count)
    ]
    own = [{"is_employed": 1, **stand} for stand in [*stands, *rows.get("stand", ())]]
    deals = [{"who": row["who"], "created": row["day"]} for row in ends]
    return make_figures(stand=own, end=ends, deal=deals, person=rows.get("person", []))


def _tested(figures: FigureSet, parts: PartsShown) -> Difference | None:
    asked = ask(figures, YEAR, parts=parts)
    (results,) = results_of(asked, [registry()["deals_won"]])
    return differing(asked, results)


@pytest.mark.parametrize("parts", [PEOPLE, TEAMS])
def test_who_came_late_and_sold_at_the_same_pace_does_not_differ(parts: PartsShown) -> None:
    """40 in a year and 10 in a quarter are no difference; as many in both, a large one."""
    found = _tested(_figures(40, 10), parts)
    assert found == counts_differ((40, 10), DAYS)
    assert not found.is_evident
    assert counts_differ((40, 10), (1, 1)).is_evident
    same = _tested(_figures(25, 25), parts)
    assert same is not None
    assert same.is_evident


def test_who_sells_nothing_and_is_no_rep_is_left_out() -> None:
    """A rep who sold nothing counts, somebody of marketing doesn't."""
    three = PartsShown("person", (0, 1, 2))
    marketing = [{"who": 2, "since": on(2020)}]
    for is_rep, groups in ((0, 2), (1, 3)):
        found = _tested(_figures(40, 10, stand=marketing, person=[{"who": 2, "is_rep": is_rep}]), three)
        assert found is not None
        assert found.groups == groups


def test_of_one_alone_nothing_is_tested() -> None:
    """There is nobody to differ from."""
    assert _tested(_figures(40), PartsShown("person", (0,))) is None
