"""What is noted of sums of money: currencies without a rate, and one amount that decides."""

from __future__ import annotations

from lms.kpis.asked import PartsShown
from lms.kpis.registry import registry
from lms.kpis.results import results_of
from support.figures import ask, make_figures, on, read

MAY, JUNE = (on(2026, 5, 1), on(2026, 5, 31)), (on(2026, 6, 1), on(2026, 6, 30))


def _won(day: int, *amounts: int, currency: int = 0) -> list[dict[str, int]]:
    return [{"day": day, "is_won": 1, "amount": amount, "currency": currency} for amount in amounts]


def test_a_rate_is_missed_where_an_amount_needs_it() -> None:
    """Kroner without a rate are named for the month that has them, and a deal without an amount misses no rate."""
    rows = [*_won(on(2026, 5, 4), 100, currency=1), {"day": on(2026, 6, 2), "is_won": 1, "currency": 1}]
    figures = make_figures({"currency": ["EUR", "NOK"]}, deal=[{"currency": 1}], end=rows)
    may, june = read("won_value", ask(figures, MAY)), read("won_value", ask(figures, JUNE))
    assert may.notes == ("no rate is known for NOK: such amounts are counted and not priced",)
    assert june.notes == ()
    assert may.unpriced is not None
    assert may.unpriced.tolist() == [1]


def test_a_sum_that_rests_on_one_amount_says_so() -> None:
    """Four of 1 euro and one of 400,000: said where they are the last period, and where parts are not told apart."""
    figures = make_figures({"currency": ["EUR"]}, deal=[{}], end=_won(on(2026, 5, 4), 100, 100, 100, 100, 40_000_000))
    (note,) = read("won_value", ask(figures, MAY)).notes
    assert "the largest alone is 99 %" in note
    assert read("won_value", ask(figures, MAY, JUNE)).notes == ()
    assert read("won_value", ask(figures, MAY, parts=PartsShown("person", (0,)))).notes == ()


def test_before_the_first_deal_none_is_not_none() -> None:
    """Of April nothing is known, and in June none was won."""
    figures = make_figures({"currency": ["EUR"]}, deal=[{}], end=_won(on(2026, 5, 4), 100))
    asked = ask(figures, (on(2026, 4, 1), on(2026, 4, 30)), MAY, JUNE)
    (found,) = results_of(asked, [registry()["deals_won"]])
    assert [one.value for one in found.results] == [None, 1, 0]
