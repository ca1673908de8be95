"""Files as people have them: names of columns, days, encodings, and what is asked where a file doesn't say it."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import pytest
from pydantic import BaseModel

from api.work.training.lists import AssignmentRow, CompletionRow
from api.work.uploads.proposal import Recall, UploadAnswers
from api.work.uploads.reading import ListRead, RowError, no_memory, read_upload
from lms.errors import Conflict

Row = TypeVar("Row", bound=BaseModel)
BERLIN = ZoneInfo("Europe/Berlin")


def read(data: bytes | str, model: type[Row], recall: Recall = no_memory, **answers: Any) -> ListRead[Row]:
    """Read a file with what its sender says of it."""
    data = data.encode() if isinstance(data, str) else data
    return read_upload(data, model, zone=BERLIN, answers=UploadAnswers(**answers), recall=recall)


def open_in(found: ListRead[Any]) -> list[tuple[str, str | None, list[str]]]:
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
        "person_email;course_id;completed_on",  # as our own records are downloaded
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


def days_of(*days: str, **answers: Any) -> ListRead[CompletionRow]:
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


def test_what_one_file_shows_is_no_answer_for_the_next() -> None:
    """Two offices send the same header; which order the other one writes, only an answer says, and not for ever."""
    header = "email,course_id,completed_on\n"
    american = read(f"{header}a@x.example,c,3/25/2026\n", CompletionRow)
    assert american.good[0][1].completed_on == date(2026, 3, 25)
    assert american.learnt is not None
    british = f"{header}a@x.example,c,03/04/2026\n"
    assert open_in(read(british, CompletionRow, {american.key: american.learnt}.get))
    answered = read(british, CompletionRow, days={"": "dmy"})
    assert answered.learnt is not None
    other = read(f"{header}a@x.example,c,3/25/2026\n", CompletionRow, {answered.key: answered.learnt}.get)
    assert other.learnt is not None
    assert open_in(read(british, CompletionRow, {answered.key: answered.learnt}.get)) == []
    assert open_in(read(british, CompletionRow, {other.key: other.learnt}.get))


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
    with pytest.raises(Conflict, match=re.escape(says)):
        read("email,course_id,due,DUE\n", AssignmentRow, columns=columns)


def test_two_columns_that_could_be_one_field_are_a_question() -> None:
    """Unless one is named for it."""
    text = "email,course_id,Due,Due,due_days\na@x.example,c,,2026-03-25,\n"
    assert open_in(read(text, AssignmentRow)) == [("columns", "due_on", ["3", "4"])]
    assert read(text, AssignmentRow, columns={"due_on": "4"}).good[0][1].due_on == date(2026, 3, 25)
