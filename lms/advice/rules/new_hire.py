"""A new hire: somebody in their first weeks with the company."""

from __future__ import annotations

from collections.abc import Sequence

from lms.advice.asking import AdviceAsk, AdviceReason, AdviceRule, say_day


def read(ask: AdviceAsk) -> Sequence[AdviceReason]:
    """Return who is in one of their first weeks, and in which."""
    found = []
    for rep in ask.reps:
        days = (ask.now.day - rep.since).days if rep.since else -1
        if rep.since is None or not 0 <= days < 7 * ask.settings.new_hire_weeks:
            continue
        text = f"In week {days // 7 + 1} of the first {ask.settings.new_hire_weeks}, since {say_day(rep.since)}."
        found.append(AdviceReason(rep.id, RULE.name, rep.since.isoformat(), text, "person", str(rep.id)))
    return found


RULE = AdviceRule(
    name="new_hire",
    title="New here",
    setting="new_hire_weeks",
    weight=1,
    explains="They are in one of their first {n} weeks with the company.",
    kind="one-to-one",
    topic="Your first weeks",
    read=read,
)
