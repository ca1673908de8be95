"""Coaching through the API: the two see it, and nobody else, not even the admin."""

from __future__ import annotations

from typing import Any

import pytest

from support.acting import follow, items_of, pointers_of, problem_of
from support.coaching import NOBODY, WHEN, body, schedule
from support.factories import Cast, Player


def test_the_coach_and_the_rep_see_a_session_and_nobody_else_does(cast: Cast) -> None:
    """404 for everyone else, the admin and Ada's other colleagues included."""
    address = f"/coaching/sessions/{schedule(cast.max, cast.ada)['id']}"
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
    with_ada, with_sven = schedule(cast.max, cast.ada)["id"], schedule(cast.max, cast.sven)["id"]

    def found(reader: Player, person: Player) -> set[str]:
        return {item["id"] for item in items_of(reader.get(f"/coaching/sessions?person_id={person.id}"))}

    assert found(cast.max, cast.ada) == {with_ada}
    assert found(cast.max, cast.max) == {with_ada, with_sven}
    assert found(cast.ada, cast.max) == found(cast.ada, cast.ada) == {with_ada}
    for other in (cast.nadia, cast.greta, cast.mara, cast.sven):
        assert found(other, cast.ada) == set()
    assert found(cast.sven, cast.max) == {with_sven}


def test_a_manager_coaches_his_own_people_and_those_below(cast: Cast) -> None:
    """Max may ask Ada and Sven; to him Olga isn't there."""
    assert schedule(cast.max, cast.sven)["rep"]["name"] == "Sven Berg"
    problem_of(cast.max.post("/coaching/sessions", body(cast.olga)), 404)


def test_a_rep_or_an_author_coaches_nobody(sqlite_cast: Cast) -> None:
    """To them there is nobody whom they might; a partner isn't let in."""
    problem_of(sqlite_cast.ada.post("/coaching/sessions", body(sqlite_cast.sven)), 404)
    problem_of(sqlite_cast.mara.post("/coaching/sessions", body(sqlite_cast.ada)), 404)
    problem_of(sqlite_cast.paula.post("/coaching/sessions", body(sqlite_cast.ada)), 403)


def test_a_session_needs_two_people(sqlite_cast: Cast) -> None:
    """Max can't coach himself, and names one other; the field is named."""
    alone = sqlite_cast.max.post("/coaching/sessions", body(sqlite_cast.max))
    assert problem_of(alone, 409)["errors"][0]["pointer"] == "#/rep_id"
    both = sqlite_cast.max.post("/coaching/sessions", {**body(sqlite_cast.ada), "coach_id": NOBODY})
    assert problem_of(both, 409)["errors"][0]["pointer"] == "#/coach_id"
    neither = sqlite_cast.max.post("/coaching/sessions", {"topic": "x", "scheduled_at": WHEN})
    assert problem_of(neither, 409)["errors"][0]["pointer"] == "#/rep_id"


def test_scheduling_answers_with_the_session_and_its_address(cast: Cast) -> None:
    """201 and Location; the time comes back in UTC; who may do what next is said to each of the two."""
    there = WHEN.replace("09:00:00Z", "11:00:00+02:00")
    sent = body(cast.ada, scheduled_at=there, topic=" Price ", kind="demo-review")
    answer = cast.max.post("/coaching/sessions", sent)
    made = answer.get_json()
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"/api/v1/coaching/sessions/{made['id']}"
    shown = cast.ada.get(f"/coaching/sessions/{made['id']}").get_json()
    assert (shown["scheduled_at"], shown["topic"], shown["minutes"]) == (WHEN, "Price", 30)
    assert (shown["coach"]["name"], shown["rep"]["name"]) == ("Max Oduya", "Ada Lind")
    assert (shown["kind"], shown["kind_name"], shown["status"]) == ("demo-review", "Demo review", "accepted")
    assert made["actions"] == ["move", "edit", "hold", "cancel"]
    assert shown["actions"] == ["move", "edit", "cancel"]
    assert [(event["kind"], event["by"]["name"]) for event in shown["events"]] == [("accepted", "Max Oduya")]


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
        ({"minutes": None}, "#/minutes"),
        ({"rep_id": "ada"}, "#/rep_id"),
        ({"kind": "chat"}, "#/kind"),
        ({"place": "a\0b"}, "#/place"),
        ({"with": NOBODY}, "#/with"),
    ],
)
def test_a_bad_field_is_named(sqlite_cast: Cast, change: dict[str, Any], pointer: str) -> None:
    """A time needs its zone, a topic its words, a session a length."""
    answer = sqlite_cast.max.post("/coaching/sessions", {**body(sqlite_cast.ada), **change})
    assert pointers_of(answer) == [pointer]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"scheduled_at": "9999-12-31T23:59:59-12:00"}, "#/scheduled_at"),
        ({"place": "http://calls.example"}, "#/place"),
        ({"agenda_id": "no-such-page"}, "#/agenda_id"),
        ({"agenda_id": "too-expensive"}, "#/agenda_id"),
    ],
)
def test_what_can_not_be_is_409_and_named(sqlite_cast: Cast, change: dict[str, Any], pointer: str) -> None:
    """A time ten years away, a place that isn't safe to link, an agenda that is none."""
    answer = sqlite_cast.max.post("/coaching/sessions", {**body(sqlite_cast.ada), **change})
    assert problem_of(answer, 409)["errors"][0]["pointer"] == pointer


def test_what_a_session_is_changes_before_it_is_held(cast: Cast) -> None:
    """Each of the two may; a field that is left out stays, and null takes a place away."""
    address = f"/coaching/sessions/{schedule(cast.max, cast.ada, place='Room 4')['id']}"
    changed = cast.ada.ask("PATCH", address, json={"topic": " Silence ", "kind": "role-play"}).get_json()
    assert (changed["topic"], changed["kind"], changed["place"]) == ("Silence", "role-play", "Room 4")
    changed = cast.max.ask("PATCH", address, json={"place": None, "topic": None}).get_json()
    assert (changed["topic"], changed["place"]) == ("Silence", None)
    assert [event["kind"] for event in changed["events"]] == ["accepted", "changed", "changed"]
    cast.max.post(f"{address}/held")
    problem_of(cast.max.ask("PATCH", address, json={"topic": "x"}), 409)
    for other in (cast.nadia, cast.greta, cast.sven):
        problem_of(other.ask("PATCH", address, json={"topic": "x"}), 404)


def test_following_next_gives_every_session_once_by_time(cast: Cast) -> None:
    """Ten sessions of which some begin at one moment, in pages of two, in which Max is coach and mentee."""
    days = [3, 1, 1, 1, 2, 5, 4, 4]
    made = {schedule(cast.max, cast.ada, days=day)["id"]: day for day in days}
    made |= {schedule(cast.nadia, cast.max, days=day)["id"]: day for day in (1, 4)}
    for order in ("asc", "desc"):
        pages = follow(cast.max, f"/coaching/sessions?limit=2&order={order}")
        ids = [item["id"] for page in pages for item in page]
        assert [len(page) for page in pages] == [2] * 5
        assert sorted(ids) == sorted(made)
        assert [made[one] for one in ids] == sorted(made.values(), reverse=order == "desc")


def test_a_page_goes_on_where_the_last_one_ended_whatever_was_added(cast: Cast) -> None:
    """What is planned meanwhile for an earlier time moves nothing; what comes later is still found."""
    first = [schedule(cast.max, cast.ada, days=day)["id"] for day in (1, 2)]
    page = cast.ada.get("/coaching/sessions?limit=1").get_json()
    schedule(cast.max, cast.ada, days=0)
    late = schedule(cast.max, cast.ada, days=3)["id"]
    rest = follow(cast.ada, page["next"].removeprefix("/api/v1"))
    assert [item["id"] for found in rest for item in found] == [first[1], late]


@pytest.mark.parametrize("after", ["x", NOBODY, "2026-03-01~x", "2026-03-01T00:00:00~" + NOBODY, "~", "x" * 99])
def test_a_place_that_is_none_is_422(sqlite_cast: Cast, after: str) -> None:
    """The parameter is named."""
    assert pointers_of(sqlite_cast.ada.get("/coaching/sessions", query_string={"after": after})) == ["#/after"]


def test_a_list_is_of_what_is_asked_for(cast: Cast) -> None:
    """By status, kind, time, whether it is to come, and whether it waits for the asker."""
    soon = schedule(cast.max, cast.ada, days=1)["id"]
    held = schedule(cast.max, cast.ada, scheduled_at="2020-03-02T09:00:00Z", kind="role-play")["id"]
    cast.max.post(f"/coaching/sessions/{held}/held")
    late = schedule(cast.max, cast.ada, scheduled_at="2020-03-03T09:00:00Z")["id"]
    asked = schedule(cast.max, cast.ada, days=2, asks=True)["id"]

    def found(query: str, reader: Player = cast.ada) -> list[str]:
        return [item["id"] for item in items_of(reader.get(f"/coaching/sessions?{query}"))]

    assert found("") == [held, late, soon, asked]
    assert found("when=coming") == [soon, asked]
    assert found("when=past&order=desc") == [late, held]
    assert found("when=past&status=accepted") == [late]
    assert found("status=held&status=proposed") == [held, asked]
    assert found("kind=role-play") == [held]
    assert found("from=2020-03-02T09:00:00Z&until=2020-03-03T09:00:00Z") == [held]
    assert found("waiting=true") == [asked]
    assert found("waiting=true", cast.max) == []
    for query in ("status=x", "kind=x", "from=2020-03-02", "when=now", "order=up", "limit=0", "on=1"):
        problem_of(cast.ada.get(f"/coaching/sessions?{query}"), 422)
