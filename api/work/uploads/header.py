"""The header of a list, and the columns that fill fields: by an answer, by one given before, or by their names."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from api.work.uploads.grid import HEAD_ROWS, MOST_COLUMNS, CsvText, Sheet, head_of
from api.work.uploads.names import LISTS, ColumnNames, fit_columns, plain_name
from api.work.uploads.proposal import Choice, FileQuestion, KeptAnswers, NamedBy, Recall, UploadAnswers, header_key
from lms.errors import Conflict

MOST_EXPORTED = 1_000  # an export of a CRM has hundreds
_SHOWN = 10


@dataclass(frozen=True)
class Header:
    """A grid with its header: the row's number, its cells, and what was answered for the like before."""

    grid: Sheet | CsvText
    row: int
    cells: tuple[str, ...]
    kept: KeptAnswers | None
    fits: int

    @property
    def rank(self) -> tuple[bool, int, int]:
        """How well it looks like a header: known, fields that it names, cells."""
        return self.kept is not None, self.fits, sum(map(bool, self.cells))


@dataclass(frozen=True)
class Mapped:
    """The columns (from 0) of fields, by whose word, and what is to be asked."""

    places: dict[str, int]
    named_by: dict[str, NamedBy]
    questions: list[FileQuestion]
    missing: list[str]


def find_header(
    grid: Sheet | CsvText, fields: Collection[str], answers: UploadAnswers, recall: Recall, names: ColumnNames = LISTS
) -> Header:
    """Find the header among the first rows: the one that was asked for, was kept, or names most fields."""
    # Exports have more columns, and more names, one of which may well be what a cell holds.
    most_columns, least = (MOST_EXPORTED, 2) if names.are_of_exports else (MOST_COLUMNS, 1)
    rows = [(number, tuple(cell.strip() for cell in cells)) for number, cells in head_of(grid)]
    if answers.header_row is not None:
        rows = [row for row in rows if row[0] == answers.header_row]
        if not rows:
            raise Conflict(f"row {answers.header_row} is none of the first {HEAD_ROWS} rows", field="header_row")
    if not rows:
        return Header(grid, 1, (), None, 0)
    found = [
        Header(grid, number, cells, recall(header_key(cells)), len(fit_columns(cells, fields, names)))
        for number, cells in rows
        if len(cells) <= most_columns
    ]
    known = [header for header in found if header.kept or header.fits >= least]
    if known:
        return max(known, key=lambda header: (header.rank[:2], -header.row))
    broad = next((Header(grid, number, cells, None, 0) for number, cells in rows if len(cells) > most_columns), None)
    if broad:
        return broad
    # No name is known: titles stand in one cell, a header in several.
    several = (header for header in found if sum(map(bool, header.cells)) > 1)
    return next(several, found[0])


def map_columns(
    header: Header,
    fields: Collection[str],
    required: Collection[str],
    answers: UploadAnswers,
    *,
    filled: set[int],
    names: ColumnNames = LISTS,
) -> Mapped:
    """Say which column fills which field; `filled` are the columns that hold something."""
    given = answers.columns or {}
    odd = next((field for field in given if field not in fields), None)
    if odd is not None:
        raise Conflict(f"there is no field `{odd[:80]}`; the fields are {', '.join(fields)}", field="map")
    fitting = fit_columns(header.cells, fields, names) if header.kept is None else {}
    mapped = Mapped({}, {}, [], [])
    for field in fields:
        if field in given:
            _put(mapped, field, _place_of(given[field], header.cells, field), "answer", header)
    for field in fields:
        places = [place for place in fitting.get(field, ()) if place not in mapped.places.values()]
        if field in given:
            continue
        if header.kept and field in header.kept.columns:
            _put(mapped, field, header.kept.columns[field] - 1, "kept", header)
        elif len(places) == 1:
            _put(mapped, field, places[0], "name", header)
        elif places:
            text = f"several columns could be `{field}`: which one is it?"
            mapped.questions.append(FileQuestion("columns", field, text, _choices(places, header)))
    _ask(mapped, header, required, answers, sorted(filled), names)
    return mapped


def _put(mapped: Mapped, field: str, place: int | None, by: NamedBy, header: Header) -> None:
    """Let a column fill a field, unless an answer lets it fill another one."""
    other = next((one for one, its in mapped.places.items() if its == place), None)
    if other and by == "answer":
        name = _name(header.cells, mapped.places[other])[:80]
        raise Conflict(f"the column `{name}` can't be both `{other}` and `{field}`", field="map")
    if place is not None and other is None and place < len(header.cells):
        mapped.places[field], mapped.named_by[field] = place, by


def _ask(
    mapped: Mapped,
    header: Header,
    required: Collection[str],
    answers: UploadAnswers,
    filled: Sequence[int],
    names: ColumnNames,
) -> None:
    """Ask for the columns that are needed, and whether those that nobody knows may be left out."""
    asked = {question.field for question in mapped.questions}
    missing = [field for field in required if field not in mapped.places and field not in asked]
    spare = [place for place in filled if place not in mapped.places.values() and place < len(header.cells)]
    known = {place for places in fit_columns(header.cells, tuple(names.texts), names).values() for place in places}
    unknown = [place for place in spare if header.cells[place] and place not in known]
    if missing and len(spare) >= len(missing):
        choices = _choices(spare, header)
        text = "no column is called `{}`: which one is it?"
        mapped.questions.extend(FileQuestion("columns", field, text.format(field), choices) for field in missing)
    elif missing:
        mapped.missing.extend(missing)
    elif unknown and not header.kept and answers.columns is None:
        shown = ", ".join(f"`{header.cells[place][:80]}`" for place in unknown[:_SHOWN])
        text = f"these columns would be left out, since no field has their names: {shown}"
        mapped.questions.append(FileQuestion("columns", None, text, blocks=False))


def _place_of(wanted: str, cells: Sequence[str], field: str) -> int | None:
    """Return the column that an answer names, None where it says that there is none."""
    if not wanted.strip():
        return None
    name = plain_name(wanted)
    same = [place for place, cell in enumerate(cells) if cell == wanted.strip()]
    same = same or [place for place, cell in enumerate(cells) if name and plain_name(cell) == name]
    if len(same) == 1:
        return same[0]
    if wanted.strip().isdecimal() and 0 < int(wanted[:9]) <= len(cells):
        return int(wanted) - 1
    shown = ", ".join(f"{place + 1} `{cell[:80]}`" for place, cell in enumerate(cells[:30]) if cell)
    how = "stands there twice, so give its number" if same else "isn't there"
    raise Conflict(f"the column `{wanted[:80]}` for `{field}` {how}; the columns are {shown}", field="map")


def _choices(places: Sequence[int], header: Header) -> tuple[Choice, ...]:
    return tuple(Choice(str(place + 1), _name(header.cells, place)[:80]) for place in places)


def _name(cells: Sequence[str], place: int) -> str:
    return cells[place] or f"column {place + 1}"
