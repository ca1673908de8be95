"""What the tests of sending share: a sequence of the sample library, and runs that began some days ago."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from api.web.database import db
from config import Config
from lms.days import Now, now_in, present
from lms.sending.facts import RunFound
from lms.sending.runs import Contact, KnownPage, UsedTemplate, send_next, start_run
from lms.sending.sends import SendWay
from lms.sending.states import MessageStep
from support.buyer_decks import BUYER_DECKS, make_deck
from support.factories import MONDAY, Player
from support.reaching import ADMINS, OWN, Write

X = {"name": "x", "email": "x@z.example"}
# The writes of sending, for the test that tries them all.
SENDING = {
    "POST /sending/runs": Write(
        OWN, 409, {"sequence_id": "too-expensive", "contact": {"name": "x", "email": "x@y.example"}}
    ),
    "POST /sending/runs/{run}/sent": Write(OWN, 404, {"step": 2, "way": "copied"}),
    "POST /sending/runs/{run}/mailed": Write(OWN, 404, {"step": 2, "subject": "x", "text": "x"}),
    "POST /sending/runs/{run}/skipped": Write(OWN, 404, {"step": 2}),
    "POST /sending/runs/{run}/outcomes": Write(OWN, 404, {"kind": "replied"}),
    "POST /sending/runs/{run}/stopped": Write(OWN, 404, {}),
    "POST /sending/runs/{run}/undone": Write(OWN, 404),
    "POST /sending/sends": Write(OWN, 201, {"template_id": "last-message", "way": "copied"}),
    "POST /sending/sends/{send}/outcomes": Write(OWN, 404, {"kind": "replied"}),
    "POST /sending/sends/{send}/undone": Write(OWN, 404),
    "POST /sending/suppressed": Write(OWN, 201, {"email": "x@y.example", "reason": "x"}),
    "DELETE /sending/suppressed/{open}": Write(ADMINS, 403),
    **BUYER_DECKS,
}
SEQUENCE = "outbound-logistics"
STEPS = [MessageStep(0, "first-touch-logistics"), MessageStep(3, "follow-up-no-reply"), MessageStep(7, "last-message")]
LENA = Contact("Lena Vogt", "Lena.Vogt@Kranich.example", "Europe/Berlin", "DE", "BE", "Kranich Logistik")
LENAS = "lena.vogt@kranich.example"


def moment(days: float = 0, *, since: datetime = MONDAY) -> Now:
    """Return a moment some days after Monday at nine, as the company of the tests counts."""
    return now_in(Config().zone, since + timedelta(days=days))


def begin(session: Session, player: Player, *, now: Now, contact: Contact = LENA, **more: Any) -> RunFound:
    """Start the sequence for a contact, as somebody."""
    page = KnownPage(SEQUENCE, "v1", "en")
    given: dict[str, Any] = {"steps": STEPS, "deal": None, "begins_on": None, **more}
    return start_run(session, actor=player.actor, sequence=page, contact=contact, now=now, **given)


def mark(
    session: Session,
    player: Player,
    run: RunFound,
    step: int,
    *,
    now: Now,
    way: SendWay = "mailto",
    message_id: str | None = None,
) -> RunFound:
    """Send a step, by its number from 0, as whose run it is."""
    template = KnownPage(STEPS[step].template, "v1", "en")
    sent = UsedTemplate(template, way, message_id)
    return send_next(session, actor=player.actor, run_id=run.run.id, step=step, sent=sent, now=now)


def begun(app: Flask, player: Player, *, days_ago: int = 10, **more: Any) -> str:
    """Start the sequence some days ago, so that its first step is due on whatever day of the week; return its id."""
    with app.app_context():
        found = begin(db.session(), player, now=moment(-days_ago, since=present()), **more)
        run_id = str(found.run.id)
        db.session.commit()
        db.session.remove()
    return run_id


def send_one(player: Player) -> dict[str, str]:
    """Start the sequence through the API, send its first step, make a deck, and return the ids of all three."""
    made = player.post("/sending/runs", {"sequence_id": SEQUENCE, "contact": X}).get_json()
    run_id = made["id"]
    assert player.post(f"/sending/runs/{run_id}/sent", {"step": 1, "way": "copied"}).status_code == 200
    sent = player.get("/sending/sends").get_json()["items"][0]["id"]
    return {"run": run_id, "send": sent, "deck": make_deck(player)["id"]}
