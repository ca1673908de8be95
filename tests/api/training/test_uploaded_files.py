"""Files as Excel and others save them: asked about once, and kept only as they were shown."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from api.web.tables import WORKBOOK_TYPE
from support.acting import COURSE, in_days, problem_of
from support.factories import Cast
from support.workbooks import Day, workbook

YESTERDAY, TODAY = (in_days(days).isoformat() for days in (-1, 0))
COMPLETE = "/training/completions.csv"


def counts(body: dict[str, Any]) -> tuple[int, int]:
    """Return how many rows were new, and how many there already."""
    return body["created"], body["already_there"]


def test_a_file_of_excel_is_asked_about_once(cast: Cast) -> None:
    """Semicolons and a Windows code page: a dry run shows what it takes, the answers are kept, and the next file goes
    through.
    """
    day = date.fromisoformat(TODAY) - timedelta(days=40)
    day = day.replace(day=4, month=3)
    day = day if day < date.fromisoformat(TODAY) else day.replace(year=day.year - 1)
    header = "Bericht März\r\n;E-Mail;Kurs;Abgeschlossen am;Quelle;Abteilung\r\n"
    row = f";{cast.ada.email};Dockside basics;{day:%d/%m/%Y};Jörg;Süd\r\n"
    data = f"{header}{row}".encode("cp1252")
    foretold = cast.max.post(f"{COMPLETE}?dry_run=true", data=data, content_type="text/csv").get_json()
    assert (foretold["file"]["encoding"], foretold["file"]["separator"], foretold["file"]["header_row"]) == (
        "cp1252",
        "semicolon",
        2,
    )
    assert [(asked["about"], asked["field"]) for asked in foretold["questions"]] == [
        ("columns", None),
        ("days", "completed_on"),
    ]
    assert [column["field"] for column in foretold["file"]["columns"]] == [
        "email",
        "course_id",
        "completed_on",
        "source",
        None,
    ]
    refused = problem_of(cast.max.post(COMPLETE, data=data, content_type="text/csv"), 409)
    assert "`dmy`, `mdy`" in refused["detail"]
    answers = {"map": json.dumps({"source": "Quelle"}), "days": "completed_on:dmy"}
    shown = cast.max.post(f"{COMPLETE}?{urlencode({**answers, 'dry_run': 'true'})}", data=data, content_type="text/csv")
    (sample,) = shown.get_json()["file"]["sample"]
    assert (sample["row"], sample["values"]["completed_on"]) == (3, day.isoformat())
    done = cast.max.post(f"{COMPLETE}?{urlencode(answers)}", data=data, content_type="text/csv").get_json()
    assert (counts(done), done["errors"]) == ((1, 0), [])
    again = cast.max.post(COMPLETE, data=data, content_type="application/vnd.ms-excel").get_json()
    assert (counts(again), {column["named_by"] for column in again["file"]["columns"]}) == ((0, 1), {"kept", None})
    other = problem_of(cast.nadia.post(COMPLETE, data=data, content_type="text/csv"), 409)
    assert "`dmy`" in other["detail"]


def test_a_workbook_is_read_like_csv(cast: Cast) -> None:
    """Below a title, beside an empty column; days that are days, and such that are numbers."""
    serial = (date.fromisoformat(YESTERDAY) - date(1899, 12, 30)).days
    rows: list[list[object]] = [["Our list"], [], ["", "Email", "Course", "Completed on", "Score"]]
    rows += [["", cast.ada.email, COURSE, Day(serial), "90 %"], ["", cast.sven.email, COURSE, serial, 80]]
    answer = cast.max.post(COMPLETE, data=workbook({"List": rows}), content_type=WORKBOOK_TYPE)
    done = answer.get_json()
    assert (counts(done), done["errors"], done["file"]["sheet"]) == ((2, 0), [], "List")
    fact = cast.max.get(f"/training/people/{cast.ada.id}/courses/{COURSE}").get_json()["facts"][-1]
    assert fact["day"] == YESTERDAY
