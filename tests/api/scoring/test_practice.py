"""Practice through the API: begun, handed in, graded by two, wanted again, and what certifications make of it."""

from __future__ import annotations

from typing import Any

import pytest

from support.acting import at_once, in_days, items_of, problem_of, read_lessons
from support.factories import Cast
from support.recording import (
    LINK,
    RUBRIC,
    announced,
    assessment_of,
    begin_one,
    grade,
    graded,
    hand_in_one,
    name,
    wanted,
)
from support.scorecards import publish, seen

CERTIFICATION, BASICS = "course-dockside-certification", "course-dockside-basics"
DEMO = ("tailoring", "opening", "choice", "involving", "questions", "proof", "close")


def test_two_grade_without_seeing_each_other(cast: Cast) -> None:
    """Max is asked at once and names Mara; Ada sees both cards and their mean once both are published."""
    ada, max_, mara = cast.ada, cast.max, cast.mara
    place = begin_one(ada)
    assert ada.get(place).get_json()["state"] == "draft"
    handed_in = hand_in_one(ada, place)
    assert (handed_in["state"], handed_in["handed_in_at"][:10]) == ("lacks_grader", f"{in_days(0)}")
    assert [one["person"]["name"] for one in handed_in["graders"]] == ["Max Oduya"]
    waiting = max_.get("/practice/grading").get_json()
    assert [[one["id"] for one in waiting[name]] for name in ("to_grade", "lacking")] == [[handed_in["id"]]] * 2
    assert waiting["lacking"][0]["link"] is None
    assert name(max_, place, mara).get_json()["state"] == "waiting"
    assert seen(mara, assessment_of(mara, place)) == set()
    grade(max_, place)
    assert seen(ada, assessment_of(ada, place)) == seen(mara, assessment_of(mara, place)) == set()
    assert ada.get(place).get_json()["outcome"] is None
    assert [one["person"]["name"] for one in mara.get(place).get_json()["graders"]] == ["Mara Quill"]
    grade(mara, place, 4)
    for player in (ada, max_, mara):
        found = player.get(place).get_json()
        assert (found["state"], found["outcome"]["points"], found["outcome"]["most"]) == ("passed", 24.5, 28)
        assert seen(player, assessment_of(player, place)) == {"max", "mara"}
    assert max_.get("/practice/grading").get_json()["graded"][0]["state"] == "passed"


def test_where_they_differ_a_third_decides(cast: Cast) -> None:
    """Whom the manager names; until then nobody but graders sees a card."""
    place = graded(cast.ada, cast.max, cast.mara, (3, 2))
    assert cast.ada.get(place).get_json()["state"] == "differs"
    assert seen(cast.ada, assessment_of(cast.ada, place)) == set()
    assert name(cast.max, place, cast.sven).status_code == 200
    grade(cast.sven, place, 2)
    found = cast.ada.get(place).get_json()
    assert (found["state"], found["outcome"]["has_passed"], len(found["graders"])) == ("failed", False, 3)


def test_a_certification_counts_demonstrations_running(cast: Cast) -> None:
    """Two with twenty of 28 points; its rubric scores, and the step before the last one is gone once they wait."""
    ada, path = cast.ada, f"/training/courses/{CERTIFICATION}"
    waived = cast.max.post(f"/training/people/{ada.id}/courses/{BASICS}/waiver", {"reason": "She taught it."})
    assert waived.status_code == 201
    refused = ada.post("/practice", wanted(course_id=CERTIFICATION))
    assert "read all lessons" in problem_of(refused, 409)["detail"]
    read_lessons(ada, CERTIFICATION)
    for passes in (1, 2):
        place = begin_one(ada, course_id=CERTIFICATION, rubric_id=None)
        assert hand_in_one(ada, place)["rubric"]["id"] == "rubric-demo"
        name(cast.max, place, cast.mara)
        shown = ada.get(path).get_json()["practical"]
        assert (shown["waiting"], shown["passes"], shown["is_enough"]) == (1, passes - 1, False)
        for who in (cast.max, cast.mara):
            given: dict[str, Any] = {id_: {"value": 3} for id_ in DEMO}
            publish(who, assessment_of(who, place), given | {"promise": {"value": False}})
        shown = ada.get(path).get_json()["practical"]
        assert (shown["waiting"], shown["passes"], shown["is_enough"]) == (0, passes, passes == 2)
    facts = cast.max.get(f"/training/people/{ada.id}/courses/{CERTIFICATION}").get_json()["facts"]
    assert [fact["kind"] for fact in facts if fact["kind"].startswith("practical")] == [
        "practical_shown",
        "practical",
    ] * 2
    assert [fact["score"] for fact in facts if fact["kind"] == "practical"] == [None, None]
    assert "asks for no more" in problem_of(ada.post("/practice", wanted(course_id=CERTIFICATION)), 409)["detail"]


def test_one_is_wanted_again_with_a_reason(cast: Cast) -> None:
    """By one of its graders; the next one brings its rubric along and says which it follows."""
    place = graded(cast.ada, cast.max, cast.mara, (3, 2))
    reason = {"reason": "The end is cut off."}
    assert cast.ada.post(f"{place}/again", reason).status_code == 404
    found = cast.mara.post(f"{place}/again", reason).get_json()
    assert (found["state"], found["wanted_again"]["reason"]) == ("wanted_again", "The end is cut off.")
    assert cast.max.post(f"{place}/again", reason).status_code == 409
    assert cast.ada.get(place).get_json()["wanted_again"]["by"]["name"] == "Mara Quill"
    assert seen(cast.ada, assessment_of(cast.ada, place)) == {"max", "mara"}
    assert cast.sven.post("/practice", wanted(after_id=found["id"])).status_code == 404
    again = begin_one(cast.ada, after_id=found["id"], rubric_id=None)
    assert cast.ada.get(again).get_json()["rubric"]["id"] == RUBRIC


@pytest.mark.parametrize(
    ("fields", "status", "says"),
    [
        ({"link": "http://videos.example/x"}, 422, "link"),
        ({"link": "javascript:alert(1)"}, 422, "link"),
        ({"link": "https://a b"}, 422, "link"),
        ({"link": None}, 409, "either announce a recording or name a link"),
        ({"link": LINK, "recording": announced(1000)}, 409, "either announce a recording or name a link"),
        ({"title": "  "}, 422, "title"),
        ({"title": "x" * 201}, 422, "title"),
        ({"subject": "song"}, 422, "subject"),
        ({"rubric_id": None}, 409, "name a rubric"),
        ({"rubric_id": "nothing"}, 404, "no page"),
        ({"rubric_id": "too-expensive"}, 404, "no published rubric"),
        ({"course_id": "nothing"}, 404, "no course"),
        ({"course_id": BASICS}, 409, "asks for no practical"),
        ({"after_id": "00000000-0000-7000-8000-000000000000"}, 404, "no such practice"),
        ({"recording": announced(0)}, 422, "total_bytes"),
        ({"recording": announced(10**12)}, 422, "total_bytes"),
        ({"recording": announced(1_900_000_000)}, 409, "200 MB at most"),
        ({"recording": announced(1000, "text/html")}, 422, "media_type"),
        ({"recording": announced(1000, "video/quicktime")}, 422, "media_type"),
        ({"recording": announced(1000) | {"seconds": 601}}, 422, "seconds"),
    ],
)
def test_what_can_not_be_begun_is_refused_by_name(cast: Cast, fields: dict[str, Any], status: int, says: str) -> None:
    """Ten minutes, two hundred megabytes, and an address that nothing could run."""
    problem = problem_of(cast.ada.post("/practice", wanted(**fields)), status)
    assert says in str(problem)


def test_a_draft_is_deleted_and_what_is_handed_in_stays(cast: Cast) -> None:
    """Its rep alone deletes it."""
    place = begin_one(cast.ada)
    assert cast.max.delete(place).status_code == 404
    assert cast.ada.delete(place).status_code == 204
    assert cast.ada.get(place).status_code == 404
    place = begin_one(cast.ada)
    hand_in_one(cast.ada, place)
    assert cast.ada.delete(place).status_code == 409


def test_handing_in_twice_at_once_opens_one_assessment(cast: Cast) -> None:
    """A double click."""
    place = begin_one(cast.ada)
    twins = [cast.ada.twin() for _ in range(2)]
    answers = at_once(*(lambda twin=twin: twin.post(f"{place}/handed-in") for twin in twins))
    assert {answer.status_code for answer in answers} <= {200, 503}
    assert len(items_of(cast.max.get("/scoring/assessments"))) == 1
    assert len(items_of(cast.ada.get("/practice"))) == 1


@pytest.mark.parametrize("who", ["paula", "ada", "max", "nobody@nowhere.example"])
def test_nobody_grades_who_could_not(cast: Cast, who: str) -> None:
    """A partner, the rep, who grades already, and whom nobody knows."""
    place = begin_one(cast.ada)
    hand_in_one(cast.ada, place)
    email = getattr(cast, who).email if hasattr(cast, who) else who
    assert problem_of(cast.max.post(f"{place}/graders", {"email": email}), 409)["errors"][0]["pointer"] == "#/email"
