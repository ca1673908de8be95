"""The parts of a quiz, answers included: only drawing and grading may see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

MOST_DIGITS = 40  # of a number
QuestionKind = Literal["single", "multiple", "ordering", "matching", "text", "number"]


@dataclass(frozen=True)
class Option:
    """One answer to choose, whether it is right, and what is said to who chose it."""

    text: str
    is_right: bool
    feedback: str = ""


@dataclass(frozen=True)
class Pair:
    """Two things that belong together."""

    left: str
    right: str


@dataclass(frozen=True)
class Number:
    """A number, how far an answer may be from it, and its unit as the author writes it; none: as the question says."""

    value: Decimal
    tolerance: Decimal = Decimal(0)
    units: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """A question as its author wrote it; which of the fields from `options` on are filled depends on its kind.

    `skill` is the one that it is about, where its author says so. `steps` stand in their right order, `accepted` are
    all ways to write the right answer, in which accents and spaces inside count, or don't.
    """

    kind: QuestionKind
    text: str
    pool: str = ""
    feedback: str = ""
    options: tuple[Option, ...] = ()
    steps: tuple[str, ...] = ()
    pairs: tuple[Pair, ...] = ()
    accepted: tuple[str, ...] = ()
    number: Number | None = None
    has_free_accents: bool = False
    has_free_spaces: bool = False
    skill: str = ""

    @property
    def parts(self) -> tuple[str, ...]:
        """What can be put into another order: options, steps or the right sides of pairs."""
        chosen = tuple(option.text for option in self.options)
        return chosen or self.steps or tuple(pair.right for pair in self.pairs)


@dataclass(frozen=True)
class Quiz:
    """Questions in the order of the page, how many of them an attempt gets (None: all), and whether places change."""

    questions: tuple[Question, ...]
    draw: Mapping[str, int] | int | None = None
    shuffle: bool = True
