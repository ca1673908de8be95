"""One reader for all uploads: bytes of CSV or of a workbook into rows of a model, each checked by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, Generic, Literal, TypeVar, get_args, get_origin
from zoneinfo import ZoneInfo

from pydantic import BaseModel, Field, ValidationError

from api.work.uploads.columns_of_days import DayColumns
from api.work.uploads.days import DayOrder
from api.work.uploads.encoding_question import ask_encoding
from api.work.uploads.encodings import CODE_PAGES
from api.work.uploads.grid import (
    MOST_COLUMNS,
    MOST_IN_CELL,
    MOST_LINES,
    MOST_ROWS,
    GridError,
    broken_at,
    head_of,
    plain_cell,
)
from api.work.uploads.header import Header, Mapped, map_columns
from api.work.uploads.names import LISTS, ColumnNames
from api.work.uploads.numbers import NumberStyle
from api.work.uploads.opening import open_list
from api.work.uploads.proposal import (
    FileColumn,
    KeptAnswers,
    Proposal,
    Recall,
    ShownRow,
    UploadAnswers,
    header_key,
)
from api.work.uploads.wording import say_what_is_wrong, whole_number

Row = TypeVar("Row", bound=BaseModel)
# A text in a cell, without NUL, which PostgreSQL can't store.
CellText = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]
# Other systems write 0001-01-01 or 1900-01-01 for "never", and for a day that nobody knows.
FIRST_YEAR = 1950
SAMPLE_ROWS = 5
_NONE: Mapping[str, Any] = {}


@dataclass(frozen=True)
class RowError:
    """What is wrong with a row, by its number; `column` is the field, None when it is the row as a whole."""

    row: int
    column: str | None
    detail: str


@dataclass
class ListRead(Generic[Row]):
    """The rows that can be read, each with its number, what is wrong with the others, and how the file is understood.

    While a question blocks, no row is good. `key` names the header, `learnt` is what to keep for the next of its like.
    """

    proposal: Proposal
    good: list[tuple[int, Row]] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    count: int = 0
    key: str = ""
    learnt: KeptAnswers | None = None


def no_memory(_: str) -> None:
    """Recall nothing."""


def read_upload(
    data: bytes,
    model: type[Row],
    *,
    zone: ZoneInfo,
    answers: UploadAnswers | None = None,
    recall: Recall = no_memory,
    names: ColumnNames = LISTS,
) -> ListRead[Row]:
    """Read a file for a model; raises Conflict when it is no list at all, or an answer doesn't fit it.

    Empty cells and rows are left out, and what stands above the header. A row that is too long is an error, and nothing
    after it is read. `recall` returns what was answered for a header before, by its key.
    """
    return _Reader(model, zone, answers or UploadAnswers(), recall, names).read(data)


class _Reader(Generic[Row]):
    def __init__(
        self, model: type[Row], zone: ZoneInfo, answers: UploadAnswers, recall: Recall, names: ColumnNames
    ) -> None:
        self._model, self._zone, self._answers, self._recall, self._names = model, zone, answers, recall, names
        self._fields = tuple(model.model_fields)
        self._required = [name for name, info in model.model_fields.items() if info.is_required()]
        self._wholes = {name for name in self._fields if int in _types_of(model, name)}
        self._words = {name for name in self._fields if get_origin(model.model_fields[name].annotation) is Literal}

    def read(self, data: bytes) -> ListRead[Row]:
        opened = open_list(data, self._fields, self._required, self._answers, self._recall, self._names)
        header, proposal = opened.header, opened.proposal
        found: ListRead[Row] = ListRead(proposal, key=header_key(header.cells))
        if len(header.cells) > MOST_COLUMNS:
            found.errors.append(RowError(header.row, None, f"there are {len(header.cells):,} columns; {self._allowed}"))
            return found
        filled = {place: name for place, name in enumerate(header.cells) if name}
        for number, row in reversed(head_of(header.grid)):
            filled |= {place: cell.strip() for place, cell in enumerate(row) if cell.strip() and number > header.row}
        mapped = map_columns(header, self._fields, self._required, self._answers, filled=set(filled), names=self._names)
        proposal.questions += mapped.questions
        if mapped.missing:
            broken = broken_at(header.grid) if not header.cells else None
            if broken:
                found.errors.append(RowError(broken.row, None, str(broken)))
                return found
            missing = (f"the column `{name}` is missing; {self._allowed}" for name in mapped.missing)
            found.errors += [RowError(header.row, *pair) for pair in zip(mapped.missing, missing, strict=True)]
            return found
        cells = list(self._cells(found, header, mapped))
        ask_encoding(opened, cells, self._day_fields)
        days = DayColumns(self._day_fields, self._zone, is_old_mac=opened.is_old_mac)
        kept = dict(header.kept.days) if header.kept else {}
        for _, own in cells:
            days.note(own)
        proposal.questions += days.settle(self._answers.days, kept)
        proposal.columns = shown_columns(header, mapped, days.settled, filled)
        proposal.sample = [ShownRow(number, days.shown(own)) for number, own in cells[:SAMPLE_ROWS]]
        if any(question.blocks for question in proposal.questions):
            return found
        for number, own in cells:
            self._judge(found, number, own, days)
        encoding = proposal.encoding if proposal.encoding in CODE_PAGES else None
        places = {name: place + 1 for name, place in mapped.places.items()}
        orders = {name: order for name, order in kept.items() if name not in days.refuted} | days.learnt
        found.learnt = KeptAnswers(places, orders, encoding)
        return found

    @property
    def _allowed(self) -> str:
        return f"the columns are {', '.join(self._fields)}"

    @property
    def _day_fields(self) -> list[str]:
        return [name for name in self._fields if date in _types_of(self._model, name)]

    def _cells(self, found: ListRead[Row], header: Header, mapped: Mapped) -> Iterator[tuple[int, dict[str, str]]]:
        """Yield what fills fields, row by row below the header, and note the rows that can't be read."""
        width = len(header.cells)
        places = {name: mapped.places[name] for name in self._fields if name in mapped.places}
        try:
            for number, row in header.grid.each_row():
                if number <= header.row:
                    continue
                is_empty = not any(map(str.strip, row))
                if number > MOST_LINES or (found.count == MOST_ROWS and not is_empty):
                    found.errors.append(RowError(number, None, f"only {MOST_ROWS:,} rows can be sent at once"))
                    return
                if is_empty:
                    continue
                found.count += 1
                own = {name: plain_cell(row[place]) for name, place in places.items() if place < len(row)}
                long = [name for name, cell in own.items() if len(cell) > MOST_IN_CELL]
                for name in long:
                    detail = f"the cell has more than {MOST_IN_CELL:,} characters"
                    found.errors.append(RowError(number, name, detail))
                if any(map(str.strip, row[width:])):
                    found.errors.append(RowError(number, None, "the row has more cells than the header"))
                elif not long:
                    yield number, own
        except GridError as error:
            found.errors.append(RowError(error.row, None, str(error)))

    def _judge(self, found: ListRead[Row], number: int, own: Mapping[str, str], days: DayColumns) -> None:
        values, wrong = days.read(own)
        values |= {name: whole_number(values[name]) for name in self._wholes & values.keys()}
        values |= {name: values[name].lower() for name in self._words & values.keys()}
        for name, detail in wrong.items():
            found.errors.append(RowError(number, name, detail))
        try:
            row = self._model.model_validate_strings({name: value for name, value in values.items() if value})
        except ValidationError as error:
            for one in error.errors(include_url=False):
                at = str(one["loc"][0]) if one["loc"] else None
                if at not in wrong:
                    found.errors.append(RowError(number, at, say_what_is_wrong(one)))
            return
        if not wrong:
            found.good.append((number, row))


def _types_of(model: type[BaseModel], name: str) -> set[Any]:
    annotation = model.model_fields[name].annotation
    return {annotation, *get_args(annotation)}


def shown_columns(
    header: Header,
    mapped: Mapped,
    days: Mapping[str, DayOrder],
    filled: Mapping[int, str],
    numbers: Mapping[str, NumberStyle] = _NONE,
) -> list[FileColumn]:
    """Return the columns that are called something or hold something, as they are understood."""
    names = {place: name for name, place in mapped.places.items()}
    found = []
    for place, cell in enumerate(header.cells):
        name = names.get(place)
        if cell or place in filled:
            named_by, order, style = (mapped.named_by[name], days.get(name), numbers.get(name)) if name else (None,) * 3
            found.append(FileColumn(place + 1, cell, name, named_by, order, filled.get(place, "")[:80], style))
    return found
