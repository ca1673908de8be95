"""Seller time saved against what people say."""

from __future__ import annotations

from lms.kpis.saving import EPISODE, TIME_SAVED, TRAPS, by_answers

ENTRY = TIME_SAVED(
    name="seller_time_saved",
    title="Seller time saved (self-reported baseline)",
    question="How much time do sellers save, if finding took what they say it took?",
    formula=(
        f"(median of what people say a search took before - median of people's own medians here) x episodes. {EPISODE}"
    ),
    method="bootstrap over the people asked and over the people who search",
    traps=(
        (
            "People misjudge their time: sellers believed to sell 21 % of it, and were seen to sell 11 % (a claim "
            "of Alexander Proudfoot)."
        ),
        *TRAPS,
    ),
    assumptions=("without the product each episode would have taken what people say",),
    source="self_report: the question of Find this, or BASELINE_SECONDS",
    read=by_answers,
)
