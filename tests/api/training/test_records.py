"""Records as of a day, those first that need somebody, and what explains each of them."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.orm import Session

from api.running.company_jobs import keep_training
from api.work.training.upkeep import TrainingUpkeep
from content.library import Library
from lms.training.courses import register_course
from support.acting import (
    ALPHA,
    COURSE,
    LIFE,
    assign,
    follow_people_of,
    in_days,
    items_of,
    live_through,
    pass_course,
    problem_of,
    rows_of,
)
from support.factories import Cast, Player, add_rep
from support.learning import give, on

NOBODY = "00000000-0000-7000-8000-000000000000"
URGENCY = ["overdue", "expired", "expiring", "in_progress", "not_started", "complete", "waived"]


def test_a_record_speaks_of_its_completion(cast: Cast, library: Library) -> None:
    """Person, course, state, and the score and version of what was completed."""
    assign(cast.max, cast.ada)
    pass_course(cast.ada, library)
    assert items_of(cast.max.get("/training/records")) == [
        {
            "person_id": str(cast.ada.id),
            "person_name": "Ada Lind",
            "person_email": cast.ada.email,
            "team_name": "North",
            "course_id": COURSE,
            "course_title": "Discovery calls",
            "course_url": "/courses/discovery-calls/",
            "state": "complete",
            "is_assigned": True,
            "due_on": in_days(7).isoformat(),
            "completed_on": in_days(0).isoformat(),
            "valid_until": in_days(365).isoformat(),
            "score": 100,
            "completed_version": 1,
        }
    ]


def test_a_row_moves_from_not_started_to_complete(cast: Cast, library: Library) -> None:
    """Reading a lesson starts a course."""
    assign(cast.max, cast.ada)
    assert _states(cast.max) == {("Ada Lind", COURSE): "not_started"}
    cast.ada.put(f"/training/courses/{COURSE}/lessons/lesson-before-the-call/read")
    assert _states(cast.max) == {("Ada Lind", COURSE): "in_progress"}
    pass_course(cast.ada, library)
    assert _states(cast.max) == {("Ada Lind", COURSE): "complete"}


def test_each_manager_has_their_own_people(cast: Cast, library: Library) -> None:
    """Sven of the juniors is Max's, Olga is Greta's; Nadia has all of them."""
    assign(cast.max, cast.sven)
    assign(cast.greta, cast.olga)
    assert {name for name, _ in _states(cast.max)} == {"Sven Berg"}
    assert {name for name, _ in _states(cast.greta)} == {"Olga Petrova"}
    assert {name for name, _ in _states(cast.nadia)} == {"Sven Berg", "Olga Petrova"}


def test_records_of_one_person(cast: Cast, library: Library) -> None:
    """Of Ada alone, as JSON and as CSV, for who manages her; to Greta she isn't there, and reports aren't for Ada."""
    for player in (cast.ada, cast.sven):
        assign(cast.max, player)
    address = f"records?person_id={cast.ada.id}"
    for reader in (cast.max, cast.nadia):
        assert {item["person_name"] for item in items_of(reader.get(f"/training/{address}"))} == {"Ada Lind"}
    rows = rows_of(cast.max.get(f"/training/records.csv?person_id={cast.ada.id}"))
    assert {row["person_name"] for row in rows} == {"Ada Lind"}
    assert problem_of(cast.greta.get(f"/training/{address}"), 404) == problem_of(
        cast.greta.get(f"/training/records?person_id={NOBODY}"), 404
    )
    problem_of(cast.ada.get(f"/training/{address}"), 403)


def test_records_of_one_person_in_a_team_they_are_not_in(cast: Cast) -> None:
    """Both conditions hold: Ada has no record among the juniors."""
    assign(cast.max, cast.ada)
    query = f"person_id={cast.ada.id}&team_id={cast.teams['North juniors']}"
    assert items_of(cast.max.get(f"/training/records?{query}")) == []


def test_records_are_the_cells_of_the_matrix_on_every_day(session: Session, cast: Cast) -> None:
    """JSON, CSV and matrix agree; those come first that need somebody."""
    live_through(session, cast)
    for day in LIFE:
        query = f"as_of={on(day).day}"
        items = items_of(cast.nadia.get(f"/training/records?{query}"))
        rows = rows_of(cast.nadia.get(f"/training/records.csv?{query}"))
        found = {(item["person_name"], item["course_id"]): item["state"] for item in items}
        assert found == {(row["person_name"], row["course_id"]): row["state"] for row in rows}
        assert found == {
            (line["name"], course_id): cell["state"]
            for line in follow_people_of(cast.nadia, f"/training/matrix?{query}")
            for course_id, cell in zip(("alpha", "beta"), line["cells"], strict=True)
            if cell
        }
        ranks = [URGENCY.index(item["state"]) for item in items]
        assert ranks == sorted(ranks)


def test_json_equals_csv_in_every_column(session: Session, cast: Cast) -> None:
    """Nothing is lost on the way to a spreadsheet."""
    live_through(session, cast)
    items = items_of(cast.nadia.get(f"/training/records?as_of={on(16).day}"))
    rows = rows_of(cast.nadia.get(f"/training/records.csv?as_of={on(16).day}"))
    assert len(rows) == len(items) == 5
    by_key = {(row["person_email"], row["course_id"]): row for row in rows}
    for item in items:
        row = by_key[item["person_email"], item["course_id"]]
        assert row["is_assigned"] == ("yes" if item["is_assigned"] else "no")
        assert {name: row[name] for name in row if name != "is_assigned"} == {
            name: "" if item[name] is None else str(item[name]) for name in row if name != "is_assigned"
        }
    done = by_key[cast.ada.email, "alpha"]
    assert (done["score"], done["completed_version"], done["completed_on"]) == ("100", "1", on(5).day.isoformat())


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state=overdue", {("Ada Lind", "beta"), ("Sven Berg", "beta"), ("Olga Petrova", "beta")}),
        (
            "state=overdue&area=tools&course_id=beta",
            {("Ada Lind", "beta"), ("Sven Berg", "beta"), ("Olga Petrova", "beta")},
        ),
        ("state=complete", {("Ada Lind", "alpha"), ("Sven Berg", "alpha")}),
        ("state=complete&state=waived", {("Ada Lind", "alpha"), ("Sven Berg", "alpha")}),
        ("state=waived", set()),
        ("skill=discovery", {("Ada Lind", "alpha"), ("Sven Berg", "alpha")}),
        ("skill=nothing", set()),
    ],
)
def test_records_are_chosen_by_state_and_course(
    session: Session, cast: Cast, query: str, found: set[tuple[str, str]]
) -> None:
    """One state or several, in JSON and in CSV."""
    live_through(session, cast)
    items = items_of(cast.nadia.get(f"/training/records?as_of={on(25).day}&{query}"))
    assert {(item["person_name"], item["course_id"]) for item in items} == found
    rows = rows_of(cast.nadia.get(f"/training/records.csv?as_of={on(25).day}&{query}"))
    assert {(row["person_name"], row["course_id"]) for row in rows} == found


def test_records_of_a_team(session: Session, cast: Cast) -> None:
    """With those below it; another manager's is 404."""
    live_through(session, cast)
    items = items_of(cast.nadia.get(f"/training/records?team_id={cast.teams['North juniors']}"))
    assert {item["person_name"] for item in items} == {"Sven Berg"}
    for path in ("records", "records.csv"):
        found = [cast.max.get(f"/training/{path}?team_id={id_}") for id_ in (cast.teams["South"], NOBODY)]
        assert problem_of(found[0], 404) == problem_of(found[1], 404)


def test_pages_followed_to_the_end_give_every_record_once(session: Session, cast: Cast) -> None:
    """A hundred and thirty people in pages of forty: four pages, nobody twice, and the CSV has them all."""
    for number in range(130):
        email, name = f"n{number}@brightwharf.example", f"Rep {number // 10}"
        add_rep(session, email, name=name, team_id=cast.teams["North"])
    register_course(session, course=ALPHA, day=on().day)
    give(session, cast.max, course_id="alpha", team_id=cast.teams["North"])
    session.commit()
    pages = []
    for page in range(1, 6):
        body = cast.max.get(f"/training/records?limit=40&page={page}").get_json()
        assert (body["page"], body["has_more"]) == (page, page < 4)
        pages.append([item["person_id"] for item in body["items"]])
    assert [len(page) for page in pages] == [40, 40, 40, 13, 0]
    assert len({person for page in pages for person in page}) == 133
    rows = rows_of(cast.max.get("/training/records.csv"))
    assert len({row["person_email"] for row in rows}) == len(rows) == 133


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx"])
def test_no_name_becomes_a_formula(session: Session, cast: Cast, name: str) -> None:
    """A person or a course named like a formula is text in the spreadsheet."""
    session.rollback()
    made = cast.nadia.post(
        "/people",
        {"email": "f@brightwharf.example", "name": f"{name}1", "roles": ["rep"], "team_id": str(cast.teams["North"])},
    ).get_json()
    cast.max.post("/training/assignments", {"course_id": COURSE, "person_ids": [made["id"]], "due_days": 3})
    row = rows_of(cast.max.get("/training/records.csv"))[0]
    assert row["person_name"][0] not in "=+-@\t"
    assert items_of(cast.max.get("/training/records"))[0]["person_name"] == f"{name}1".strip()


def test_an_explanation_says_everything_that_led_there(session: Session, cast: Cast) -> None:
    """Assigned by whom, begun, read, tried, completed, each with its day and who recorded it; on a day, until then."""
    live_through(session, cast)
    body = _explain(cast.max, cast.ada, "alpha")
    assert [fact["kind"] for fact in body["facts"]] == [
        "assigned",
        "started",
        "lesson_read",
        "lesson_read",
        "attempt",
        "completed",
    ]
    assert (body["person_name"], body["course"]["title"], body["standing"]["state"]) == (
        "Ada Lind",
        "Alpha",
        "complete",
    )
    given, done = body["facts"][0], body["facts"][-1]
    assert (given["day"], given["until"], given["recorded_by"]) == (*_days(0, 10), "Max Oduya")
    assert (done["day"], done["score"], done["source"], done["recorded_by"]) == (*_days(5), 100, "site", "Ada Lind")
    early = _explain(cast.max, cast.ada, "alpha", f"?as_of={on(1).day}")
    assert [fact["kind"] for fact in early["facts"]] == ["assigned"]
    assert early["standing"]["state"] == "not_started"
    before = _explain(cast.max, cast.ada, "alpha", f"?as_of={on(-1).day}")
    assert (before["facts"], before["standing"]) == ([], None)


def test_a_waiver_is_explained(session: Session, cast: Cast) -> None:
    """Who waived it, why and until when."""
    live_through(session, cast)
    body = _explain(cast.max, cast.sven, "beta", f"?as_of={on(2).day}")
    fact = body["facts"][-1]
    assert (fact["kind"], fact["note"], fact["until"], fact["recorded_by"]) == (
        "waived",
        "was ill",
        on(8).day.isoformat(),
        "Max Oduya",
    )
    assert body["standing"]["state"] == "waived"


def test_ones_own_and_ones_teams_are_explained_and_nobody_elses(session: Session, cast: Cast) -> None:
    """A rep reads her own, her manager and the admin read it too; to all others it is 404 like nobody's."""
    live_through(session, cast)
    path = f"/training/people/{cast.ada.id}/courses/alpha"
    for player in (cast.ada, cast.max, cast.nadia):
        assert player.get(path).status_code == 200
    for player in (cast.sven, cast.olga, cast.greta, cast.mara):
        found, unknown = player.get(path), player.get(f"/training/people/{NOBODY}/courses/alpha")
        assert problem_of(found, 404) == problem_of(unknown, 404)
    problem_of(cast.paula.get(path), 403)
    problem_of(cast.ada.get(f"/training/people/{cast.ada.id}/courses/nothing"), 404)


def test_a_course_that_nobody_gave_has_nothing_to_explain(session: Session, cast: Cast) -> None:
    """A course of the library in which nothing happened has no standing and no facts."""
    keep_training(TrainingUpkeep())
    body = _explain(cast.ada, cast.ada, COURSE)
    assert (body["standing"], body["facts"], body["course"]["title"]) == (None, [], "Discovery calls")


@pytest.mark.parametrize("name", ["ada", "mara", "paula"])
@pytest.mark.parametrize("path", ["records", "records.csv"])
def test_reps_authors_and_partners_get_no_records(sqlite_cast: Cast, name: str, path: str) -> None:
    """They are about people, for those who manage them."""
    problem_of(getattr(sqlite_cast, name).get(f"/training/{path}"), 403)


@pytest.mark.parametrize("query", ["state=done", "page=0", "page=x", "limit=201", "as_of=now", "course_id=%00"])
def test_a_wrong_query_is_422(sqlite_cast: Cast, query: str) -> None:
    """The parameter at fault is named."""
    problem = problem_of(sqlite_cast.max.get(f"/training/records?{query}"), 422)
    assert all(error["pointer"].startswith(f"#/{query.partition('=')[0]}") for error in problem["errors"])


def _states(player: Player) -> dict[tuple[str, str], str]:
    found = items_of(player.get("/training/records"))
    return {(item["person_name"], item["course_id"]): item["state"] for item in found}


def _explain(player: Player, person: Player, course_id: str, query: str = "") -> dict[str, Any]:
    answer = player.get(f"/training/people/{person.id}/courses/{course_id}{query}")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    body: dict[str, Any] = answer.get_json()
    return body


def _days(*days: int) -> tuple[str, ...]:
    return tuple(on(day).day.isoformat() for day in days)
