"""Asking somebody, answering, asking back and closing: what the two people of a question do; nobody else sees it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from lms.base import hold
from lms.errors import Conflict, NotAllowed, NotFound
from lms.people.access import Actor
from lms.people.models import Person
from lms.questions.models import RepAnswer, RepQuestion

MOST_LETTERS = 120
Box = Literal["waiting", "asked_of_me", "mine"]


@dataclass(frozen=True)
class Subject:
    """What a question is about: `page`, `deal` or `skill`, and its id."""

    kind: str
    id: str


def ask(
    session: Session,
    *,
    actor: Actor,
    asked: Person,
    text: str,
    about: Subject | None,
    is_named: bool,
    at: datetime,
) -> RepQuestion:
    """Ask somebody whom the caller knows that the actor may ask; raises Conflict for the actor or who has left."""
    if asked.id == actor.id:
        raise Conflict("a question is for somebody else", field="asked_id")
    if asked.has_left(at):
        raise Conflict(f"{asked.name} has left", field="asked_id")
    made = RepQuestion(
        asker_id=actor.id,
        asked_id=asked.id,
        about=about.kind if about else None,
        about_id=about.id if about else None,
        text=text,
        is_named=is_named,
        asked_at=at,
        last_at=at,
        last_by_id=actor.id,
    )
    session.add(made)
    session.flush()
    session.refresh(made)
    return made


def get_question(session: Session, *, actor: Actor, question_id: UUID) -> RepQuestion:
    """Return a question of the actor's or to the actor; raises NotFound for any other, whatever the actor's role."""
    found = session.scalar(select(RepQuestion).where(RepQuestion.id == question_id, _is_of(actor.id)))
    if found is None:
        raise NotFound("no such question")
    return found


def list_questions(
    session: Session, *, actor: Actor, box: Box | None, after: UUID | None, limit: int
) -> list[RepQuestion]:
    """Return the actor's questions and those to the actor, or some of them, the newest first."""
    wanted = select(RepQuestion).where(_is_of(actor.id) if box is None else _BOXES[box](actor.id))
    if after is not None:
        wanted = wanted.where(RepQuestion.id < after)
    return list(session.scalars(wanted.order_by(RepQuestion.id.desc()).limit(limit)))


def list_waiting(session: Session, *, person_id: UUID, limit: int) -> list[RepQuestion]:
    """Return the open questions in which it is a person's turn, the one that has waited longest first."""
    wanted = select(RepQuestion).where(_waits_for(person_id))
    return list(session.scalars(wanted.order_by(RepQuestion.last_at, RepQuestion.id).limit(limit)))


def unanswered_by_person(session: Session, *, days: int, at: datetime) -> dict[UUID, list[RepQuestion]]:
    """Return, by who was asked, the open questions in which it has been their turn for some days, the oldest first."""
    is_turn = and_(RepQuestion.last_by_id == RepQuestion.asker_id, RepQuestion.closed_at.is_(None))
    wanted = select(RepQuestion).where(is_turn, RepQuestion.last_at <= at - timedelta(days=days))
    found: dict[UUID, list[RepQuestion]] = {}
    for question in session.scalars(wanted.order_by(RepQuestion.last_at, RepQuestion.id)):
        if not question.asked.has_left(at):
            found.setdefault(question.asked_id, []).append(question)
    return found


def shortened(text: str) -> str:
    """Return the beginning of a text in one line."""
    line = " ".join(text.split())
    return line if len(line) <= MOST_LETTERS else f"{line[: MOST_LETTERS - 1].rstrip()}…"


def list_answers(session: Session, *, question_id: UUID) -> list[RepAnswer]:
    """Return what was written under a question, in its order."""
    wanted = select(RepAnswer).where(RepAnswer.question_id == question_id)
    return list(session.scalars(wanted.order_by(RepAnswer.at, RepAnswer.id)))


def write(session: Session, *, actor: Actor, question_id: UUID, text: str, at: datetime) -> RepQuestion:
    """Answer, or ask back: each of the two can while the question is open."""
    found = _open(session, actor, question_id)
    session.add(RepAnswer(question_id=found.id, author_id=actor.id, text=text, at=at))
    if actor.id == found.asked_id and found.answered_at is None:
        found.answered_at = at
    found.last_at, found.last_by_id = at, actor.id
    session.flush()
    return found


def close(session: Session, *, actor: Actor, question_id: UUID, at: datetime) -> RepQuestion:
    """Close a question, answered or not; who asked it can, once."""
    found = _open(session, actor, question_id)
    if found.asker_id != actor.id:
        raise NotAllowed("only who asked closes a question")
    found.closed_at = at
    session.flush()
    return found


def let_be_named(session: Session, *, actor: Actor, question_id: UUID, is_named: bool) -> RepQuestion:
    """Say whether authors may read who asked, once the answer is offered to them; who asked can, at any time."""
    found = _turn(session, actor, question_id)
    if found.asker_id != actor.id:
        raise NotAllowed("only who asked says whether they are named")
    found.is_named = is_named
    session.flush()
    return found


def check_offer(session: Session, *, actor: Actor, question_id: UUID) -> RepQuestion:
    """Return a question whose answer the actor is about to offer as a page to write; raises where they can't."""
    found = _turn(session, actor, question_id)
    if found.asked_id != actor.id:
        raise NotAllowed("only who answered offers the answer")
    if found.answered_at is None:
        raise Conflict("answer the question first")
    if found.need_id is not None:
        raise Conflict("the answer was offered already")
    return found


def note_offer(session: Session, *, question: RepQuestion, need_id: UUID, at: datetime) -> None:
    """Note as which need the answer to a question was offered."""
    question.offered_at, question.need_id = at, need_id
    session.flush()


def _open(session: Session, actor: Actor, question_id: UUID) -> RepQuestion:
    found = _turn(session, actor, question_id)
    if found.closed_at is not None:
        raise Conflict("the question is closed; ask anew")
    return found


def _turn(session: Session, actor: Actor, question_id: UUID) -> RepQuestion:
    """Return a question of the two, its row held until the transaction ends."""
    own = (RepQuestion.id == question_id, _is_of(actor.id))
    hold(session, RepQuestion.text, *own)
    found = session.get(RepQuestion, question_id, populate_existing=True)
    if found is None or actor.id not in {found.asker_id, found.asked_id}:
        raise NotFound("no such question")
    return found


def _is_of(person_id: UUID) -> ColumnElement[bool]:
    return (RepQuestion.asker_id == person_id) | (RepQuestion.asked_id == person_id)


def _waits_for(person_id: UUID) -> ColumnElement[bool]:
    return and_(_is_of(person_id), RepQuestion.last_by_id != person_id, RepQuestion.closed_at.is_(None))


_BOXES: dict[Box, Callable[[UUID], ColumnElement[bool]]] = {
    "waiting": _waits_for,
    "asked_of_me": lambda person_id: RepQuestion.asked_id == person_id,
    "mine": lambda person_id: RepQuestion.asker_id == person_id,
}
