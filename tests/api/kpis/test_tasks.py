"""Timed tasks over HTTP: one's own alone, in their order, and without the answers."""

from __future__ import annotations

from typing import Any

import pytest

from content.fields.models import TimedTasksFields
from content.library import Library
from support.acting import items_of, problem_of
from support.factories import Cast, Player

SHEET = "timed-tasks-find-this"
PLACE = f"/kpis/tasks/{SHEET}"


@pytest.fixture(scope="module")
def fields(library: Library) -> TimedTasksFields:
    """The tasks of the sample library, with their answers."""
    found = library.by_id[SHEET].fields
    assert isinstance(found, TimedTasksFields)
    return found


@pytest.fixture(scope="module")
def answers(fields: TimedTasksFields) -> dict[str, str]:
    """The answers of the sample's tasks by what is asked."""
    return {task.ask: task.answer for task in fields.tasks}


def sheet_of(player: Player) -> dict[str, Any]:
    """Return the sample's sheet as somebody gets it."""
    (found,) = items_of(player.get("/kpis/tasks"))
    return found


def start(player: Player, place: int, **more: Any) -> dict[str, Any]:
    """Start a task, and return it."""
    answer = player.post(f"{PLACE}/start", {"place": place, **more})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    task: dict[str, Any] = answer.get_json()["tasks"][place - 1]
    return task


def stop(player: Player, place: int, found: str | None = None, outcome: str = "found") -> dict[str, Any]:
    """Stop a task, and return it."""
    answer = player.post(f"{PLACE}/stop", {"place": place, "outcome": outcome, "found": found})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    task: dict[str, Any] = answer.get_json()["tasks"][place - 1]
    return task


def go_to(player: Player, way: str) -> dict[str, Any]:
    """Draw, pass over a first task of the other way, and start the first task of this one."""
    tasks = player.post(f"{PLACE}/draw").get_json()["tasks"]
    if tasks[0]["way"] == way:
        return start(player, 1)
    start(player, 1)
    stop(player, 1, outcome="gave_up")
    return start(player, 2)


def test_tasks_are_drawn_once_and_five_are_done_either_way(cast: Cast, fields: TimedTasksFields) -> None:
    """Before that there is a sheet of ten and nothing else of it; again it is the same draw."""
    sheet = sheet_of(cast.ada)
    assert (sheet["number"], sheet["tasks"], sheet["drawn_on"], sheet["intro"]) == (10, [], None, fields.intro)
    drawn, again = (cast.ada.post(f"{PLACE}/draw") for _ in range(2))
    assert (drawn.status_code, again.status_code) == (201, 200)
    assert drawn.get_json() == again.get_json() == sheet_of(cast.ada)
    ways = [task["way"] for task in drawn.get_json()["tasks"]]
    assert (ways.count("before"), ways.count("here")) == (5, 5)
    assert sheet_of(cast.sven)["tasks"] == []


def test_nothing_tells_what_is_asked_before_a_task_is_started_nor_an_answer_ever(
    cast: Cast, fields: TimedTasksFields
) -> None:
    """Of all tasks only the one that runs is asked, and no page is named."""
    task = go_to(cast.ada, "here")
    text = cast.ada.get("/kpis/tasks").get_data(as_text=True)
    asked = [one.ask for one in fields.tasks if one.ask in text]
    assert task["ask"] in asked
    assert len(asked) == task["place"]
    assert [one.answer for one in fields.tasks if one.answer in text] == []


def test_here_the_page_that_answers_stops_the_clock(cast: Cast, answers: dict[str, str]) -> None:
    """By its id; another one is a miss."""
    task = go_to(cast.ada, "here")
    answer = answers[task["ask"]]
    wrong = stop(cast.ada, task["place"], "glossary")
    assert (wrong["state"], wrong["misses"]) == ("running", 1)
    done = stop(cast.ada, task["place"], answer)
    assert (done["state"], done["outcome"], done["misses"]) == ("done", "found", 1)
    assert 0 <= done["seconds"] < 600
    assert stop(cast.ada, task["place"], "glossary") == done


def test_the_old_way_anything_found_is_taken_at_their_word(cast: Cast) -> None:
    """Or nothing: nobody can check it."""
    task = go_to(cast.ada, "before")
    assert stop(cast.ada, task["place"])["outcome"] == "found"


def test_who_was_cut_off_goes_on_or_starts_anew(cast: Cast) -> None:
    """What runs is still there; started again it counts from then on."""
    task = go_to(cast.ada, "before")
    place = task["place"]
    assert sheet_of(cast.ada)["tasks"][place - 1]["state"] == "running"
    assert start(cast.ada, place)["started_at"] == task["started_at"]
    anew = start(cast.ada, place, again=True)
    assert anew["started_at"] > task["started_at"]
    assert anew["restarts"] == 1
    assert start(cast.ada, place)["restarts"] == 1


def test_a_retried_start_anew_counts_once(sqlite_cast: Cast) -> None:
    """With the same key."""
    task = go_to(sqlite_cast.ada, "before")
    body = {"place": task["place"], "again": True}
    sent = [sqlite_cast.ada.post(f"{PLACE}/start", body, headers={"Idempotency-Key": "k"}) for _ in range(2)]
    assert [one.get_json()["tasks"][task["place"] - 1]["restarts"] for one in sent] == [1, 1]


def test_out_of_order_is_refused(sqlite_cast: Cast) -> None:
    """Nothing is started before it was drawn, or twice, or beside another."""
    ada = sqlite_cast.ada
    problem_of(ada.post(f"{PLACE}/start", {"place": 1}), 404)
    ada.post(f"{PLACE}/draw")
    problem_of(ada.post(f"{PLACE}/start", {"place": 2}), 409)
    problem_of(ada.post(f"{PLACE}/stop", {"place": 1, "outcome": "found"}), 409)
    problem_of(ada.post(f"{PLACE}/stop", {"place": 1, "outcome": "timed_out"}), 422)
    start(ada, 1)
    problem_of(ada.post(f"{PLACE}/start", {"place": 2}), 409)
    problem_of(ada.post("/kpis/tasks/glossary/draw"), 404)


def test_a_manager_sees_how_many_did_them_and_nobodys_times(cast: Cast) -> None:
    """Max counts Ada and Sven; his own tasks are his own, as theirs are theirs."""
    go_to(cast.ada, "here")
    sheet = sheet_of(cast.max)
    assert (sheet["team"], sheet["tasks"]) == ({"people": 2, "begun": 1, "finished": 0}, [])
    assert sheet_of(cast.greta)["team"] == {"people": 1, "begun": 0, "finished": 0}
    assert sheet_of(cast.ada)["team"] is None


def test_whoever_does_all_is_through(sqlite_cast: Cast, answers: dict[str, str]) -> None:
    """Ten of ten, with the day from which they may be done again."""
    ada = sqlite_cast.ada
    for task in ada.post(f"{PLACE}/draw").get_json()["tasks"]:
        asked = start(ada, task["place"])["ask"]
        assert stop(ada, task["place"], answers[asked])["outcome"] == "found"
    sheet = sheet_of(ada)
    assert sheet["finished_on"] == sheet["drawn_on"] < sheet["again_on"]
    assert sheet_of(sqlite_cast.max)["team"] == {"people": 2, "begun": 1, "finished": 1}


def test_home_asks_until_both_are_done(sqlite_cast: Cast) -> None:
    """The question, and the tasks until the last one."""
    ada = sqlite_cast.ada
    assert [item["title"] for item in card_of(ada)] == [
        "Before this tool: how long did it usually take you to find the page you needed?",
        "Find this",
    ]
    ada.post("/kpis/survey", {"seconds": 60})
    assert [item["title"] for item in card_of(ada)] == ["Find this"]
    for task in ada.post(f"{PLACE}/draw").get_json()["tasks"]:
        assert card_of(ada)
        start(ada, task["place"])
        stop(ada, task["place"], outcome="gave_up")
    assert card_of(ada) == []


def card_of(player: Player) -> list[dict[str, Any]]:
    """Return what home asks somebody for."""
    cards = player.get("/home").get_json()["cards"]
    return [item for card in cards if card["name"] == "finding" for item in card["items"]]


def test_only_reps_and_managers_do_them(sqlite_cast: Cast) -> None:
    """The page itself is shown to nobody, its author included."""
    for player in (sqlite_cast.mara, sqlite_cast.nadia, sqlite_cast.paula):
        problem_of(player.get("/kpis/tasks"), 403)
        problem_of(player.post(f"{PLACE}/draw"), 403)
    for player in sqlite_cast.everyone():
        problem_of(player.get(f"/content/{SHEET}"), 404)
        assert items_of(player.get("/content?type=timed-tasks")) == []
        for query in ("type:timed-tasks", "Find this", '"cheap check-in app for the gate"'):
            found = {hit["type"] for hit in items_of(player.get("/search", query_string={"q": query, "limit": 50}))}
            assert "timed-tasks" not in found
