"""Seller time saved as timed tasks show it."""

from __future__ import annotations

from lms.kpis.definition import Definition
from lms.kpis.saving import by_tasks

ENTRY = Definition(
    name="seller_time_saved_tasks",
    title="Seller time saved (timed tasks)",
    group="enablement",
    question="How much time do sellers save, by tasks that were timed both ways?",
    formula=(
        "Seconds saved in an episode x search episodes of the period. An episode runs from a first query to the "
        "first page of use, or to being given up, and counts at most ten minutes."
    ),
    unit="hours",
    measure="flow",
    direction="up",
    timing="lagging",
    needs=("searches",),
    least_n=30,
    least_setting="min_episodes",
    n_means="search episodes",
    method="pigeonhole bootstrap over people and tasks, combined with a bootstrap over the people who search",
    traps=(
        "Tasks are not searches with a buyer waiting: they stand for them as well as they were chosen.",
        "Tasks that ran out of time count as if they had just been done, so that what is saved is understated.",
        "It is never a percentage of somebody else's 440 hours: that figure is passed on without a method.",
        "Time in other systems is not seen, and an episode that was given up counts the time it took.",
    ),
    assumptions=("searches of everyday save as much as these tasks do",),
    source="timed_tasks: half of the tasks the old way, half here, drawn by the server; Owen 2007 for the interval",
    dimensions=("team", "region"),
    read=by_tasks,
    settings=("baselines",),
)
