"""What the tests of decks for buyers share: a library that changes, and slides that are taken of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask

from api.running.jobs import build_decks
from api.web.context import parts
from content.library import read_library
from content.search import update_index
from support.decks import png
from support.factories import Cast, Player, write_good_page
from support.reaching import OWN, Write

ROOT = "/sending/decks"
DECK, STORY = "deck-business-case", "frostvale-foods"
# Two slides of a deck and one of a case study, of the sample library.
PLACES = [(DECK, "what-it-costs"), (STORY, "the-problem"), (DECK, "decision")]
MATCHED = {"If-Match": '"1"'}
# The writes of decks for buyers, for the test that tries them all.
BUYER_DECKS = {
    "POST /sending/decks": Write(OWN, 201, {"title": "x", "buyer": "y"}),
    "PUT /sending/decks/{deck}": Write(OWN, 404, {"title": "x", "buyer": "y"}, MATCHED),
    "DELETE /sending/decks/{deck}": Write(OWN, 404),
    "POST /sending/decks/{deck}/accepted": Write(
        OWN, 404, {"slides": [{"page_id": "x", "anchor": "y", "text_hash": "z"}]}, MATCHED
    ),
    "PUT /sending/decks/{deck}/logo": Write(OWN, 415, "x", MATCHED),
    "DELETE /sending/decks/{deck}/logo": Write(OWN, 404, None, MATCHED),
}


def slides_at(*places: tuple[str, str]) -> list[dict[str, Any]]:
    """Return slides as a deck is asked to have them."""
    return [{"page_id": page_id, "anchor": anchor} for page_id, anchor in places]


def make_deck(player: Player, *places: tuple[str, str], **fields: Any) -> dict[str, Any]:
    """Make a deck for Kranich of some slides, or of the usual ones."""
    asked = {"title": "Dockside", "buyer": "Kranich AG", "slides": slides_at(*(places or PLACES)), **fields}
    answer = player.post(ROOT, asked)
    assert answer.status_code == 201, answer.get_data(as_text=True)
    made: dict[str, Any] = answer.get_json()
    return made


def match(version: int) -> dict[str, str]:
    """Return the header that names a version."""
    return {"If-Match": f'"{version}"'}


def put_logo(player: Player, deck: dict[str, Any], data: bytes | None = None, kind: str = "image/png") -> Any:
    """Send a logo."""
    body = png() if data is None else data
    headers = match(deck["version"])
    return player.ask("PUT", f"{ROOT}/{deck['id']}/logo", data=body, content_type=kind, headers=headers)


def states_of(deck: dict[str, Any]) -> list[str]:
    """Return the states of a deck's slides in their order."""
    return [slide["state"] for slide in deck["slides"]]


def build(app: Flask) -> None:
    """Do what the worker does from time to time."""
    with app.app_context():
        build_decks()


@dataclass(frozen=True)
class Shop:
    """An app over a library of one deck and one page that tests may change, with the cast."""

    app: Flask
    cast: Cast
    pages: Path

    def write(self, path: str, body: str, **fields: str) -> None:
        """Write a page for customers, or change it, and bring the index in step."""
        write_good_page(self.pages, path, body, **{"audience": "customer", **fields})
        with self.app.app_context():
            update_index(read_library(self.pages), parts().config.index_dir)
