"""Deals over HTTP: who sees which, how they are found, and what is told of each."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from lms.crm.imports import undo_import
from support.acting import problem_of
from support.crm import count_figures, say
from support.dealing import deal, say_deals
from support.factories import Cast, Player


def _ids(player: Player, query: str = "") -> list[str]:
    return [item["id"] for item in player.get(f"/deals?{query}").get_json()["items"]]


def test_a_rep_sees_their_own_deals_and_a_manager_those_of_the_team(app: Flask, session: Session, cast: Cast) -> None:
    """An admin sees all with an owner who is known; authors and partners none."""
    say_deals(app, session, cast)
    seen = {player: _ids(player) for player in (cast.ada, cast.sven, cast.max, cast.olga, cast.greta, cast.nadia)}
    assert seen == {
        cast.ada: ["crm:d1"],
        cast.sven: ["crm:d2"],
        cast.max: ["crm:d1", "crm:d2"],
        cast.olga: ["crm:d3"],
        cast.greta: ["crm:d3"],
        cast.nadia: ["crm:d1", "crm:d2", "crm:d3"],
    }
    for player in (cast.mara, cast.paula):
        problem_of(player.get("/deals"), 403)
        problem_of(player.get("/deals/d1"), 403)
    assert cast.max.get("/deals/crm:d1").status_code == 200
    for player, key in ((cast.sven, "d1"), (cast.max, "d3"), (cast.greta, "crm:d1"), (cast.ada, "nothing")):
        problem_of(player.get(f"/deals/{key}"), 404)


def test_a_deal_says_what_the_crm_and_the_figures_know(app: Flask, session: Session, cast: Cast) -> None:
    """With its account's facts, by whatever name it calls the account."""
    say_deals(app, session, cast)
    found = cast.ada.get("/deals/d1").get_json()
    assert found == {
        "id": "crm:d1",
        "url": "/app/deal/?id=crm%3Ad1",
        "name": "Deal d1",
        "account": "Kranich",
        "owner": {"id": str(cast.ada.id), "name": cast.ada.name},
        "stage": "Proposal",
        "state": "open",
        "amount": 12_000.0,
        "currency": "EUR",
        "created_on": "2026-10-01",
        "close_on": "2027-03-31",
        "product": "Dockside",
        "industry": "Third-party logistics",
        "segment": "Mid-market",
        "region": "Germany",
    }
    assert cast.sven.get("/deals/d2").get_json()["industry"] == "Retail"


def test_deals_are_found_by_words_of_names_and_ids(app: Flask, session: Session, cast: Cast) -> None:
    """All words must be there, in whatever case; also after names changed, and not after an import was undone."""
    say_deals(app, session, cast)
    say(session, "deals", deal("x77", cast.ada.email, "a1", name="Łódź gate, 2nd phase"))
    count_figures(app)
    assert _ids(cast.ada, "q=DEAL") == ["crm:d1"]
    assert _ids(cast.ada, "q=łódź GATE") == ["crm:x77"]
    assert _ids(cast.ada, "q=X77 phase") == _ids(cast.ada, "q=crm:x77") == ["crm:x77"]
    assert _ids(cast.ada, "q=gate deal") == []
    made = say(session, "deals", {"key": "x77", "name": "Wharf"})
    count_figures(app)
    assert (_ids(cast.ada, "q=gate"), _ids(cast.ada, "q=wharf")) == ([], ["crm:x77"])
    undo_import(session, import_id=made.id, by_id=None, at=datetime.now(UTC))
    session.commit()
    count_figures(app)
    assert (_ids(cast.ada, "q=gate"), _ids(cast.ada, "q=wharf")) == (["crm:x77"], [])


def test_deals_are_told_apart_by_state_and_owner_and_come_in_pages(app: Flask, session: Session, cast: Cast) -> None:
    """Those expected to close first come first."""
    say_deals(app, session, cast)
    closed = {"is_closed": True, "close_on": "2026-10-20"}
    say(
        session,
        "deals",
        deal("w1", cast.ada.email, "a1", "Closed Won", **closed, is_won=True),
        deal("l1", cast.ada.email, "a1", "Closed Lost", **closed, is_won=False),
        deal("d0", cast.ada.email, "a1", close_on="2026-12-31"),
        deal("gone", cast.ada.email, "a1", is_deleted=True),
    )
    count_figures(app)
    assert _ids(cast.ada) == ["crm:d0", "crm:d1"]
    assert (_ids(cast.ada, "state=won"), _ids(cast.ada, "state=lost")) == (["crm:w1"], ["crm:l1"])
    assert _ids(cast.ada, "any=true") == ["crm:d1", "crm:d0", "crm:l1", "crm:w1"]
    assert _ids(cast.max, f"owner_id={cast.sven.id}") == ["crm:d2"]
    assert _ids(cast.ada, f"owner_id={cast.sven.id}") == []
    page = cast.max.get("/deals?limit=2&page=2").get_json()
    assert ([item["id"] for item in page["items"]], page["total"]) == (["crm:d2"], 3)
    problem_of(cast.ada.get("/deals?state=wone"), 422)


@pytest.mark.parametrize("path", ["/deals", "/deals/d1", "/deals/d1/contacts"])
def test_before_anything_was_counted_the_answer_is_503(sqlite_cast: Cast, path: str) -> None:
    """It says when to come again."""
    answer: Any = sqlite_cast.ada.get(path)
    problem_of(answer, 503)
    assert answer.headers["Retry-After"]
