"""The choice of a method: the least error over the same periods, never changed for a trifle, and why in words."""

from __future__ import annotations

from collections.abc import Sequence

from lms.kpis.asked import KpiPeriod
from lms.kpis.forecasting.choice import chosen_of
from lms.kpis.forecasting.said import Backtest, ForecastAgain, ForecastMethod, ForecastSaid, backtest_of
from lms.statistics.intervals import Interval

SAID = ForecastSaid(100.0)


def _backtest(*misses: float, first: int = 1) -> Backtest:
    """Periods that brought 100 each, forecast so much too high."""
    tests = [
        ForecastAgain(KpiPeriod(day, day), ForecastSaid(100 + miss), 100.0) for day, miss in enumerate(misses, first)
    ]
    return backtest_of(tests, basis="")


def _method(name: str, *backtests: Backtest, said: Sequence[ForecastSaid | None] | None = None) -> ForecastMethod:
    return ForecastMethod(name, name.title(), "", tuple(said or [SAID] * len(backtests)), backtests)


def test_the_method_that_was_nearest_is_used() -> None:
    """With both errors in words, and whether chance brings that about: five of five is, six of six isn't."""
    five = chosen_of([_method("simple", _backtest(*[20] * 5)), _method("other", _backtest(*[10] * 5))])[0]
    assert five.method == "other"
    assert "off by 10 % of what came, “Simple” by 20 %" in five.because
    assert five.because.endswith("in 5 of 5, which may be chance.")
    six = chosen_of([_method("simple", _backtest(*[20] * 6)), _method("other", _backtest(*[10] * 6))])[0]
    assert six.because.endswith("in 6 of 6, more than chance.")


def test_only_the_same_periods_are_compared() -> None:
    """An easy period that one alone was tried on helps it nothing."""
    tried_longer = _method("other", _backtest(0, 0, 0, 0, 30, 30, 30, 30))
    assert chosen_of([_method("simple", _backtest(20, 20, 20, 20, first=5)), tried_longer])[0].method == "simple"


def test_the_simplest_is_used_where_too_little_is_known() -> None:
    """Of three past periods nothing is concluded, and of none either."""
    found = chosen_of([_method("simple", _backtest(90, 90, 90)), _method("other", _backtest(1, 1, 1))])[0]
    assert (found.method, "this is the simplest" in found.because) == ("simple", True)
    nothing = chosen_of([_method("simple", _backtest(), said=[None]), _method("other", _backtest(), said=[None])])[0]
    assert (nothing.method, nothing.because) == (None, "No method has enough to go by.")


def test_a_trifle_changes_no_method_between_two_periods() -> None:
    """A tenth of the error does."""
    other = _method("other", *[_backtest(*[10] * 6)] * 3)
    simple = _method("simple", _backtest(*[20] * 6), _backtest(*[9.5] * 6), _backtest(*[8] * 6))
    assert [one.method for one in chosen_of([simple, other])] == ["other", "other", "simple"]


def test_intervals_are_called_too_narrow_where_chance_does_not_explain_it() -> None:
    """Four of ten held is too seldom for 80 %, seven of ten isn't; of four nothing is said."""

    def verdict(held: int, of: int) -> str:
        ends = (Interval(90, 110, 0.8, ""), Interval(150, 160, 0.8, ""))
        tests = [
            ForecastAgain(KpiPeriod(day, day), ForecastSaid(100, (ends[day >= held],)), 100.0) for day in range(of)
        ]
        return backtest_of(tests, basis="").coverage[0].verdict

    assert [verdict(4, 10), verdict(7, 10), verdict(0, 4)] == ["too narrow", "as it should", "too few to tell"]
    assert verdict(30, 30) == "too wide"
