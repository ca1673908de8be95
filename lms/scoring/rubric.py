"""A rubric as scorecards keep it: criteria with what each may be answered, what passes it, and what caps its points."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["level", "yes-no", "number", "choice", "text"]
Answer = int | float | bool | str


@dataclass(frozen=True)
class Criterion:
    """What is looked at; which of the fields from `levels` on are filled depends on its kind.

    `points` are the most it gives, its weight counted; 0 for what is answered and counts nothing. `good` says which
    answer to a yes or no, or which end of a number's bounds, gives them.
    """

    id: str
    name: str
    kind: Kind
    weight: float
    points: float
    skill: str | None
    is_mandatory: bool
    may_be_left_out: bool
    levels: tuple[str, ...] = ()
    choices: tuple[tuple[str, float], ...] = ()
    least: float | None = None
    most: float | None = None
    unit: str | None = None
    good: str | None = None

    @property
    def meanings(self) -> list[str]:
        """What its answers mean, as somebody compares them: levels, choices with their points, bounds."""
        if self.kind == "number":
            return [f"{self.least:g} to {self.most:g} {self.unit or ''}".strip(), f"good: {self.good}"]
        if self.kind == "yes-no":
            return [f"good: {self.good}"]
        return [*self.levels, *(f"{name}: {points:g}" for name, points in self.choices)]


@dataclass(frozen=True)
class Pass:
    """What a scorecard must reach: points of all (None: any), least levels by criterion; and how many in a row."""

    points: float | None
    levels: Mapping[str, int]
    times: int


@dataclass(frozen=True)
class Cap:
    """The most points that there are after one answer to a criterion, or after that level or one below."""

    criterion: str
    when: Answer
    points: float
    because: str | None


@dataclass(frozen=True)
class Rubric:
    """Criteria in the order of their page, and how many points they give at most."""

    title: str
    points: float
    criteria: tuple[Criterion, ...]
    passes: Pass | None
    caps: tuple[Cap, ...]

    @property
    def by_id(self) -> dict[str, Criterion]:
        """Criteria by their ids."""
        return {criterion.id: criterion for criterion in self.criteria}


def rubric_of(paper: Mapping[str, Any]) -> Rubric:
    """Return the rubric that a paper holds."""
    passes = paper.get("passes")
    return Rubric(
        title=paper["title"],
        points=paper["points"],
        criteria=tuple(map(_read, paper["criteria"])),
        passes=Pass(**passes) if passes else None,
        caps=tuple(Cap(**cap) for cap in paper["caps"]),
    )


def line_of(rubric_id: str, criterion: Criterion) -> str:
    """Return the name that scores share when they may be compared: one rubric, criterion and meaning of its answers.

    How much it weighs, which skill it shows and what it is called may change, and how a level's words are spaced.
    """
    said = [" ".join(unicodedata.normalize("NFC", meaning).split()) for meaning in criterion.meanings]
    meant = json.dumps([rubric_id, criterion.id, criterion.kind, said], separators=(",", ":"))
    return hashlib.sha256(meant.encode("ascii")).hexdigest()[:16]


def _read(written: Mapping[str, Any]) -> Criterion:
    known = dict(written)
    known["levels"] = tuple(known.get("levels", ()))
    known["choices"] = tuple((name, points) for name, points in known.get("choices", ()))
    return Criterion(**known)
