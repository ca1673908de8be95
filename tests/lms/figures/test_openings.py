"""Openings: what held at a month's start, so that a day's rows are found without looking at all."""

from __future__ import annotations

import numpy as np
import pytest

from lms.figures.frames import NEVER
from lms.figures.openings import openings_of
from support.figures import ask, make_figures, on

BEGIN = on(2025)


@pytest.mark.parametrize("seed", range(5))
def test_found_by_openings_is_what_looking_at_all_rows_finds(seed: int) -> None:
    """Rows that begin and end on any days, some never, some before there was a month."""
    dice = np.random.default_rng(seed)
    since = BEGIN + dice.integers(0, 400, 300)
    since[:3] = 0
    until = np.where(dice.random(300) < 0.2, NEVER, since + dice.integers(1, 200, 300))
    rows = [{"deal": n, "since": int(a), "until": int(b)} for n, (a, b) in enumerate(zip(since, until, strict=True))]
    figures = make_figures(held=rows)
    for day in (BEGIN - 40, BEGIN, on(2025, 2, 1), on(2025, 7, 17), on(2026, 3, 1), on(2027)):
        found = ask(figures, (day, day)).stock("held")["deal"]
        assert sorted(found.tolist()) == sorted(np.flatnonzero((since <= day) & (until > day)).tolist())


def test_nothing_has_no_openings() -> None:
    """A company without deals is no fault."""
    figures = make_figures()
    opening, rows = openings_of(figures.frames["held"])
    assert len(opening["day"]) == len(rows["row"]) == 0
