"""The home card of deals: those that close first, for whom they concern."""

from __future__ import annotations

from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from support.dealing import say_deals
from support.factories import Cast, Player


def _card(player: Player) -> dict[str, Any] | None:
    cards = player.get("/home").get_json()["cards"]
    return next((card for card in cards if card["name"] == "deals"), None)


def test_home_leads_to_the_deals_that_close_first(app: Flask, session: Session, cast: Cast) -> None:
    """A manager's name the owners; who has none has no card, nor has anybody before they were counted."""
    assert _card(cast.ada) is None
    say_deals(app, session, cast)
    card = _card(cast.ada)
    assert card is not None
    (item,) = card["items"]
    assert (item["title"], item["url"], item["on"]) == ("Deal d1", "/app/deal/?id=crm%3Ad1", "2027-03-31")
    assert item["person"] is None
    team = _card(cast.max)
    assert team is not None
    assert [one["person"]["name"] for one in team["items"]] == [cast.ada.name, cast.sven.name]
    assert _card(cast.mara) is None
