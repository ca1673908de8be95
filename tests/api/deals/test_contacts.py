"""Contacts of a deal over HTTP: whose they are, how they are written, and what an undone import takes with it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from lms.crm.contacts import known_zone
from lms.crm.imports import undo_import
from support.acting import problem_of
from support.crm import count_figures, say
from support.dealing import say_deals
from support.factories import Cast


def test_a_deal_has_the_contacts_of_its_account(app: Flask, session: Session, cast: Cast) -> None:
    """By id or by name, in one way to write languages, countries and clocks; for whom the deal is there."""
    say_deals(app, session, cast)
    found = cast.ada.get("/deals/crm:d1/contacts").get_json()
    assert [one["name"] for one in found["items"]] == ["Bo Adler", "Lena Vogt"]
    assert found["items"][1] == {
        "id": "crm:c1",
        "name": "Lena Vogt",
        "email": "lena@kranich.example",
        "phone": None,
        "title": "Head of logistics",
        "language": "de",
        "country": "DE",
        "time_zone": "Europe/Berlin",
    }
    (zofia,) = cast.max.get("/deals/d2/contacts").get_json()["items"]
    assert (zofia["name"], zofia["language"], zofia["country"]) == ("Zofia Wilk", "pl", "PL")
    page = cast.ada.get("/deals/d1/contacts?limit=1&page=2").get_json()
    assert (len(page["items"]), page["total"]) == (1, 2)
    for player, key in ((cast.ada, "d2"), (cast.sven, "d1"), (cast.max, "d3"), (cast.greta, "d1")):
        problem_of(player.get(f"/deals/{key}/contacts"), 404)
    for player in (cast.paula, cast.mara):
        problem_of(player.get("/deals/d1/contacts"), 403)


def test_what_was_undone_or_deleted_shows_no_more(app: Flask, session: Session, cast: Cast) -> None:
    """Before the figures are counted again, too."""
    say_deals(app, session, cast)
    more = say(session, "contacts", {"key": "c4", "name": "Uwe Kern", "account": "a1"})
    say(session, "contacts", {"key": "c2", "is_deleted": True})
    count_figures(app)
    assert _names(cast) == ["Lena Vogt", "Uwe Kern"]
    undo_import(session, import_id=more.id, by_id=None, at=datetime.now(UTC))
    session.commit()
    assert _names(cast) == ["Lena Vogt"]
    count_figures(app)
    assert _names(cast) == ["Lena Vogt"]


def test_who_changes_accounts_is_found_there(app: Flask, session: Session, cast: Cast) -> None:
    """Once that is counted; and an account that only a contact names is in nobody's way."""
    say_deals(app, session, cast)
    say(session, "contacts", {"key": "c1", "account": "a2"}, {"key": "c9", "name": "Nobody", "account": "Nowhere"})
    count_figures(app)
    assert _names(cast) == ["Bo Adler"]
    assert len(cast.sven.get("/deals/d2/contacts").get_json()["items"]) == 2


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("america_slash_new_york", "America/New_York"),
        ("UTC +01:00 Europe Berlin", "Europe/Berlin"),
        ("Mitteleuropa", None),
    ],
)
def test_time_zones_are_those_that_are_meant(text: str, zone: str | None) -> None:
    """As HubSpot writes them in its API and its exports; what isn't plain is none."""
    assert known_zone(text) == zone


def _names(cast: Cast) -> list[str]:
    return [one["name"] for one in cast.ada.get("/deals/d1/contacts").get_json()["items"]]
