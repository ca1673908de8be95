"""Feedback on pages through the API: who gives it, what is counted, and who reads why."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.questions.models import PageFeedback
from support.acting import PAGE, items_of, pointers_of, problem_of, rows_of
from support.asking import Rack, say
from support.factories import Cast

PLACE = f"/feedback/{PAGE}"


def test_the_last_word_of_a_person_counts(session: Session, cast: Cast) -> None:
    """Rows are only ever added; one's own word is shown to oneself alone."""
    nothing: dict[str, Any] = {"page_id": PAGE, "own": None, "worked": None, "reasons": None, "met": []}
    assert cast.ada.get(PLACE).get_json() == nothing
    say(cast.ada, PAGE)
    say(cast.ada, PAGE, " the customer laughed ")
    own = cast.ada.get(PLACE).get_json()["own"]
    assert (own["has_worked"], own["because"], own["is_missing"]) == (False, "the customer laughed", False)
    assert cast.max.get(PLACE).get_json()["own"] is None
    seen = cast.mara.get(PLACE).get_json()
    assert (seen["worked"]["part"], seen["worked"]["whole"]) == (0, 1)
    assert session.scalar(select(func.count()).select_from(PageFeedback)) == 2


def test_everybody_sees_the_share_from_five_answers_on_and_nobody_a_name(cast: Cast) -> None:
    """Authors and admins see each answer's reason before that; managers don't."""
    for player in (cast.ada, cast.sven, cast.olga, cast.max):
        say(player, PAGE, None if player is cast.ada else f"no: {len(player.name)}")
    for player in (cast.ada, cast.max, cast.greta):
        seen = player.get(PLACE).get_json()
        assert (seen["worked"], seen["reasons"]) == (None, None)
    for player in (cast.mara, cast.nadia):
        seen = player.get(PLACE).get_json()
        assert (seen["worked"]["whole"], seen["worked"]["value"], len(seen["reasons"])) == (4, None, 3)
    say(cast.greta, PAGE)
    seen = cast.ada.get(PLACE).get_json()
    assert (seen["worked"]["value"], seen["reasons"]) == (0.4, None)
    assert seen["worked"]["interval"]["low"] == pytest.approx(0.1176, abs=1e-3)
    everything = cast.mara.get(PLACE).text + cast.mara.get("/feedback").text + cast.mara.get("/feedback.csv").text
    assert not [player.name for player in cast.everyone() if player.name in everything]


def test_the_list_is_for_authors(cast: Cast) -> None:
    """Those that failed most people first; as CSV too."""
    other = items_of(cast.ada.get("/content?limit=1"))[0]["id"]
    for player in (cast.ada, cast.sven):
        say(player, PAGE, "=too long")
        say(player, other)
    for path in ("/feedback", "/feedback.csv"):
        for player in cast.everyone():
            assert player.get(path).status_code == (200 if player in (cast.mara, cast.nadia) else 403), player.name
    found = cast.mara.get("/feedback?limit=1").get_json()
    assert ([item["page"]["id"] for item in found["items"]], found["total"]) == ([PAGE], 2)
    assert [item["page"]["id"] for item in items_of(cast.mara.get("/feedback?page=2&limit=1"))] == [other]
    rows = rows_of(cast.mara.get("/feedback.csv"))
    assert (rows[0]["worked"], rows[0]["answers"], rows[0]["reasons"]) == ("0", "2", "'=too long | =too long")


def test_who_sees_a_page_may_say_something_of_it(rack: Rack) -> None:
    """Partners give none, a draft takes none, and what isn't seen isn't there; an owner reads the reasons."""
    cast = rack.cast
    problem_of(cast.paula.post("/feedback/price", {"has_worked": True}), 403)
    problem_of(cast.paula.get("/feedback/price"), 403)
    problem_of(cast.ada.post("/feedback/secret", {"has_worked": True}), 404)
    problem_of(cast.mara.post("/feedback/secret", {"has_worked": True}), 409)
    problem_of(cast.ada.get("/feedback/gone"), 404)
    say(cast.sven, "hers", "no numbers", is_missing=True)
    assert [reason["text"] for reason in cast.ada.get("/feedback/hers").get_json()["reasons"]] == ["no numbers"]
    assert cast.olga.get("/feedback/hers").get_json()["reasons"] is None
    assert cast.ada.get("/feedback/price").get_json()["reasons"] is None
    rack.write("hers", status="draft")
    problem_of(cast.ada.get("/feedback/hers"), 404)
    assert items_of(cast.mara.get("/feedback"))[0]["page"]["url"] is None


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "#/has_worked"),
        ({"has_worked": "maybe"}, "#/has_worked"),
        ({"has_worked": False, "because": " "}, "#/because"),
        ({"has_worked": False, "because": "x" * 1001}, "#/because"),
        ({"has_worked": False, "person_id": "x"}, "#/person_id"),
    ],
)
def test_a_bad_field_is_named(sqlite_cast: Cast, body: dict[str, Any], pointer: str) -> None:
    """And what contradicts itself is refused: a reason is for what didn't work, and what is missing is said."""
    for odd in ({"has_worked": True, "because": "x"}, {"has_worked": False, "is_missing": True}):
        assert problem_of(sqlite_cast.ada.post(PLACE, odd), 409)["errors"][0]["pointer"] == "#/because"
    assert pointers_of(sqlite_cast.ada.post(PLACE, body)) == [pointer]
