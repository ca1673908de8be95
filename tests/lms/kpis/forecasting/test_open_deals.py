"""Open deals: who is still in a stage is compared with those alone who stayed as long."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from lms.figures.frames import NEVER, FigureSet
from lms.figures.stays import LOST, WENT_ON
from lms.kpis.asked import KpiPeriod
from lms.kpis.forecasting.history import history_of, won_history
from lms.kpis.forecasting.smoothed import by_smoothing
from lms.kpis.forecasting.spans import Spans
from lms.kpis.forecasting.visits import StageVisits
from lms.kpis.periods import periods_up_to
from lms.statistics.forecasts.auto_ets import is_available
from support.figures import ask, make_figures, on

DAY = on(2026, 6, 30)
FIRST = on(2025, 1, 6)


def _figures() -> FigureSet:
    """Make 60 deals: 30 leave the stage after 5 days and are won on day 40, 30 stay 50 days in it and are lost."""
    stays, ends, deals = [], [], []
    for number in range(60):
        since, is_quick = FIRST + number, number % 2 == 0
        left = since + (5 if is_quick else 50)
        stays.append(
            {"deal": number, "stage": 0, "since": since, "left": left, "became": WENT_ON if is_quick else LOST}
        )
        day = since + (40 if is_quick else 50)
        ends.append({"deal": number, "day": day, "is_won": int(is_quick), "who": 0, "amount": 100_000, "currency": 0})
        deals.append({"number": number, "state": int(is_quick)})
    for number, since in ((60, DAY - 2), (61, DAY - 45)):
        stays.append({"deal": number, "stage": 0, "since": since, "left": NEVER})
        deals.append({"number": number, "state": 2})
    open_deal = {"stage": 0, "who": 0, "amount": 500_000, "currency": 0}
    held = [{**open_deal, "deal": 60, "since": DAY - 2}, {**open_deal, "deal": 61, "since": DAY - 45}]
    words = {"stage": ["Discovery"], "currency": ["EUR"]}
    return make_figures(words, stay=stays, end=ends, deal=deals, held=held)


def test_a_deal_that_stayed_long_is_compared_with_those_that_did() -> None:
    """A fresh one is won with one chance in two; one of 45 days, as all that stayed so long, never."""
    asked = ask(_figures(), (FIRST, DAY))
    visits = StageVisits(asked)
    conversions = visits.conversions(DAY)
    fresh, old = sorted(visits.open_on(asked, DAY), key=lambda deal: deal.stage)
    assert (fresh.stage, fresh.days_in_stage, fresh.amount) == ("0 from day 0", 2, 5000)
    assert (old.stage, old.days_in_stage) == ("0 from day 45", 0)
    assert conversions[fresh.stage].won_within(2, 45) == pytest.approx(0.5, abs=0.01)
    assert conversions[old.stage].won_by[-1] == 0


def test_what_is_known_later_is_not_known_before() -> None:
    """On the 30th day nothing was won yet, and no deal had left for good."""
    visits = StageVisits(ask(_figures(), (FIRST, DAY)))
    known = visits.conversions(FIRST + 30)["0 from day 0"]
    assert (known.visits, known.won_by[-1]) == (31, 0)


def test_won_value_is_summed_by_day() -> None:
    """From the first deal that was closed on; what is asked for later isn't there."""
    history = won_history(ask(_figures(), (FIRST, DAY)))
    assert history.between(FIRST, DAY)[0] == 30 * 1000
    assert history.between(FIRST + 40, FIRST + 40)[0] == 1000


@pytest.mark.skipif(not is_available(), reason="needs the extra `forecast`")
def test_smoothing_says_nothing_below_zero() -> None:
    """With its back-test, of the months after the first year."""
    rng = np.random.default_rng(1)
    days = rng.exponential(100, (1, 900)) * (rng.random((1, 900)) < 0.1)
    history = history_of(FIRST, days)
    day = date.fromordinal(FIRST + 880)
    past = tuple(period for period in periods_up_to("month", day, count=28)[:-1] if period.start >= FIRST)
    spans = Spans(past, (KpiPeriod(day.replace(day=1).toordinal(), day.toordinal()),), day.toordinal())
    found = by_smoothing(history, spans, "month")
    assert len(found.backtests[0].tests) == len(past) - 12
    assert all(one.low >= 0 for said in found.said if said for one in said.intervals)


def test_where_no_past_period_is_to_be_tested_none_is() -> None:
    """Of so many deals that a simulation takes too long, none of the past is simulated, and not all of it."""
    months = tuple(KpiPeriod(day, day + 29) for day in range(700_000, 700_090, 30))
    spans = Spans(months[:2], months[2:], months[2].start + 4)
    assert list(spans.same_days(0)) == []
    assert list(spans.same_days(1)) == [(months[1], months[1].start + 4)]
