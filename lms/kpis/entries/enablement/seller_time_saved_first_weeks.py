"""Seller time saved against one's own first weeks."""

from __future__ import annotations

from lms.kpis.definition import Definition
from lms.kpis.saving import by_first_weeks

ENTRY = Definition(
    name="seller_time_saved_first_weeks",
    title="Seller time saved (first weeks of use)",
    group="enablement",
    question="How much quicker do sellers find things than in their first weeks here?",
    formula=(
        "(median of people's own medians in their first four weeks - median of the same people's medians in the "
        "period, after those weeks) x their episodes after those weeks. An episode runs from a first query to the "
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
    method="bootstrap over people, a person's both times together",
    traps=(
        "People learn where things are with any tool: what they would have learnt anyway is in it.",
        "It says nothing of the time before the product.",
        "Who may have begun before searches are kept has no first weeks any more, and is left out.",
        "It is never a percentage of somebody else's 440 hours: that figure is passed on without a method.",
        "Time in other systems is not seen, and an episode that was given up counts the time it took.",
    ),
    assumptions=("people would have gone on as in their first weeks",),
    source="first_weeks: observed logs",
    dimensions=("team", "region"),
    read=by_first_weeks,
    settings=("baselines",),
)
