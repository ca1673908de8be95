"""Changes of figures against the period before, and whether they are more than chance would show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lms.kpis.definition import Direction
from lms.kpis.results import Result

Verdict = Literal["better", "worse", "changed", "unclear"]


@dataclass(frozen=True)
class FigureChange:
    """How a figure changed; `verdict` is None where one of the two has no interval, so that nothing can be judged."""

    is_up: bool
    verdict: Verdict | None

    @property
    def is_clear(self) -> bool:
        """Whether it changed by more than its interval: the two intervals have nothing in common."""
        return self.verdict in {"better", "worse", "changed"}


def change_of(now: Result, before: Result, direction: Direction) -> FigureChange | None:
    """Return how a figure changed against the one before; None where one of them isn't measured.

    Two equally wide 95 % intervals of the same truth lie apart in 0.6 % of all samples.
    """
    if now.value is None or before.value is None:
        return None
    is_up = now.value > before.value
    if now.low is None or now.high is None or before.low is None or before.high is None:
        return FigureChange(is_up, None)
    if now.low <= before.high and before.low <= now.high:
        return FigureChange(is_up, "unclear")
    return FigureChange(is_up, _judge(is_up, direction))


def _judge(is_up: bool, direction: Direction) -> Verdict:
    if direction == "neither":
        return "changed"
    return "better" if is_up == (direction == "up") else "worse"
