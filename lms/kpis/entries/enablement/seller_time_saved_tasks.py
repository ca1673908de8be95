"""Seller time saved as timed tasks show it."""

from __future__ import annotations

from lms.kpis.saving import EPISODE, TIME_SAVED, TRAPS, by_tasks

ENTRY = TIME_SAVED(
    name="seller_time_saved_tasks",
    title="Seller time saved (timed tasks)",
    question="How much time do sellers save, by tasks that were timed both ways?",
    formula=(f"Seconds saved in an episode x search episodes of the period. {EPISODE}"),
    method="pigeonhole bootstrap over people and tasks, combined with a bootstrap over the people who search",
    traps=(
        "Tasks are not searches with a buyer waiting: they stand for them as well as they were chosen.",
        "Tasks that ran out of time count as if they had just been done, so that what is saved is understated.",
        *TRAPS,
    ),
    assumptions=("searches of everyday save as much as these tasks do",),
    source="timed_tasks: half of the tasks the old way, half here, drawn by the server; Owen 2007 for the interval",
    read=by_tasks,
)
