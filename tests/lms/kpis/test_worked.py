"""Activities added up by month are what counting them one by one gives."""

from __future__ import annotations

import numpy as np
import pytest

from lms.figures.linking_rows import CALL
from lms.kpis.asked import PartsShown, PeopleScope
from lms.kpis.worked import worked
from support.figures import ask, make_figures, on

PERIODS = (
    ((on(2025, 1, 1), on(2025, 3, 31)), (on(2025, 4, 1), on(2025, 6, 30))),
    ((on(2025, 1, 15), on(2025, 1, 20)),),
    ((on(2025, 1, 15), on(2025, 2, 3)),),
    ((on(2025, 1, 31), on(2025, 4, 1)),),
    ((on(2024, 1, 1), on(2026, 12, 31)),),
    ((on(2025, 2, 1), on(2025, 2, 28)),),
)


@pytest.mark.parametrize("periods", PERIODS)
@pytest.mark.parametrize("as_of", [on(2025, 2, 28), on(2025, 5, 14), on(2027)])
@pytest.mark.parametrize(
    ("scope", "parts"),
    [(PeopleScope(), None), (PeopleScope(teams=frozenset({1})), None), (PeopleScope(), PartsShown("person", (0, 2)))],
)
def test_sums_are_those_of_the_activities(
    periods: tuple[tuple[int, int], ...], as_of: int, scope: PeopleScope, parts: PartsShown | None
) -> None:
    """Whatever months the periods hold whole, of whomever, told apart or not."""
    dice = np.random.default_rng(7)
    rows = [
        {
            "day": on(2025) + int(dice.integers(0, 250)),
            "who": int(dice.integers(-1, 3)),
            "team": int(dice.integers(-1, 2)),
            "category": int(dice.integers(0, 4)),
            "was_connected": int(dice.integers(-1, 2)),
            "minutes": float(dice.integers(0, 3)),
        }
        for _ in range(400)
    ]
    figures = make_figures(activity=rows)
    asked = ask(figures, *periods, as_of=as_of, scope=scope, parts=parts)
    singly, found = asked.flow("activity"), worked(asked)
    calls, of_calls = singly.where(singly["category"] == CALL), found.where(found.category == CALL)
    assert found.count("known", category=CALL).tolist() == calls.count(calls["was_connected"] >= 0).tolist()
    assert found.count().tolist() == singly.count().tolist()
    assert found.people.tolist() == singly.distinct("who").tolist()
    assert of_calls.count("known").tolist() == calls.count(calls["was_connected"] >= 0).tolist()
    assert of_calls.count("reached").tolist() == calls.count(calls["was_connected"] == 1).tolist()
    assert found.count("timed").tolist() == singly.count(singly["minutes"] > 0).tolist()
    assert found.sum(found.sums["minutes"]).tolist() == singly.sum(singly["minutes"]).tolist()
    assert found.by_person(found.sums["n"]).tolist() == singly.by_person(np.ones(len(singly))).tolist()
