"""Advice in tests: a question about the cast, and what the rules answer."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask
from sqlalchemy.orm import Session

from api.web.database import db
from lms.advice.asking import AdviceAsk, AdviceReason, AdviceSettings
from lms.advice.decisions import decide
from lms.advice.people import read_reps
from lms.advice.ranking import find_reasons
from lms.days import now_in, present
from support.factories import Player
from support.learning import on

# Rules that aren't asked unless a test names them.
NONE = AdviceSettings(
    target_days=0, score_days=0, action_days=0, session_days=0, gap_levels=0, new_hire_weeks=0, expiry_days=0
)


def ask_for(session: Session, player: Player, *reps: Player, days: float = 0, **more: Any) -> AdviceAsk:
    """Return a question for advice, so many days after Monday; names of settings set those rules alone."""
    settings = {name: more.pop(name) for name in list(more) if hasattr(NONE, name)}
    chosen = AdviceSettings(**{**vars(NONE), **settings})
    found = read_reps(session, person_ids=[rep.id for rep in reps])
    return AdviceAsk(session=session, actor=player.actor, reps=found, now=on(days), settings=chosen, **more)


def reasons(session: Session, player: Player, *reps: Player, **more: Any) -> list[AdviceReason]:
    """Return what rules say of reps, as somebody sees it."""
    return find_reasons(ask_for(session, player, *reps, **more))


def texts(session: Session, player: Player, *reps: Player, **more: Any) -> list[str]:
    """Return the same in words."""
    return [reason.text for reason in reasons(session, player, *reps, **more)]


def set_aside(app: Flask, manager: Player, rep: Player) -> str:
    """Let a manager dismiss a reason to coach a rep, be it given or not, and return the decision's id."""
    with app.app_context():
        key = rep.id, "new_hire", "2026-03-02"
        now = now_in(ZoneInfo("UTC"), present())
        made = decide(db.session(), actor=manager.actor, key=key, reason="x", until=None, now=now)
        db.session.commit()
        return str(made.id)
