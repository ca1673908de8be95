"""Differing: how far the scorecards of one assessment lie apart, criterion by criterion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lms.scoring.counting import count
from lms.scoring.rubric import Answer, Rubric


@dataclass(frozen=True)
class CardDifference:
    """What cards give for a criterion, in their order; None where one has no answer, or left it out.

    `spread` is how far their shares lie apart, from 0 to 1; None where fewer than two can be compared.
    """

    criterion: str
    values: Sequence[Answer | None]
    spread: float | None
    is_alike: bool


def differences(rubric: Rubric, cards: Sequence[Mapping[str, Any]]) -> list[CardDifference]:
    """Compare the answers of published cards, in the order of the criteria."""
    shares = [{gain.criterion: gain.share for gain in count(rubric, answers).gains} for answers in cards]
    found = []
    for criterion in rubric.criteria:
        values = [(answers.get(criterion.id) or {}).get("value") for answers in cards]
        given = [own[criterion.id] for own in shares if criterion.id in own]
        spread = round(max(given) - min(given), 6) if len(given) > 1 else None
        found.append(CardDifference(criterion.id, values, spread, is_alike=len({repr(value) for value in values}) < 2))
    return found
