"""The matrix of people by courses: on any past day, by team and course, page by page and as CSV."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.orm import Session

from content.library import Library
from lms.people.changes import change_person
from lms.training.courses import register_course
from support.acting import ALPHA, COURSE, LIFE, assign, follow_people_of, live_through, pass_course, problem_of, rows_of
from support.factories import Cast, Player, add_rep
from support.learning import give, on

NOBODY = "00000000-0000-7000-8000-000000000000"


def test_max_sees_his_teams_and_greta_hers(cast: Cast, library: Library) -> None:
    """Those below too; Ada's completion is no business of Greta's, and Nadia sees everybody."""
    assign(cast.max, cast.ada, cast.sven)
    assign(cast.greta, cast.olga)
    pass_course(cast.ada, library)
    north = {"Ada Lind": "complete", "Max Oduya": None, "Sven Berg": "not_started"}
    assert _states(cast.max, COURSE) == north
    assert _states(cast.greta, COURSE) == {"Greta Holm": None, "Olga Petrova": "not_started"}
    everybody = _states(cast.nadia, COURSE)
    assert len(everybody) == 8
    assert everybody.items() >= {**north, "Olga Petrova": "not_started"}.items()


def test_the_matrix_says_what_it_is_about(cast: Cast) -> None:
    """The day, its time zone, a column for each course, a cell with all that there is to say."""
    assign(cast.max, cast.ada)
    body = cast.max.get("/training/matrix").get_json()
    today = cast.max.get("/training/mine").get_json()["as_of"]
    assert (body["as_of"], body["time_zone"], body["next"]) == (today, "UTC", None)
    assert body["courses"] == [
        {
            "id": COURSE,
            "title": "Discovery calls",
            "url": "/courses/discovery-calls/",
            "kind": "course",
            "areas": ["selling-skills"],
            "skills": ["discovery", "prospecting"],
        }
    ]
    ada = body["people"][0]
    assert (ada["id"], ada["name"], ada["team_name"]) == (str(cast.ada.id), "Ada Lind", "North")
    assert set(ada["cells"][0]) == {"state", "is_assigned", "due_on", "valid_until"}
    assert [line["name"] for line in body["people"]] == ["Ada Lind", "Max Oduya", "Sven Berg"]


def test_every_past_day_has_its_own_answer(session: Session, cast: Cast) -> None:
    """What stood at the end of each day, by what is known today; the CSV says the same."""
    live_through(session, cast)
    for day, wanted in LIFE.items():
        as_of = on(day).day.isoformat()
        body = cast.nadia.get(f"/training/matrix?as_of={as_of}").get_json()
        assert [course["id"] for course in body["courses"]] == ["alpha", "beta"]
        found = {
            line["id"]: " ".join(cell["state"] if cell else "-" for cell in line["cells"]) for line in body["people"]
        }
        assert tuple(found.get(str(who.id), "- -") for who in (cast.ada, cast.sven, cast.olga)) == wanted, day
        rows = rows_of(cast.nadia.get(f"/training/matrix.csv?as_of={as_of}"))
        assert {row["name"]: f"{row['Alpha']} {row['Beta']}" for row in rows} == {
            line["name"]: " ".join(
                cell["state"].replace("_", " ") if cell else "not assigned" for cell in line["cells"]
            )
            for line in body["people"]
        }, day


def test_before_anybody_came_there_is_nobody(session: Session, cast: Cast) -> None:
    """A day before the first person is a day without people, and so is the first of the calendar."""
    live_through(session, cast)
    for day in (on(-1).day.isoformat(), "0001-01-01"):
        assert cast.nadia.get(f"/training/matrix?as_of={day}").get_json()["people"] == []
    last = cast.nadia.get("/training/matrix?as_of=9999-12-31").get_json()
    assert last["as_of"] == "9999-12-30"
    assert len(last["people"]) == 8


@pytest.mark.parametrize(
    ("query", "courses"),
    [
        ("area=product", ["alpha", "beta"]),
        ("area=tools", ["beta"]),
        ("skill=discovery", ["alpha"]),
        ("area=tools&skill=discovery", []),
        ("course_id=beta", ["beta"]),
        ("course_id=nothing", []),
        ("area=", []),
    ],
)
def test_courses_are_chosen_by_area_skill_or_name(session: Session, cast: Cast, query: str, courses: list[str]) -> None:
    """The people stay, each with a cell for every column; the CSV has the same columns."""
    live_through(session, cast)
    body = cast.max.get(f"/training/matrix?{query}").get_json()
    assert [course["id"] for course in body["courses"]] == courses
    assert {len(line["cells"]) for line in body["people"]} == {len(courses)}
    header = list(rows_of(cast.max.get(f"/training/matrix.csv?{query}"))[0])
    assert header == ["name", "email", "team", *[course.title() for course in courses]]


def test_a_team_is_shown_with_those_below_it(session: Session, cast: Cast) -> None:
    """North has the juniors below it; who isn't Max's is 404 to him like what isn't there."""
    live_through(session, cast)
    for player in (cast.max, cast.nadia):
        assert _names(player, f"team_id={cast.teams['North']}") == ["Ada Lind", "Max Oduya", "Sven Berg"]
        assert _names(player, f"team_id={cast.teams['North juniors']}") == ["Sven Berg"]
    for path in ("matrix", "matrix.csv"):
        found = [cast.max.get(f"/training/{path}?team_id={id_}") for id_ in (cast.teams["South"], NOBODY)]
        assert problem_of(found[0], 404) == problem_of(found[1], 404)


def test_who_moved_is_found_in_the_team_of_that_day(session: Session, cast: Cast) -> None:
    """Ada moved to South on day 30: to Nadia she is of North before and of South after, and Greta has her now."""
    live_through(session, cast)
    south = cast.teams["South"]
    change_person(session, actor=cast.nadia.actor, person_id=cast.ada.id, on=on(30).day, now=on(30), team_id=south)
    session.commit()
    before, after = (f"as_of={on(day).day}" for day in (29, 30))
    assert "Ada Lind" in _names(cast.nadia, f"team_id={cast.teams['North']}&{before}")
    assert "Ada Lind" not in _names(cast.nadia, f"team_id={cast.teams['North']}&{after}")
    assert "Ada Lind" not in _names(cast.nadia, f"team_id={south}&{before}")
    assert "Ada Lind" in _names(cast.greta, f"team_id={south}&{after}")
    assert "Ada Lind" not in _names(cast.max, before)


def test_who_had_left_by_the_day_is_not_in_the_matrix(session: Session, cast: Cast) -> None:
    """Ada's last day is day 12: she is there on day 12, and not on day 13."""
    live_through(session, cast)
    answer = cast.nadia.post(f"/people/{cast.ada.id}/leaving", {"last_day": on(12).day.isoformat()})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    assert "Ada Lind" in _names(cast.max, f"as_of={on(12).day}")
    assert "Ada Lind" not in _names(cast.max, f"as_of={on(13).day}")
    assert "Ada Lind" not in _names(cast.max, "")


def test_pages_followed_to_the_end_give_everybody_once(session: Session, cast: Cast) -> None:
    """A hundred and thirty people, some of one name, in pages of forty; the CSV has all of them at once."""
    _many(session, cast)
    path = f"/training/matrix?limit=40&area=product&as_of={on(3).day}"
    lines = follow_people_of(cast.max, path)
    assert len(lines) == len({line["id"] for line in lines}) == 133
    names = [line["name"] for line in lines]
    assert sorted(names) == names
    rows = rows_of(cast.max.get(f"/training/matrix.csv?area=product&as_of={on(3).day}"))
    assert [row["name"] for row in rows] == names
    assert len({row["email"] for row in rows}) == 133
    assert [row["Alpha"] for row in rows] == [
        line["cells"][0]["state"].replace("_", " ") if line["cells"][0] else "not assigned" for line in lines
    ]
    assert [row["Alpha"] for row in rows].count("not started") == 133


def test_a_page_goes_on_after_somebody_who_is_gone(session: Session, cast: Cast) -> None:
    """An `after` that is nobody's, or somebody's whom the asker doesn't see, is no failure of ours."""
    _many(session, cast)
    for after in (NOBODY, str(cast.olga.id)):
        answer = cast.max.get(f"/training/matrix?after={after}")
        assert answer.status_code == 200, answer.get_data(as_text=True)


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", 'Ada, "the" Lind', "Łucja\nŻak"])
def test_no_name_becomes_a_formula(cast: Cast, name: str) -> None:
    """A person named `=1+1` is text in the spreadsheet; other names stay as they are, and JSON has them all plain."""
    team_id = str(cast.teams["North"])
    body = {"email": "f@brightwharf.example", "name": name, "roles": ["rep"], "team_id": team_id}
    assert cast.nadia.post("/people", body).status_code == 201
    wanted = f"'{name}" if name[0] in "=+-@" else name
    assert wanted in [row["name"] for row in rows_of(cast.max.get("/training/matrix.csv"))]
    assert name in _names(cast.max, "")


def test_a_course_that_left_the_library_stays(session: Session, cast: Cast) -> None:
    """History doesn't vanish with a file: its title is known, and it has no address."""
    live_through(session, cast)
    courses = cast.max.get("/training/matrix").get_json()["courses"]
    assert [(course["title"], course["url"]) for course in courses] == [("Alpha", None), ("Beta", None)]


@pytest.mark.parametrize("name", ["ada", "mara", "paula"])
@pytest.mark.parametrize("path", ["matrix", "matrix.csv"])
def test_reps_authors_and_partners_get_no_matrix(sqlite_cast: Cast, name: str, path: str) -> None:
    """It is about people, for those who manage them."""
    problem_of(getattr(sqlite_cast, name).get(f"/training/{path}"), 403)


@pytest.mark.parametrize(
    "query", ["as_of=yesterday", "as_of=1", "limit=0", "limit=201", "after=x", "team_id=x", "area=%00", "x=1"]
)
def test_a_wrong_query_is_422(sqlite_cast: Cast, query: str) -> None:
    """The parameter at fault is named."""
    problem = problem_of(sqlite_cast.max.get(f"/training/matrix?{query}"), 422)
    assert [error["pointer"] for error in problem["errors"]] == [f"#/{query.partition('=')[0]}"]


def _many(session: Session, cast: Cast) -> None:
    """Add a hundred and thirty people to North, ten of each name, and give Alpha to all of the team."""
    for number in range(130):
        email, name = f"n{number}@brightwharf.example", f"Rep {number // 10}"
        add_rep(session, email, name=name, team_id=cast.teams["North"])
    register_course(session, course=ALPHA, day=on().day)
    give(session, cast.max, course_id="alpha", team_id=cast.teams["North"])
    session.commit()


def _names(player: Player, query: str) -> list[str]:
    return [line["name"] for line in follow_people_of(player, f"/training/matrix?{query}")]


def _states(player: Player, course_id: str) -> dict[str, Any]:
    lines = follow_people_of(player, f"/training/matrix?course_id={course_id}")
    return {line["name"]: line["cells"][0] and line["cells"][0]["state"] for line in lines}
