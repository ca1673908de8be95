"""Rows of CSV that comes in, each checked by itself, with its own error."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from pydantic import BaseModel, ValidationError

Row = TypeVar("Row", bound=BaseModel)
MOST_ROWS = 100_000
# Empty rows don't count as rows, but each takes its time.
MOST_LINES = 2 * MOST_ROWS
MOST_COLUMNS = 50
MOST_IN_HEADER = 10_000
MOST_IN_CELL = 10_000
MOST_IN_ROW = MOST_COLUMNS * MOST_IN_CELL


@dataclass(frozen=True)
class RowError:
    """What is wrong with a row; the header is row 1, and `column` is None when it is the row as a whole."""

    row: int
    column: str | None
    detail: str


@dataclass
class Rows(Generic[Row]):
    """The rows that can be read, each with its number, and what is wrong with the others."""

    good: list[tuple[int, Row]] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    count: int = 0


def read_rows(text: str, model: type[Row]) -> Rows[Row]:
    """Read rows by the names in the header, in any order; empty cells and rows are left out.

    Commas, semicolons or tabs part the cells: what the header has most of. A row that is too long is an error, and
    nothing after it is read.
    """
    found: Rows[Row] = Rows()
    lines = _Lines(text)
    rows = enumerate(csv.reader(lines, delimiter=lines.guess_delimiter(), strict=True), start=1)
    number = 0
    try:
        number, names = next(rows, (1, []))
        header = [name.strip().lower().replace(" ", "_") for name in names]
        found.errors += _header_errors(header, model)
        if found.errors:
            return found
        lines.begin_row()
        for number, cells in rows:
            lines.begin_row()
            is_empty = not any(map(str.strip, cells))
            if number > MOST_LINES or (found.count == MOST_ROWS and not is_empty):
                found.errors.append(RowError(number, None, f"only {MOST_ROWS:,} rows can be sent at once"))
                break
            if is_empty:
                continue
            found.count += 1
            _read_row(found, number, dict(zip(header, cells, strict=False)), model, has_more=len(cells) > len(header))
    except csv.Error as error:
        found.errors.append(RowError(number + 1, None, f"this can't be read as CSV: {error}"))
    return found


class _Lines:
    """The lines of a text, each line end one, refused where one row has too many characters, be it of many lines."""

    def __init__(self, text: str) -> None:
        self._text = io.StringIO(text, newline=None)
        self._left = self._most = MOST_IN_HEADER

    def guess_delimiter(self) -> str:
        delimiter = max(",;\t", key=self._text.readline(MOST_IN_HEADER).count)
        self._text.seek(0)
        return delimiter

    def __iter__(self) -> Iterator[str]:
        while line := self._text.readline(self._left + 1):
            self._left -= len(line)
            if self._left < 0:
                raise csv.Error(f"the row has more than {self._most:,} characters")
            yield line

    def begin_row(self) -> None:
        """Let the next row be as long as any; the header may not."""
        self._left = self._most = MOST_IN_ROW


def _header_errors(header: list[str], model: type[BaseModel]) -> list[RowError]:
    known = model.model_fields
    allowed = f"the columns are {', '.join(known)}"
    if len(header) > MOST_COLUMNS:
        return [RowError(1, None, f"there are {len(header):,} columns; {allowed}")]
    unknown = [
        RowError(1, name or None, f"there is no column `{name[:80]}`; {allowed}")
        for name in header
        if name not in known
    ]
    missing = [
        RowError(1, name, f"the column `{name}` is missing; {allowed}")
        for name, info in known.items()
        if info.is_required() and name not in header
    ]
    twice = [RowError(1, name, f"the column `{name}` is there twice") for name in known if header.count(name) > 1]
    return [*unknown[:10], *missing, *twice]


def _read_row(found: Rows[Row], number: int, cells: dict[str, str], model: type[Row], *, has_more: bool) -> None:
    if has_more:
        found.errors.append(RowError(number, None, "the row has more cells than the header"))
        return
    long = [name for name, cell in cells.items() if len(cell) > MOST_IN_CELL]
    if long:
        found.errors += [RowError(number, name, f"the cell has more than {MOST_IN_CELL:,} characters") for name in long]
        return
    try:
        row = model.model_validate_strings({name: cell.strip() for name, cell in cells.items() if cell.strip()})
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            found.errors.append(RowError(number, str(detail["loc"][0]) if detail["loc"] else None, detail["msg"]))
        return
    found.good.append((number, row))
