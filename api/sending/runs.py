"""Runs of sequences over HTTP: started for a contact, answered, stopped; a manager sees those of their people."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint
from pydantic import Field

from api.sending.shapes import (
    ContactIn,
    SaidWhy,
    SequenceRunOut,
    known_page,
    run_out,
    runs_out,
)
from api.web.auth import SIGNED_IN, allow
from api.web.context import actor, clock, now, parts, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.paging import After, Listed, created, listed
from api.web.shapes import Day, DealId, Id, Strict
from api.web.sight import visible_entry
from api.web.writes import writes
from api.work.deals import visible_deal
from content.sequence import read_sequence
from lms.errors import Conflict, NotFound
from lms.people.zones import own_zone
from lms.sending.listing import WhichRuns, get_run, list_runs
from lms.sending.outcomes import say_of_run, undo_in_run
from lms.sending.runs import Contact, start_run, stop_run
from lms.sending.states import MessageStep, OutcomeKind

blueprint = Blueprint("sequence_runs", __name__, url_prefix=f"{PREFIX}/sending")
TAGS = ["sending"]


class SequenceRunIn(Strict):
    """Start a sequence for a contact: today, where the contact is, or on a day to come."""

    sequence_id: Id
    contact: ContactIn
    deal: DealId | None = Field(None, description="the deal's id in the CRM")
    begins_on: Day | None = None


class RunsQuery(After):
    """Which runs: of one person, those that still run or ended, of one deal; without all those the asker may see."""

    person_id: UUID | None = None
    state: WhichRuns | None = None
    deal: DealId | None = None


class RunStoppedIn(Strict):
    """Why, where that is worth a word."""

    reason: SaidWhy | None = None


class SendOutcomeIn(Strict):
    """What came of it: who doesn't want any more isn't written to any more."""

    kind: OutcomeKind


@blueprint.get("/runs")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(503, HTTP_200=Listed[SequenceRunOut]), tags=TAGS)
def runs(query: RunsQuery) -> Answer:
    """List runs of sequences, the last started first: the asker's own, and of those whose records they may see."""
    found = list_runs(
        session(),
        actor=actor(),
        person_id=query.person_id,
        kept=query.state,
        deal=query.deal,
        after=query.after,
        limit=query.limit + 1,
        at=now(),
    )
    return listed(Listed[SequenceRunOut], runs_out(list(found)), query.limit)


@blueprint.post("/runs")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409, 415, 503, HTTP_201=SequenceRunOut), tags=TAGS)
def start(json: SequenceRunIn) -> Answer:
    """Start a sequence for a contact, with its steps as they are now."""
    entry = visible_entry(json.sequence_id)
    if entry.type != "sequence":
        raise Conflict(f"`{entry.id}` is no sequence", field="sequence_id")
    page = read_sequence(parts().search.catalogue(), entry)
    made = start_run(
        session(),
        actor=actor(),
        sequence=known_page(entry),
        steps=[MessageStep(one.day, one.template_id) for one in page.messages],
        contact=_contact(json.contact),
        deal=known_deal(json.deal),
        begins_on=json.begins_on,
        now=clock(),
    )
    return created(run_out(made), f"{PREFIX}/sending/runs/{made.run.id}")


@blueprint.get("/runs/<uuid:run_id>")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(503, HTTP_200=SequenceRunOut), tags=TAGS)
def show(run_id: UUID) -> Answer:
    """Return a run of the asker's, or of somebody whose records they may see."""
    return run_out(get_run(session(), actor=actor(), run_id=run_id, at=now()))


@blueprint.post("/runs/<uuid:run_id>/outcomes")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409, 415, 503, HTTP_200=SequenceRunOut), tags=TAGS)
def came_of_run(run_id: UUID, json: SendOutcomeIn) -> Answer:
    """Note what came of the last message of a run of the asker's, which ends it."""
    return run_out(say_of_run(session(), actor=actor(), run_id=run_id, kind=json.kind, now=clock()))


@blueprint.post("/runs/<uuid:run_id>/stopped")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409, 415, 503, HTTP_200=SequenceRunOut), tags=TAGS)
def stopped(run_id: UUID, json: RunStoppedIn) -> Answer:
    """Stop a run of the asker's before its last step."""
    reason = json.reason and json.reason.strip()
    return run_out(stop_run(session(), actor=actor(), run_id=run_id, reason=reason, now=clock()))


@blueprint.post("/runs/<uuid:run_id>/undone")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409, 503, HTTP_200=SequenceRunOut), tags=TAGS)
def undone(run_id: UUID) -> Answer:
    """Take back what was said last of a run of the asker's, for some days."""
    return run_out(undo_in_run(session(), actor=actor(), run_id=run_id, now=clock()))


def known_deal(deal_id: str | None) -> str | None:
    """Return the full id of a deal whose records the actor may see; raises Conflict for any other."""
    if deal_id is None:
        return None
    try:
        return visible_deal(session(), parts().figures.current(), actor=actor(), deal_id=deal_id.strip()).id
    except NotFound as error:  # the address of the request is right
        raise Conflict(str(error), field="deal") from error


def _contact(given: ContactIn) -> Contact:
    company = given.company and given.company.strip()
    zone = given.zone or own_zone(session(), person_id=actor().id, company=parts().config.zone).key
    return Contact(given.name.strip(), given.email, zone, given.country, given.part, company)
