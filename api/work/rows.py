"""Rows of CSV that comes in, each checked by itself, with its own error."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from pydantic import BaseModel, ValidationError

Row = TypeVar("Row", bound=BaseModel)
MOST_ROWS = 100_000


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

    Commas, semicolons or tabs part the cells: what the header has most of.
    """
    found: Rows[Row] = Rows()
    lines = io.StringIO(text, newline=None)  # which makes every line end one
    delimiter = max(",;\t", key=lines.readline().count)
    lines.seek(0)
    rows = enumerate(csv.reader(lines, delimiter=delimiter, strict=True), start=1)
    number = 0
    try:
        number, names = next(rows, (1, []))
        header = [name.strip().lower().replace(" ", "_") for name in names]
        found.errors += _header_errors(header, model)
        if found.errors:
            return found
        for number, cells in rows:
            if not any(map(str.strip, cells)):
                continue
            if found.count == MOST_ROWS:
                found.errors.append(RowError(number, None, f"only {MOST_ROWS:,} rows can be sent at once"))
                break
            found.count += 1
            _read_row(found, number, dict(zip(header, cells, strict=False)), model, has_more=len(cells) > len(header))
    except csv.Error as error:
        found.errors.append(RowError(number + 1, None, f"this can't be read as CSV: {error}"))
    return found


def _header_errors(header: list[str], model: type[BaseModel]) -> list[RowError]:
    known = model.model_fields
    allowed = f"the columns are {', '.join(known)}"
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
    try:
        row = model.model_validate_strings({name: cell.strip() for name, cell in cells.items() if cell.strip()})
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            found.errors.append(RowError(number, str(detail["loc"][0]) if detail["loc"] else None, detail["msg"]))
        return
    found.good.append((number, row))
