"""What the tests of deals share: two deals of North's and one of South's, with their accounts and contacts."""

from __future__ import annotations

from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from api.web.database import db
from support.crm import count_figures, say
from support.factories import Cast
from support.reaching import Write

ACCOUNTS = (
    {"key": "a1", "name": "Kranich", "industry": "Third-party logistics", "segment": "Mid-market", "region": "Germany"},
    {"key": "a2", "name": "Orlen", "industry": "Retail", "segment": "Enterprise", "region": "Poland"},
)
LENA = {
    "key": "c1",
    "first_name": "Lena",
    "last_name": "Vogt",
    "email": "lena@kranich.example",
    "title": "Head of logistics",
    "account": "a1",
    "language": "German",
    "country": "Germany",
    "time_zone": "europe_slash_berlin",
}
BO = {"key": "c2", "name": "Bo Adler", "account": "Kranich"}
ZOFIA = {"key": "c3", "name": "Zofia Wilk", "account": "a2", "language": "pl-PL", "country": "pl"}


def deal(key: str, owner: str, account: str, stage: str = "Proposal", **more: Any) -> dict[str, Any]:
    """Return a deal as the CRM says it."""
    said = {"key": key, "name": f"Deal {key}", "owner_email": owner, "account": account, "stage": stage}
    return {
        **said,
        "amount": 1_200_000,
        "currency": "EUR",
        "created_on": "2026-10-01",
        "close_on": "2027-03-31",
        **more,
    }


def say_deals(app: Flask, session: Session, cast: Cast) -> None:
    """Let the CRM say them: d1 and d2 are Ada's and Sven's, d3 is Olga's; and count."""
    say(session, "accounts", *ACCOUNTS)
    say(
        session,
        "deals",
        deal("d1", cast.ada.email, "a1", product="Dockside"),
        deal("d2", cast.sven.email, "Orlen"),
        deal("d3", cast.olga.email, "a2"),
    )
    say(session, "contacts", LENA, BO, ZOFIA)
    count_figures(app)


KEEPERS, SEERS = "the company's, by who keeps them", "who sees the deal"
TICK = {"page_id": "playbook-conversion", "part": "entry", "text": "The decision meeting has a date", "is_met": True}
SPEAKS = {"account": "Frostvale", "contact_name": "Hanneke Dril", "products": ["dockside"]}
# The writes of deals, for the test that tries them all.
DEALING = {
    "PUT /deals/d3/ticks": Write(SEERS, 404, TICK),
    "POST /deals/d3/asks": Write(SEERS, 404, {"reference_id": "{reference}"}),
    "PUT /deals/d3/asks/{ask}": Write(SEERS, 404, {"outcome": "agreed"}),
    "DELETE /deals/d3/asks/{ask}": Write(SEERS, 404),
    "POST /references": Write(KEEPERS, 201, SPEAKS),
    "PUT /references/{reference}": Write(KEEPERS, 200, SPEAKS),
    "PUT /references/{reference}/retired": Write(KEEPERS, 200),
    "DELETE /references/{reference}/retired": Write(KEEPERS, 200),
}


def ask_one(app: Flask, cast: Cast) -> dict[str, str]:
    """Let Olga tick a criterion and ask a reference for her deal; returns the ids of both."""
    with app.app_context():
        say(db.session(), "deals", deal("d3", cast.olga.email, "Orlen"))
        db.session.remove()
    count_figures(app)
    reference = cast.nadia.post("/references", SPEAKS).get_json()["id"]
    assert cast.olga.put("/deals/d3/ticks", TICK).status_code == 200
    asked = cast.olga.post("/deals/d3/asks", {"reference_id": reference}).get_json()["asked"]
    return {"reference": reference, "ask": asked[0]["id"]}
