"""The demo's references: customers of its case studies who speak for it, one of whom was asked enough this year."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from lms.days import now_in
from lms.deals.asks import note_ask, settle_ask
from lms.deals.references import ReferenceSaid, add_reference
from lms.people.access import Actor

ZONE = ZoneInfo("UTC")
_SAID = (
    ReferenceSaid(
        "Frostvale Foods",
        "Hanneke Dril",
        ("dockside",),
        ("food-and-drink", "retail"),
        ("head-of-logistics",),
        "en",
        4,
        "Likes a call better than a visit.",
    ),
    ReferenceSaid("Oxbow 3PL", "Piet Holm", ("dockside", "yardview"), ("third-party-logistics",), (), "en", 6, None),
    ReferenceSaid("Copperline Chemicals", "Ruth Amsel", ("dockside",), ("chemicals",), ("it-manager",), "de", 1, None),
)


def load_references(session: Session, *, keeper: Actor, seller: Actor, at: datetime) -> None:
    """Let somebody keep references, and a seller have asked the last of them some weeks ago."""
    for said in _SAID:
        made = add_reference(session, actor=keeper, said=said, now=now_in(ZONE, at - timedelta(weeks=30)))
    asked = now_in(ZONE, at - timedelta(weeks=5))
    ask = note_ask(session, actor=seller, reference_id=made.id, deal="demo:D02000", now=asked)
    settle_ask(session, deal="demo:D02000", ask_id=ask.id, outcome="agreed", now=asked)
