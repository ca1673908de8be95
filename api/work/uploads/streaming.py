"""One reader for files of any length: what they hold is settled by a first pass that keeps only counts, then read."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import islice
from typing import Any

from api.work.uploads.columns_of_days import DayColumns
from api.work.uploads.columns_of_numbers import NumberColumns
from api.work.uploads.csv_files import CsvFile
from api.work.uploads.encoding_question import ask_encoding
from api.work.uploads.encodings import CODE_PAGES
from api.work.uploads.files import SentFile, head_of_file
from api.work.uploads.footers import Footers
from api.work.uploads.grid import CsvText, GridError, Sheet, broken_at, head_of, plain_cell
from api.work.uploads.header import MOST_EXPORTED, Header, Mapped, map_columns
from api.work.uploads.names import fit_columns
from api.work.uploads.opening import FoundList, open_list
from api.work.uploads.proposal import KeptAnswers, Proposal, ShownRow, header_key
from api.work.uploads.reading import SAMPLE_ROWS, shown_columns
from api.work.uploads.rows import RowsBelow, second_header
from api.work.uploads.shape import Errors, HowToRead, ListShape, Own
from api.work.uploads.typed import DAYS, NUMBERS, CellReader, CellSpec
from lms.errors import Conflict

_MISSING = "the cell is empty; every row needs one"


class Stream:
    """A file that was looked through: how it is understood, what it leaves open, and its rows to be read."""

    def __init__(
        self, opened: FoundList, rows: RowsBelow, mapped: Mapped, shape: ListShape, reading: HowToRead
    ) -> None:
        """Look through the file once: settle how its days and numbers are written, or ask."""
        self.proposal: Proposal = opened.proposal
        self.header: Header = opened.header
        self.key = header_key(opened.header.cells)
        self.errors = Errors()
        self.left_out = 0
        self._rows, self._mapped, self._shape, self._reading = rows, mapped, shape, reading
        more = {name: spec for name, (_, spec) in shape.more(opened.header.cells).items()}
        read = {name: spec for name, spec in shape.cells.items() if name in mapped.places}
        self._specs: dict[str, CellSpec] = {**read, **more, **shape.spread_cells}
        columns = {spec.like or name: spec for name, spec in self._specs.items()}
        days = [name for name, spec in columns.items() if spec.type in DAYS]
        self._days = DayColumns(days, reading.zone, is_old_mac=opened.is_old_mac)
        numbers = [name for name, spec in columns.items() if spec.type in NUMBERS]
        self._numbers = NumberColumns(numbers, shares={name for name in numbers if columns[name].type == "share"})
        self._numbers.in_percent |= {
            name for name in numbers if "%" in self.header.cells[mapped.places.get(name, 0)] and name in mapped.places
        }
        self._look_through()
        self._settle()

    @property
    def fields(self) -> Collection[str]:
        """The fields that have a column."""
        return self._mapped.places.keys()

    @property
    def count(self) -> int:
        """How many rows there are below the header."""
        return self._rows.count

    @property
    def footers(self) -> Footers:
        """What stands below the rows and is none."""
        return self._rows.footers

    def rows(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield each good row by its number; None stands for a cell that is empty. Notes what is wrong with others."""
        said, tidy = self._reading.said, self._reading.tidy
        reader = CellReader(self._specs, self._days, self._numbers, said=said, tidy=tidy)
        self.errors, self.left_out = Errors(), 0
        for number, own in self._rows.each(self.errors):
            spread = self._shape.spread(own)
            if spread is None:
                self.left_out += 1
                continue
            values, wrong = reader.read(spread)
            for name in self._shape.required:
                if values.get(name) is None and not spread.get(name):
                    wrong.append((name, _MISSING))
            for name, detail in wrong:
                self.errors.add(number, name, detail)
            if not wrong:
                yield number, values

    @property
    def learnt(self) -> KeptAnswers:
        """What to keep for the next file with the same header."""
        kept = self.header.kept or KeptAnswers({}, {})
        encoding = self.proposal.encoding if self.proposal.encoding in CODE_PAGES else None
        days = {name: order for name, order in kept.days.items() if name not in self._days.refuted}
        numbers = {name: style for name, style in kept.numbers.items() if name not in self._numbers.refuted}
        places = {name: place + 1 for name, place in self._mapped.places.items()}
        return KeptAnswers(places, days | self._days.learnt, encoding, numbers | self._numbers.learnt)

    def _look_through(self) -> None:
        """Let all days and numbers count; other cells are read only where what they say makes one of these."""
        ways = DAYS | NUMBERS
        told = {name for name, spec in self._specs.items() if spec.type in ways}
        only = None if self._shape.spread_cells else told
        alike = [(name, spec.like) for name, spec in self._specs.items() if spec.like]
        for _, own in self._rows.each(Errors(), only):
            spread = self._shape.spread(own)
            if spread is not None:
                self._days.note(spread)
                self._numbers.note(spread)
                for name, column in alike:
                    if spread.get(name):
                        self._days.note({column: spread[name]})
                        self._numbers.note({column: spread[name]})

    def _settle(self) -> None:
        """Say how the file is understood, and ask what it doesn't tell."""
        answers, kept = self._reading.answers, self.header.kept or KeptAnswers({}, {})
        self.proposal.questions += self._days.settle(answers.days, kept.days)
        self.proposal.questions += self._numbers.settle(answers.numbers, kept.numbers)
        ways = self._days.settled, _filled(self.header), self._numbers.settled
        self.proposal.columns = shown_columns(self.header, self._mapped, *ways)
        sample = islice(sampled(self.header, self._mapped), SAMPLE_ROWS)
        self.proposal.sample = [ShownRow(number, self._days.shown(own)) for number, own in sample]


def open_stream(file: SentFile, shape: ListShape, reading: HowToRead) -> Stream:
    """Open a file of CSV of any length, or a workbook, and look through it.

    Raises Conflict where it is no list, has no header or two, lacks a column, or an answer doesn't fit it.
    """
    data = head_of_file(file)
    fields = tuple(shape.cells)
    opened = open_list(data, fields, shape.required, reading.answers, reading.recall, shape.names)
    header = opened.header
    _check_header(header, shape, reading)
    mapped = map_columns(
        header, fields, shape.required, reading.answers, filled=set(_filled(header)), names=shape.names
    )
    if mapped.missing:
        missing = ", ".join(f"`{name}`" for name in mapped.missing)
        raise Conflict(f"no column for {missing} was found in row {header.row}; the fields are {', '.join(fields)}")
    opened.proposal.questions += mapped.questions
    days = {name for name, spec in shape.cells.items() if spec.type in DAYS}
    if opened.others:
        ask_encoding(opened, list(sampled(header, mapped)), days)
    places = mapped.places | {name: place for name, (place, _) in shape.more(header.cells).items()}
    rows = RowsBelow(_whole(header.grid, file, opened), header, places, reading.tell)
    return Stream(opened, rows, mapped, shape, reading)


def _check_header(header: Header, shape: ListShape, reading: HowToRead) -> None:
    broken = broken_at(header.grid) if not header.cells else None
    if broken:
        raise Conflict(f"row {broken.row}: {broken}")
    if not header.cells:
        raise Conflict("the file is empty")
    if len(header.cells) > MOST_EXPORTED:
        raise Conflict(f"there are {len(header.cells):,} columns; at most {MOST_EXPORTED:,} can be read")
    if reading.answers.header_row is None:
        alike = max(2, (header.fits * 3 + 4) // 5)
        for number, cells in head_of(header.grid):
            if number != header.row and len(fit_columns(cells, tuple(shape.cells), shape.names)) >= alike:
                raise second_header(max(number, header.row))


def _whole(grid: Sheet | CsvText, file: SentFile, opened: FoundList) -> Sheet | CsvFile:
    """Return all rows of what was found in the head of a file."""
    if isinstance(grid, Sheet):
        return grid
    return CsvFile(file, opened.proposal.encoding or "utf-8", grid.separator, has_name=grid.start > 0)


def sampled(header: Header, mapped: Mapped) -> Iterator[tuple[int, Own]]:
    """Yield cells of the first rows, and of the later ones that show the encoding."""
    try:
        for number, row in header.grid.each_row():
            if number > header.row:
                yield (
                    number,
                    {name: plain_cell(row[place]) for name, place in mapped.places.items() if place < len(row)},
                )
    except GridError:
        return


def _filled(header: Header) -> Mapping[int, str]:
    """Return the columns that are called something or hold something, each with an example."""
    filled = {place: name for place, name in enumerate(header.cells) if name}
    for number, row in reversed(head_of(header.grid)):
        if number > header.row:
            filled |= {place: cell.strip() for place, cell in enumerate(row) if cell.strip()}
    return filled
