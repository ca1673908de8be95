"""CSV that comes in: whatever a spreadsheet writes is read, and each mistake has its row and its column."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import BaseModel

from api.work.training.lists import AssignmentRow, CompletionRow
from api.work.uploads.proposal import UploadAnswers
from api.work.uploads.reading import ListRead, RowError, read_upload

Row = TypeVar("Row", bound=BaseModel)
BERLIN = ZoneInfo("Europe/Berlin")
ALL_COLUMNS = UploadAnswers(columns={})


def read_rows(text: str, model: type[Row]) -> ListRead[Row]:
    """Read rows of a text, whatever else it holds."""
    data = text.encode("utf-8", "surrogatepass")
    return read_upload(data, model, zone=BERLIN, answers=ALL_COLUMNS)


HEADER = "email,course_id,due_on\n"
GOOD = "ada@x.example,c,2026-03-02"


@pytest.mark.parametrize(
    "text",
    [
        f"{HEADER}{GOOD}\n",
        f"{HEADER}{GOOD}",
        f"{HEADER}\n\n{GOOD}\n\n  \n,,\n",
        f"{HEADER}{GOOD}".replace("\n", "\r\n"),
        f"{HEADER}{GOOD}".replace("\n", "\r"),
        f"{HEADER}{GOOD}".replace(",", ";"),
        f"{HEADER}{GOOD}".replace(",", "\t"),
        'Email,"Course ID",Due on\n"ada@x.example","c","2026-03-02"\n',
        "due_on,email,course_id\n2026-03-02, ada@x.example , c\n",
        "email,course_id,due_on,priority\nada@x.example,c,2026-03-02,\n",
        "email,course_id,due_on,priority\nada@x.example,c,2026-03-02\n",
        '"email","course_id","due_on"\r\n"ada@x.example","c","2026-03-02"\r\n',
    ],
)
def test_what_spreadsheets_write_is_read(text: str) -> None:
    """Any line end, commas, semicolons or tabs, columns in any order and case, empty rows and cells left out."""
    found = read_rows(text, AssignmentRow)
    assert found.errors == []
    assert [row for _, row in found.good] == [
        AssignmentRow(email="ada@x.example", course_id="c", due_on=date(2026, 3, 2))
    ]
    assert found.count == 1


def test_what_a_paste_or_a_platform_leaves_in_a_cell_is_nothing() -> None:
    """Signs that nobody sees, and the dash that stands for an empty cell; our own words may begin with a capital."""
    header = "email,course_id,completed_on,score,valid_until,reference,kind\n"
    text = f"{header}\u200bada@x.example\u200b,c\u00ad,2026-03-02,-,–,—,Attended\ny,-,2026-03-02\n"
    found = read_rows(text, CompletionRow)
    assert [row.model_dump(exclude_unset=True) for _, row in found.good] == [
        {"email": "ada@x.example", "course_id": "c", "completed_on": date(2026, 3, 2), "kind": "attended"}
    ]
    assert [(error.row, error.column) for error in found.errors] == [(3, "course_id")]


def test_a_row_has_the_number_that_a_spreadsheet_shows() -> None:
    """The header is row 1; an empty row counts, and a cell of several lines is one row."""
    text = 'email,course_id,completed_on,source\nx,c,no,s\n\nx,c,2026-03-02,"two\nlines"\nx,c,no,s\n'
    found = read_rows(text, CompletionRow)
    assert [(error.row, error.column) for error in found.errors] == [(2, "completed_on"), (5, "completed_on")]
    assert [(number, row.source) for number, row in found.good] == [(4, "two\nlines")]
    assert found.count == 3


@pytest.mark.parametrize(
    ("text", "column", "detail"),
    [
        ("", "email", "is missing"),
        ("\n\n", "email", "is missing"),
        ("email\n", "course_id", "is missing"),
    ],
)
def test_a_wrong_header_is_one_mistake_of_row_1(text: str, column: str | None, detail: str) -> None:
    """Nothing below it is read, and the columns that there are stand in the message."""
    found = read_rows(f"{text}a,b,c\n", AssignmentRow) if text.strip() else read_rows(text, AssignmentRow)
    assert (found.good, found.count) == ([], 0)
    assert (found.errors[0].row, found.errors[0].column) == (1, column)
    assert detail in found.errors[0].detail


def test_a_header_alone_is_no_mistake() -> None:
    """A list of nobody."""
    found = read_rows(HEADER, AssignmentRow)
    assert (found.good, found.errors, found.count) == ([], [], 0)


WRONG: list[tuple[type[Any], str, str]] = [
    (AssignmentRow, "email,course_id,due_on\nx,c,32.03.2026", "due_on"),
    (AssignmentRow, "email,course_id,due_on\nx,c,2026-02-30", "due_on"),
    (AssignmentRow, "email,course_id,due_on\nx,c,460830", "due_on"),
    (AssignmentRow, "email,course_id,due_on\nx,c,2026-03-02T25:00:00", "due_on"),
    (AssignmentRow, "email,course_id,due_days\nx,c,-1", "due_days"),
    (AssignmentRow, "email,course_id,due_days\nx,c,1.5", "due_days"),
    (AssignmentRow, "email,course_id,due_days\nx,c,soon", "due_days"),
    (AssignmentRow, "email,course_id,due_days\nx,c,9999999999999999999999", "due_days"),
    (AssignmentRow, "email,course_id,priority\nx,c,urgent", "priority"),
    (AssignmentRow, "email,course_id,due_days\n,c,1", "email"),
    (AssignmentRow, "email,course_id,due_days\nx,,1", "course_id"),
    (AssignmentRow, "email,course_id,due_days\n" + "x" * 201 + ",c,1", "email"),
    (AssignmentRow, "email,course_id,due_days\na\x00b,c,1", "email"),
    (CompletionRow, "email,course_id,completed_on,score\nx,c,2026-03-02,101", "score"),
    (CompletionRow, "email,course_id,completed_on,version\nx,c,2026-03-02,0", "version"),
    (CompletionRow, "email,course_id,completed_on,kind\nx,c,2026-03-02,bought", "kind"),
    (CompletionRow, "email,course_id,completed_on,reference\nx,c,2026-03-02,a\x00", "reference"),
]


@pytest.mark.parametrize(("model", "text", "column"), WRONG, ids=range(len(WRONG)))
def test_a_wrong_cell_is_named_by_row_and_column(model: type[Any], text: str, column: str) -> None:
    """The rows around it are read."""
    header, _, bad = text.partition("\n")
    blank = dict.fromkeys(header.split(","), "") | {"email": "good", "course_id": "c"}
    blank |= {"completed_on": "2026-03-02"} if "completed_on" in header else {}
    good = ",".join(blank.values())
    found = read_rows(f"{header}\n{good}\n{bad}\n{good}\n", model)
    assert [(error.row, error.column) for error in found.errors] == [(3, column)]
    assert [number for number, _ in found.good] == [2, 4]


def test_too_many_cells_are_a_mistake() -> None:
    """A comma too much would put everything into the wrong column."""
    found = read_rows(f"{HEADER}{GOOD},x\n{GOOD}\n", AssignmentRow)
    assert found.errors == [RowError(2, None, "the row has more cells than the header")]
    assert len(found.good) == 1


def test_an_open_quote_is_a_mistake_and_what_stood_before_is_read() -> None:
    """The row at which it can't be read any more is named."""
    found = read_rows(f'{HEADER}{GOOD}\nx,"c,2026-03-02\nx,c,2026-03-02\n', AssignmentRow)
    assert len(found.good) == 1
    assert "can't be read as CSV" in found.errors[0].detail


def test_more_rows_than_the_most_are_not_read() -> None:
    """A hundred thousand are; the message says so."""
    found = read_rows("email,course_id\n" + "x,c\n" * 100_001, AssignmentRow)
    assert (found.count, len(found.good)) == (100_000, 100_000)
    assert "only 100,000 rows" in found.errors[0].detail


def test_exactly_the_most_rows_are_no_mistake() -> None:
    """The last one that is allowed is allowed."""
    found = read_rows("email,course_id\n" + "x,c\n" * 100_000, AssignmentRow)
    assert (found.count, found.errors) == (100_000, [])


def test_a_huge_cell_is_a_mistake_of_its_row() -> None:
    """A cell longer than a reader takes doesn't bring it down."""
    found = read_rows(f"{HEADER}{GOOD}\n{'x' * 200_000},c,2026-03-02\n", AssignmentRow)
    assert len(found.good) == 1
    assert found.errors[0].row == 3


@given(st.text())
@example("\x00\U00010000")
@example("\0a\0b\0c\0d\0e\0f\0g\0")
def test_any_text_is_read_or_refused(text: str) -> None:
    """Nothing that anybody sends is our failure, and every row is good or has an error."""
    for header in ("", HEADER):
        found = read_rows(header + text, AssignmentRow)
        assert {number for number, _ in found.good}.isdisjoint(error.row for error in found.errors)


@pytest.mark.parametrize(
    "text",
    ["," * 1_000_000, "x," * 260, "x" * 1_000_000, '"\n",' * 1_000_000, '"x\n' * 1_000_000],
    ids=["commas", "many columns", "one name", "rows in quotes", "an open quote"],
)
def test_a_header_without_end_is_one_mistake(text: str) -> None:
    """However long it is, it has one error, and nobody makes one of each of its names."""
    found = read_rows(f"{text}\n{GOOD}\n", AssignmentRow)
    assert [error.row for error in found.errors] == [1]
    assert len(found.errors[0].detail) < 300
    assert (found.good, found.count) == ([], 0)


def test_a_row_without_end_is_a_mistake_and_ends_the_list() -> None:
    """Of one line or of many; it isn't gathered to its end."""
    for row in ("x," * 1_000_000, '"\n",' * 1_000_000):
        found = read_rows(f"{HEADER}{GOOD}\n{row}\n{GOOD}\n", AssignmentRow)
        assert [(error.row, error.column) for error in found.errors] == [(3, None)]
        assert "500,000 characters" in found.errors[0].detail
        assert len(found.good) == 1


def test_a_long_cell_is_named_and_the_list_goes_on() -> None:
    """By its row and its column."""
    found = read_rows(f"{HEADER}{GOOD}\nx,{'x' * 10_001},2026-03-02\n{GOOD}\n", AssignmentRow)
    assert found.errors == [RowError(3, "course_id", "the cell has more than 10,000 characters")]
    assert [number for number, _ in found.good] == [2, 4]


def test_empty_rows_are_not_read_without_end() -> None:
    """As many as the most rows are left out, not twenty million."""
    assert read_rows(HEADER + "\n" * 100_000 + GOOD, AssignmentRow).errors == []
    found = read_rows(HEADER + "\n" * 200_000 + GOOD, AssignmentRow)
    assert [(error.row, len(found.good)) for error in found.errors] == [(200_001, 0)]
