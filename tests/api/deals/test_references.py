"""References over HTTP: who keeps them, who fits a deal, and who was asked enough."""

from __future__ import annotations

from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from support.acting import items_of, problem_of
from support.dealing import say_deals
from support.factories import Cast, Player

SAID = {"account": "Frostvale", "contact_name": "Hanneke Dril", "products": ["dockside"], "most_a_year": 1}
NOBODY = "00000000-0000-7000-8000-000000000000"


def _add(player: Player, **more: Any) -> str:
    made = player.post("/references", SAID | more)
    assert made.status_code == 201, made.get_data(as_text=True)
    found: str = made.get_json()["id"]
    return found


def test_those_who_keep_references_add_change_and_retire_them(cast: Cast) -> None:
    """Managers, authors and admins; a topic that the library doesn't know is refused with the nearest."""
    made = _add(cast.mara)
    topics = cast.mara.get("/references/topics").get_json()
    assert {"value": "it-manager", "label": "IT manager"} in topics["personas"]
    problem = problem_of(cast.max.post("/references", SAID | {"products": ["docksid"]}), 409)
    assert "did you mean `dockside`" in problem["detail"]
    problem_of(cast.max.post("/references", SAID | {"most_a_year": 0}), 422)
    changed = cast.max.put(f"/references/{made}", SAID | {"note": " Likes calls ", "personas": ["it-manager"]})
    assert (changed.get_json()["note"], changed.get_json()["personas"]) == ("Likes calls", ["it-manager"])
    assert cast.nadia.put(f"/references/{made}/retired").get_json()["retired_at"]
    problem_of(cast.mara.put(f"/references/{made}", SAID), 409)
    assert cast.mara.delete(f"/references/{made}/retired").get_json()["retired_at"] is None
    assert [one["id"] for one in items_of(cast.max.get("/references"))] == [made]
    problem_of(cast.max.put(f"/references/{NOBODY}", SAID), 404)
    for player in (cast.ada, cast.paula):
        problem_of(player.get("/references"), 403)
        problem_of(player.post("/references", SAID), 403)


def test_a_deal_names_who_may_be_asked(app: Flask, session: Session, cast: Cast) -> None:
    """The least recently asked first, with why; neither who speaks of other things nor the deal's own account."""
    say_deals(app, session, cast)
    first, second = _add(cast.max), _add(cast.max, account="Orlen", industries=["third-party-logistics"])
    _add(cast.max, products=["yardview"], account="Else")
    _add(cast.max, account="Kranich")
    cast.max.put(f"/references/{_add(cast.max, account='Gone')}/retired")
    found = cast.ada.get("/deals/d1/references").get_json()
    assert [one["id"] for one in found["items"]] == [second, first]
    assert [it["value"] for it in found["items"][0]["because"]] == ["dockside", "third-party-logistics"]
    asked = cast.ada.post("/deals/d1/asks", {"reference_id": second}).get_json()
    assert [one["id"] for one in asked["items"]] == [first]
    (ask,) = asked["asked"]
    assert (ask["account"], ask["by"]["name"], ask["outcome"]) == ("Orlen", cast.ada.name, "open")


def test_who_was_asked_enough_is_refused_until_that_is_taken_back(app: Flask, session: Session, cast: Cast) -> None:
    """Whoever sees the deal says what came of it; others reach nothing."""
    say_deals(app, session, cast)
    one = _add(cast.max)
    ask = cast.ada.post("/deals/d1/asks", {"reference_id": one}).get_json()["asked"][0]
    place = f"/deals/d1/asks/{ask['id']}"
    assert cast.max.put(place, {"outcome": "agreed"}).get_json()["asked"][0]["outcome"] == "agreed"
    problem_of(cast.ada.post("/deals/d1/asks", {"reference_id": one}), 409)
    problem_of(cast.max.post("/deals/d2/asks", {"reference_id": one}), 409)
    for player in (cast.sven, cast.greta):
        problem_of(player.put(place, {"outcome": "declined"}), 404)
        problem_of(player.delete(place), 404)
        problem_of(player.get("/deals/d1/references"), 404)
    problem_of(cast.max.put(f"/deals/d2/asks/{ask['id']}", {"outcome": "declined"}), 404)
    assert cast.ada.delete(place).get_json()["asked"] == []
    problem_of(cast.ada.delete(place), 404)
    problem_of(cast.ada.post("/deals/d1/asks", {"reference_id": NOBODY}), 404)
