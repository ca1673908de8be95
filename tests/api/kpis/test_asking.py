"""Periods that are asked for: those that can't be are refused, and a fiscal year has its own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from support.acting import problem_of
from support.crm import count_figures
from support.factories import Cast, fill


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("from=2026-02-01&to=2026-01-31", "from"),
        ("from=2026-02-01", "to"),
        ("from=0001-01-01&to=2026-01-01", "from"),
        ("as_of=9999-12-31", "as_of"),
    ],
)
def test_periods_that_cannot_be_are_409(sqlite_cast: Cast, query: str, field: str) -> None:
    """The field at fault is named."""
    count_figures(sqlite_cast.ada.client.application)
    assert problem_of(sqlite_cast.max.get(f"/kpis?{query}"), 409)["errors"][0]["pointer"] == f"#/{field}"


def test_a_fiscal_year_has_its_own_quarters(make_app: Callable[..., Flask]) -> None:
    """It is called after the year in which it ends."""
    app = make_app(fiscal_year_starts=2)
    cast = fill(app)
    count_figures(app)
    periods = cast.nadia.get("/kpis/win_rate?step=quarter&count=2&as_of=2026-05-10").get_json()["periods"]
    assert [(one["name"], one["start"], one["end"]) for one in periods] == [
        ("FY2027-Q1", "2026-02-01", "2026-04-30"),
        ("FY2027-Q2", "2026-05-01", "2026-07-31"),
    ]
