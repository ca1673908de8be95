"""Home cards of questions: what waits for somebody's word, and what is there of what they asked for."""

from __future__ import annotations

from api.questions.heard import MetOut, met_for_actor
from api.web.auth import SIGNED_IN
from api.web.cards import MOST_ITEMS, Card, ItemOut, PersonOnCard, Showing
from api.web.context import actor, session
from lms.questions.asking import list_waiting, shortened
from lms.questions.models import RepQuestion

QUESTIONS = "/app/questions/"


def _waiting() -> Showing | None:
    """Return the questions that wait for the actor: to be answered, or to be closed by who got an answer."""
    found = list_waiting(session(), person_id=actor().id, limit=MOST_ITEMS)
    return Showing(items=[_question(one) for one in found]) if found else None


def _question(found: RepQuestion) -> ItemOut:
    is_asked = found.asked_id == actor().id
    return ItemOut(
        title=shortened(found.text),
        url=f"{QUESTIONS}?id={found.id}",
        detail="asked you" if is_asked else "answered",
        at=found.last_at,
        person=PersonOnCard.of(found.asker if is_asked else found.asked),
    )


def _there() -> Showing | None:
    """Return the pages that are there of what the actor asked for, or passed on, and hasn't seen yet."""
    found = met_for_actor()[:MOST_ITEMS]
    return Showing(items=[_met(one) for one in found]) if found else None


def _met(found: MetOut) -> ItemOut:
    what = found.words if found.words is not None else shortened(found.text)
    return ItemOut(
        title=found.page.title,
        url=found.page.url,
        language=found.page.language,
        detail=f"{'you asked for' if found.is_own else 'you passed on'} “{what}”; there since",
        at=found.there_since,
    )


cards = (
    Card("questions", "Questions waiting for you", SIGNED_IN, 26, _waiting, "", QUESTIONS),
    Card("asked-for", "What you asked for is there", SIGNED_IN, 27, _there, "", f"{QUESTIONS}#there"),
)
