"""The survey over HTTP: everybody answers for themselves, and a manager sees how many did."""

from __future__ import annotations

import pytest

from support.acting import pointers_of, problem_of
from support.factories import Cast


def test_one_answers_for_oneself(cast: Cast) -> None:
    """Before that there is nothing; the last answer is shown, and to nobody else."""
    asked = cast.ada.get("/kpis/survey").get_json()
    assert asked["question"].startswith("Before this tool: how long")
    assert (asked["answer"], asked["team"]) == (None, None)
    assert cast.ada.post("/kpis/survey", {"seconds": 300, "note": " by mail "}).status_code == 201
    said = cast.ada.post("/kpis/survey", {"seconds": 240, "searches_per_week": 12}).get_json()["answer"]
    assert {**said, "day": None} == {"seconds": 240, "searches_per_week": 12, "note": None, "day": None}
    assert cast.ada.get("/kpis/survey").get_json()["answer"] == said
    for other in (cast.sven, cast.max, cast.olga):
        assert other.get("/kpis/survey").get_json()["answer"] is None


def test_a_manager_sees_how_many_answered_and_nothing_of_it(cast: Cast) -> None:
    """Max counts Ada and Sven, Greta counts Olga."""
    cast.ada.post("/kpis/survey", {"seconds": 299})
    seen = cast.max.get("/kpis/survey")
    assert seen.get_json()["team"] == {"people": 2, "begun": 1, "finished": 1}
    assert "299" not in seen.get_data(as_text=True)
    assert cast.greta.get("/kpis/survey").get_json()["team"] == {"people": 1, "begun": 0, "finished": 0}


def test_a_retry_is_one_answer(sqlite_cast: Cast) -> None:
    """With the same key the same answer comes back."""
    first, again = (
        sqlite_cast.ada.post("/kpis/survey", {"seconds": 60}, headers={"Idempotency-Key": "k"}) for _ in range(2)
    )
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.get_json() == again.get_json()


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "#/seconds"),
        ({"seconds": 0}, "#/seconds"),
        ({"seconds": 28_801}, "#/seconds"),
        ({"seconds": "60"}, "#/seconds"),
        ({"seconds": 60, "searches_per_week": -1}, "#/searches_per_week"),
        ({"seconds": 60, "note": " "}, "#/note"),
        ({"seconds": 60, "person_id": "x"}, "#/person_id"),
    ],
)
def test_what_is_no_answer_is_refused(sqlite_cast: Cast, body: dict[str, object], pointer: str) -> None:
    """And nothing is kept; nor can anybody answer for somebody else."""
    assert pointers_of(sqlite_cast.ada.post("/kpis/survey", body)) == [pointer]
    assert sqlite_cast.ada.get("/kpis/survey").get_json()["answer"] is None


def test_only_reps_and_managers_are_asked(sqlite_cast: Cast) -> None:
    """An author, an admin and a partner don't sell."""
    for player in (sqlite_cast.mara, sqlite_cast.nadia, sqlite_cast.paula):
        problem_of(player.get("/kpis/survey"), 403)
        problem_of(player.post("/kpis/survey", {"seconds": 60}), 403)
