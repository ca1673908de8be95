"""The two KPIs of search: success, and the seller time it saved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from lms.kpis.kpi import Kpi, Status
from lms.statistics.bootstrap import bootstrap_people
from lms.usage.episodes import CAP_SECONDS, Episode

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MIN_PEOPLE = 5
SUCCESS_DEFINITION = (
    "Search episodes that end with an opened page that was of use (read for 30 s, copied or shared), "
    "divided by all search episodes. An episode runs from a first query to that open or to being abandoned; "
    "a pause of more than 5 minutes ends it."
)
SAVED_DEFINITION = (
    "(baseline median - current median) x number of episodes. An episode runs from a first query to the first open "
    "that is used, or to being abandoned, and counts at most 10 minutes."
)


@dataclass(frozen=True)
class Baseline:
    """How long finding content took before: median seconds, where the figure comes from, how it was got."""

    seconds: float
    source: str
    method: str = "self_report"


def search_success(episodes: Sequence[Episode], *, minimum: int) -> Kpi:
    """Return the share of episodes that succeeded; insufficient_data below `minimum` episodes or MIN_PEOPLE people."""
    status, people = _enough(episodes, minimum)
    value = interval = None
    nothing = sum(episode.found_nothing for episode in episodes)
    if status == "measured":
        successes = _per_person(episodes, people, lambda episode: float(episode.was_successful))
        counts = _per_person(episodes, people, lambda _: 1.0)
        value = float(successes.sum() / counts.sum())
        interval = bootstrap_people(len(people), lambda drawn: float((drawn @ successes) / (drawn @ counts)))
    return Kpi(
        name="search_success",
        status=status,
        unit="share",
        value=value,
        interval=interval,
        n=len(episodes),
        n_means="search episodes",
        definition=SUCCESS_DEFINITION,
        assumptions=("an opened page that was read for 30 s, copied or shared was the right one",),
        details={"people": len(people), "minimum": minimum, "episodes_that_found_nothing": nothing},
    )


def time_saved(episodes: Sequence[Episode], *, baseline: Baseline | None, minimum: int) -> Kpi:
    """Return the hours saved over the episodes given; no_baseline without one, insufficient_data below the minimum."""
    status, people = _enough(episodes, minimum)
    value = interval = median = None
    if baseline is None:
        status = "no_baseline"
    elif status == "measured":
        saved, median = _saved_hours(episodes, people, baseline)
        value = saved(_ones(len(people)))
        interval = bootstrap_people(len(people), saved)
    return Kpi(
        name="seller_time_saved",
        status=status,
        unit="hours",
        value=value,
        interval=interval,
        n=len(episodes),
        n_means="search episodes",
        definition=SAVED_DEFINITION,
        assumptions=_assumptions(baseline),
        details={
            "people": len(people),
            "minimum": minimum,
            "baseline_seconds": baseline.seconds if baseline else None,
            "baseline_source": baseline.source if baseline else None,
            "baseline_method": baseline.method if baseline else None,
            "current_median_seconds": median,
        },
    )


def _assumptions(baseline: Baseline | None) -> tuple[str, ...]:
    if baseline is None:
        return ("set BASELINE_SECONDS and BASELINE_SOURCE: the median time to find content before, and who says so",)
    return (
        f"without the product each episode would have taken the baseline: {baseline.seconds:g} s ({baseline.source})",
        f"the baseline is {baseline.method}, and its own uncertainty is not in the interval",
        "time in other systems is not seen; an episode that was abandoned counts the time it took",
    )


def _enough(episodes: Sequence[Episode], minimum: int) -> tuple[Status, list[UUID]]:
    people = sorted({episode.person_id for episode in episodes})
    is_enough = len(episodes) >= minimum and len(people) >= MIN_PEOPLE
    return ("measured" if is_enough else "insufficient_data"), people


def _saved_hours(
    episodes: Sequence[Episode], people: list[UUID], baseline: Baseline
) -> tuple[Callable[[NDArray[np.int64]], float], float]:
    """Return the statistic (hours saved, given how often each person is drawn) and the current median in seconds.

    Episodes are sorted once; a drawn sample's median is then where the running sum of draws passes its half.
    """
    import numpy as np

    order = sorted(episodes, key=lambda episode: episode.seconds)
    seconds = np.array([min(CAP_SECONDS, episode.seconds) for episode in order])
    position = {person: index for index, person in enumerate(people)}
    whose = np.array([position[episode.person_id] for episode in order])

    def median(drawn: NDArray[np.int64]) -> tuple[float, int]:
        running = np.cumsum(drawn[whose])
        total = int(running[-1])
        low = np.searchsorted(running, (total + 1) // 2)
        high = np.searchsorted(running, total // 2 + 1)
        return float((seconds[low] + seconds[high]) / 2), total

    def saved(drawn: NDArray[np.int64]) -> float:
        middle, count = median(drawn)
        return (baseline.seconds - middle) * count / 3600

    return saved, median(np.ones(len(people), dtype=np.int64))[0]


def _per_person(
    episodes: Sequence[Episode], people: list[UUID], value: Callable[[Episode], float]
) -> NDArray[np.float64]:
    """Sum a value of each episode by person; shape (people,)."""
    import numpy as np

    position = {person: index for index, person in enumerate(people)}
    sums = np.zeros(len(people))
    for episode in episodes:
        sums[position[episode.person_id]] += value(episode)
    return sums


def _ones(count: int) -> NDArray[np.int64]:
    import numpy as np

    return np.ones(count, dtype=np.int64)
