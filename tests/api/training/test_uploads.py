"""Lists from a spreadsheet: good rows count, bad ones are named, and sending a list again changes nothing."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.schema import metadata
from lms.training.models import Assignment, TrainingEvent
from support.acting import COURSE, in_days, items_of, problem_of
from support.factories import Cast, Player, add_rep

BASICS = "course-dockside-basics"
YESTERDAY, TODAY, NEXT_WEEK = (in_days(days).isoformat() for days in (-1, 0, 7))
ASSIGN, COMPLETE = "/training/assignments.csv", "/training/completions.csv"


def test_good_rows_count_and_bad_ones_are_named(cast: Cast) -> None:
    """Each mistake with its row and its column; those around it are assigned."""
    text = _text(
        "email,course_id,due_on,due_days,priority",
        f"{cast.ada.email},{COURSE},{NEXT_WEEK},,",
        f"{cast.sven.email.upper()},{COURSE},,30,recommended",
        f"nobody@x.example,{COURSE},{NEXT_WEEK},,",
        f"{cast.ada.email},nothing,{NEXT_WEEK},,",
        f"{cast.ada.email},{COURSE},{YESTERDAY},,",
        f"{cast.ada.email},{COURSE},,,",
        f"{cast.ada.email},{COURSE},{NEXT_WEEK},7,",
        f"{cast.ada.email},{COURSE},soon,,",
        f"{cast.olga.email},{COURSE},{NEXT_WEEK},,",
    )
    body = _send(cast.max, ASSIGN, text)
    assert (body["rows"], body["created"], body["already_there"], body["is_dry_run"]) == (9, 2, 0, False)
    assert [(error["row"], error["column"]) for error in body["errors"]] == [
        (4, "email"),
        (5, "course_id"),
        (6, "due_on"),
        (7, "due_on"),
        (8, "due_on"),
        (9, "due_on"),
        (10, "email"),
    ]
    assert _due(cast.ada) == {COURSE: NEXT_WEEK}
    assert _due(cast.sven) == {COURSE: in_days(30).isoformat()}


def test_another_teams_people_are_nobody(cast: Cast) -> None:
    """What is said of Olga is what is said of an address that nobody has."""
    for path, column in (
        (ASSIGN, f"due_on\n%s,{COURSE},{NEXT_WEEK}\n"),
        (COMPLETE, f"completed_on\n%s,{COURSE},{TODAY}\n"),
    ):
        said = []
        for email in (cast.olga.email, "gone@brightwharf.example"):
            body = _send(cast.max, path, f"email,course_id,{column % email}")
            assert body["created"] == 0
            said.append(body["errors"][0]["detail"].replace(email, "X"))
        assert said[0] == said[1] == "nobody you manage has the address X"
    assert items_of(cast.olga.get("/training/mine")) == []


def test_completions_made_elsewhere_count(cast: Cast) -> None:
    """Score, version and last day as given or as the course has them; where it came from stands beside."""
    text = _text(
        "email;course_id;completed_on;version;score;valid_until;kind;source;reference",
        f"{cast.ada.email};{COURSE};{YESTERDAY};1;91;;;old system;4711",
        f"{cast.sven.email};event-winter-peak;{TODAY};;;;attended;;",
        f"{cast.sven.email};{BASICS};{YESTERDAY};;;{TODAY};;;",
    )
    assert _send(cast.max, COMPLETE, text)["created"] == 3
    ada = cast.ada.get(f"/training/courses/{COURSE}").get_json()["completion"]
    assert (ada["kind"], ada["score"], ada["valid_until"]) == ("imported", 91, in_days(364).isoformat())
    event = cast.sven.get("/training/courses/event-winter-peak").get_json()["completion"]
    assert (event["kind"], event["valid_until"]) == ("attended", None)
    basics = cast.sven.get(f"/training/courses/{BASICS}").get_json()["standing"]
    assert (basics["state"], basics["valid_until"]) == ("expiring", TODAY)
    fact = cast.max.get(f"/training/people/{cast.ada.id}/courses/{COURSE}").get_json()["facts"][-1]
    assert (fact["source"], fact["recorded_by"], fact["day"]) == ("old system", "Max Oduya", YESTERDAY)


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (f"{in_days(1)},,,", "completed_on"),
        ("1900-01-01,,,", "completed_on"),
        ("0001-01-01,,,", "completed_on"),
        (f"{TODAY},2,,", "version"),
        (f"{TODAY},,{YESTERDAY},", "valid_until"),
        (f"{TODAY},,,101", "score"),
        (",,,", "completed_on"),
    ],
)
def test_a_completion_that_can_not_be_is_refused(cast: Cast, row: str, column: str) -> None:
    """On a day to come or that stands for never, of a version to come, that ended before it began."""
    header = "email,course_id,completed_on,version,valid_until,score"
    body = _send(cast.max, COMPLETE, _text(header, f"{cast.ada.email},{COURSE},{row}"))
    assert (body["created"], [(error["row"], error["column"]) for error in body["errors"]]) == (0, [(2, column)])


def test_the_same_list_twice_changes_nothing(session: Session, cast: Cast) -> None:
    """Everything is there already; a row that stands twice in one list counts once too. The audit has both."""
    for path, text in _lists(cast):
        assert _counts(_send(cast.max, path, text)) == (2, 1)
        before = _contents(session, "audit_entry", "audit_chain")
        assert _counts(_send(cast.max, path, text)) == (0, 3)
        assert _contents(session, "audit_entry", "audit_chain") == before
    assert _due(cast.ada) == {COURSE: NEXT_WEEK}


def test_references_tell_completions_of_one_day_apart(session: Session, cast: Cast) -> None:
    """Two of one day with references of their own are two; the same reference on another day is the same one."""
    row = f"{cast.ada.email},{COURSE}"
    text = _text(
        "email,course_id,completed_on,reference", f"{row},{TODAY},a", f"{row},{TODAY},b", f"{row},{YESTERDAY},a"
    )
    assert _counts(_send(cast.max, COMPLETE, text)) == (2, 1)
    assert session.scalar(select(func.count()).select_from(TrainingEvent)) == 2


def test_a_dry_run_keeps_nothing_and_foretells_the_same(session: Session, cast: Cast) -> None:
    """Every table is as it was, and the numbers and errors are those of the run after it."""
    for path, good in _lists(cast):
        text = f"{good}nobody@x.example,c,x\n"
        before = _contents(session)
        foretold = _send(cast.max, f"{path}?dry_run=true", text)
        assert _contents(session) == before
        assert foretold["is_dry_run"] is True
        done = _send(cast.max, path, text)
        assert {**foretold, "is_dry_run": False} == done
        assert _counts(done) == (2, 1)
        assert {**_send(cast.max, f"{path}?dry_run=true", text), "is_dry_run": False} == _send(cast.max, path, text)


def test_a_long_list_is_read_to_its_end_and_foretold(session: Session, cast: Cast) -> None:
    """1,200 rows of people who stand in it several times, far apart: a dry run counts each of them once too."""
    emails = _people(session, cast, 300)
    rows = [f"{email},{COURSE},{TODAY}" for _ in range(4) for email in emails]
    for path, header in ((COMPLETE, "completed_on"), (ASSIGN, "due_on")):
        text = _text(f"email,course_id,{header}", *rows)
        for query, created in (("?dry_run=true", 300), ("", 300), ("?dry_run=true", 0), ("", 0)):
            assert _counts(_send(cast.max, path + query, text)) == (created, 1200 - created), (path, query)
    assert session.scalar(select(func.count()).select_from(Assignment)) == 300
    assert session.scalar(select(func.count()).select_from(TrainingEvent)) == 300


def test_five_thousand_rows_are_taken(session: Session, cast: Cast) -> None:
    """Ten courses of five hundred people, with one bad row at the end."""
    emails = _people(session, cast, 500)
    courses = [item["page"]["id"] for item in items_of(cast.max.get("/training/courses"))]
    assert len(courses) >= 10
    rows = [f"{email},{course_id},{TODAY}" for course_id in courses[:10] for email in emails]
    body = _send(cast.max, COMPLETE, _text("email,course_id,completed_on", *rows, f"x,{COURSE},{TODAY}"))
    assert (body["rows"], *_counts(body)) == (5001, 5000, 0)
    assert [(error["row"], error["column"]) for error in body["errors"]] == [(5002, "email")]
    assert session.scalar(select(func.count()).select_from(TrainingEvent)) == 5000


def test_a_list_of_some_megabytes_is_taken(sqlite_cast: Cast) -> None:
    """Lists may be larger than other bodies; what is larger still is 413."""
    row = f"{sqlite_cast.ada.email},{COURSE},{TODAY}," + "x" * 100 + "\n"
    text = "email,course_id,completed_on,source\n" + row * 20_000
    assert len(text) > 2_000_000
    assert _counts(_send(sqlite_cast.max, COMPLETE, text)) == (1, 19_999)
    problem_of(sqlite_cast.max.post(COMPLETE, data="x" * 20_000_001, content_type="text/csv"), 413)


@pytest.mark.parametrize("path", [ASSIGN, COMPLETE])
def test_what_is_no_csv_is_refused(sqlite_cast: Cast, path: str) -> None:
    """Another media type is 415; bytes that are no list are 409, and nothing of them is kept."""
    for content_type in ("application/json", "text/plain", "multipart/form-data", None):
        answer = sqlite_cast.max.post(path, data="email,course_id", content_type=content_type)
        assert "text/csv" in problem_of(answer, 415)["detail"]
    for data, says in (
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "no text"),
        (b"PK\x03\x04garbage", "the workbook is broken"),
        (b"\xd0\xcf\x11\xe0old", "old .xls workbook"),
    ):
        answer = sqlite_cast.max.post(path, data=data, content_type="application/octet-stream")
        assert says in problem_of(answer, 409)["detail"]
    for query in ("dry_run=perhaps", "days=ydm", "header_row=0", "encoding=klingon"):
        problem_of(sqlite_cast.max.post(f"{path}?{query}", data="", content_type="text/csv"), 422)
    for query in ("map=", "map=email", "map=[1]", 'map={"email": 1}'):
        refused = problem_of(sqlite_cast.max.post(f"{path}?{query}", data="", content_type="text/csv"), 409)
        assert refused["errors"][0]["pointer"] == "#/map"


@pytest.mark.parametrize("path", [ASSIGN, COMPLETE])
def test_an_empty_list_assigns_nothing(sqlite_cast: Cast, path: str) -> None:
    """Without a header it says which columns there are; with nothing else it is a list of nobody."""
    body = _send(sqlite_cast.max, path, "")
    assert (body["rows"], body["created"]) == (0, 0)
    assert {error["column"] for error in body["errors"]} >= {"email", "course_id"}
    assert body["errors"][0]["row"] == 1
    body = _send(sqlite_cast.max, path, "email,course_id,completed_on\n" if path == COMPLETE else "email,course_id\n")
    assert (body["rows"], body["created"], body["errors"]) == (0, 0, [])
    text = f"email,course_id,completed_on,colour\nx,{COURSE},x,red\n"
    refused = problem_of(sqlite_cast.max.post(path, data=text, content_type="text/csv"), 409)
    assert ("`colour`" in refused["detail"], refused["errors"][0]["pointer"]) == (True, "#/map")


def test_what_a_spreadsheet_saves_is_read(cast: Cast) -> None:
    """With a mark, semicolons, Windows' line ends, a cell of two lines, and other alphabets."""
    text = (
        "\ufeffEmail;Course ID;Completed on;Source;Reference\r\n"
        f'{cast.ada.email};{COURSE};{TODAY};"Обучение\r\n""2026""";日本語 1\r\n'
        f"{cast.sven.email};{COURSE};{TODAY};ąż;\r\n"
    )
    assert _counts(_send(cast.max, COMPLETE, text)) == (2, 0)
    fact = cast.max.get(f"/training/people/{cast.ada.id}/courses/{COURSE}").get_json()["facts"][-1]
    assert fact["source"] == 'Обучение\n"2026"'


def test_a_key_takes_a_list_once(session: Session, cast: Cast) -> None:
    """With one Idempotency-Key the second answer is the first."""
    text = _text("email,course_id,due_on", f"{cast.ada.email},{COURSE},{NEXT_WEEK}")
    first, again = (_send(cast.max, ASSIGN, text, headers={"Idempotency-Key": "list-1"}) for _ in range(2))
    assert first == again
    assert first["created"] == 1
    assert session.scalar(select(func.count()).select_from(Assignment)) == 1


@pytest.mark.parametrize("name", ["ada", "mara", "paula"])
@pytest.mark.parametrize("path", [ASSIGN, COMPLETE])
def test_reps_authors_and_partners_send_no_lists(sqlite_cast: Cast, name: str, path: str) -> None:
    """Whatever they send."""
    problem_of(getattr(sqlite_cast, name).post(path, data="email,course_id\n", content_type="text/csv"), 403)


def _text(*lines: str) -> str:
    return "".join(f"{line}\n" for line in lines)


def _lists(cast: Cast) -> list[tuple[str, str]]:
    """Return a list of each sort with three rows, two of them the same."""
    ada, sven = f"{cast.ada.email},{COURSE}", f"{cast.sven.email},{COURSE}"
    return [
        (ASSIGN, _text("email,course_id,due_on", *(f"{who},{NEXT_WEEK}" for who in (ada, sven, ada)))),
        (COMPLETE, _text("email,course_id,completed_on", *(f"{who},{TODAY}" for who in (ada, sven, ada)))),
    ]


def _send(player: Player, path: str, text: str, **options: Any) -> dict[str, Any]:
    answer = player.post(path, data=text.encode(), content_type="text/csv", **options)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    body: dict[str, Any] = answer.get_json()
    return body


def _counts(body: dict[str, Any]) -> tuple[int, int]:
    return body["created"], body["already_there"]


def _due(player: Player) -> dict[str, str]:
    return {item["course_id"]: item["due_on"] for item in items_of(player.get("/training/mine"))}


def _contents(session: Session, *but: str) -> dict[str, list[Any]]:
    """Return every row of every table but some, and but for when tokens were used and how often people asked."""
    session.rollback()
    tables = [table for table in metadata.sorted_tables if table.name not in {"api_token", "rate_count", *but}]
    found = {table.name: sorted(map(repr, session.execute(select(table)))) for table in tables}
    session.rollback()
    return found


def _people(session: Session, cast: Cast, number: int) -> list[str]:
    emails = [f"n{count}@brightwharf.example" for count in range(number)]
    for email in emails:
        add_rep(session, email, team_id=cast.teams["North"])
    session.commit()
    return emails
