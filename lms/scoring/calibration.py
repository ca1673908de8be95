"""Calibration: how far those who scored one thing without seeing each other agree, and who differs on what. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any
from uuid import UUID

from lms.scoring.rubric import Rubric
from lms.statistics.agreement import Agreement, ordinal_agreement

# Of fewer levels that two gave to the same things, one alone could make somebody look strict.
LEAST_COMPARED = 4
# Levels that somebody lies apart from the others' middle, on average, before it is worth a word.
APART = 0.5


@dataclass(frozen=True)
class CriterionRatings:
    """Which level (from 1) each scorer gave to a criterion, and how many levels lie between the lowest and the highest.

    `alone` are those who lie more than one level from the middle of all the others.
    """

    criterion: str
    name: str
    given: Mapping[UUID, int]
    spread: int
    alone: tuple[UUID, ...]


@dataclass(frozen=True)
class Leaning:
    """How many levels somebody gives more (less: negative) than the middle of the others, over what both scored."""

    scorer_id: UUID
    mean: float
    compared: int

    @property
    def is_apart(self) -> bool:
        """Whether it is worth a word."""
        return self.compared >= LEAST_COMPARED and abs(self.mean) >= APART


@dataclass(frozen=True)
class Calibration:
    """Agreement of those who scored, criterion by criterion and scorer by scorer; criteria with levels alone count."""

    agreement: Agreement
    criteria: tuple[CriterionRatings, ...]
    leanings: tuple[Leaning, ...]


def calibrate(papers: Sequence[tuple[Rubric, Mapping[UUID, Mapping[str, Any]]]]) -> Calibration:
    """Compare the published cards of one assessment, or of several, each a rubric with answers by scorer.

    The things that are compared are criteria of assessments. One that was left out wasn't scored.
    """
    criteria = [found for rubric, cards in papers for found in _ratings(rubric, cards)]
    levels = max((len(part.levels) for rubric, _ in papers for part in rubric.criteria), default=0)
    ratings = [[level - 1 for level in one.given.values()] for one in criteria]
    return Calibration(ordinal_agreement(ratings, levels=levels), tuple(criteria), tuple(_leanings(criteria)))


def _ratings(rubric: Rubric, cards: Mapping[UUID, Mapping[str, Any]]) -> list[CriterionRatings]:
    found = []
    for criterion in rubric.criteria:
        if criterion.kind != "level":
            continue
        values = {scorer: (answers.get(criterion.id) or {}).get("value") for scorer, answers in cards.items()}
        given = {scorer: value for scorer, value in values.items() if isinstance(value, int)}
        spread = max(given.values()) - min(given.values()) if given else 0
        alone = tuple(scorer for scorer in given if abs(_apart(given, scorer) or 0) > 1)
        found.append(CriterionRatings(criterion.id, criterion.name, given, spread, alone))
    return found


def _leanings(criteria: Sequence[CriterionRatings]) -> list[Leaning]:
    scorers = dict.fromkeys(scorer for one in criteria for scorer in one.given)
    found = []
    for scorer in scorers:
        apart = [far for one in criteria if (far := _apart(one.given, scorer)) is not None]
        if apart:
            found.append(Leaning(scorer, sum(apart) / len(apart), len(apart)))
    return sorted(found, key=lambda one: (-abs(one.mean), one.scorer_id))


def _apart(given: Mapping[UUID, int], scorer: UUID) -> float | None:
    """Return by how many levels somebody is above the middle of all others; None where there is nobody to compare."""
    others = [level for other, level in given.items() if other != scorer]
    return given[scorer] - median(others) if scorer in given and others else None
