"""Changes of figures against the period before, and whether they are more than chance would show."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot
from typing import Literal

from lms.kpis.definition import BetterWhen
from lms.kpis.results import KpiResult

ChangeVerdict = Literal["better", "worse", "changed", "unclear"]


@dataclass(frozen=True)
class FigureChange:
    """How a figure changed; `verdict` is None where one of the two has no interval, so that nothing can be judged.

    It `is_clear` when the two intervals have nothing in common; another verdict than `unclear` without that is likely.
    """

    is_up: bool
    verdict: ChangeVerdict | None
    is_clear: bool = False


def change_of(now: KpiResult, before: KpiResult, direction: BetterWhen) -> FigureChange | None:
    """Return how a figure changed against the one before; None where one of them isn't measured.

    Two equally wide 95 % intervals of the same truth lie apart in 0.6 % of all samples.
    """
    if now.value is None or before.value is None:
        return None
    is_up = now.value > before.value
    if now.low is None or now.high is None or before.low is None or before.high is None:
        return FigureChange(is_up, None)
    is_clear = now.low > before.high or now.high < before.low
    low = now.value - before.value - hypot(now.value - now.low, before.high - before.value)
    high = now.value - before.value + hypot(now.high - now.value, before.value - before.low)
    # The interval of a difference from those of its two parts: Zou and Donner 2008, after Newcombe 1998.
    if not is_clear and low <= 0 <= high:
        return FigureChange(is_up, "unclear")
    return FigureChange(is_up, _judge(is_up, direction), is_clear)


def _judge(is_up: bool, direction: BetterWhen) -> ChangeVerdict:
    if direction == "neither":
        return "changed"
    return "better" if is_up == (direction == "up") else "worse"
