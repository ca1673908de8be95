"""The rows below a header as the cells of fields, each of the header's width; what is no row is left out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from api.work.uploads.csv_files import CsvFile
from api.work.uploads.footers import Footers, may_be_footer
from api.work.uploads.grid import MOST_IN_CELL, GridError, Sheet, plain_cells
from api.work.uploads.header import Header
from api.work.uploads.shape import Errors, Own
from lms.errors import Conflict

_TELL_EVERY = 5_000


class RowsBelow:
    """The rows of a grid below its header; after a pass `count` says how many there are, `footers` what isn't any."""

    def __init__(
        self, grid: Sheet | CsvFile, header: Header, places: Mapping[str, int], tell: Callable[[int], None]
    ) -> None:
        """Take the columns of the fields, from 0."""
        self._grid, self._header, self._places, self._tell = grid, header, tuple(places.items()), tell
        self._width = max((place + 1 for place, cell in enumerate(header.cells) if cell), default=0)
        self._probe = min(places.values(), default=0)
        self._reach = max(places.values(), default=-1) + 1
        self.count = 0
        self.footers = Footers()

    def each(self, errors: Errors, only: Collection[str] | None = None) -> Iterator[tuple[int, Own]]:
        """Yield each row by its number, or only some of its fields; notes those that can't be read.

        Raises Conflict at a second header.
        """
        self.count, self.footers = 0, Footers()
        places = {name: place for name, place in self._places if only is None or name in only}
        for number, row in self._below():
            if number % _TELL_EVERY == 0:
                self._tell(number)
            if isinstance(row, GridError):
                self.count += 1
                errors.add(number, None, str(row))
            elif self._is_row(number, row):
                self.count += 1
                wrong = self._wrong_width(row)
                if wrong:
                    errors.add(number, None, wrong)
                    continue
                missing = self._reach - len(row)
                own = _own(places, number, [*row, *[""] * missing] if missing > 0 else row, errors)
                if own is not None:
                    yield number, own

    def _below(self) -> Iterator[tuple[int, list[str] | GridError]]:
        begins = self._header.row
        try:
            for number, row in self._grid.each_row():
                if number > begins:
                    yield number, row
        except GridError as error:
            yield error.row, error

    def _is_row(self, number: int, row: Sequence[str]) -> bool:
        width = self._width
        if len(row) >= width and row[0] and not may_be_footer(row[0]):
            if row[self._probe] == self._header.cells[self._probe]:
                self._refuse_second(number, row)
            return True
        filled = [cell for cell in row if cell and not cell.isspace()]
        return bool(filled) and not self.footers.takes(filled, width)

    def _wrong_width(self, row: Sequence[str]) -> str | None:
        """Say what is wrong with a row's width; workbooks keep no empty cells at a row's end."""
        if len(row) > self._width and any(map(str.strip, row[self._width :])):
            return f"the row has {len(row)} cells, and the header {self._width}"
        if len(row) < self._width and isinstance(self._grid, CsvFile):
            return f"the row has only {len(row)} cells, and the header {self._width}"
        return None

    def _refuse_second(self, number: int, row: Sequence[str]) -> None:
        if [cell.strip() for cell in row[: self._width]] == list(self._header.cells[: self._width]):
            raise second_header(number)


def second_header(number: int) -> Conflict:
    """Return the refusal of a file that holds two lists, or one under two headers."""
    return Conflict(
        f"row {number} is a second header; take it out, or send what stands below it as a file of its own",
        field="header_row",
    )


def _own(places: Mapping[str, int], number: int, row: Sequence[str], errors: Errors) -> Own | None:
    cells = plain_cells([row[place] for place in places.values()])
    own = dict(zip(places, cells, strict=True))
    whole = "".join(cells)
    if len(whole) > MOST_IN_CELL or "\0" in whole:  # a look at all of them is enough for most rows
        for name, cell in own.items():
            if len(cell) > MOST_IN_CELL or "\0" in cell:
                what = f"the cell has more than {MOST_IN_CELL:,} characters, or some that are no text"
                errors.add(number, name, what)
                return None
    return own
