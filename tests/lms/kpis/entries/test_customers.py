"""NPS, trusted partners, and what customers and marketing cost, counted by hand."""

from __future__ import annotations

from math import sqrt
from typing import Any

import numpy as np
import pytest

from lms.figures.frames import FigureSet
from lms.kpis.asked import PartsShown, PeopleScope
from lms.statistics.intervals import poisson_rate, wilson
from support.figures import ask, make_figures, on, read

QUARTER = (on(2026, 4, 1), on(2026, 6, 30))


def _answers(column: str, *values: int, **more: int) -> list[dict[str, int]]:
    return [{"day": on(2026, 5, 5), column: value, **more} for value in values]


def test_nps_is_promoters_less_detractors() -> None:
    """Five of 9 and 10, three of 7 and 8, two of 0 and 6, and one who said nothing: 30, with its standard error."""
    rows = [*_answers("nps", 9, 10, 9, 10, 10, 7, 8, 8, 0, 6), *_answers("trust", 3)]
    found = read("nps", ask(make_figures(survey=rows), QUARTER))
    assert (found.value[0], found.n[0]) == (pytest.approx(30), 10)
    assert found.details["standard_error"][0] == pytest.approx(100 * sqrt((0.5 + 0.2 - 0.3**2) / 10))
    assert [found.details[name][0] for name in ("promoters", "passives", "detractors")] == [5, 3, 2]
    assert found.low[0] < 30 < found.high[0]


def test_surveys_are_told_apart_by_seller_and_segment() -> None:
    """Each has their own answers."""
    rows = [*_answers("nps", 10, 10, who=0, segment=1), *_answers("nps", 0, who=1, segment=0)]
    figures = make_figures(survey=rows)
    assert read("nps", ask(figures, QUARTER, parts=PartsShown("person", (0, 1)))).value[:2].tolist() == [100, -100]
    assert read("nps", ask(figures, QUARTER, parts=PartsShown("segment", (0, 1)))).n.tolist() == [1, 2, 0]
    assert read("nps", ask(figures, QUARTER, filters={"segment": frozenset({1})})).value.tolist() == [100]


def test_trusted_partners_are_the_top_of_five_levels() -> None:
    """Two of eight; how many named each level stands beside, and 0 and 6 are no levels."""
    rows = _answers("trust", 1, 2, 2, 3, 4, 4, 5, 5, 0, 6)
    found = read("trusted_partner", ask(make_figures(survey=rows), QUARTER))
    interval = wilson(2, 8)
    assert (found.value[0], found.low[0], found.high[0]) == pytest.approx((0.25, interval.low, interval.high))
    levels = (
        "approved_vendor",
        "preferred_supplier",
        "solutions_consultant",
        "strategic_contributor",
        "trusted_partner",
    )
    assert [found.details[name][0] for name in levels] == [1, 2, 1, 2, 2]


def _spend(kind: int, start: int, end: int, amount: int, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "start": start, "end": end, "amount": amount * 100, **more}


KINDS = {"spend_kind": ["Marketing", "Sales", "events", "Sales and marketing"], "campaign": ["expo"]}


def _company() -> FigureSet:
    """Six customers are won in the quarter, each after 60 days, but one after 20 and one after 90; one buys again."""
    cycles = {0: 60, 1: 60, 2: 20, 3: 90, 4: 60, 5: 60}
    end = [{"day": on(2026, 5, 9), "is_won": 1, "account": one, "cycle": days} for one, days in cycles.items()]
    end.append({"day": on(2026, 5, 10), "is_won": 1, "account": 0, "cycle": 60})
    spend = [
        _spend(0, on(2026, 1, 1), on(2026, 3, 31), 9_000),
        _spend(1, on(2026, 4, 1), on(2026, 4, 30), 3_000),
        _spend(2, on(2026, 5, 1), 0, 500, campaign=0),
        _spend(3, on(2026, 5, 2), on(2026, 5, 2), 100),
        _spend(1, on(2026, 5, 3), on(2026, 5, 3), 77),
    ]
    account = [{"key_text": one, "first_won": on(2026, 5, 9)} for one in range(6)]
    return make_figures(KINDS, end=end, spend=spend, account=account)


def test_cac_takes_the_spend_of_a_sales_cycle_earlier() -> None:
    """From January 31 to May 1: 60 of 90 days of 9,000, 3,000 and 500, for six new customers."""
    found = read("cac", ask(_company(), QUARTER))
    spent = 9_000 * 60 / 90 + 3_000 + 500
    interval = poisson_rate(6, exposure=1)
    assert (found.details["lag_days"][0], found.n[0]) == (60, 6)
    assert found.details["spend"][0] == pytest.approx(spent)
    ends = (spent / 6, spent / interval.high, spent / interval.low)
    assert (found.value[0], found.low[0], found.high[0]) == pytest.approx(ends)


def test_spend_belongs_to_no_team_so_neither_does_cac() -> None:
    """A team's new customers by nobody's spend is no figure, nor is what it spent; nor a period without new ones."""
    team = read("cac", ask(_company(), QUARTER, scope=PeopleScope(teams=frozenset({0}))))
    later = read("cac", ask(_company(), (on(2026, 7, 1), on(2026, 9, 30))))
    assert np.isnan([team.value[0], later.value[0], later.details["lag_days"][0]]).all()
    marketing = read("marketing_cost", ask(_company(), QUARTER, scope=PeopleScope(teams=frozenset({0}))))
    assert np.isnan(marketing.value[0])
    assert "no person, team" in marketing.notes[-1]


def test_marketing_cost_is_what_is_not_for_sales() -> None:
    """In the second quarter 500 and 100, and 3,077 for sales; of January to March two thirds from February on."""
    found = read("marketing_cost", ask(_company(), QUARTER, (on(2026, 7, 1), on(2026, 7, 31))))
    assert (found.value.tolist(), found.n.tolist(), found.details["sales"][0]) == ([600, 0], [2, 0], 3_077)
    part = read("marketing_cost", ask(_company(), (on(2026, 1, 31), on(2026, 3, 31)), as_of=on(2026, 3, 1)))
    assert part.value[0] == pytest.approx(9_000 * 30 / 90)
    by_campaign = read("marketing_cost", ask(_company(), QUARTER, parts=PartsShown("campaign", (0,))))
    assert by_campaign.value.tolist() == [500, 100]
