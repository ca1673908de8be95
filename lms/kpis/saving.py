"""Seller time saved: seconds saved in an episode against one of three baselines, times the episodes that were seen."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache, partial
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lms.figures.frames import NEVER, FigureSet
from lms.kpis.asked import KpiQuestion
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.picked import Picked, edges_of, numbered
from lms.statistics.combining import (
    MINIMUM_PEOPLE,
    SecondsSaved,
    saved_by_answers,
    saved_hours,
    saved_in_tasks,
    saved_since_first_weeks,
)
from lms.statistics.quantiles import quantile_by_group
from lms.statistics.resampling import DRAWS
from lms.statistics.tasks import SavedSeconds

# Of many groups at once, or of many people, fewer resamples are drawn; the method says how many.
OF_MANY, MANY_PEOPLE = 250, 1_000
FIRST_WEEKS = timedelta(weeks=4)
YEAR_DAYS = 365.25


@dataclass(frozen=True)
class Baselines:
    """How long finding took before: people's last answers in seconds by their id, timed tasks, one typed figure.

    `cost_per_hour` is what an hour of a seller costs, in the currency of reports; 0 where nobody said.
    """

    answers: Mapping[str, float] = field(default_factory=dict)
    tasks: SavedSeconds | None = None
    typed_seconds: float = 0.0
    typed_source: str = ""
    cost_per_hour: float = 0.0

    @property
    def key(self) -> Hashable:
        """What tells these baselines from others."""
        tasks = self.tasks and (self.tasks.value, self.tasks.people, self.tasks.tasks, self.tasks.high)
        return tuple(sorted(self.answers.items())), tasks, self.typed_seconds, self.typed_source, self.cost_per_hour


@dataclass(frozen=True, eq=False)
class Searchers:
    """People of groups, in the order of these: their numbers, the median seconds of their episodes, how many those are.

    Who searched in several groups is a row of each.
    """

    group: NDArray[np.int64]
    who: NDArray[np.int64]
    seconds: NDArray[np.float64]
    episodes: NDArray[np.float64]

    def where(self, mask: NDArray[Any]) -> Searchers:
        """Return some of these rows, by a mask or in the order of their places."""
        return Searchers(self.group[mask], self.who[mask], self.seconds[mask], self.episodes[mask])

    def by_group(self, groups: int) -> Iterator[Searchers]:
        """Yield the rows of each group."""
        for begin, end in pairwise(edges_of(self.group, groups).tolist()):
            own = slice(begin, end)
            yield Searchers(self.group[own], self.who[own], self.seconds[own], self.episodes[own])


# What the KPIs of all three baselines have in common.
TIME_SAVED = partial(
    Definition,
    group="enablement",
    unit="hours",
    measure="flow",
    direction="up",
    timing="lagging",
    needs=("searches",),
    least_n=30,
    least_setting="min_episodes",
    n_means="search episodes",
    dimensions=("team", "region"),
    settings=("baselines",),
)
EPISODE = (
    "An episode runs from a first query to the first page of use, or to being given up, and counts at most ten minutes."
)
TRAPS = (
    "It is never a percentage of somebody else's 440 hours: that figure is passed on without a method.",
    "Time in other systems is not seen, and an episode that was given up counts the time it took.",
)
Saved = Callable[[Searchers, int], SecondsSaved | None]


def baselines_of(asked: KpiQuestion) -> Baselines:
    """Return the baselines that whoever asks handed over; empty ones where they didn't."""
    found = asked.settings.get("baselines")
    return found() if callable(found) else Baselines()


def hours_saved(asked: KpiQuestion, searchers: Searchers, saved: Saved, *, notes: tuple[str, ...] = ()) -> KpiReading:
    """Return the hours saved in each group; `saved` gives the seconds saved in an episode of a group's people."""
    columns: dict[str, list[float]] = {name: [] for name in ("value", "low", "high", *_DETAILS)}
    draws = DRAWS if asked.groups == 1 and len(searchers.who) < MANY_PEOPLE else OF_MANY
    method = "bootstrap over people"
    cost = baselines_of(asked).cost_per_hour
    for group, own in enumerate(searchers.by_group(asked.groups)):
        found = saved(own, draws) if len(own.who) else None
        row = dict.fromkeys(columns, float("nan"))
        row["people"] = float(len(own.who))
        if found is not None:
            hours = saved_hours(found, own.episodes)
            method = hours.method
            years = max(float(asked.lengths[group]), 1.0) / YEAR_DAYS
            row |= {"value": hours.value, "low": hours.low, "high": hours.high, "seconds_per_episode": found.value}
            row["current_median_seconds"] = float(np.median(own.seconds))
            row["hours_per_person_and_year"] = hours.value / len(own.who) / years
            row["worth"] = hours.value * cost if cost else float("nan")
        for name, column in columns.items():
            column.append(row[name])
    value, low, high = (np.array(columns.pop(name)) for name in ("value", "low", "high"))
    details = {name: np.array(column) for name, column in columns.items()}
    n = np.bincount(searchers.group, weights=searchers.episodes, minlength=asked.groups).astype(np.int64)
    return KpiReading(value, low, high, n, method, details, notes=notes)


def by_answers(asked: KpiQuestion) -> KpiReading:
    """Return the hours saved against what people say that finding took before, or one figure that was typed in."""
    known, searchers = baselines_of(asked), searchers_of(asked)
    answers, typed = list(known.answers.values()), known.typed_seconds
    if len(answers) >= MINIMUM_PEOPLE:
        notes = (f"the baseline is what {len(answers)} people say, and people misjudge their time",)
    elif typed:
        answers = []
        source = f"{typed:g} s ({known.typed_source})"
        notes = (f"the baseline is one figure, {source}: its own uncertainty is not in the interval",)
    else:
        few = f"fewer than {MINIMUM_PEOPLE} people have said yet how long finding took before"
        notes = (f"{few}: what one of them said could be told from the figure",)
        return hours_saved(asked, searchers, _nothing, notes=notes)

    def saved(own: Searchers, draws: int) -> SecondsSaved:
        return saved_by_answers(answers or [typed] * len(own.who), own.seconds, resamples=draws)

    return hours_saved(asked, searchers, saved, notes=notes)


def by_tasks(asked: KpiQuestion) -> KpiReading:
    """Return the hours saved as timed tasks show it: the same people, some tasks the old way and others here."""
    timed = baselines_of(asked).tasks
    if timed is None or np.isnan(timed.value):
        return hours_saved(asked, searchers_of(asked), _nothing, notes=("nobody has done the timed tasks yet",))
    found = timed

    def saved(_: Searchers, draws: int) -> SecondsSaved:
        return saved_in_tasks(found.value, found.draws[:draws], people=found.people)

    ratio = f"here takes {found.ratio:.0%} of the time, {found.ratio_low:.0%} to {found.ratio_high:.0%}"
    note = f"{found.people} people did {found.tasks} tasks: finding {ratio}"
    return hours_saved(asked, searchers_of(asked), saved, notes=(note,))


def by_first_weeks(asked: KpiQuestion) -> KpiReading:
    """Return the hours saved against the same people's own first weeks of use, in their episodes after those."""
    first, later_from = _first_weeks(asked.figures)
    everybody = searchers_of(asked)

    def saved(own: Searchers, draws: int) -> SecondsSaved:
        return saved_since_first_weeks(first[own.who], own.seconds, resamples=draws)

    note = "people also learn where things are: what they would have learnt without the product is in it too"
    left_out = len(np.unique(everybody.who[later_from[everybody.who] == NEVER]))
    notes = (f"{left_out} of those who searched may have begun before searches are kept, and are left out",)
    later = _later(asked, everybody, later_from)
    return hours_saved(asked, later, saved, notes=(note, *(notes if left_out else ())))


_DETAILS = ("people", "seconds_per_episode", "current_median_seconds", "hours_per_person_and_year", "worth")


def _nothing(_: Searchers, __: int) -> None:
    return None


def searchers_of(asked: KpiQuestion) -> Searchers:
    """Return the people who searched in each group, with all their episodes."""
    return asked.once("searchers", lambda: _searchers(asked.flow("episode")))


def _searchers(episodes: Picked) -> Searchers:
    keys, place, people = _numbered(episodes)
    found = quantile_by_group(episodes["seconds"], place, len(keys))
    group, who = np.divmod(keys, max(people, 1))
    return Searchers(group, who, found.value, found.n.astype(np.float64))


def _numbered(episodes: Picked) -> tuple[NDArray[np.int64], NDArray[np.int64], int]:
    """Return the pairs of group and person, as group x people + person; of each episode its place; and the people."""
    asked, people = episodes.asked, len(episodes.asked.figures.notes["who"]["ids"])
    return *numbered(episodes.group * people + episodes["who"], asked.groups * people), people


def _later(asked: KpiQuestion, everybody: Searchers, later_from: NDArray[Any]) -> Searchers:
    """Return people with their episodes after their first weeks alone.

    Nearly all have them before a period or not at all by its end: only who has them within it is counted anew.
    """
    period = everybody.group // asked.part_count
    begins = later_from[everybody.who]
    starts = np.array([one.start for one in asked.periods], dtype=np.int64)[period]
    is_within = (begins > starts) & (begins <= asked.last_days[period])
    known = everybody.where(begins <= starts)
    if not is_within.any():
        return known
    episodes = asked.flow("episode")
    _, place, _ = _numbered(episodes)
    own = episodes.where(is_within[place])
    some = _searchers(own.where(own["day"] >= later_from[own["who"]]))
    columns = (
        np.concatenate([getattr(known, name), getattr(some, name)]) for name in ("group", "who", "seconds", "episodes")
    )
    both = Searchers(*columns)
    return both.where(np.lexsort((both.who, both.group)))


@lru_cache(maxsize=1)
def _first_weeks(figures: FigureSet) -> tuple[NDArray[np.float64], NDArray[Any]]:
    """Return everybody's median seconds in their first weeks of use, and the day from which later begins.

    For who may have begun before the first day that is kept, and whose first weeks so nobody knows, it never begins.
    """
    episode = figures.frames["episode"]
    count = len(figures.notes["who"]["ids"])
    began = np.full(count, np.iinfo(np.int32).max, dtype=np.int64)
    np.minimum.at(began, episode["who"], episode["day"])
    is_first = episode["day"] < began[episode["who"]] + FIRST_WEEKS.days
    seconds = episode["seconds"][is_first].astype(np.float64)
    first = quantile_by_group(seconds, episode["who"][is_first], count).value
    is_known = began >= figures.notes.get("usage_since", 0) + FIRST_WEEKS.days
    return first, np.where(is_known, began + FIRST_WEEKS.days, NEVER)
