"""CSV that comes in: whatever a spreadsheet writes is read, and each mistake has its row and its column."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from api.work.training.lists import AssignmentRow, CompletionRow
from api.work.uploads.proposal import Recall, UploadAnswers
from api.work.uploads.reading import Reading, RowError, no_memory, read_upload
from lms.errors import Invalid

Row = TypeVar("Row", bound=BaseModel)
BERLIN = ZoneInfo("Europe/Berlin")
ALL_COLUMNS = UploadAnswers(columns={})


def read_rows(text: str, model: type[Row]) -> Reading[Row]:
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


def read(data: bytes | str, model: type[Row], recall: Recall = no_memory, **answers: Any) -> Reading[Row]:
    """Read a file with what its sender says of it."""
    data = data.encode() if isinstance(data, str) else data
    return read_upload(data, model, zone=BERLIN, answers=UploadAnswers(**answers), recall=recall)


def open_in(found: Reading[Any]) -> list[tuple[str, str | None, list[str]]]:
    """Return the questions: what they are about, and the answers that there are."""
    asked = found.proposal.questions
    return [(question.about, question.field, [choice.value for choice in question.choices]) for question in asked]


COMPLETED = CompletionRow(email="a@x.example", course_id="c", completed_on=date(2026, 3, 25))


@pytest.mark.parametrize(
    "header",
    [
        "Email;Course;Completed on",
        "E-Mail;Kurs;Abgeschlossen am",
        "E-MAIL-ADRESSE;Kurs-ID;Abschlussdatum",
        "Courriel;Cours;Terminé le",
        "Correo electrónico;Curso;Fecha de finalización",
        "Email address;Course short name;Completion date",
        "Work E-mail;Course_ID;Date completed",
    ],
)
@pytest.mark.parametrize("day", ["25/03/2026", "25.3.2026", "3/25/26", "25 March 2026", "25. März 2026", "46106"])
def test_a_header_is_read_by_what_people_call_columns_and_a_day_as_they_write_it(header: str, day: str) -> None:
    """In four languages, in the code page of Windows, below a title and beside an empty column."""
    text = f"Report of March\r\n\r\n;{header}\r\n;a@x.example;c;{day}\r\n"
    for encoding in ("cp1252", "utf-8", "utf-8-sig", "utf-16"):
        found = read(text.encode(encoding), CompletionRow)
        assert (found.good, found.errors, found.proposal.questions) == ([(4, COMPLETED)], [], [])
        assert found.proposal.header_row == 3


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-03-25 14:00", "2026-03-25"),
        ("2026-03-25T23:30:00Z", "2026-03-26"),
        ("2026-03-25T23:30:00+01:00", "2026-03-25"),
        ("2026-03-26T00:30:00.5+0300", "2026-03-25"),
        ("25.03.2026 23:59 Uhr", "2026-03-25"),
        ("Wednesday, 25 March 2026, 2:00 PM", "2026-03-25"),
        ("mercredi 25 mars 2026, 14:00", "2026-03-25"),
        ("25 de marzo de 2026", "2026-03-25"),
        ("March 25, 2026", "2026-03-25"),
        ("25-Mar-26", "2026-03-25"),
        ("20260325", "2026-03-25"),
        ("46106.99", "2026-03-25"),
    ],
)
def test_a_moment_is_of_its_day_in_the_companys_zone(written: str, day: str) -> None:
    """One without a zone is of that zone."""
    found = read(f'email,course_id,completed_on\na@x.example,c,"{written}"\n', CompletionRow)
    assert [row.completed_on.isoformat() for _, row in found.good] == [day]


def days_of(*days: str, **answers: Any) -> Reading[CompletionRow]:
    """Read completions on days."""
    rows = "".join(f"a@x.example,c,{day}\n" for day in days)
    return read(f"email,course_id,completed_on\n{rows}", CompletionRow, **answers)


def test_days_that_may_be_two_are_a_question_and_never_a_guess() -> None:
    """Asked once for the column; one day that can only be read in one way answers it for all."""
    found = days_of("03/04/2026", "05/06/2026")
    assert (found.good, open_in(found)) == ([], [("days", "completed_on", ["dmy", "mdy"])])
    assert found.proposal.questions[0].choices[0].label == "day, month, year: 03/04/2026 is 3 April 2026"
    assert found.proposal.sample[0].values["completed_on"] == "03/04/2026"
    for order, day in (("dmy", date(2026, 4, 3)), ("mdy", date(2026, 3, 4))):
        for days in ({"": order}, {"completed_on": order}):
            assert days_of("03/04/2026", days=days).good[0][1].completed_on == day
    assert [row.completed_on.month for _, row in days_of("03/04/2026", "25/04/2026").good] == [4, 4]
    assert open_in(days_of("03/03/2026", "2026-04-03", "5 May 2026")) == []
    assert open_in(days_of("04/03/26")) == [("days", "completed_on", ["dmy", "mdy", "ymd"])]


def test_days_in_several_orders_are_a_question_and_those_left_out_are_named() -> None:
    """Each with its row."""
    assert open_in(days_of("25/03/2026", "3/25/2026")) == [("days", "completed_on", ["dmy", "mdy"])]
    found = days_of("25/03/2026", "3/25/2026", days={"": "dmy"})
    assert [number for number, _ in found.good] == [2]
    assert found.errors == [
        RowError(3, "completed_on", "`3/25/2026` is no day in the order day, month, year; write 2026-05-31")
    ]


def test_what_was_learnt_of_a_header_answers_for_the_next_file() -> None:
    """Columns, orders and the code page; a file that shows another order by itself is read by that."""
    first = read("Who;What;When\na@x.example;c;03/04/2026\n", CompletionRow)
    asked = [("columns", name, ["1", "2", "3"]) for name in ("email", "course_id", "completed_on")]
    assert open_in(first) == asked
    named = {"email": "who", "course_id": "2", "completed_on": "When"}
    answered = read("Who;What;When\na@x.example;c;03/04/2026\n", CompletionRow, columns=named, days={"": "dmy"})
    assert [column.named_by for column in answered.proposal.columns] == ["answer"] * 3
    assert answered.learnt is not None
    kept = {answered.key: answered.learnt}.get
    again = read("who,what,when\na@x.example,c,05/06/2026\n", CompletionRow, kept)
    assert [row.completed_on for _, row in again.good] == [date(2026, 6, 5)]
    assert [column.named_by for column in again.proposal.columns] == ["kept"] * 3
    assert read("who,what,when\na@x.example,c,5/26/2026\n", CompletionRow, kept).good[0][1].completed_on.day == 26


def test_the_same_day_in_every_order_teaches_nothing() -> None:
    """The next file's order is asked for."""
    found = days_of("03/03/2026")
    assert found.learnt is not None
    assert dict(found.learnt.days) == {}


def test_a_code_page_is_asked_for_when_words_that_are_kept_differ_by_it() -> None:
    """With the words; what is left out doesn't matter, and what can be no word in another one neither."""
    text = "email,course_id,completed_on,source,name\na@x.example,c,2026-03-25,{},Nuñez\n"
    found = read(text.format("Muñoz").encode("cp1252"), CompletionRow, columns={})
    assert open_in(found)[0] == ("encoding", None, ["cp1252", "cp1250"])
    assert [choice.label.split(" (")[0] for choice in found.proposal.questions[0].choices] == ["Muñoz", "Muńoz"]
    spanish = read(text.format("Muñoz").encode("cp1252"), CompletionRow, columns={}, encoding="cp1252")
    assert spanish.good[0][1].source == "Muñoz"
    kept = {spanish.key: spanish.learnt}.get
    assert read(text.format("Muñoz").encode("cp1252"), CompletionRow, kept).good[0][1].source == "Muñoz"
    for word, encoding in (("x", "cp1252"), ("Jörg Müller", "cp1252"), ("café", "mac_roman"), ("İş", "utf-8")):
        found = read(text.format(word).encode(encoding, "ignore"), CompletionRow, columns={})
        assert (open_in(found), found.good[0][1].source) == ([], word)


def test_columns_that_nobody_knows_are_left_out_after_asking() -> None:
    """Once for a header; a column with a field's other name isn't one of them."""
    text = "email,course_id,Course title,colour,due_days\na@x.example,c,Slots,red,3\n"
    found = read(text, AssignmentRow)
    assert [(question.blocks, "`colour`" in question.text) for question in found.proposal.questions] == [(False, True)]
    assert (len(found.good), read(text, AssignmentRow, columns={}).proposal.questions) == (1, [])
    assert [column.field for column in found.proposal.columns] == ["email", "course_id", None, None, "due_days"]


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        ({"colour": "email"}, "there is no field `colour`"),
        ({"due_on": "Later"}, "the column `Later` for `due_on` isn't there; the columns are 1 `email`, 2 `course_id`"),
        ({"due_on": "9"}, "isn't there"),
        ({"due_on": "Due"}, "stands there twice"),
        ({"due_on": "3", "email": "3"}, "can't be both"),
    ],
)
def test_an_answer_that_does_not_fit_the_file_is_refused(columns: dict[str, str], says: str) -> None:
    """With what there is."""
    with pytest.raises(Invalid, match=re.escape(says)):
        read("email,course_id,due,DUE\n", AssignmentRow, columns=columns)


def test_two_columns_that_could_be_one_field_are_a_question() -> None:
    """Unless one is named for it."""
    text = "email,course_id,Due,Due,due_days\na@x.example,c,,2026-03-25,\n"
    assert open_in(read(text, AssignmentRow)) == [("columns", "due_on", ["3", "4"])]
    assert read(text, AssignmentRow, columns={"due_on": "4"}).good[0][1].due_on == date(2026, 3, 25)
