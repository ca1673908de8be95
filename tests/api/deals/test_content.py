"""Content for deals over HTTP: what fits and why, what won deals like one used, and what was sent."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from lms.days import present
from lms.sending.models import SentMessage
from support.acting import items_of, problem_of
from support.crm import count_figures, say
from support.dealing import deal, say_deals
from support.factories import Cast
from support.sequences import moment

WON = {"is_closed": True, "is_won": True, "close_on": "2026-11-20"}


def test_pages_fit_by_what_they_name_of_the_deal(app: Flask, session: Session, cast: Cast) -> None:
    """Those that name most first, each with why; none that is for another industry or product, or for learning."""
    say_deals(app, session, cast)
    found = cast.ada.get("/deals/d1/content?limit=200").get_json()
    facets = [len(one["because"]) for one in found["fitting"]]
    assert facets == sorted(facets, reverse=True)
    assert facets[0] >= 2
    assert found["total"] == len(found["fitting"])
    topics = {"stage": "conversion", "product": "dockside", "industry": "third-party-logistics"}
    for one in found["fitting"]:
        page, because = one["page"], {it["name"]: it["value"] for it in one["because"]}
        assert because.items() <= {**topics, "persona": "head-of-logistics"}.items()
        assert not page["industries"] or "third-party-logistics" in page["industries"]
        assert not page["products"] or "dockside" in page["products"]
        assert page["type"] not in {"course", "lesson", "playbook", "quiz"}
    for player in (cast.sven, cast.greta):
        problem_of(player.get("/deals/d1/content"), 404)
    problem_of(cast.paula.get("/deals/d1/content"), 403)


def test_what_won_deals_like_it_used_is_counted_by_page(app: Flask, session: Session, cast: Cast) -> None:
    """Of all sends in the company; a share only of twenty won deals or more."""
    say_deals(app, session, cast)
    won = [deal(f"w{number}", cast.olga.email, "a1", "Closed Won", product="Dockside", **WON) for number in range(19)]
    say(session, "deals", *won, deal("o1", cast.olga.email, "a2", "Closed Won", product="Yardview", **WON))
    for key, page in (("w0", "quote-sent"), ("w1", "quote-sent"), ("w1", "last-message"), ("o1", "last-message")):
        _send(session, cast, f"crm:{key}", page)
    _send(session, cast, "crm:w2", "quote-sent", undone_at=present())
    session.commit()
    count_figures(app, at=present() + timedelta(minutes=1))
    found = cast.ada.get("/deals/d1/content").get_json()
    assert (found["won"], _used(found)) == (19, {"quote-sent": (2, None), "last-message": (1, None)})
    say(session, "deals", deal("w19", cast.olga.email, "a1", "Closed Won", product="Dockside", **WON))
    count_figures(app, at=present() + timedelta(minutes=2))
    found = cast.ada.get("/deals/d1/content").get_json()
    assert (found["won"], _used(found)["quote-sent"]) == (20, (2, 0.1))
    assert found["used"][0]["deals"]["interval"]["low"] > 0


def test_what_was_sent_shows_what_became_of_the_page(app: Flask, session: Session, cast: Cast) -> None:
    """Whoever sent it, for whoever sees the deal: as it was, changed since, or gone."""
    say_deals(app, session, cast)
    made = cast.ada.post("/sending/sends", {"template_id": "quote-sent", "way": "copied", "deal": "d1"})
    assert made.status_code == 201
    _send(session, cast, "crm:d1", "last-message")
    _send(session, cast, "crm:d1", "long-gone")
    session.commit()
    found = items_of(cast.max.get("/deals/d1/sent"))
    states = {one["page"]["id"]: (one["state"], one["rep"]["name"]) for one in found}
    assert states == {
        "quote-sent": ("as_sent", cast.ada.name),
        "last-message": ("changed", cast.olga.name),
        "long-gone": ("gone", cast.olga.name),
    }
    first = cast.ada.get("/deals/d1/sent?limit=2").get_json()
    assert (len(first["items"]), len(cast.ada.get(first["next"].removeprefix("/api/v1")).get_json()["items"])) == (2, 1)
    problem_of(cast.sven.get("/deals/d1/sent"), 404)


def test_a_page_names_the_askers_deals_that_it_fits(app: Flask, session: Session, cast: Cast) -> None:
    """Their own open ones, also for a manager; none for another industry."""
    say_deals(app, session, cast)
    found = cast.ada.get("/content/playbook-conversion/deals").get_json()
    assert [(one["deal"]["id"], one["because"][0]["value"]) for one in found["items"]] == [("crm:d1", "conversion")]
    assert cast.max.get("/content/playbook-conversion/deals").get_json() == {"items": [], "total": 0}
    assert cast.ada.get("/content/playbook-awareness/deals").get_json()["total"] == 0
    problem_of(cast.paula.get("/content/playbook-conversion/deals"), 403)
    problem_of(cast.ada.get("/content/nowhere/deals"), 404)


def _used(found: dict[str, Any]) -> dict[str, tuple[int, float | None]]:
    values = {one["page"]["id"]: (one["deals"]["part"], one["deals"]["value"]) for one in found["used"]}
    assert {one["deals"]["whole"] for one in found["used"]} == {found["won"]}
    assert all((one["status"] == "measured") == (found["won"] >= 20) for one in found["used"])
    return values


def _send(session: Session, cast: Cast, deal_id: str, page: str, **more: Any) -> None:
    """Let Olga have sent a page for a deal on the first of November, in a version that it has no more."""
    now = moment(244)
    made = SentMessage(rep_id=cast.olga.id, at=now.at, on=now.day, page_id=page, page_version="v0", language="en")
    made.deal, made.way, made.undone_at = deal_id, "copied", more.get("undone_at")
    session.add(made)
