"""Seller time saved against what people say."""

from __future__ import annotations

from lms.kpis.definition import Definition
from lms.kpis.saving import by_answers

ENTRY = Definition(
    name="seller_time_saved",
    title="Seller time saved (self-reported baseline)",
    group="enablement",
    question="How much time do sellers save, if finding took what they say it took?",
    formula=(
        "(median of what people say a search took before - median of people's own medians here) x episodes. An "
        "episode runs from a first query to the first page of use, or to being given up, and counts at most ten "
        "minutes."
    ),
    unit="hours",
    measure="flow",
    direction="up",
    timing="lagging",
    needs=("searches",),
    least_n=30,
    least_setting="min_episodes",
    n_means="search episodes",
    method="bootstrap over the people asked and over the people who search",
    traps=(
        (
            "People misjudge their time: sellers believed to sell 21 % of it, and were seen to sell 11 % (a claim "
            "of Alexander Proudfoot)."
        ),
        "It is never a percentage of somebody else's 440 hours: that figure is passed on without a method.",
        "Time in other systems is not seen, and an episode that was given up counts the time it took.",
    ),
    assumptions=("without the product each episode would have taken what people say",),
    source="self_report: the question of Find this, or BASELINE_SECONDS",
    dimensions=("team", "region"),
    read=by_answers,
    settings=("baselines",),
)
