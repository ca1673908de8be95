"""Replies to templates over HTTP: by template, version or step, with intervals; never by person."""

from __future__ import annotations

from datetime import date
from typing import Literal

from flask import Blueprint
from pydantic import BaseModel, Field

from api.web.auth import SIGNED_IN, allow
from api.web.context import actor, clock, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.naming import NamedPageOut, named_page
from api.web.periods import PeriodQuery, period_of
from api.web.shapes import Id, ProportionOut
from lms.people.access import visible_people
from lms.sending.replies import LEAST, WINDOW_DAYS, RepliesTo, ToldApartBy, replies_to

blueprint = Blueprint("replies", __name__, url_prefix=f"{PREFIX}/sending")
MOST_DAYS = 90
DEFINITION = (
    "Of the messages that were sent in the period and have had the whole window for an answer, the share that was"
    " answered or led to a meeting within it. What bounced never arrived and doesn't count; a message that is answered"
    f" counts once. Below {LEAST} messages there is too little data to say. Templates aren't sent to the same people at"
    " random, so a difference between two of them isn't yet the template's doing."
)


class RepliesQuery(PeriodQuery):
    """By template, version or step; within how many days an answer counts; of all, or of the asker's people."""

    by: ToldApartBy = "template"
    window_days: int = Field(WINDOW_DAYS, ge=1, le=MOST_DAYS)
    of: Literal["company", "own"] = "company"
    template_id: Id | None = None


class RepliesToOut(BaseModel):
    """How a template did; version, sequence and step (from 1) are null where they aren't told apart.

    `replied` is of messages whose window has passed and that didn't bounce; `waiting` are those that may still be
    answered.
    """

    template: NamedPageOut
    version: str | None
    sequence: NamedPageOut | None
    step: int | None
    status: Literal["measured", "insufficient_data"]
    replied: ProportionOut
    booked: int
    bounced: int
    waiting: int


class RepliesOut(BaseModel):
    """How templates did that were sent in a period, those sent most first; `least` messages are needed for a share."""

    start: date
    end: date
    window_days: int
    least: int
    items: list[RepliesToOut]
    definition: str


@blueprint.get("/replies")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(409, 503, HTTP_200=RepliesOut), tags=["sending"])
def replies(query: RepliesQuery) -> Answer:
    """Report which templates get replies, of the whole company or of those whose records the asker may see."""
    period = period_of(query)
    found = replies_to(
        session(),
        people=visible_people(actor()) if query.of == "own" else None,
        start=period.start,
        end=period.end,
        today=clock().day,
        window_days=query.window_days,
        by=query.by,
        page_id=query.template_id,
    )
    return RepliesOut(
        start=period.start,
        end=period.end,
        window_days=query.window_days,
        least=LEAST,
        items=[_out(row) for row in found],
        definition=DEFINITION,
    )


def _out(row: RepliesTo) -> RepliesToOut:
    return RepliesToOut(
        template=named_page(row.page_id),
        version=row.version,
        sequence=named_page(row.sequence_id) if row.sequence_id else None,
        step=None if row.step is None else row.step + 1,
        status=row.replied.status,
        replied=ProportionOut.of(row.replied),
        booked=row.booked,
        bounced=row.bounced,
        waiting=row.waiting,
    )
