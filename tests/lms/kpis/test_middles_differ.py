"""Medians and means told apart: whether they differ is read off the values that they are of."""

from __future__ import annotations

import numpy as np
import pytest

from lms.kpis.asked import PartsShown
from lms.kpis.registry import registry
from lms.kpis.results import differing, results_of
from lms.statistics.differing import Difference, values_differ
from support.figures import ask, make_figures, on

FIRST, SECOND = (on(2025), on(2025, 12, 31)), (on(2026), on(2026, 12, 31))


def _tested(name: str, *cycles: list[int], parts: int) -> Difference | None:
    """Return whether teams differ in 2026, whose deals took these days; in 2025 all of the first team took a year."""
    before = [{"team": 0, "day": FIRST[0] + number, "is_won": 1, "cycle": 365} for number in range(30)]
    ends = [
        {"team": team, "day": SECOND[0] + number, "is_won": 1, "cycle": days, "amount": 100 * days}
        for team, own in enumerate(cycles)
        for number, days in enumerate(own)
    ]
    closed = [*before, *sorted(ends, key=lambda row: row["day"])]
    figures = make_figures(end=closed, deal=[{"created": row["day"]} for row in closed])
    asked = ask(figures, FIRST, SECOND, parts=PartsShown("team", tuple(range(parts))))
    (results,) = results_of(asked, [registry()[name]])
    return differing(asked, results)


@pytest.mark.parametrize("name", ["sales_cycle", "median_deal", "average_deal"])
def test_teams_differ_by_the_values_of_the_last_period_alone(name: str) -> None:
    """As Kruskal and Wallis say of them; who is in neither team isn't asked."""
    quick, slow, others = list(range(10, 30)), list(range(20, 40)), [300] * 20
    found = _tested(name, quick, slow, others, parts=2)
    values, groups = np.array([*quick, *slow]), np.repeat([0, 1], 20)
    assert found == values_differ(values, groups)
    assert found.is_evident
    same = _tested(name, quick, quick, others, parts=2)
    assert same is not None
    assert not same.is_evident


def test_of_one_team_nothing_is_tested() -> None:
    """Nor where nothing is known of the others."""
    assert _tested("sales_cycle", [10, 20, 30] * 5, [], parts=2) is None
