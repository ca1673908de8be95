"""The KPIs of one month in words: those that stand out, a short table for each group, and series to be drawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from api.work.kpis.changes import ChangesSaid, say_change, say_changes, say_verdict
from api.work.kpis.months import last_day_of
from api.work.kpis.whose import Whose
from api.work.kpis.words import FigureWords, words_of
from lms.kpis.asked import KpiPeriod, KpiQuestion
from lms.kpis.changes import FigureChange, change_of
from lms.kpis.definition import Definition
from lms.kpis.periods import periods_up_to
from lms.kpis.registry import GROUPS
from lms.kpis.results import KpiResult, KpiResults, results_of

MONTHS = 13
MOST_DRAWN = 4


@dataclass(frozen=True)
class MonthPoint:
    """One month of a series, in words and scaled as it is drawn; None where nothing can be said."""

    month: date
    said: str | None
    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class MonthLine:
    """One KPI: its value and that of the month before in words, and what is to be said of the change."""

    name: str
    title: str
    group: str
    said: str
    before: str
    verdict: str
    change: str
    is_clear: bool
    axis: str
    points: tuple[MonthPoint, ...]


@dataclass(frozen=True)
class MonthReport:
    """The KPIs that were measured in a month, and the titles of those with `too_little` data or `without` any.

    `changes` says what there is to say of all of them. `whose` names a team or the company, and never a person.
    """

    whose: str
    of: str
    team_id: str | None
    month: date
    currency: str
    changes: ChangesSaid
    lines: tuple[MonthLine, ...]
    too_little: tuple[str, ...]
    without: tuple[str, ...]

    @property
    def standing_out(self) -> tuple[MonthLine, ...]:
        """The KPIs that changed beyond their intervals."""
        return tuple(line for line in self.lines if line.is_clear)

    @property
    def groups(self) -> tuple[tuple[str, tuple[MonthLine, ...]], ...]:
        """The lines of each group that has any, by what it is called."""
        own = [(name, tuple(line for line in self.lines if line.group == name)) for name in GROUPS]
        return tuple((name.capitalize(), lines) for name, lines in own if lines)

    @property
    def drawn(self) -> tuple[MonthLine, ...]:
        """The KPIs to be drawn: those that stand out, then the first of each group that has an interval."""
        firsts = [next((one for one in lines if _has_interval(one)), None) for _, lines in self.groups]
        wanted = {one.name: one for one in (*self.standing_out, *firsts) if one is not None}
        return tuple(wanted.values())[:MOST_DRAWN]


def asked_months(month: date) -> tuple[KpiPeriod, ...]:
    """Return the months that a report of one is about, oldest first."""
    return periods_up_to("month", last_day_of(month), count=MONTHS)


def report_month(asked: KpiQuestion, kpis: Iterable[Definition], found: Whose, month: date) -> MonthReport:
    """Return the KPIs of a month, from a question of MONTHS months up to it."""
    results = results_of(asked, kpis)
    measured = [one for one in results if one.results[-1].status == "measured"]
    if not any(one.results[-1].n for one in measured):
        # A table of zeros would say that something was looked at.
        measured = []
    told = {one.definition.name for one in measured}
    changes = [change_of(*_last_two(one), one.definition.direction) for one in measured]
    return MonthReport(
        "Your own figures" if found.of in {"me", "person"} else found.name,
        found.of,
        str(found.id) if found.of == "team" else None,
        month,
        asked.rates.currency,
        say_changes(changes, before="the month before"),
        tuple(_line(asked, one, change) for one, change in zip(measured, changes, strict=True)),
        _titles(one for one in results if one.results[-1].status != "no_data" and one.definition.name not in told),
        _titles(one for one in results if one.results[-1].status == "no_data"),
    )


def _titles(results: Iterable[KpiResults]) -> tuple[str, ...]:
    return tuple(one.definition.title for one in results)


def _line(asked: KpiQuestion, results: KpiResults, change: FigureChange | None) -> MonthLine:
    definition = results.definition
    words = words_of(definition.unit, asked.rates.currency, results.results)
    now, before = _last_two(results)
    return MonthLine(
        definition.name,
        definition.title,
        definition.group,
        _say(now, definition, words),
        words.say_figure(before) if before.value is not None else "not known",
        say_verdict(change) if change else "",
        say_change(now, before, words) if change else "",
        change is not None and change.is_clear,
        words.axis,
        _points(asked, results, words),
    )


def _say(result: KpiResult, definition: Definition, words: FigureWords) -> str:
    """Return a figure in words; what was counted on one day is exact."""
    is_unsure = result.low is None and definition.measure != "stock"
    return words.say_figure(result) + (", how exact isn't known" if is_unsure else "")


def _points(asked: KpiQuestion, results: KpiResults, words: FigureWords) -> tuple[MonthPoint, ...]:
    def scaled(value: float | None) -> float | None:
        return None if value is None else words.scaled(value)

    return tuple(
        MonthPoint(
            date.fromordinal(period.start),
            None if one.value is None else words.say_figure(one),
            *(scaled(value) for value in (one.value, one.low, one.high)),
        )
        for period, one in zip(asked.periods, results.results, strict=True)
    )


def _last_two(results: KpiResults) -> tuple[KpiResult, KpiResult]:
    return results.results[-1], results.results[-2]


def _has_interval(line: MonthLine) -> bool:
    return any(point.low is not None for point in line.points)
