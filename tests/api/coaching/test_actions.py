"""Action items through the API: the two of a session agree, change and close them, and nobody else knows of any."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from support.acting import follow, in_days, items_of, pointers_of, problem_of, rows_of
from support.agreeing import met
from support.factories import MONDAY, Cast, Player

NOBODY = "00000000-0000-7000-8000-000000000000"
ITEMS = "/coaching/action-items"


def test_an_item_lives_from_session_to_session(session: Session, cast: Cast) -> None:
    """Agreed in one, carried into the next, changed, done and opened again; both read all of it."""
    first, second = (met(session, cast.max, cast.ada, at=MONDAY + timedelta(days=days)) for days in (0, 7))
    due = in_days(7).isoformat()
    made = _agree(cast.max, first.id, cast.ada, text=" Ask for the budget ", due_on=due, skill="discovery")
    assert (made["text"], made["owner"]["name"], made["due_on"]) == ("Ask for the budget", "Ada Lind", due)
    assert (made["state"], made["is_overdue"], made["sessions_since"]) == ("open", False, 1)
    place = f"{ITEMS}/{made['id']}"
    changed = cast.ada.ask("PATCH", place, json={"due_on": None, "text": "Ask Tom"}).get_json()
    assert (changed["text"], changed["due_on"], changed["skill"]) == ("Ask Tom", None, "discovery")
    of_second = cast.ada.get(f"/coaching/sessions/{second.id}/action-items").get_json()
    assert (of_second["made"], [item["text"] for item in of_second["carried"]]) == ([], [])  # agreed after it began
    done = cast.ada.put(f"{place}/done").get_json()
    assert cast.max.put(f"{place}/done").get_json()["closed_at"] == done["closed_at"] is not None
    problem_of(cast.max.put(f"{place}/dropped", {"reason": "x"}), 409)
    problem_of(cast.max.ask("PATCH", place, json={"text": "x"}), 409)
    assert cast.max.put(f"{place}/open").get_json()["closed_at"] is None
    dropped = cast.max.put(f"{place}/dropped", {"reason": " Tom has left "}).get_json()
    assert (dropped["state"], dropped["reason"]) == ("dropped", "Tom has left")
    changes = cast.ada.get(place).get_json()["changes"]
    assert [(one["kind"], one["by"]["name"]) for one in changes] == [
        *(("made", "Max Oduya"), ("changed", "Ada Lind"), ("done", "Ada Lind")),
        *(("reopened", "Max Oduya"), ("dropped", "Max Oduya")),
    ]


def test_what_is_open_is_carried_into_the_next_session(session: Session, cast: Cast) -> None:
    """With what became of it, and how many sessions ago it was agreed."""
    first = met(session, cast.max, cast.ada)
    met(session, cast.max, cast.ada, at=MONDAY + timedelta(days=7))
    coming = met(session, cast.max, cast.ada, at=MONDAY + timedelta(days=3000), status="accepted")
    made = _agree(cast.ada, first.id, cast.max)
    found = cast.ada.get(f"/coaching/sessions/{coming.id}/action-items").get_json()
    assert [(item["id"], item["sessions_since"]) for item in found["carried"]] == [(made["id"], 1)]
    assert found["carried"][0]["session"] == {
        "id": str(first.id),
        "topic": "Price",
        "scheduled_at": "2026-03-02T09:00:00Z",
    }


def test_nobody_else_knows_of_an_item(session: Session, cast: Cast) -> None:
    """404 for everyone but the two, whatever they ask; their lists, their CSV and their cards are empty."""
    of = met(session, cast.max, cast.ada)
    made = _agree(cast.max, of.id, cast.ada)
    place = f"{ITEMS}/{made['id']}"
    before = cast.ada.get(place).get_json()
    for player in cast.everyone():
        if player in {cast.max, cast.ada}:
            continue
        status = 403 if player is cast.paula else 404
        problem_of(player.get(place), status)
        problem_of(player.get(f"/coaching/sessions/{of.id}/action-items"), status)
        body = {"text": "x", "owner_id": str(player.id)}
        problem_of(player.post(f"/coaching/sessions/{of.id}/action-items", body), status)
        problem_of(player.ask("PATCH", place, json={"text": "x"}), status)
        problem_of(player.put(f"{place}/done"), status)
        problem_of(player.put(f"{place}/open"), status)
        problem_of(player.put(f"{place}/dropped", {"reason": "x"}), status)
        if player is cast.paula:
            problem_of(player.get(ITEMS), 403)
            continue
        assert items_of(player.get(f"{ITEMS}?person_id={cast.ada.id}")) == []
        assert rows_of(player.get(f"{ITEMS}.csv?whose=both")) == []
        assert items_of(player.get(f"{ITEMS}/reps")) == []
        assert "agreed" not in {card["name"] for card in player.get("/home").get_json()["cards"]}
    assert cast.ada.get(place).get_json() == before


def test_a_list_says_whose_and_which(session: Session, cast: Cast) -> None:
    """Ada's own, and what she waits for; overdue ones, closed ones, and with whom."""
    of = met(session, cast.max, cast.ada)
    _agree(cast.ada, of.id, cast.ada, text="late", due_on="2020-01-01")
    _agree(cast.ada, of.id, cast.ada, text="soon", due_on=in_days(3).isoformat())
    _agree(cast.ada, of.id, cast.max, text="his")
    done = _agree(cast.ada, of.id, cast.ada, text="done")
    cast.ada.put(f"{ITEMS}/{done['id']}/done")
    shown = {
        query: [item["text"] for item in items_of(cast.ada.get(f"{ITEMS}?{query}"))]
        for query in ("whose=mine", "whose=waiting", "state=overdue", "state=closed", f"person_id={cast.sven.id}")
    }
    assert shown == {
        "whose=mine": ["late", "soon"],
        "whose=waiting": ["his"],
        "state=overdue": ["late"],
        "state=closed": ["done"],
        f"person_id={cast.sven.id}": [],
    }
    assert [len(page) for page in follow(cast.ada, f"{ITEMS}?limit=2")] == [2, 1]
    reps = items_of(cast.max.get(f"{ITEMS}/reps"))
    assert [(rep["name"], rep["open"], rep["overdue"], rep["due_on"]) for rep in reps] == [
        ("Ada Lind", 3, 1, "2020-01-01")
    ]


def test_ones_own_list_is_a_csv_too(session: Session, cast: Cast) -> None:
    """Open ones and closed ones; a text that a spreadsheet would take for a formula isn't one."""
    of = met(session, cast.max, cast.ada)
    _agree(cast.ada, of.id, cast.ada, text="=1+1", due_on="2026-03-09")
    gone = _agree(cast.ada, of.id, cast.max, text="Zażółć, 好的")
    cast.max.put(f"{ITEMS}/{gone['id']}/dropped", {"reason": "Not needed"})
    rows = rows_of(cast.ada.get(f"{ITEMS}.csv?whose=both"))
    assert [(row["text"], row["owner"], row["state"], row["reason"], row["due_on"]) for row in rows] == [
        ("Zażółć, 好的", "Max Oduya", "dropped", "Not needed", ""),
        ("'=1+1", "Ada Lind", "open", "", "2026-03-09"),
    ]
    assert [row["text"] for row in rows_of(cast.ada.get(f"{ITEMS}.csv"))] == ["'=1+1"]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"text": " "}, "#/text"),
        ({"text": "x" * 501}, "#/text"),
        ({"text": "a\0b"}, "#/text"),
        ({"text": 5}, "#/text"),
        ({"due_on": "tomorrow"}, "#/due_on"),
        ({"due_on": 20260301}, "#/due_on"),
        ({"owner_id": "ada"}, "#/owner_id"),
        ({"skill": "x" * 201}, "#/skill"),
        ({"is_done": True}, "#/is_done"),
    ],
)
def test_a_bad_field_is_named(sqlite_cast: Cast, change: dict[str, Any], pointer: str) -> None:
    """Before the session is looked for."""
    body = {"text": "x", "owner_id": str(sqlite_cast.ada.id), **change}
    assert pointers_of(sqlite_cast.max.post(f"/coaching/sessions/{NOBODY}/action-items", body)) == [pointer]


def test_what_cannot_be_is_refused_by_its_field(session: Session, cast: Cast) -> None:
    """A third one as the owner, a skill that the library doesn't know, no reason, and a place in no list."""
    of = met(session, cast.max, cast.ada)
    place = f"/coaching/sessions/{of.id}/action-items"
    for field, value in (("owner_id", str(cast.sven.id)), ("skill", "juggling"), ("due_on", "2199-01-01")):
        body = {"text": "x", "owner_id": str(cast.ada.id), field: value}
        assert problem_of(cast.max.post(place, body), 409)["errors"][0]["pointer"] == f"#/{field}"
    made = _agree(cast.max, of.id, cast.ada)
    assert pointers_of(cast.max.put(f"{ITEMS}/{made['id']}/dropped", {})) == ["#/reason"]
    assert pointers_of(cast.max.put(f"{ITEMS}/{made['id']}/dropped", {"reason": "\t"})) == ["#/reason"]
    problem_of(cast.max.get(f"{ITEMS}?after=2026-13-01~{made['id']}"), 422)
    problem_of(cast.max.get(f"{ITEMS}?after=x"), 422)
    assert cast.max.ask("PATCH", f"{ITEMS}/{made['id']}", json={}).get_json() == made
    assert [one["kind"] for one in cast.max.get(f"{ITEMS}/{made['id']}").get_json()["changes"]] == ["made"]


def test_asked_again_with_its_key_it_is_agreed_once(session: Session, cast: Cast) -> None:
    """A client that heard no answer sends it again."""
    of = met(session, cast.max, cast.ada)
    body = {"text": "x", "owner_id": str(cast.ada.id)}
    sent = [
        cast.max.post(f"/coaching/sessions/{of.id}/action-items", body, headers={"Idempotency-Key": "one"})
        for _ in range(2)
    ]
    assert sent[0].get_json() == sent[1].get_json()
    assert len(items_of(cast.ada.get(ITEMS))) == 1


def test_home_shows_what_was_agreed_and_is_not_done(session: Session, cast: Cast) -> None:
    """To who is to do it and to who waits for it, the first due first; one's own that is overdue is urgent."""
    of = met(session, cast.max, cast.ada)
    _agree(cast.max, of.id, cast.ada, text="Call Tom", due_on="2020-01-01")
    for number in range(5):
        _agree(cast.max, of.id, cast.max, text=f"Item {number}")
    own, waiting = _card(cast.ada), _card(cast.max)
    assert [item["title"] for item in own["items"]] == ["Call Tom", *(f"Item {number}" for number in range(4))]
    first = own["items"][0]
    assert (first["state"], first["detail"], first["on"]) == ("overdue", "was due", "2020-01-01")
    assert (first["url"], first["person"]["name"]) == (f"/app/session/?id={of.id}", "Max Oduya")
    assert (own["items"][1]["detail"], own["is_urgent"], own["more"]["label"]) == (
        *("is to do it", True),
        "All that is open",
    )
    assert (waiting["items"][0]["detail"], waiting["is_urgent"]) == ("was to do it by", False)
    assert waiting["items"][0]["person"]["name"] == "Ada Lind"


def _card(player: Player) -> dict[str, Any]:
    cards: list[dict[str, Any]] = player.get("/home").get_json()["cards"]
    return next(card for card in cards if card["name"] == "agreed")


def _agree(player: Player, session_id: object, owner: Player, **fields: Any) -> dict[str, Any]:
    body = {"text": "Ask for the budget", "owner_id": str(owner.id), **fields}
    answer = player.post(f"/coaching/sessions/{session_id}/action-items", body)
    assert answer.status_code == 201, answer.get_data(as_text=True)
    made: dict[str, Any] = answer.get_json()
    assert answer.headers["Location"] == f"/api/v1{ITEMS}/{made['id']}"
    return made
