"""What the tests of links share: links made through the API, strangers who open them, and what pages tell."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api.web.context import KEY
from api.web.database import db
from support.factories import Player, apart
from support.reaching import OWN, Write
from support.sequences import SENDING as SENT_BY_HAND
from support.sequences import send_one

SHEET, DECK = "product-dockside", "deck-first-meeting"
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
LENA = {"name": "Lena Vogt", "email": "lena.vogt@kranich.example"}
PLAN = [
    {"text": "Send the contract", "owner": "Ada Lind"},
    {"text": "Let security read it", "owner": "Lena Vogt", "is_buyers": True, "due_on": "2027-01-15"},
]
# The writes of sending and sharing, for the test that tries them all.
SENDING = {
    **SENT_BY_HAND,
    "POST /sharing/links": Write(OWN, 201, {"items": [{"kind": "page", "target": SHEET}], "contact": {"name": "x"}}),
    "PATCH /sharing/links/{shared}": Write(OWN, 404, {"title": "x"}),
    "POST /sharing/links/{shared}/revoked": Write(OWN, 404),
    "PUT /sharing/links/{shared}/plan": Write(OWN, 404, {"steps": []}),
    "PUT /sharing/links/{shared}/plan/{step}/done": Write(OWN, 404),
    "DELETE /sharing/links/{shared}/plan/{step}/done": Write(OWN, 404),
    # By who has the link; Max is signed in, so that nothing is noted, and ticks no step of Olga's.
    "POST /for/{secret}/enter": Write(OWN, 303),
    "POST /for/{secret}/plan/{step}": Write(OWN, 409),
    "POST /for/{secret}/told": Write(OWN, 422),
}


def page(target: str = SHEET) -> dict[str, str]:
    """Return a page as a thing to share."""
    return {"kind": "page", "target": target}


def share(player: Player, *items: dict[str, str], **more: Any) -> dict[str, Any]:
    """Make a link to some things, the product sheet if none are given."""
    made = player.post("/sharing/links", {"items": list(items) or [page()], "contact": LENA, **more})
    assert made.status_code == 201, made.get_json()
    found: dict[str, Any] = made.get_json()
    return found


class Buyer:
    """Somebody outside with a browser of their own, who has a link."""

    def __init__(self, app: Flask, link: dict[str, Any], *, agent: str = BROWSER) -> None:
        """Open nothing yet."""
        self.client: FlaskClient = app.test_client()
        self.path = link["url"].partition("/for/")[1] + link["url"].partition("/for/")[2]
        self.agent = agent
        self.page = ""

    def get(self, more: str = "") -> TestResponse:
        """Open the link, or an address below it."""
        answer = apart(self.client.get, self.path + more, headers={"User-Agent": self.agent})
        if answer.mimetype == "text/html":
            self.page = answer.get_data(as_text=True)
        return answer

    def post(self, more: str, **form: str) -> TestResponse:
        """Send a form below the link."""
        return apart(self.client.post, self.path + more, data=form, headers={"User-Agent": self.agent})

    def tell(self, seen: Mapping[str, Any], *, acts: int = 1, page: str = "", **more: Any) -> TestResponse:
        """Tell what the page that was opened last tells, or the one that is given."""
        told = {
            "visit": self.named("visit", page),
            "load": self.named("load", page),
            "seen": seen,
            "acts": acts,
            **more,
        }
        headers = {"User-Agent": self.agent}
        return apart(self.client.post, f"{self.path}told", data=json.dumps(told), headers=headers)

    def named(self, name: str, page: str = "") -> str:
        """Return the visit or the load that a page has."""
        found = re.search(rf'data-{name}="([^"]+)"', page or self.page)
        assert found
        return found[1]

    def read(self, item: dict[str, Any], seconds: float = 12.0, part: int = 0) -> None:
        """Open the link and have a part of an item on screen for some seconds."""
        assert self.get().status_code == 200
        assert self.tell({f"{item['id']}/{part}": seconds}).status_code == 204


def moved(app: Flask) -> int:
    """Bring what pages told into the database, as each server process does twice a second; return how much was new."""
    with app.app_context():
        new: int = app.extensions[KEY].visits.move(db.session())
        db.session.remove()
    return new


def nobody() -> str:
    """Return an id of nothing."""
    return str(uuid4())


def send_and_share(player: Player) -> dict[str, str]:
    """Send a message, share a page with a plan, and return the ids of all, and the secret of the link."""
    link = share(player, plan=PLAN)
    names = {"shared": link["id"], "step": link["plan"][0]["id"], "secret": link["url"].split("/")[-2]}
    return {**send_one(player), **names}
