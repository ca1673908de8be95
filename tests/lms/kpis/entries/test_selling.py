"""KPIs of selling of few rows, counted by hand."""

from __future__ import annotations

import numpy as np
import pytest

from lms.figures.frames import NEVER, FigureSet
from lms.figures.stays import ELSE, LOST, STAYED, WENT_BACK, WENT_ON, WON
from lms.kpis.asked import PartsShown, PeopleScope
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


def _quotas() -> FigureSet:
    """One moves from team and region 0 to 1 amid June, and sells 60 before and 40 after in region 1; another sells 50.

    Both have a quota of 100 in June.
    """
    stand = [
        {"who": 0, "since": on(2026), "until": on(2026, 6, 15), "team": 0, "region": 0, "is_employed": 1},
        {"who": 0, "since": on(2026, 6, 15), "team": 1, "region": 1, "is_employed": 1},
        {"who": 1, "since": on(2026), "team": 0, "region": 0, "is_employed": 1},
    ]
    won = {"is_won": 1, "region": 1}
    end = [
        {"day": on(2026, 6, 3), "who": 0, "team": 0, "amount": 6_000, **won},
        {"day": on(2026, 6, 20), "who": 0, "team": 1, "amount": 4_000, **won},
        {"day": on(2026, 6, 20), "who": 1, "team": 0, "amount": 5_000, **won},
    ]
    quota = [{"who": who, "start": on(2026, 6, 1), "amount": 10_000, "period": 0} for who in (0, 1)]
    return make_figures({"period": ["month"]}, stand=stand, end=end, quota=quota)


@pytest.mark.parametrize("dimension", ["team", "region"])
def test_who_moved_reached_their_quota_by_all_that_they_sold(dimension: str) -> None:
    """In the new team and region one of one, in the old ones none of one; alike where that alone is asked for."""
    shown = ask(_quotas(), JUNE, parts=PartsShown(dimension, (0, 1)))
    found = read("quota_attainment", shown)
    assert (found.n.tolist(), found.details["part"].tolist()) == ([1, 1, 0], [0, 1, 0])
    assert found.details["booked"].tolist() == [50, 100, 0]
    alone = read("quota_attainment", ask(_quotas(), JUNE, filters={dimension: frozenset({1})}))
    assert (alone.n[0], alone.value[0], alone.details["booked"][0]) == (1, 1, 100)


def test_no_quota_is_of_a_product() -> None:
    """Of one product alone nobody has a quota, and so nobody missed it."""
    assert read("quota_attainment", ask(_quotas(), JUNE, filters={"product": frozenset({0})})).n[0] == 0
    team = ask(_quotas(), JUNE, scope=PeopleScope(teams=frozenset({1})))
    assert read("quota_attainment", team).details["mean"][0] == 1


def test_who_sold_exactly_their_quota_reached_it() -> None:
    """Three times 0.15 is no less than 0.45, whatever fractions of two make of it."""
    end = [{"day": on(2026, 6, 3), "who": 0, "is_won": 1, "amount": 15} for _ in range(3)]
    quota = [{"who": 0, "start": on(2026, 6, 1), "end": on(2026, 6, 30), "amount": 45}]
    found = read("quota_attainment", ask(make_figures(end=end, quota=quota), JUNE))
    assert (found.n[0], found.value[0]) == (1, 1)


def test_selling_time_is_of_people_and_their_days() -> None:
    """Of eight people who each sell four hours of eight on one Monday, however they cut them up, none differs."""
    monday = on(2026, 6, 1)
    cuts = [[240], [120, 120], [60] * 4, [40] * 6, [30] * 8, [24] * 10, [20] * 12, [10] * 24]
    rows = [
        {"day": monday, "who": who, "category": who % 3, "minutes": minutes}
        for who, each in enumerate(cuts)
        for minutes in each
    ]
    nobodys = {"day": monday, "who": -1, "category": 0, "minutes": 400}
    found = read("selling_time", ask(make_figures(activity=[*rows, nobodys]), (monday, monday)))
    assert found.value[0] == pytest.approx(0.5)
    assert found.n[0] == sum(map(len, cuts))
    assert np.isnan([found.low[0], found.high[0]]).all()  # nothing varies, so nothing can be said of chance


def test_the_interval_of_selling_time_is_over_people() -> None:
    """Who writes down much in small pieces weighs no more than who writes down one long meeting."""
    monday = on(2026, 6, 1)
    pieces = [{"day": monday, "who": who, "category": 0, "minutes": 1} for who in range(8) for _ in range(who + 1)]
    longs = [{"day": monday, "who": who, "category": 2, "minutes": 30 * (who + 1)} for who in range(8)]
    one, other = (
        read("selling_time", ask(make_figures(activity=rows), (monday, monday)))
        for rows in (longs, [{**row, "minutes": row["minutes"] * 30} for row in pieces])
    )
    assert one.value[0] == pytest.approx(other.value[0])
    assert (one.low[0], one.high[0]) == pytest.approx((other.low[0], other.high[0]))


def test_a_stage_converts_those_of_whom_it_is_decided() -> None:
    """Two went on, one was won, one was lost; not counted is who went back or was deleted, nor who is still there."""
    became = (WENT_ON, WENT_ON, WON, LOST, WENT_BACK, ELSE)
    stays = [{"deal": n, "since": on(2026, 5, 1), "left": on(2026, 6, 9), "became": b} for n, b in enumerate(became)]
    stays.append({"deal": 9, "since": on(2026, 5, 1), "left": NEVER, "became": STAYED})
    found = read("stage_conversion", ask(make_figures(stay=stays, deal=[{"number": n} for n in range(10)]), JUNE))
    assert (found.n[0], found.value[0]) == (4, 0.75)
