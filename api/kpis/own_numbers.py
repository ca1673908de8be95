"""Numbers of one's own for home: few KPIs of the widest view that somebody has, with what changed and their targets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from urllib.parse import urlencode

from api.kpis.asking import AskQuery, ask, periods_out
from api.kpis.figures import begin, question_before
from api.kpis.goal import Goals
from api.kpis.known import known_kpis
from api.web.cards import FigureOut, Showing, WayOut
from api.web.context import clock, parts
from api.work.kpis.changes import say_change, say_verdict
from api.work.kpis.whose import Whose
from api.work.kpis.words import FigureWords, with_about, words_of
from lms.figures.frames import FigureSet, FiguresMissingError, length_of
from lms.kpis.asked import KpiQuestion
from lms.kpis.changes import change_of
from lms.kpis.definition import Definition
from lms.kpis.periods import period_at
from lms.kpis.results import KpiResult, results_of

RESULTS, KPI = "/app/results/", "/app/kpi/"
MOST = 3
# Those of which something can be said, in this order; KPIs with a target come before them.
_BOTH = ("search_success", "training_completion")
_OF_ONE = ("won_value", "win_rate", "meetings_per_day", "calls_per_day", "deals_won", *_BOTH)
_OF_MANY = ("won_value", "win_rate", "seller_time_saved_tasks", "seller_time_saved", *_BOTH)
_FRAMES = ("deal", "episode", "standing")


@dataclass(frozen=True)
class _Quarter:
    """A question of one quarter; `as_of` is None for the one that isn't over."""

    asked: KpiQuestion
    found: Whose
    goals: Goals
    as_of: date | None


def is_anything_counted() -> Showing | None:
    """Tell whether there is anything that numbers could be of, without computing one."""
    try:
        frames = parts().figures.current().frames
    except FiguresMissingError:
        return None
    return Showing() if any(length_of(frames[name]) for name in _FRAMES) else None


def own_numbers() -> Showing:
    """Return the numbers of this quarter so far, or of the one before while nothing can be said of this one."""
    figures, found = begin(AskQuery())
    start = period_at("quarter", clock().day, year_starts=parts().config.fiscal_year_starts).start
    for as_of in (None, date.fromordinal(start) - timedelta(days=1)):
        quarter = _ask(figures, found, as_of)
        shown = [_figure(quarter, *one) for one in islice(_measured(quarter), MOST)]
        if shown:
            more = WayOut(label="All results", url=_way(RESULTS, as_of=as_of))
            return Showing(figures=shown, note=_say_basis(quarter), more=more)
    return Showing()


def _ask(figures: FigureSet, found: Whose, as_of: date | None) -> _Quarter:
    asked = ask(AskQuery(count=1, as_of=as_of), found, figures)
    return _Quarter(asked, found, Goals(asked, found), as_of)


def _measured(quarter: _Quarter) -> Iterator[tuple[Definition, KpiResult]]:
    known = known_kpis()
    aimed = [name for name, definition in known.items() if quarter.goals.values(definition) != [None]]
    wanted = _OF_ONE if quarter.found.of == "me" else _OF_MANY
    for name in dict.fromkeys([*aimed, *wanted]):
        (now,) = results_of(quarter.asked, [known[name]])[0].results
        if now.status == "measured" and now.n:
            yield known[name], now


def _figure(quarter: _Quarter, definition: Definition, now: KpiResult) -> FigureOut:
    asked = quarter.asked
    earlier = question_before(asked, "quarter", is_whole=definition.is_of_whole_periods)
    (before,) = results_of(earlier, [definition])[0].results
    words = words_of(definition.unit, asked.rates.currency, [now, before])
    goal = quarter.goals.last(definition)
    said = _say_change(definition, now, before, words)
    if goal:
        said.append(f"Target {words.say(goal.value)}: {goal.verdict}")
    return FigureOut(
        label=with_about(definition.title, words.about(now)),
        said=words.say(now.value or 0.0),
        url=_way(KPI, name=definition.name, as_of=quarter.as_of),
        detail=" ".join(f"{sentence}." for sentence in said if sentence),
    )


def _say_change(definition: Definition, now: KpiResult, before: KpiResult, words: FigureWords) -> list[str]:
    change = change_of(now, before, definition.direction)
    if change is None:
        return []
    if change.verdict == "unclear":
        return [f"No clear change from {words.say_figure(before)}"]
    return [say_verdict(change), say_change(now, before, words)]


def _say_basis(quarter: _Quarter) -> str:
    (period,) = periods_out(quarter.asked, "quarter")
    year, _, number = period.name.partition("-")
    whose = "Your own" if quarter.found.of == "me" else quarter.found.name
    so_far, days = ("", "the") if period.is_over else (" so far", "as many days of the")
    return f"{whose}, {number} {year}{so_far}, against {days} quarter before"


def _way(path: str, **asked: object) -> str:
    query = urlencode({name: value for name, value in asked.items() if value is not None})
    return f"{path}?{query}" if query else path
