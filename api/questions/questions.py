"""Questions to a coach or to the owner of a page: seen by the two people, and by nobody else."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from flask import Blueprint
from pydantic import BaseModel, Field

from api.questions.offered import OfferOut, offer_out
from api.questions.subjects import NOBODY_TO_ASK, AboutIn, AboutOut, SubjectKind, about_out, people_to_ask, subject_of
from api.web.auth import SIGNED_IN, allow
from api.web.context import actor, now, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.paging import After, Listed, created, listed
from api.web.shapes import Id, PersonRef, Strict, Words
from api.web.writes import writes
from lms.demand.asked import name_asker
from lms.errors import Conflict, NotFound
from lms.people.models import Person
from lms.questions.asking import (
    Box,
    ask,
    close,
    get_question,
    let_be_named,
    list_answers,
    list_questions,
    write,
)
from lms.questions.models import RepAnswer, RepQuestion

blueprint = Blueprint("questions", __name__, url_prefix=f"{PREFIX}/questions")
MOST = 5_000
QuestionText = Annotated[Words, Field(max_length=MOST)]


class RepQuestionIn(Strict):
    """A question; `asked_id` is one of those that may be asked, the first of them if not given.

    With `is_named` authors may read who asked, should the answer be offered to them as a page to write.
    """

    text: QuestionText
    about: AboutIn | None = None
    asked_id: UUID | None = None
    is_named: bool = False


class RepAnswerIn(Strict):
    """An answer, or a question back; line breaks are kept."""

    text: QuestionText


class NamedIn(Strict):
    """Whether authors may read who asked."""

    is_named: bool


class QuestionsQuery(After):
    """Which: those that wait for the asker's word, those asked of them, or their own; without a box all."""

    box: Box | None = None


class WhomQuery(Strict):
    """What a question is to be about: both of it, or neither."""

    about: SubjectKind | None = None
    about_id: Id | None = None


class WhomOut(BaseModel):
    """Whom the asker may ask about it, the one asked by default first."""

    about: AboutOut | None
    people: list[PersonRef]


class RepAnswerOut(BaseModel):
    """What one of the two wrote under a question."""

    id: UUID
    author_id: UUID
    text: str
    at: datetime


class RepQuestionItem(BaseModel):
    """A question; `waits_for` is whose turn it is, null once it is closed."""

    id: UUID
    asker: PersonRef
    asked: PersonRef
    about: AboutOut | None
    text: str
    asked_at: datetime
    last_at: datetime
    answered_at: datetime | None
    closed_at: datetime | None
    waits_for: UUID | None


class RepQuestionOut(RepQuestionItem):
    """A question with all that was written; `offer` is the page to write that its answer was offered as."""

    answers: list[RepAnswerOut]
    is_named: bool
    offer: OfferOut | None


@blueprint.get("")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(503, HTTP_200=Listed[RepQuestionItem]), tags=["questions"])
def questions(query: QuestionsQuery) -> Answer:
    """List the questions that the asker asked or was asked, the newest first; nobody else's."""
    found = list_questions(session(), actor=actor(), box=query.box, after=query.after, limit=query.limit + 1)
    return listed(Listed[RepQuestionItem], [_item(one) for one in found], query.limit)


@blueprint.get("/whom")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(503, HTTP_200=WhomOut), tags=["questions"])
def whom(query: WhomQuery) -> Answer:
    """Return whom the asker may ask about something: the owner of a page, who manages them, who mentors them."""
    about = AboutIn(kind=query.about, id=query.about_id) if query.about and query.about_id else None
    subject, entry = subject_of(about)
    people = [PersonRef.of(person) for person in people_to_ask(entry)]
    return WhomOut(about=about_out(subject.kind, subject.id) if subject else None, people=people)


@blueprint.post("")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409, 415, 503, HTTP_201=RepQuestionOut), tags=["questions"])
def ask_somebody(json: RepQuestionIn) -> Answer:
    """Ask the owner of a page, or somebody who manages or mentors the asker."""
    subject, entry = subject_of(json.about)
    asked = _chosen(people_to_ask(entry), json.asked_id)
    text = json.text.strip()
    made = ask(session(), actor=actor(), asked=asked, text=text, about=subject, is_named=json.is_named, at=now())
    return created(_out(made), f"{PREFIX}/questions/{made.id}")


@blueprint.get("/<uuid:question_id>")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(503, HTTP_200=RepQuestionOut), tags=["questions"])
def show(question_id: UUID) -> Answer:
    """Return a question that the asker asked or was asked."""
    return _out(get_question(session(), actor=actor(), question_id=question_id))


@blueprint.post("/<uuid:question_id>/answers")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409, 415, 503, HTTP_201=RepQuestionOut), tags=["questions"])
def answer(question_id: UUID, json: RepAnswerIn) -> Answer:
    """Answer a question, or ask back; both of its people can while it is open."""
    made = write(session(), actor=actor(), question_id=question_id, text=json.text.strip(), at=now())
    return created(_out(made), f"{PREFIX}/questions/{made.id}")


@blueprint.post("/<uuid:question_id>/close")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409, 503, HTTP_200=RepQuestionOut), tags=["questions"])
def close_question(question_id: UUID) -> Answer:
    """Close a question of the asker's, answered or not."""
    return _out(close(session(), actor=actor(), question_id=question_id, at=now()))


@blueprint.put("/<uuid:question_id>/named")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(415, 503, HTTP_200=RepQuestionOut), tags=["questions"])
def name(question_id: UUID, json: NamedIn) -> Answer:
    """Say whether authors may read who asked, when the answer is offered to them, or was."""
    found = let_be_named(session(), actor=actor(), question_id=question_id, is_named=json.is_named)
    if found.need_id is not None:
        name_asker(session(), need_id=found.need_id, is_named=found.is_named)
    return _out(found)


def _chosen(people: list[Person], asked_id: UUID | None) -> Person:
    if asked_id is None and people:
        return people[0]
    if asked_id is None:
        raise Conflict(NOBODY_TO_ASK, field="asked_id")
    found = next((person for person in people if person.id == asked_id), None)
    if found is None:
        raise NotFound("ask who manages or mentors you, or the page's owner", field="asked_id")
    return found


def _item(found: RepQuestion) -> RepQuestionItem:
    other = found.asked_id if found.last_by_id == found.asker_id else found.asker_id
    return RepQuestionItem(
        id=found.id,
        asker=PersonRef.of(found.asker),
        asked=PersonRef.of(found.asked),
        about=about_out(found.about, found.about_id),
        text=found.text,
        asked_at=found.asked_at,
        last_at=found.last_at,
        answered_at=found.answered_at,
        closed_at=found.closed_at,
        waits_for=None if found.closed_at is not None else other,
    )


def _out(found: RepQuestion) -> RepQuestionOut:
    written = list_answers(session(), question_id=found.id)
    return RepQuestionOut(
        **dict(_item(found)),
        answers=[_answer_out(one) for one in written],
        is_named=found.is_named,
        offer=offer_out(found.need_id) if found.need_id is not None else None,
    )


def _answer_out(found: RepAnswer) -> RepAnswerOut:
    return RepAnswerOut.model_validate(found, from_attributes=True)
