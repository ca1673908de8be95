"""The audit as admins read it: who, what, about whom and from where, with filters, and as files."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from api.running.company_jobs import forget
from api.web.database import db
from lms.audit.models import AuditEntry
from lms.days import present
from lms.training.models import TrainingEvent
from support.acting import COURSE
from support.factories import Cast


@pytest.fixture
def moved(cast: Cast) -> Cast:
    """A company in which Nadia moved Ada and made Sven an author, and Max looked at the matrix as CSV."""
    cast.nadia.ask("PATCH", f"/people/{cast.ada.id}", json={"team_id": str(cast.teams["South"])})
    cast.nadia.ask("PATCH", f"/people/{cast.sven.id}", json={"roles": ["author"]})
    assert cast.max.get("/training/matrix.csv").status_code == 200
    return cast


def _items(cast: Cast, query: str) -> list[dict[str, Any]]:
    answer = cast.nadia.get(f"/audit?{query}")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    items: list[dict[str, Any]] = answer.get_json()["items"]
    return items


def test_an_entry_says_who_did_what_to_whom(moved: Cast) -> None:
    """Names as they are now, the way, and what was before and after."""
    (entry,) = _items(moved, f"action=membership.added&actor_id={moved.nadia.id}")
    assert (entry["actor"], entry["person"], entry["via"]) == ("Nadia Brandt", "Ada Lind", "api")
    assert entry["after"]["team_id"] == str(moved.teams["South"])
    assert entry["address"] == "127.0.0.1"


@pytest.mark.parametrize(
    ("query", "actions"),
    [
        ("action=role", {"role.added", "role.removed"}),
        ("action=export", {"export.made"}),
        ("person_id={sven}", {"role.added", "role.removed"}),
        ("actor_id={max}", {"export.made"}),
        ("action=membership.added&actor_id={max}", set()),
        ("via=scim", set()),
        ("to=2020-01-01", set()),
    ],
)
def test_filters_leave_what_fits(moved: Cast, query: str, actions: set[str]) -> None:
    """By what was done, by whom, about whom, by which way and when; what made the cast has no actor."""
    found = _items(moved, query.format(sven=moved.sven.id, max=moved.max.id))
    assert {entry["action"] for entry in found if entry["via"] == "api"} == actions


def test_it_is_read_page_by_page_without_a_gap(moved: Cast) -> None:
    """The newest first, each entry once."""
    numbers: list[int] = []
    address: str | None = "/audit?limit=7"
    while address:
        page = moved.nadia.get(address.removeprefix("/api/v1")).get_json()
        numbers += [entry["number"] for entry in page["items"]]
        address = page["next"]
    assert numbers == list(range(numbers[0], 0, -1))


def test_nobody_else_reads_it(moved: Cast) -> None:
    """A manager and an author are told that it needs the role."""
    for who in (moved.max, moved.mara, moved.ada, moved.paula):
        assert {who.get(f"/audit{kind}").status_code for kind in ("", ".csv", ".jsonl")} == {403}


def test_it_leaves_as_csv_and_as_json_lines_and_says_so(moved: Cast) -> None:
    """All of it, with the same filters; taking it away is an entry too."""
    lines = moved.nadia.get("/audit.jsonl?action=role").get_data(as_text=True).splitlines()
    assert {json.loads(line)["action"] for line in lines} == {"role.added", "role.removed"}
    table = moved.nadia.get("/audit.csv?action=role.removed").get_data(as_text=True).splitlines()
    assert table[0].lstrip("\ufeff").startswith("number,at,action,")
    assert "Sven Berg" in table[1]
    newest = _items(moved, "action=export.made")[0]
    assert (newest["actor"], newest["subject"]) == ("Nadia Brandt", "audit.csv")
    assert newest["after"]["action"] == "role.removed"


def test_a_list_that_was_brought_in_is_one_entry(moved: Cast) -> None:
    """With how many rows it had, and how many faults they had."""
    moved.nadia.ask(
        "POST",
        "/training/completions.csv",
        data="email,course_id,completed_on\nnobody@x.example,x,2026-01-01\n",
        headers={"Content-Type": "text/csv"},
    )
    (entry,) = _items(moved, "action=completions.imported")
    assert entry["after"] == {"rows": 1, "created": 0, "errors": 2}


def test_each_step_of_a_long_list_is_an_entry(sqlite_cast: Cast) -> None:
    """Written with its rows, so that none of them is there without one; a row that nobody can read is in the first."""
    ada = sqlite_cast.ada.email
    rows = [f"{ada},{COURSE},{'soon' if number == 7 else '2026-01-01'},{number}" for number in range(1_101)]
    text = "\n".join(["email,course_id,completed_on,reference", *rows, "nobody@x.example,x,2026-01-01,"])
    answer = sqlite_cast.max.post("/training/completions.csv", data=text, content_type="text/csv")
    assert answer.get_json()["created"] == 1_100
    found = [entry["after"] for entry in reversed(_items(sqlite_cast, "action=completions.imported"))]
    assert found == [
        {"rows": 501, "created": 500, "errors": 1, "step": 1, "steps": 3},
        {"rows": 500, "created": 500, "errors": 0, "step": 2, "steps": 3},
        {"rows": 101, "created": 100, "errors": 2, "step": 3, "steps": 3},
    ]


def test_a_list_that_was_cut_off_has_entries_of_what_it_did(sqlite_cast: Cast, sqlite_app: Flask) -> None:
    """The transaction of the last step fails; the rows of the first ones stay, and so do their entries."""
    statement = "CREATE TRIGGER cut BEFORE INSERT ON training_event WHEN NEW.reference = '700' BEGIN SELECT %s; END"
    with sqlite_app.app_context():
        db.session.execute(text(statement % "RAISE(FAIL, 'cut off')"))
        db.session.commit()
    lines = "\n".join(f"{sqlite_cast.ada.email},{COURSE},2026-01-01,{number}" for number in range(900))
    sent = f"email,course_id,completed_on,reference\n{lines}\n"
    answer = sqlite_cast.max.post("/training/completions.csv", data=sent, content_type="text/csv")
    assert answer.status_code == 500
    with sqlite_app.app_context():
        kept = db.session.scalar(select(func.count()).select_from(TrainingEvent))
        db.session.execute(text("DROP TRIGGER cut"))
        db.session.commit()
    (entry,) = _items(sqlite_cast, "action=completions.imported")
    assert (kept, entry["after"]["created"], entry["after"]["steps"]) == (500, 500, 2)


def test_attendance_is_one_entry_with_whom_it_completed(cast: Cast) -> None:
    """Saying it again completes nobody, and is none."""
    people = [str(cast.ada.id), str(cast.sven.id)]
    for day in ("2026-01-05", "2026-01-05"):
        body = {"person_ids": people, "on": day, "result": "a word of theirs"}
        assert cast.max.post("/training/courses/event-winter-peak/attendance", body).status_code == 201
    (entry,) = _items(cast, "action=attendance")
    assert (entry["actor"], entry["subject"]) == ("Max Oduya", "event-winter-peak")
    assert entry["after"] == {"on": "2026-01-05", "rows": 2, "created": 2, "person_ids": people}


def test_what_the_setting_has_no_room_for_is_forgotten(moved: Cast, app: Flask) -> None:
    """From the oldest on, by the job."""
    oldest = db.session.get(AuditEntry, db.session.query(AuditEntry.id).filter_by(number=1).scalar())
    assert oldest is not None
    oldest.at = present() - timedelta(days=1_096)
    db.session.commit()
    forget()
    assert {entry["number"] for entry in _items(moved, "limit=200")} >= {2}
    assert 1 not in {entry["number"] for entry in _items(moved, "limit=200")}


@pytest.mark.parametrize("query", ["action=Person", "action=a.b.c", "via=fax", "after=-1", "from=soon", "actor_id=me"])
def test_a_filter_that_cannot_be_is_an_error(moved: Cast, query: str) -> None:
    """The body names the parameter."""
    answer = moved.nadia.get(f"/audit?{query}")
    assert answer.status_code == 422
    assert query.partition("=")[0] in answer.get_data(as_text=True)
