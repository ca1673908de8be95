"""Plays of a deal over HTTP: those of its stage, ticked by whoever sees it, and said clearly where there are none."""

from __future__ import annotations

from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from support.acting import problem_of
from support.crm import count_figures, say
from support.dealing import say_deals
from support.factories import Cast

MET = "The decision meeting has a date"
TICK = {"page_id": "playbook-conversion", "part": "entry", "text": MET, "is_met": True}


def _ticks(found: dict[str, Any]) -> dict[str, Any]:
    (play,) = found["items"]
    return {one["text"]: one["ticked_by"] and one["ticked_by"]["name"] for one in play["entry"]}


def test_a_deal_has_the_play_of_its_stage(app: Flask, session: Session, cast: Cast) -> None:
    """By what the taxonomy says of the CRM's stages; with the pages to use, in their order."""
    say_deals(app, session, cast)
    found = cast.ada.get("/deals/d1/plays").get_json()
    assert (found["crm_stage"], found["stage"], found["lacking"]) == ("Proposal", "conversion", None)
    (play,) = found["items"]
    assert (play["page"]["id"], play["page"]["url"]) == ("playbook-conversion", "/playbooks/conversion/")
    assert [page["id"] for page in play["pages"]][:2] == ["quote-to-signature", "quote-sent"]
    assert MET in _ticks(found)


def test_criteria_are_ticked_by_whoever_sees_the_deal(app: Flask, session: Session, cast: Cast) -> None:
    """A manager takes back what a rep said; others reach nothing."""
    say_deals(app, session, cast)
    assert _ticks(cast.ada.put("/deals/crm:d1/ticks", TICK).get_json())[MET] == cast.ada.name
    assert _ticks(cast.max.get("/deals/d1/plays").get_json())[MET] == cast.ada.name
    assert _ticks(cast.max.put("/deals/d1/ticks", TICK | {"is_met": False}).get_json())[MET] is None
    for player in (cast.sven, cast.greta):
        problem_of(player.put("/deals/d1/ticks", TICK), 404)
        problem_of(player.get("/deals/d1/plays"), 404)
    problem_of(cast.paula.put("/deals/d1/ticks", TICK), 403)


def test_what_no_play_asks_is_refused(app: Flask, session: Session, cast: Cast) -> None:
    """A text that isn't there, a page that is no play, and one that nobody knows."""
    say_deals(app, session, cast)
    for wrong, field in (
        ({"text": "Whatever"}, "text"),
        ({"page_id": "too-expensive"}, "page_id"),
        ({"page_id": "nowhere"}, "page_id"),
    ):
        problem = problem_of(cast.ada.put("/deals/d1/ticks", TICK | wrong), 409)
        assert problem["errors"][0]["pointer"] == f"#/{field}"
    problem_of(cast.ada.put("/deals/d1/ticks", TICK | {"part": "middle"}), 422)
    assert cast.ada.put("/deals/d1/ticks", TICK | {"text": "Whatever", "is_met": False}).status_code == 200


def test_a_stage_that_means_nothing_is_said(app: Flask, session: Session, cast: Cast) -> None:
    """With what the library's stages are called, and where it is mapped."""
    say_deals(app, session, cast)
    say(session, "deals", {"key": "d1", "stage": "Zugzwang"}, {"key": "d2", "stage": None})
    count_figures(app)
    found = cast.ada.get("/deals/d1/plays").get_json()
    assert (found["stage"], found["items"]) == (None, [])
    assert found["lacking"].startswith("No stage of the library is called “Zugzwang”. The library's are Awareness,")
    assert "crm_stages" in found["lacking"]
    assert cast.sven.get("/deals/d2/plays").get_json()["lacking"] == "The CRM says no stage of this deal."
