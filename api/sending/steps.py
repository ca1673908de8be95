"""Steps of sequences over HTTP: what is due today, and each step sent, by hand or by the mail server, or skipped."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from flask import Blueprint
from pydantic import BaseModel, Field

from api.sending.shapes import (
    MessageId,
    RunStepOut,
    SaidWhy,
    SequenceRunOut,
    StepNumber,
    run_out,
    runs_out,
    template_page,
)
from api.web.auth import SIGNED_IN, allow
from api.web.context import actor, clock, now, parts, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.shapes import Id, Strict, Words
from api.web.writes import writes
from api.work.sending.leaving import send_as_rep
from api.work.sending.message import Message
from lms.errors import Conflict
from lms.sending.listing import DueStep, get_run, list_due
from lms.sending.runs import KnownPage, UsedTemplate, send_next, skip_step
from lms.sending.sends import ByHand

blueprint = Blueprint("sequence_steps", __name__, url_prefix=f"{PREFIX}/sending")
TAGS = ["sending"]
MOST_LETTERS = 100_000


class StepSentIn(Strict):
    """Which step was sent, by its number from 1, and how.

    `template_id` is another template where one was sent, `message_id` the e-mail's where it is known.
    """

    step: StepNumber
    way: ByHand
    template_id: Id | None = None
    message_id: MessageId | None = None


class StepMailedIn(Strict):
    """Which step is to leave, by its number from 1, and the message as it is sent: merge fields are filled in."""

    step: StepNumber
    template_id: Id | None = None
    subject: Annotated[Words, Field(max_length=200)]
    text: Annotated[Words, Field(max_length=MOST_LETTERS)]
    html: Annotated[Words, Field(max_length=MOST_LETTERS)] | None = None


class StepSkippedIn(Strict):
    """Which step is left out, by its number from 1, and why, where that is worth a word."""

    step: StepNumber
    reason: SaidWhy | None = None


class DueStepOut(BaseModel):
    """A step that is due, today or since, with the run that it belongs to.

    `left_at` is when the mail server was given it, where it isn't known whether it took it; it isn't sent twice.
    """

    run: SequenceRunOut
    step: RunStepOut
    left_at: datetime | None


class DueOut(BaseModel):
    """What the asker is to send today, the longest due first; `can_mail` tells whether the mail server may send it."""

    day: date
    can_mail: bool
    items: list[DueStepOut]


@blueprint.get("/due")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(503, HTTP_200=DueOut), tags=TAGS)
def due() -> Answer:
    """List the asker's steps that are due, by the days of each contact."""
    found = list_due(session(), actor=actor(), at=now())
    runs = runs_out([one.found for one in found])
    config = parts().config
    return DueOut(
        day=clock().day,
        can_mail=config.send_as_reps and bool(config.smtp_host),
        items=[_due(run, one) for run, one in zip(runs, found, strict=True)],
    )


@blueprint.post("/runs/<uuid:run_id>/sent")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409, 415, 503, HTTP_200=SequenceRunOut), tags=TAGS)
def sent(run_id: UUID, json: StepSentIn) -> Answer:
    """Mark the next step of a run of the asker's as sent, which notes the send with the template's version."""
    template = _template(run_id, json.step, json.template_id)
    used = UsedTemplate(template, json.way, json.message_id)
    return run_out(send_next(session(), actor=actor(), run_id=run_id, step=json.step - 1, sent=used, now=clock()))


@blueprint.post("/runs/<uuid:run_id>/mailed")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409, 415, 503, HTTP_200=SequenceRunOut), tags=TAGS)
def mailed(run_id: UUID, json: StepMailedIn) -> Answer:
    """Send the next step of a run of the asker's by the mail server, from the asker's address; never twice."""
    return run_out(
        send_as_rep(
            session(),
            config=parts().config,
            actor=actor(),
            run_id=run_id,
            step=json.step - 1,
            template=_template(run_id, json.step, json.template_id),
            message=Message(json.subject.strip(), json.text, json.html),
            now=clock(),
        )
    )


@blueprint.post("/runs/<uuid:run_id>/skipped")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409, 415, 503, HTTP_200=SequenceRunOut), tags=TAGS)
def skipped(run_id: UUID, json: StepSkippedIn) -> Answer:
    """Leave out the next step of a run of the asker's."""
    reason = json.reason and json.reason.strip()
    return run_out(skip_step(session(), actor=actor(), run_id=run_id, step=json.step - 1, reason=reason, now=clock()))


def _due(run: SequenceRunOut, one: DueStep) -> DueStepOut:
    return DueStepOut(run=run, step=run.steps[one.step.number], left_at=one.left_at)


def _template(run_id: UUID, step: int, template_id: str | None) -> KnownPage:
    """Return the template that a step is sent with: the one that is named, or the sequence's."""
    steps = get_run(session(), actor=actor(), run_id=run_id, at=now()).run.steps
    if step > len(steps):
        raise Conflict(f"this sequence has steps 1 to {len(steps)}", field="step")
    return template_page(template_id or steps[step - 1]["template"])
