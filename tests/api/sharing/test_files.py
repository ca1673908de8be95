"""Files of links: downloaded with a watermark where one is asked for, decks as files, and links closed to downloads."""

from __future__ import annotations

import io
from pathlib import Path

import pypdf
import pytest
import typst
from flask import Flask

from api.web.context import KEY
from api.web.database import db
from api.work.decks.building import Workshop, build_wished
from api.work.decks.store import DeckStore
from lms.days import present
from support.acting import problem_of
from support.factories import Cast, write_good_page
from support.sharing_links import Buyer, moved, page, share
from support.sharing_shop import keep_up


@pytest.fixture
def terms(shop: Flask, pages: Path) -> dict[str, str]:
    """A PDF that a page for customers leads to, as a thing to share."""
    made = typst.compile(b"Our terms")
    assert isinstance(made, bytes)
    (pages / "terms.pdf").write_bytes(made)
    write_good_page(pages, "more.md", "# More\n\n[Terms](terms.pdf)\n", audience="customer")
    keep_up(shop)
    return {"kind": "file", "target": "terms.pdf"}


def _text(data: bytes) -> str:
    (only,) = pypdf.PdfReader(io.BytesIO(data)).pages
    return only.extract_text()


def test_a_buyer_gets_a_file_with_their_name_across_it(shop: Flask, shop_cast: Cast, terms: dict[str, str]) -> None:
    """The library's own file stays as it is; that it was taken is counted once the buyer had something on screen."""
    link = share(shop_cast.ada, terms, has_watermark=True)
    buyer, item = Buyer(shop, link), link["items"][0]["id"]
    buyer.get()
    address = f"{item}/file?visit={buyer.named('visit')}"
    answer = buyer.get(address)
    assert buyer.get(address).status_code == 200
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "Our terms" in _text(answer.get_data())
    assert "Lena" in _text(answer.get_data())
    moved(shop)
    assert shop_cast.ada.get(f"/sharing/links/{link['id']}").get_json()["seen"]["downloads"] == 0
    buyer.tell({f"{item}/0": 2.0})
    moved(shop)
    assert shop_cast.ada.get(f"/sharing/links/{link['id']}").get_json()["seen"]["downloads"] == 1
    plain = share(shop_cast.ada, terms)
    assert "Lena" not in _text(Buyer(shop, plain).get(f"{plain['items'][0]['id']}/file").get_data())


def test_a_deck_is_taken_as_a_file_where_that_is_allowed(shop: Flask, shop_cast: Cast) -> None:
    """The worker builds it; meanwhile the buyer's page asks again, and a closed link has no files."""
    link = share(shop_cast.ada, page("deck"))
    buyer, item = Buyer(shop, link), link["items"][0]["id"]
    waiting = buyer.get(f"{item}/deck.pdf")
    assert (waiting.status_code, waiting.headers["Refresh"]) == (202, "1")
    with shop.app_context():
        own = shop.extensions[KEY]
        workshop = Workshop(own.search, own.renderer, db.session(), own.config, present().date())
        build_wished(DeckStore(own.config.decks_dir), workshop)
    taken = buyer.get(f"{item}/deck.pdf")
    assert (taken.status_code, taken.mimetype) == (200, "application/pdf")
    closed = share(shop_cast.ada, page("deck"), can_download=False)
    shut = Buyer(shop, closed)
    shut.get()
    assert "deck.pdf" not in shut.page
    assert shut.get(f"{closed['items'][0]['id']}/deck.pdf").status_code == 404


def test_what_no_browser_shows_is_not_shared_without_downloads(shop: Flask, shop_cast: Cast) -> None:
    """Neither when the link is made nor once downloads are closed."""
    kit = {"kind": "file", "target": "kit.zip"}
    asked = {"items": [kit], "contact": {"name": "Lena"}, "can_download": False}
    assert "downloads are closed" in problem_of(shop_cast.ada.post("/sharing/links", asked), 409)["detail"]
    link = share(shop_cast.ada, kit)
    buyer, place = Buyer(shop, link), f"{link['items'][0]['id']}/file"
    assert buyer.get(place).status_code == 200
    shop_cast.ada.ask("PATCH", f"/sharing/links/{link['id']}", json={"can_download": False})
    assert buyer.get(place).status_code == 404
