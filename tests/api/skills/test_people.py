"""One person's skills: the evidence with its weight and where it comes from, and what would close a gap."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from content.library import Library
from support.acting import COURSE, assign, pass_course, problem_of
from support.factories import Cast, Player
from support.skilled import AE, days_ago, put_in_job, rate, score


def test_evidence_says_what_it_is_and_how_much_it_counts(session: Session, cast: Cast) -> None:
    """The latest first: a call scored today counts four questions, a rating of half a year ago half of its three."""
    call = score(session, cast.max, cast.ada, 0.75, days=days_ago(0), own=1.0)
    rate(session, cast.max, cast.ada, 2, days=days_ago(180))
    session.commit()
    (skill,) = cast.ada.get("/skills/me").get_json()["items"]
    assert (skill["id"], skill["name"], skill["standing"]["state"]) == ("discovery", "Discovery", "no_target")
    told = [(one["kind"], one["level"], one["weight"], one["title"], one["by"]) for one in skill["evidence"]]
    assert told == [
        ("own_scorecard", 4.0, 0.5, "Call with Frostvale", None),
        ("scorecard", 3.25, 4.0, "Call with Frostvale", None),
        ("manager_rating", 2.0, 1.5, None, "Max Oduya"),
    ]
    assert {one["assessment_id"] for one in skill["evidence"]} == {str(call.id), None}
    assert skill["evidence"][2]["note"] == "2"
    assert skill["standing"]["own"] == 4.0


def test_a_quiz_that_was_handed_in_is_evidence_of_the_skills_that_its_course_names(
    cast: Cast, library: Library
) -> None:
    """With a link to the course; one quiz alone is no estimate."""
    pass_course(cast.ada, library)
    found = {skill["id"]: skill for skill in cast.ada.get("/skills/me").get_json()["items"]}
    assert set(found) == {"discovery", "prospecting"}
    (piece,) = found["discovery"]["evidence"]
    assert (piece["kind"], piece["course_id"], piece["title"]) == ("quiz", COURSE, "Discovery calls")
    assert piece["url"].endswith("/courses/discovery-calls/")
    assert (piece["level"], found["discovery"]["standing"]["state"]) == (4.0, "too_little")


def test_the_clearest_gap_comes_first_and_then_what_nobody_knows(session: Session, cast: Cast) -> None:
    """What the job asks and nobody has seen yet stands there too."""
    put_in_job(cast, cast.ada, AE, days=260)
    for days in range(4):
        score(session, cast.max, cast.ada, 0.0, days=days_ago(days))
    rate(session, cast.max, cast.ada, 4, days=days_ago(1), skill="forecasting")
    session.commit()
    found = cast.max.get(f"/skills/people/{cast.ada.id}").get_json()
    states = [(skill["id"], skill["standing"]["state"]) for skill in found["items"]]
    assert states[0] == ("discovery", "gap")
    assert states[-1] == ("forecasting", "reached")
    assert {state for _, state in states[1:-1]} == {"no_evidence"}
    assert found["job"]["id"] == AE


def test_what_closes_a_gap_are_pages_that_name_the_skill(cast: Cast, library: Library) -> None:
    """Courses first, each with how she stands in it; what is complete comes last."""
    before = closing(cast.max, cast.ada)
    assert (before["pages"][0]["id"], before["pages"][0]["type"], before["pages"][0]["state"]) == (
        COURSE,
        "course",
        None,
    )
    assert {page["type"] for page in before["pages"]}.isdisjoint({"job", "quiz"})
    assert any(page["type"] == "rubric" for page in before["pages"])
    assign(cast.max, cast.ada)
    course = closing(cast.ada, cast.ada)["pages"][0]
    assert (course["id"], course["state"], course["is_assigned"]) == (COURSE, "not_started", True)
    pass_course(cast.ada, library)
    assert closing(cast.max, cast.ada)["pages"][-1]["id"] == COURSE
    assert problem_of(cast.max.get(f"/skills/people/{cast.ada.id}/closing?skill=juggling"), 409)


def test_who_offers_is_named_and_who_is_strong_only_to_whom_sees_their_skills(session: Session, cast: Cast) -> None:
    """Max sees that Sven is strong, of Olga only that she offers; Ada learns nothing of either but that."""
    put_in_job(cast, cast.ada, AE, days=260)
    for days in range(4):
        score(session, cast.max, cast.sven, 1.0, days=days_ago(days))
        score(session, cast.greta, cast.olga, 1.0, days=days_ago(days))
    session.commit()
    assert closing(cast.ada, cast.ada)["mentors"] == []
    for player in (cast.sven, cast.olga, cast.max):
        assert player.put("/skills/me/offers", {"skills": ["discovery"]}).status_code == 200
    assert mentors(cast.max, cast.ada) == [("Sven Berg", True), ("Max Oduya", False), ("Olga Petrova", None)]
    assert mentors(cast.ada, cast.ada) == [("Max Oduya", None), ("Olga Petrova", None), ("Sven Berg", None)]
    assert [name for name, _ in mentors(cast.sven, cast.sven)] == ["Max Oduya", "Olga Petrova"]
    cast.sven.put("/skills/me/offers", {"skills": []})
    cast.nadia.post(f"/people/{cast.olga.id}/leaving", {"last_day": "2026-03-05"})
    assert mentors(cast.ada, cast.ada) == [("Max Oduya", None)]


def closing(player: Player, rep: Player) -> dict[str, Any]:
    """Return what would close a rep's gap in discovery, as somebody is shown it."""
    answer = player.get(f"/skills/people/{rep.id}/closing?skill=discovery")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    found: dict[str, Any] = answer.get_json()
    return found


def mentors(player: Player, rep: Player) -> list[tuple[str, bool | None]]:
    """Return who offers, and whether they are strong, as somebody is shown it."""
    return [(one["name"], one["is_strong"]) for one in closing(player, rep)["mentors"]]
