"""Promises that were kept, by team: of whom nothing was promised there is none."""

from __future__ import annotations

import numpy as np
import pytest

from lms.figures.promises import COMPANY, KIND_NUMBERS
from lms.kpis.asked import KpiPeriod, PartsShown, PeopleScope
from lms.kpis.forecasting.promised import promised
from support.figures import ask, make_figures, on

JUNE = KpiPeriod(on(2026, 6, 1), on(2026, 6, 30))
NAN = float("nan")


@pytest.mark.parametrize(
    ("scope", "parts", "amounts"),
    [
        (PeopleScope(), None, [100]),
        (PeopleScope(), PartsShown("team", (0, 1, 2)), [30, 50, NAN, 20]),
        (PeopleScope(teams=frozenset({0, 2})), PartsShown("team", (0, 2)), [30, NAN, NAN]),
        (PeopleScope(teams=frozenset({2})), None, [NAN]),
        (PeopleScope(people=frozenset({0})), None, [NAN]),
    ],
)
def test_a_team_founded_since_was_promised_nothing(
    scope: PeopleScope, parts: PartsShown | None, amounts: list[float]
) -> None:
    """Not 0, which its first sales would then have missed; others are what is left of the company's promise."""
    rows = [
        {"taken": on(2026, 5, 25), "team": team, "amount": amount * 100, "kind": KIND_NUMBERS["ours"], "currency": -1}
        for team, amount in ((COMPANY, 100), (0, 30), (1, 50))
    ]
    figures = make_figures(promise=[{**row, "start": JUNE.start, "end": JUNE.end} for row in rows])
    asked = ask(figures, tuple(JUNE), scope=scope, parts=parts)
    assert np.array_equal(promised(asked, JUNE, "ours"), amounts, equal_nan=True)
