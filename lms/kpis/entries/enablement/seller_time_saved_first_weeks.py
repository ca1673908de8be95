"""Seller time saved against one's own first weeks."""

from __future__ import annotations

from lms.kpis.saving import EPISODE, TIME_SAVED, TRAPS, by_first_weeks

ENTRY = TIME_SAVED(
    name="seller_time_saved_first_weeks",
    title="Seller time saved (first weeks of use)",
    question="How much quicker do sellers find things than in their first weeks here?",
    formula=(
        "(median of people's own medians in their first four weeks - median of the same people's medians in the "
        f"period, after those weeks) x their episodes after those weeks. {EPISODE}"
    ),
    method="bootstrap over people, a person's both times together",
    traps=(
        "People learn where things are with any tool: what they would have learnt anyway is in it.",
        "It says nothing of the time before the product.",
        "Who may have begun before searches are kept has no first weeks any more, and is left out.",
        *TRAPS,
    ),
    assumptions=("people would have gone on as in their first weeks",),
    source="first_weeks: observed logs",
    read=by_first_weeks,
)
