"""The shape of a list, how its file is to be read, and what is wrong with its rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from api.work.uploads.names import ColumnNames
from api.work.uploads.proposal import Recall, UploadAnswers
from api.work.uploads.reading import RowError, no_memory
from api.work.uploads.typed import CellSpec

MOST_ERRORS = 1_000
Own = dict[str, str]


def _same(own: Own) -> Own | None:
    return own


def _none(_: Sequence[str]) -> dict[str, tuple[int, CellSpec]]:
    return {}


def _untold(_: int) -> None:
    return


@dataclass(frozen=True)
class ListShape:
    """What the rows of a list are made of.

    `cells` are the fields that a column may fill, `more` finds those that a header has by itself, with their columns
    from 0. `spread` turns the cells of a row into those of other fields, `spread_cells`, or leaves the row out.
    """

    cells: Mapping[str, CellSpec]
    required: tuple[str, ...]
    names: ColumnNames
    more: Callable[[Sequence[str]], Mapping[str, tuple[int, CellSpec]]] = _none
    spread: Callable[[Own], Own | None] = _same
    spread_cells: Mapping[str, CellSpec] = field(default_factory=dict)


@dataclass(frozen=True)
class HowToRead:
    """How a file is to be read: the company's zone, what was said of it, and who is told at which row it is.

    `said` is what single texts of a field mean, `tidy` what becomes of the texts of some.
    """

    zone: ZoneInfo
    answers: UploadAnswers = UploadAnswers()
    recall: Recall = no_memory
    said: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    tidy: Mapping[str, Callable[[str], str]] = field(default_factory=dict)
    tell: Callable[[int], None] = _untold


class Errors:
    """What is wrong with rows: the first MOST_ERRORS, how many there are, and in how many rows."""

    def __init__(self) -> None:
        """Begin with none."""
        self.kept: list[RowError] = []
        self.count = 0
        self.rows = 0
        self._last = 0

    def add(self, row: int, column: str | None, detail: str) -> None:
        """Note an error."""
        if len(self.kept) < MOST_ERRORS:
            self.kept.append(RowError(row, column, detail))
        self.count += 1
        self.rows += row != self._last
        self._last = row
