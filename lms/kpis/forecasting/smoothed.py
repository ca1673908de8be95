"""The forecast by exponential smoothing of whole periods, where the extra `forecast` is installed."""

from __future__ import annotations

from lms.kpis.forecasting.history import History
from lms.kpis.forecasting.said import Method, Said, Tested, backtest_of
from lms.kpis.forecasting.spans import Spans
from lms.kpis.periods import Step
from lms.statistics.forecasts.auto_ets import auto_ets
from lms.statistics.forecasts.backtest import backtest
from lms.statistics.forecasts.conformal import LEVELS
from lms.statistics.forecasts.projection import project
from lms.statistics.intervals import Interval

DESCRIPTION = "AutoETS, exponential smoothing of whole periods that chooses its own form"
# Weeks have no season here: the models know none longer than 24 periods.
SEASONS: dict[Step, int] = {"week": 1, "month": 12, "quarter": 4, "year": 1}
LEAST_PERIODS = 8
# It takes a fraction of a second for each past day on which it forecasts again.
_LATEST = 20


def by_smoothing(history: History, spans: Spans, step: Step) -> Method:
    """Return the forecast by AutoETS of periods that are over; what is won in the present one isn't in it."""
    series = [float(history.between(*period)[0]) for period in spans.past]
    season = SEASONS[step] if len(series) >= 2 * SEASONS[step] else 1
    basis = "past periods forecast again before each began, by the periods known then"
    if len(series) < LEAST_PERIODS:
        empty = backtest_of([], basis=basis)
        note = (f"It needs {LEAST_PERIODS} whole periods.",)
        return Method("auto_ets", "AutoETS", DESCRIPTION, (None,) * len(spans.coming), empty, note)
    made = project(series, season=season, horizons=len(spans.coming), method=auto_ets, latest=_LATEST)
    said = tuple(Said(one.value, one.intervals) for one in made.periods)
    return Method("auto_ets", "AutoETS", DESCRIPTION, said, backtest_of(_tests(series, season), basis=basis))


def _tests(series: list[float], season: int) -> list[Tested]:
    by_level = [
        backtest(series, season=season, horizons=1, method=auto_ets, level=level, latest=_LATEST) for level in LEVELS
    ]
    found = []
    for rows in zip(*by_level, strict=True):
        held = zip(LEVELS, rows, strict=True)
        intervals = (
            Interval(row.low, row.high, level, DESCRIPTION)
            for level, row in held
            if row.low is not None and row.high is not None
        )
        found.append(Tested(Said(rows[0].forecast, tuple(intervals)), rows[0].actual))
    return found
