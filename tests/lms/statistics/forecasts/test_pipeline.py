"""Pipeline forecasts: conversions by hand, and the luck of the draw against the binomial distribution."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.statistics.forecasts.conversion import Conversion, conversion_of
from lms.statistics.forecasts.pipeline import OpenDeal, calibrated, forecast_pipeline
from lms.statistics.intervals import Interval

Ending = tuple[int, str]
PAST: list[Ending] = [(10, "won"), (20, "lost"), (30, "won")]


def _conversion(ends: list[Ending]) -> Conversion:
    """Of deals that were open for so many days, and ended so or are open still."""
    return conversion_of(
        [days for days, _ in ends],
        won=[ending == "won" for _, ending in ends],
        lost=[ending == "lost" for _, ending in ends],
    )


def _even(stage: str = "quote") -> dict[str, Conversion]:
    """Half of all are won after 10 days, a quarter after 40, a quarter lost after 50."""
    ends: list[Ending] = [(10, "won"), (10, "won"), (40, "won"), (50, "lost")]
    return {stage: _conversion(ends * 10)}


def test_conversion_by_hand() -> None:
    """Of three, one was won by day 10, another by day 30; at 15 days two were left, of which one was won."""
    found = _conversion(PAST)
    assert found.won_within(0, 9) == 0
    assert found.won_within(0, 10) == pytest.approx(1 / 3)
    assert found.won_within(0, 30) == pytest.approx(2 / 3)
    assert found.won_within(15, 20) == pytest.approx(1 / 2)
    assert found.won_within(30, 5) is None
    assert found.visits == 3


def test_deals_that_are_still_open_are_not_lost() -> None:
    """One that is open after 15 days counts until then: of four a quarter was won, then half of what was left."""
    found = _conversion([*PAST, (15, "open")])
    assert found.won_within(0, 10) == pytest.approx(1 / 4)
    assert found.won_within(0, 30) == pytest.approx(1 / 4 + 3 / 4 / 2)
    assert found.won_within(15, 15) == pytest.approx(1 / 2)


def test_nothing_is_known_of_deals_older_than_any_that_was_seen() -> None:
    """One was open after 40 days, and nobody saw what became of it."""
    found = _conversion([*PAST, (40, "open")])
    assert found.won_within(39, 5) == 0
    assert found.won_within(40, 5) is None


@given(
    st.lists(st.tuples(st.integers(0, 60), st.sampled_from(["won", "lost"])), min_size=1),
    st.integers(0, 60),
    st.integers(0, 60),
)
def test_of_ended_deals_it_is_the_plain_share(ended: list[Ending], age: int, days: int) -> None:
    """Won within so many days, of those that were open for longer than that age."""
    found = _conversion(ended)
    older = [(day, ending) for day, ending in ended if day > age]
    won = [day for day, ending in older if ending == "won" and day <= age + days]
    assert found.won_within(age, days) == (pytest.approx(len(won) / len(older)) if older else None)


def test_a_deal_is_expected_in_the_period_in_which_such_deals_are_won() -> None:
    """A new one of 1,000: half in the first 30 days, a quarter in the next; one of 20 days: half in the first."""
    found = forecast_pipeline([OpenDeal("quote", 1000, 0)], conversions=_even(), ends=[30, 60])
    assert [period.expected for period in found.periods] == pytest.approx([500, 250])
    older = forecast_pipeline([OpenDeal("quote", 1000, 20)], conversions=_even(), ends=[30, 60])
    assert [period.expected for period in older.periods] == pytest.approx([500, 0])


def test_many_deals_of_one_size_are_binomial() -> None:
    """Of 100 with even chances 40 to 60 are won in 95 % of cases, 44 to 56 in 80 %; with a quarter 17 to 34."""
    deals = [OpenDeal("quote", 1, 0)] * 100
    found = forecast_pipeline(deals, conversions=_even(), ends=[30, 60])
    eighty, most = found.periods[0].intervals
    assert (eighty.level, most.level) == (0.8, 0.95)
    assert [eighty.low, eighty.high] == pytest.approx([44, 56], abs=1)
    assert [most.low, most.high] == pytest.approx([40, 60], abs=1)
    later = found.periods[1].intervals[1]
    assert [later.low, later.high] == pytest.approx([17, 34], abs=1)
    assert forecast_pipeline(deals, conversions=_even(), ends=[30, 60]) == found


def test_deals_of_which_history_says_nothing_are_counted_apart() -> None:
    """An unknown stage, one with three deals, and a deal older than any that was seen."""
    deals = [OpenDeal("demo", 5, 0), OpenDeal("rare", 7, 0), OpenDeal("quote", 11, 50), OpenDeal("quote", 100, 0)]
    rare = {"rare": _conversion([(days, "won") for days in (1, 2, 3)])}
    found = forecast_pipeline(deals, conversions={**_even(), **rare}, ends=[30])
    assert (found.deals, found.left_out, found.amount_left_out) == (1, 3, 23)
    assert found.periods[0].expected == pytest.approx(50)


def test_an_empty_pipeline_brings_nothing() -> None:
    """And that is certain."""
    (period,) = forecast_pipeline([], conversions={}, ends=[30]).periods
    assert period.expected == 0
    assert {(one.low, one.high) for one in period.intervals} == {(0, 0)}


def test_past_forecasts_widen_an_interval_that_was_too_narrow() -> None:
    """Actuals lay up to 30 above: so much is added to both sides, and no amount is below 0."""
    past = [(100.0, 120.0, 120.0 + beyond) for beyond in (0, 10, 20, 30)]
    found = calibrated(Interval(20, 60, 0.8, "simulated"), past)
    assert found == Interval(0, 90, 0.8, "simulated, conformal on 4 past forecasts")


def test_past_forecasts_narrow_an_interval_that_was_too_wide() -> None:
    """Actuals lay 5 within the bounds at least; an interval never turns inside out."""
    past = [(0.0, 100.0, actual) for actual in (5.0, 20.0, 95.0, 50.0)]
    found = calibrated(Interval(20, 60, 0.8, "simulated"), past)
    assert found is not None
    assert (found.low, found.high) == (25, 55)
    tight = calibrated(Interval(20, 22, 0.8, "simulated"), past)
    assert tight is not None
    assert (tight.low, tight.high) == (21, 21)


def test_too_few_past_forecasts_calibrate_nothing() -> None:
    """Three are none."""
    assert calibrated(Interval(20, 60, 0.8, "simulated"), [(0, 1, 1)] * 3) is None
