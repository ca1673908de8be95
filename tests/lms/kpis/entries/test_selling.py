"""KPIs of selling of few rows, counted by hand."""

from __future__ import annotations

from lms.kpis.behind import rows_behind
from lms.kpis.registry import registry
from lms.statistics.intervals import wilson
from support.figures import ask, make_figures, on, read

JUNE = (on(2026, 6, 1), on(2026, 6, 30))


def _lead(day: int, deal: int = -1, converted: int = 0) -> dict[str, int]:
    return {"day": day, "deal": deal, "converted": converted}


def _leads() -> list[dict[str, int]]:
    """Five that become 90 days old in June, the first and the last of these on its ends, and one a day too late."""
    return [
        _lead(on(2026, 3, 3), deal=0, converted=on(2026, 3, 9)),
        _lead(on(2026, 3, 9), deal=1, converted=on(2026, 3, 20)),
        _lead(on(2026, 3, 10), deal=2),
        _lead(on(2026, 3, 11), deal=3),
        _lead(on(2026, 4, 1)),
        _lead(on(2026, 4, 2), deal=4),
    ]


def _ends() -> list[dict[str, int]]:
    """On the 90th day, a day later, lost, won until it was opened again in May, and won at once."""
    return [
        {"deal": 0, "day": on(2026, 6, 1), "is_won": 1},
        {"deal": 1, "day": on(2026, 6, 8), "is_won": 1},
        {"deal": 2, "day": on(2026, 4, 1), "is_won": 0},
        {"deal": 3, "day": on(2026, 4, 1), "is_won": 1, "until": on(2026, 5, 1)},
        {"deal": 4, "day": on(2026, 4, 3), "is_won": 1},
    ]


def test_leads_are_compared_at_one_age() -> None:
    """Of five that became 90 days old one was won by then, and one more so far."""
    figures = make_figures(lead=_leads(), end=_ends(), deal=[{"number": one} for one in range(5)])
    found = read("lead_conversion", ask(figures, JUNE))
    interval = wilson(1, 5)
    assert (found.value[0], found.low[0], found.high[0]) == (0.2, interval.low, interval.high)
    assert (found.n[0], found.details["converted"][0], found.details["won_so_far"][0]) == (5, 2, 2)


def test_leads_are_counted_as_of_the_day_asked_for() -> None:
    """On June 7 two of them are old enough, and nobody knows yet what is won on June 8; in May none is."""
    figures = make_figures(lead=_leads(), end=_ends(), deal=[{"number": one} for one in range(5)])
    found = read("lead_conversion", ask(figures, JUNE, as_of=on(2026, 6, 7)))
    assert (found.n[0], found.details["part"][0], found.details["won_so_far"][0]) == (2, 1, 1)
    assert read("lead_conversion", ask(figures, JUNE, as_of=on(2026, 5, 31))).n[0] == 0


def test_the_rows_behind_the_conversion_are_the_leads_that_it_counts() -> None:
    """Those that came 90 days before, and for leads generated those of the period."""
    figures = make_figures(lead=_leads(), end=_ends(), deal=[{"number": one} for one in range(5)])
    for name, period, count in (("lead_conversion", JUNE, 5), ("leads_generated", (on(2026, 3, 9), on(2026, 4, 2)), 5)):
        behind = rows_behind(ask(figures, period), registry()[name])
        assert behind is not None
        assert len(behind[1]) == count
