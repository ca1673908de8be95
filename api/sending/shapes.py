"""Shapes of sending: pages by name, contacts, and runs of sequences with their steps."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, Field, StringConstraints

from api.web.context import actor, now, session
from api.web.naming import NamedPageOut, named_page
from api.web.shapes import Name, PersonRef, Strict, Words, as_number
from api.web.sight import visible_entry
from content.catalogue import Entry
from lms.errors import Conflict, NotFound
from lms.people.directory import names_of
from lms.sending.facts import RunFound
from lms.sending.models import SequenceRun
from lms.sending.outcomes import refusal_to_undo
from lms.sending.runs import KnownPage
from lms.sending.states import RunState, StepStanding, StepState

TEMPLATE = "email-template"
Address = Annotated[Words, Field(max_length=320, description="an e-mail address")]
MessageId = Annotated[str, StringConstraints(max_length=255, pattern=r"^<[^\s<>\x00]{1,253}>$")]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
CountryPart = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]{1,10}$")]
StepNumber = Annotated[int, Field(ge=1, le=1000), BeforeValidator(as_number)]
SaidWhy = Annotated[Words, Field(max_length=500)]


class ContactIn(Strict):
    """Whom it is sent to: name and address; where they are (`zone`, the asker's if not given) and whose holidays count.

    `country` is a code of ISO 3166, and `part` one of its parts; without a country Saturdays and Sundays are off alone.
    """

    name: Name
    email: Address
    company: Name | None = None
    zone: Annotated[Words, Field(max_length=64)] | None = None
    country: Country | None = None
    part: CountryPart | None = None


class ContactOut(BaseModel):
    """Whom a sequence runs for, and whose days count."""

    name: str
    email: str
    company: str | None
    zone: str
    country: str | None
    part: str | None


class RunStepOut(BaseModel):
    """A step of a run, by its number from 1: when it is due, and on which day it was sent or skipped (and why)."""

    number: int
    template: NamedPageOut
    state: StepState
    due_on: date
    settled_on: date | None
    reason: str | None


class SequenceRunOut(BaseModel):
    """A sequence that runs for a contact, or did; `next` is the number of its next step, null once it ended.

    `reason` is why it was stopped.
    """

    id: UUID
    rep: PersonRef
    sequence: NamedPageOut
    contact: ContactOut
    deal: str | None
    begins_on: date
    started_at: datetime
    state: RunState
    ended_at: datetime | None
    reason: str | None
    next: int | None
    last_sent_at: datetime | None
    can_undo: bool
    steps: list[RunStepOut]


def known_page(entry: Entry) -> KnownPage:
    """Return a page as it is now, for the records."""
    return KnownPage(entry.id, entry.hash, entry.language)


def template_page(page_id: str) -> KnownPage:
    """Return an e-mail template that the actor may see, as it is now; raises Conflict for any other page."""
    try:
        entry = visible_entry(page_id)
    except NotFound as error:
        raise Conflict(f"{error}; skip the step, or name another template", field="template_id") from error
    if entry.type != TEMPLATE:
        raise Conflict(f"`{page_id}` is no e-mail template", field="template_id")
    return known_page(entry)


def runs_out(found: list[RunFound]) -> list[SequenceRunOut]:
    """Return runs as the API shows them."""
    names = names_of(session(), person_ids={one.run.rep_id for one in found})
    return [_run(one, names) for one in found]


def run_out(found: RunFound) -> SequenceRunOut:
    """Return a run as the API shows it."""
    return runs_out([found])[0]


def _run(found: RunFound, names: Mapping[UUID, str]) -> SequenceRunOut:
    run, last = found.run, found.last_send
    is_own = run.rep_id == actor().id
    return SequenceRunOut(
        id=run.id,
        rep=PersonRef(id=run.rep_id, name=names[run.rep_id]),
        sequence=named_page(run.page_id),
        contact=_contact(run),
        deal=run.deal,
        begins_on=run.begins_on,
        started_at=run.started_at,
        state=found.standing.state,
        ended_at=run.ended_at,
        reason=found.reason_of("stopped"),
        next=None if found.standing.next is None else found.standing.next + 1,
        last_sent_at=last.at if last else None,
        can_undo=is_own and bool(found.facts) and refusal_to_undo(found.facts[-1], now()) is None,
        steps=[_step(found, step) for step in found.standing.steps],
    )


def _contact(run: SequenceRun) -> ContactOut:
    return ContactOut(
        name=run.contact_name,
        email=run.contact_email,
        company=run.company,
        zone=run.zone,
        country=run.country,
        part=run.part,
    )


def _step(found: RunFound, step: StepStanding) -> RunStepOut:
    return RunStepOut(
        number=step.number + 1,
        template=named_page(step.template),
        state=step.state,
        due_on=step.due_on,
        settled_on=step.settled_on,
        reason=found.reason_of("skipped", step.number),
    )
