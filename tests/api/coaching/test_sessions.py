"""Coaching through the API: the two see it, and nobody else, not even the admin."""

from __future__ import annotations

from typing import Any

import pytest

from support.acting import follow, items_of, pointers_of, problem_of
from support.factories import Cast, Player

WHEN = "2026-12-01T09:00:00Z"
NOBODY = "00000000-0000-7000-8000-000000000000"


def test_the_coach_and_the_rep_see_a_session_and_nobody_else_does(cast: Cast) -> None:
    """404 for everyone else, the admin and Ada's other colleagues included."""
    address = f"/coaching/sessions/{_schedule(cast.max, cast.ada)['id']}"
    for player in cast.everyone():
        if player in {cast.max, cast.ada}:
            assert player.get(address).get_json()["topic"] == "Price"
            assert len(items_of(player.get("/coaching/sessions"))) == 1
        elif player is cast.paula:
            problem_of(player.get(address), 403)
            problem_of(player.get("/coaching/sessions"), 403)
        else:
            problem_of(player.get(address), 404)
            assert items_of(player.get("/coaching/sessions")) == []


def test_sessions_with_one_person_are_ones_own_with_them(cast: Cast) -> None:
    """Max finds those with Ada beside all of his; who asks for other people's finds none, not even the admin."""
    with_ada, with_sven = _schedule(cast.max, cast.ada)["id"], _schedule(cast.max, cast.sven)["id"]

    def found(reader: Player, person: Player) -> set[str]:
        return {item["id"] for item in items_of(reader.get(f"/coaching/sessions?person_id={person.id}"))}

    assert found(cast.max, cast.ada) == {with_ada}
    assert found(cast.max, cast.max) == {with_ada, with_sven}
    assert found(cast.ada, cast.max) == found(cast.ada, cast.ada) == {with_ada}
    for other in (cast.nadia, cast.greta, cast.mara, cast.sven):
        assert found(other, cast.ada) == set()
    assert found(cast.sven, cast.max) == {with_sven}


def test_nobody_else_can_add_to_a_session(cast: Cast) -> None:
    """Not even the admin can note, hold or finish anything."""
    made = _schedule(cast.max, cast.ada)
    address = f"/coaching/sessions/{made['id']}"
    item = cast.max.post(f"{address}/action-items", {"text": "Call"}).get_json()["action_items"][0]
    for other in (cast.nadia, cast.greta, cast.sven, cast.mara):
        problem_of(other.post(f"{address}/notes", {"text": "x"}), 404)
        problem_of(other.post(f"{address}/action-items", {"text": "x"}), 404)
        problem_of(other.post(f"{address}/held"), 404)
        problem_of(other.put(f"{address}/action-items/{item['id']}/done"), 404)
    shown = cast.ada.get(address).get_json()
    assert (shown["notes"], shown["held_at"], shown["action_items"][0]["done_at"]) == ([], None, None)


def test_a_manager_coaches_his_own_people_and_those_below(cast: Cast) -> None:
    """Max may ask Ada and Sven; to him Olga isn't there."""
    assert _schedule(cast.max, cast.sven)["rep"]["name"] == "Sven Berg"
    problem_of(cast.max.post("/coaching/sessions", _body(cast.olga)), 404)


def test_a_rep_or_an_author_coaches_nobody(sqlite_cast: Cast) -> None:
    """Scheduling needs the role manager or admin."""
    problem_of(sqlite_cast.ada.post("/coaching/sessions", _body(sqlite_cast.ada)), 403)
    problem_of(sqlite_cast.mara.post("/coaching/sessions", _body(sqlite_cast.ada)), 403)


def test_a_session_needs_two_people(sqlite_cast: Cast) -> None:
    """Max can't coach himself; the field is named."""
    answer = sqlite_cast.max.post("/coaching/sessions", _body(sqlite_cast.max))
    assert problem_of(answer, 409)["errors"][0]["pointer"] == "#/rep_id"


def test_scheduling_answers_with_the_session_and_its_address(cast: Cast) -> None:
    """201 and Location; the time comes back in UTC."""
    body = {**_body(cast.ada), "scheduled_at": "2026-12-01T11:00:00+02:00", "topic": " Price "}
    answer = cast.max.post("/coaching/sessions", body)
    made = answer.get_json()
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"/api/v1/coaching/sessions/{made['id']}"
    shown = cast.ada.get(f"/coaching/sessions/{made['id']}").get_json()
    assert (shown["scheduled_at"], shown["topic"], shown["minutes"]) == (WHEN, "Price", 30)
    assert (shown["coach"]["name"], shown["rep"]["name"]) == ("Max Oduya", "Ada Lind")


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"scheduled_at": "2026-12-01T09:00:00"}, "#/scheduled_at"),
        ({"scheduled_at": "tomorrow"}, "#/scheduled_at"),
        ({"topic": "\t "}, "#/topic"),
        ({"topic": "x" * 201}, "#/topic"),
        ({"topic": "a\0b"}, "#/topic"),
        ({"minutes": 4}, "#/minutes"),
        ({"minutes": 481}, "#/minutes"),
        ({"rep_id": "ada"}, "#/rep_id"),
        ({"coach_id": NOBODY}, "#/coach_id"),
    ],
)
def test_a_bad_field_is_named(sqlite_cast: Cast, change: dict[str, Any], pointer: str) -> None:
    """A time needs its zone, a topic its words, a session a length; the coach is always the asker."""
    answer = sqlite_cast.max.post("/coaching/sessions", {**_body(sqlite_cast.ada), **change})
    assert pointers_of(answer) == [pointer]


def test_both_write_notes_and_each_stays_signed(cast: Cast) -> None:
    """Notes stand in the order they were written, with their author."""
    address = f"/coaching/sessions/{_schedule(cast.max, cast.ada)['id']}"
    assert cast.max.post(f"{address}/notes", {"text": " Good opening. "}).status_code == 201
    answer = cast.ada.post(f"{address}/notes", {"text": "Zażółć 好的"})
    assert answer.headers["Location"] == f"/api/v1{address}"
    notes = cast.max.get(address).get_json()["notes"]
    assert [(note["text"], note["author_id"]) for note in notes] == [
        ("Good opening.", str(cast.max.id)),
        ("Zażółć 好的", str(cast.ada.id)),
    ]


def test_only_the_coach_marks_a_session_as_held_and_only_once(cast: Cast) -> None:
    """Ada gets 403, Max 200 and then 409."""
    address = f"/coaching/sessions/{_schedule(cast.max, cast.ada)['id']}"
    problem_of(cast.ada.post(f"{address}/held"), 403)
    held = cast.max.post(f"{address}/held")
    assert (held.status_code, held.get_json()["held_at"] is not None) == (200, True)
    problem_of(cast.max.post(f"{address}/held"), 409)
    assert cast.ada.get(address).get_json()["held_at"] == held.get_json()["held_at"]


def test_an_action_item_is_done_once_and_for_all(cast: Cast) -> None:
    """Saying it twice keeps the first time."""
    address = f"/coaching/sessions/{_schedule(cast.max, cast.ada)['id']}"
    answer = cast.ada.post(f"{address}/action-items", {"text": "Ask for invoices", "due_on": "2026-12-15"})
    item = answer.get_json()["action_items"][0]
    assert (answer.status_code, item["due_on"], item["done_at"]) == (201, "2026-12-15", None)
    first = cast.ada.put(f"{address}/action-items/{item['id']}/done").get_json()
    second = cast.max.put(f"{address}/action-items/{item['id']}/done").get_json()
    assert first["action_items"][0]["done_at"] == second["action_items"][0]["done_at"] is not None


def test_an_action_item_belongs_to_its_session(cast: Cast) -> None:
    """An item of Ada's can't be finished through a session with Sven."""
    of_ada, of_sven = _schedule(cast.max, cast.ada), _schedule(cast.max, cast.sven)
    answer = cast.max.post(f"/coaching/sessions/{of_ada['id']}/action-items", {"text": "Call"})
    item = answer.get_json()["action_items"][0]
    problem_of(cast.max.put(f"/coaching/sessions/{of_sven['id']}/action-items/{item['id']}/done"), 404)
    problem_of(cast.max.put(f"/coaching/sessions/{of_ada['id']}/action-items/{NOBODY}/done"), 404)


def test_following_next_gives_every_session_once(cast: Cast) -> None:
    """Five sessions in pages of two, in the order they were made."""
    made = [_schedule(cast.max, cast.ada, topic=str(number))["topic"] for number in range(5)]
    pages = follow(cast.ada, "/coaching/sessions?limit=2")
    assert [len(page) for page in pages] == [2, 2, 1]
    assert [session["topic"] for page in pages for session in page] == made


def _body(rep: Player, *, topic: str = "Price") -> dict[str, Any]:
    return {"rep_id": str(rep.id), "topic": topic, "scheduled_at": WHEN}


def _schedule(coach: Player, rep: Player, *, topic: str = "Price") -> dict[str, Any]:
    answer = coach.post("/coaching/sessions", _body(rep, topic=topic))
    assert answer.status_code == 201, answer.get_data(as_text=True)
    made: dict[str, Any] = answer.get_json()
    return made
