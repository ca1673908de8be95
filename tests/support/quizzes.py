"""Quizzes in the tests of the API: written, and answered right."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from content.library import read_library
from content.quiz.drawing import draw
from content.quiz.paper import quiz_of
from content.search import update_index
from lms.training.models import QuizAttempt, QuizPaper, TrainingEvent
from support.factories import write_good_page

QUIZ = """# Quiz

## Which fruit is red?

- [x] cherry
  > Yes, and sweet.
- [ ] lemon
  > Sour is what it is.

> Why: Cherries are red all over.

## Which are yellow?

- [x] lemon
- [ ] plum
- [x] banana

## From small to large

1. grape
2. plum
3. melon

## What grows where?

- apple => tree
- currant => bush

## What is the opposite of sweet?

Answer: bitterness | acerbity

## How many days?

Answer: 4711 ± 89.375
"""


def write_quiz(app: Flask, text: str) -> None:
    """Write the quiz of the own library and bring the index in step."""
    config = app.extensions["repertoire"].config
    write_good_page(config.content_dir, "own/quiz.md", text, id="quiz", title="Quiz", type="quiz")
    index_again(app)


def index_again(app: Flask) -> None:
    """Bring the index in step with the app's library."""
    config = app.extensions["repertoire"].config
    update_index(read_library(config.content_dir), config.index_dir)


def count_events(session: Session, kind: str) -> int:
    """Count the training events of a kind."""
    session.rollback()
    return session.scalar(select(func.count()).select_from(TrainingEvent).where(TrainingEvent.kind == kind)) or 0


def drawn_answers(session: Session, attempt: dict[str, Any]) -> list[Any]:
    """Return the right answers to an attempt, read from the paper that the database keeps."""
    kept = session.get_one(QuizAttempt, UUID(attempt["id"]))
    paper = session.get_one(QuizPaper, kept.paper_digest)
    found: list[Any] = []
    for drawn in draw(quiz_of(paper.content), kept.seed):
        question = drawn.question
        if question.accepted:
            found.append(question.accepted[0].upper())
        elif question.number:
            found.append(float(question.number.value))
        elif question.options:
            found.append([at for at, place in enumerate(drawn.order) if question.options[place].is_right])
        else:
            found.append([drawn.order.index(place) for place in range(len(drawn.order))])
    return found
