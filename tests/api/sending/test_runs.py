"""Sequences over HTTP: started for a contact, due in "today", settled step by step, and seen by whom they concern."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from content.library import Library
from support.acting import items_of, problem_of
from support.factories import Cast, Player
from support.sequences import LENAS, SEQUENCE, begun

CONTACT = {"name": "Lena Vogt", "email": LENAS, "company": "Kranich", "zone": "Europe/Berlin", "country": "DE"}
NOBODY = "00000000-0000-7000-8000-000000000000"


def test_a_rep_sends_a_sequence_through(app: Flask, cast: Cast, library: Library) -> None:
    """What is due is on home and in today's list with its template; what is sent is kept with the version it had."""
    run = f"/sending/runs/{begun(app, cast.ada)}"
    (due,) = cast.ada.get("/sending/due").get_json()["items"]
    assert (due["step"]["number"], due["step"]["template"]["id"]) == (1, "first-touch-logistics")
    assert due["step"]["template"]["url"] == "/email-templates/first-touch-logistics/"
    card = next(card for card in cast.ada.get("/home").get_json()["cards"] if card["name"] == "today")
    assert card["items"][0]["title"].startswith("Lena Vogt: ")
    sent = _done(cast.ada.post(f"{run}/sent", {"step": 1, "way": "eml", "message_id": "<one@brightwharf.example>"}))
    assert (sent["next"], sent["steps"][0]["state"], sent["can_undo"]) == (2, "sent", True)
    assert cast.ada.get("/sending/due").get_json()["items"] == []
    assert all(card["name"] != "today" for card in cast.ada.get("/home").get_json()["cards"])
    (kept,) = items_of(cast.ada.get("/sending/sends?template_id=first-touch-logistics"))
    assert kept["version"] == library.by_id["first-touch-logistics"].hash
    assert (kept["step"], kept["way"], kept["contact_email"], kept["outcomes"]) == (1, "eml", LENAS, [])
    answered = _done(cast.ada.post(f"{run}/outcomes", {"kind": "replied"}))
    assert (answered["state"], answered["next"], answered["steps"][1]["state"]) == ("replied", None, "dropped")
    assert cast.ada.get(f"/sending/sends/{kept['id']}").get_json()["outcomes"][0]["source"] == "hand"
    assert _done(cast.ada.post(f"{run}/undone"))["state"] == "running"
    assert _done(cast.ada.post(f"{run}/skipped", {"step": 2, "reason": "rang her"}))["steps"][1]["reason"] == "rang her"
    assert _done(cast.ada.post(f"{run}/stopped", {"reason": "too small"}))["reason"] == "too small"
    assert [one["state"] for one in items_of(cast.ada.get("/sending/runs?state=ended"))] == ["stopped"]
    assert items_of(cast.ada.get("/sending/runs?state=running")) == []


def test_a_sequence_starts_with_the_steps_of_its_page(cast: Cast) -> None:
    """The contact's days count; without a time zone they are those of the rep."""
    made = cast.ada.post("/sending/runs", {"sequence_id": SEQUENCE, "contact": CONTACT})
    assert made.status_code == 201
    assert made.headers["Location"].endswith(made.get_json()["id"])
    assert [step["template"]["id"] for step in made.get_json()["steps"]][:2] == [
        "first-touch-logistics",
        "follow-up-no-reply",
    ]
    cast.ada.ask("PATCH", "/me", json={"time_zone": "America/Chicago"})
    bare = {"name": " Bo ", "email": "Bo@Acme.example"}
    begun_too = cast.ada.post("/sending/runs", {"sequence_id": SEQUENCE, "contact": bare}).get_json()
    assert begun_too["contact"] == {
        "name": "Bo",
        "email": "bo@acme.example",
        "company": None,
        "zone": "America/Chicago",
        "country": None,
        "part": None,
    }
    follow = cast.ada.get("/sending/runs?limit=1").get_json()
    assert (follow["items"][0]["id"], follow["next"] is not None) == (begun_too["id"], True)


def test_a_manager_sees_the_runs_of_their_people_alone(app: Flask, cast: Cast) -> None:
    """Max sees Ada's and changes nothing; Olga and Greta see none; a partner isn't asked at all."""
    run_id = begun(app, cast.ada)
    cast.ada.post(f"/sending/runs/{run_id}/sent", {"step": 1, "way": "copied"})
    for player in cast.everyone():
        shown = player.get(f"/sending/runs/{run_id}")
        if player in {cast.ada, cast.max, cast.nadia}:
            assert (shown.get_json()["rep"]["name"], shown.get_json()["can_undo"]) == ("Ada Lind", player is cast.ada)
            assert len(items_of(player.get(f"/sending/sends?person_id={cast.ada.id}"))) == 1
        elif player is cast.paula:
            problem_of(shown, 403)
            problem_of(player.get("/sending/due"), 403)
        else:
            problem_of(shown, 404)
            assert items_of(player.get("/sending/runs")) == items_of(player.get("/sending/sends")) == []
    problem_of(cast.max.post(f"/sending/runs/{run_id}/sent", {"step": 2, "way": "copied"}), 404)
    assert cast.max.get("/sending/due").get_json()["items"] == []


@pytest.mark.parametrize(
    ("change", "status", "pointer"),
    [
        ({"sequence_id": "last-message"}, 409, "#/sequence_id"),
        ({"sequence_id": "nowhere"}, 404, None),
        ({"contact": {**CONTACT, "email": "nobody"}}, 409, "#/contact/email"),
        ({"contact": {**CONTACT, "country": "XX"}}, 409, "#/contact/country"),
        ({"contact": {**CONTACT, "country": "Germany"}}, 422, "#/contact/country"),
        ({"contact": {**CONTACT, "zone": "Berlin"}}, 409, "#/contact/zone"),
        ({"begins_on": "2020-01-01"}, 409, "#/begins_on"),
    ],
)
def test_what_cant_start_says_why(sqlite_cast: Cast, change: dict[str, Any], status: int, pointer: str | None) -> None:
    """The field is named, and nothing begins."""
    answer = sqlite_cast.ada.post("/sending/runs", {"sequence_id": SEQUENCE, "contact": CONTACT, **change})
    pointers = [error["pointer"] for error in problem_of(answer, status).get("errors", [])]
    assert pointers == ([pointer] if pointer else [])
    assert items_of(sqlite_cast.ada.get("/sending/runs")) == []


def test_a_step_takes_an_email_template_and_the_next_one_alone(sqlite_app: Flask, sqlite_cast: Cast) -> None:
    """Another template may be sent in its place; no other page, and no step out of turn."""
    run = f"/sending/runs/{begun(sqlite_app, sqlite_cast.ada)}"
    ada = sqlite_cast.ada
    for step, status in ((0, 422), (2, 409), (99, 409), (True, 422)):
        problem_of(ada.post(f"{run}/sent", {"step": step, "way": "copied"}), status)
    for other in (SEQUENCE, "nowhere"):
        refused = ada.post(f"{run}/sent", {"step": 1, "way": "copied", "template_id": other})
        assert (problem_of(refused, 409)["errors"][0]["pointer"]) == "#/template_id"
    for body in ({"way": "smtp"}, {"way": "eml", "message_id": "no id"}, {"way": "eml", "message_id": "<a b@c>"}):
        problem_of(ada.post(f"{run}/sent", {"step": 1, **body}), 422)
    _done(ada.post(f"{run}/sent", {"step": 1, "way": "copied", "template_id": "demo-invitation"}))
    (kept,) = items_of(ada.get("/sending/sends"))
    assert (kept["template"]["id"], kept["step"]) == ("demo-invitation", 1)
    problem_of(ada.post(f"/sending/runs/{NOBODY}/sent", {"step": 1, "way": "copied"}), 404)


def test_addresses_on_the_list_are_written_to_no_more(app: Flask, cast: Cast) -> None:
    """Ada puts one on it, which stops Olga's sequence too; managers read it, the admin takes it off."""
    run_id = begun(app, cast.olga)
    made = cast.ada.post("/sending/suppressed", {"email": LENAS.upper(), "reason": "wrote that she wants none"})
    assert (made.status_code, made.get_json()["by"]["name"]) == (201, "Ada Lind")
    assert cast.olga.get(f"/sending/runs/{run_id}").get_json()["state"] == "stopped"
    refused = cast.ada.post("/sending/runs", {"sequence_id": SEQUENCE, "contact": CONTACT})
    assert "may not be written to since" in problem_of(refused, 409)["detail"]
    problem_of(cast.ada.get("/sending/suppressed"), 403)
    assert [one["email"] for one in items_of(cast.max.get("/sending/suppressed"))] == [LENAS]
    place = f"/sending/suppressed/{made.get_json()['id']}"
    problem_of(cast.max.delete(place), 403)
    assert cast.nadia.delete(place).status_code == 200
    problem_of(cast.nadia.delete(place), 404)
    assert items_of(cast.max.get("/sending/suppressed")) == []
    assert cast.ada.post("/sending/runs", {"sequence_id": SEQUENCE, "contact": CONTACT}).status_code == 201


def test_a_message_outside_of_a_sequence_and_the_report(cast: Cast) -> None:
    """It is noted, answered and taken back; the report says how few messages there are, and never by whom."""
    sent = {"template_id": "last-message", "way": "mailto", "contact_email": LENAS, "contact_name": "Lena"}
    made = cast.ada.post("/sending/sends", sent)
    place = f"/sending/sends/{made.get_json()['id']}"
    assert made.status_code == 201
    assert cast.ada.post(f"{place}/outcomes", {"kind": "booked"}).get_json()["outcomes"][0]["kind"] == "booked"
    problem_of(cast.max.post(f"{place}/outcomes", {"kind": "booked"}), 404)
    report = cast.olga.get("/sending/replies").get_json()
    (row,) = report["items"]
    assert (report["least"], report["window_days"], row["template"]["id"]) == (20, 14, "last-message")
    assert (row["status"], row["waiting"], row["replied"]["value"]) == ("insufficient_data", 1, None)
    assert cast.olga.get("/sending/replies?of=own").get_json()["items"] == []
    assert len(cast.max.get("/sending/replies?of=own&by=version").get_json()["items"]) == 1
    assert cast.ada.get("/sending/replies?by=step").get_json()["items"] == []
    problem_of(cast.ada.get("/sending/replies?window_days=0"), 422)
    problem_of(cast.ada.get("/sending/replies?from=2026-02-01&to=2026-01-01"), 409)
    for _ in range(2):
        assert cast.ada.post(f"{place}/undone").status_code == 200
    problem_of(cast.ada.get(place), 404)
    germany = next(one for one in items_of(cast.ada.get("/sending/countries")) if one["code"] == "DE")
    assert (germany["name"], "BY" in germany["parts"]) == ("Germany", True)


def _done(answer: Any) -> dict[str, Any]:
    assert answer.status_code == 200, answer.get_data(as_text=True)
    body: dict[str, Any] = answer.get_json()
    return body


def test_a_deal_that_isnt_ones_own_is_no_deal(sqlite_cast: Cast) -> None:
    """Without figures nothing is known of deals yet, and that is said; nothing begins."""
    problem_of(_with_deal(sqlite_cast.ada), 503)
    assert items_of(sqlite_cast.ada.get("/sending/runs")) == []


def _with_deal(player: Player) -> Any:
    return player.post("/sending/runs", {"sequence_id": SEQUENCE, "contact": CONTACT, "deal": "crm:1"})
