"""Rows of cells, from CSV or a workbook, within the same limits; each with the number that a spreadsheet shows."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from content.quiz.keyboard import without_unseen

MOST_ROWS = 100_000
# Empty rows don't count as rows, but each takes its time.
MOST_LINES = 2 * MOST_ROWS
MOST_COLUMNS = 200
MOST_IN_CELL = 10_000
MOST_IN_ROW = 500_000
# Of what may still be a title or the header.
MOST_IN_HEADER = 10_000
HEAD_ROWS = 20
SIGNS = {"comma": ",", "semicolon": ";", "tab": "\t"}
_NOTHING = {"-", "–", "—"}  # as learning platforms write it
_NAMES_SEPARATOR = re.compile(r'\s*"?sep=([,;\t])"?[ \t]*(?:\r\n|\r|\n|$)', re.IGNORECASE)


class GridError(Exception):
    """From this row on nothing can be read."""

    def __init__(self, row: int, what: str) -> None:
        """Keep the row's number beside what is wrong."""
        super().__init__(what)
        self.row = row


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook: rows with something in them, by their numbers, the cells as text."""

    name: str
    rows: Sequence[tuple[int, list[str]]]

    def each_row(self) -> Iterator[tuple[int, list[str]]]:
        """Yield the rows; raises GridError where one is too long."""
        for number, cells in self.rows:
            if sum(map(len, cells)) + len(cells) > (most := _most_in(number)):
                raise GridError(number, f"the row has more than {most:,} characters")
            yield number, cells


@dataclass(frozen=True)
class CsvText:
    """Rows of CSV; `separator` parts the cells."""

    text: str
    separator: str = ","
    start: int = field(default=0)

    def each_row(self) -> Iterator[tuple[int, list[str]]]:
        """Yield the rows, empty ones too; raises GridError where one can't be read."""
        lines = _Lines(self.text[self.start :] if self.start else self.text)
        number = 0
        try:
            for number, cells in enumerate(csv.reader(lines, delimiter=self.separator, strict=True), start=1):
                yield number, cells
                lines.begin_row(number + 1)
        except csv.Error as error:
            raise GridError(number + 1, f"this can't be read as CSV: {error}") from error


def csv_of(text: str) -> list[CsvText]:
    """Return a text as CSV with each separator that it may have, only one when its first line names it."""
    named = _NAMES_SEPARATOR.match(text[:100])
    if named:
        return [CsvText(text, named[1], named.end())]
    return [CsvText(text, separator) for separator in SIGNS.values()]


def head_of(grid: Sheet | CsvText) -> list[tuple[int, list[str]]]:
    """Return the first rows with something in them, as far as they can be read."""
    found: list[tuple[int, list[str]]] = []
    try:
        for number, cells in grid.each_row():
            if any(map(str.strip, cells)):
                found.append((number, cells))
            if len(found) == HEAD_ROWS or number >= MOST_LINES:
                break
    except GridError:
        pass
    return found


def broken_at(grid: Sheet | CsvText) -> GridError | None:
    """Return what is wrong with the first row, when it can't be read."""
    try:
        next(iter(grid.each_row()), None)
    except GridError as error:
        return error
    return None


def plain_cell(text: str) -> str:
    """Return what a cell says: without spaces around it and signs that nobody sees, and nothing for a dash alone."""
    if text.isascii():
        text = text.strip()
        return "" if text == "-" else text
    text = without_unseen(text).strip()
    return "" if text in _NOTHING else text


def plain_cells(cells: Sequence[str]) -> list[str]:
    """Return what each of some cells says, as `plain_cell` does."""
    found = list(map(str.strip, cells))
    return found if "".join(found).isascii() and "-" not in found else list(map(plain_cell, cells))


def _most_in(number: int) -> int:
    return MOST_IN_HEADER if number == 1 else MOST_IN_ROW


class _Lines:
    """The lines of a text, each line end one, refused where one row has too many characters, be it of many lines."""

    def __init__(self, text: str) -> None:
        self._text = io.StringIO(text, newline=None)
        self.begin_row(1)

    def __iter__(self) -> Iterator[str]:
        while line := self._text.readline(self._left + 1):
            self._left -= len(line)
            if self._left < 0:
                raise csv.Error(f"the row has more than {self._most:,} characters")
            yield line

    def begin_row(self, number: int) -> None:
        """Let the next row be as long as any; the first may not."""
        self._left = self._most = _most_in(number)
