"""Changes of figures in words: the verdict on each, how many stand out, and by which rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from api.work.kpis.words import FigureWords
from lms.kpis.changes import FigureChange
from lms.kpis.results import KpiResult


@dataclass(frozen=True)
class ChangesSaid:
    """Of how many KPIs a change could be judged, and what is to be said of all of them.

    `nothing` is empty where something stands out, `rule` where nothing could be judged.
    """

    compared: int
    nothing: str
    rule: str


def say_changes(changes: Iterable[FigureChange | None], *, before: str) -> ChangesSaid:
    """Return what is to be said of the changes against `before`, such as `the month before`."""
    judged = [change for change in changes if change is not None and change.verdict is not None]
    if not judged:
        return ChangesSaid(0, f"There is nothing yet to compare with {before}.", "")
    none = f"None of the {len(judged)} KPIs that can be compared changed by more than chance would show."
    nothing = "" if any(change.is_clear for change in judged) else none
    return ChangesSaid(len(judged), nothing, _rule(len(judged), before))


def say_verdict(change: FigureChange) -> str:
    """Return a verdict in words, empty where nothing can be judged."""
    if change.verdict is None:
        return ""
    if change.verdict == "unclear":
        return "No clear change"
    return change.verdict.capitalize() if change.is_clear else f"Likely {change.verdict}"


def say_change(now: KpiResult, before: KpiResult, words: FigureWords) -> str:
    """Return from what a measured figure went up or down, as far as its rounding shows it."""
    value, earlier = now.value or 0.0, before.value or 0.0
    if words.say(value) == words.say(earlier):
        return f"As before: {words.say_figure(before)}"
    return f"{'Up' if value > earlier else 'Down'} from {words.say_figure(before)}"


def _rule(compared: int, before: str) -> str:
    # Two equally wide 95 % intervals of the same truth lie apart in 0.6 % of all samples.
    return (
        f"A KPI stands out when the interval of its figure and that of {before} have nothing in common. Where nothing "
        "has changed, chance alone brings that about in fewer than 1 of 100 comparisons; "
        f"{compared} are made here. “Likely” is said where only the 95 % interval of the difference leaves zero out, "
        "which chance brings about in 1 of 20."
    )
