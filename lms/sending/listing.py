"""Lists of runs: what is due today, and the runs of a rep or of a manager's people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.errors import NotFound
from lms.people.access import Actor, visible_people
from lms.sending.facts import RunFound, read_runs
from lms.sending.models import OutgoingMail, SequenceRun
from lms.sending.states import StepStanding
from lms.sending.suppression import suppressed_among

WhichRuns = Literal["running", "ended"]


@dataclass(frozen=True)
class DueStep:
    """A step that is due today, or was before, and the run it belongs to.

    `left_at` is when our mail server was given it, where it isn't known whether it took it.
    """

    found: RunFound
    step: StepStanding
    left_at: datetime | None


def list_due(session: Session, *, actor: Actor, at: datetime) -> list[DueStep]:
    """Return the actor's steps that are due, the longest due first; none to an address that may not be written to."""
    mine = select(SequenceRun).where(SequenceRun.rep_id == actor.id, SequenceRun.ended_at.is_(None))
    found = read_runs(session, session.scalars(mine.order_by(SequenceRun.id)).all(), at=at)
    left = _left_without_a_word(session, actor)
    due = [
        DueStep(one, step, left.get((one.run.id, step.number)))
        for one in found
        if (step := one.standing.due) is not None
    ]
    refused = suppressed_among(session, [one.found.run.contact_email for one in due])
    kept = [one for one in due if one.found.run.contact_email not in refused]
    return sorted(kept, key=lambda one: (one.step.due_on, one.found.run.id))


def _left_without_a_word(session: Session, actor: Actor) -> dict[tuple[UUID, int], datetime]:
    wanted = select(OutgoingMail).where(OutgoingMail.rep_id == actor.id, OutgoingMail.sent_at.is_(None))
    return {(one.run_id, one.step): one.claimed_at for one in session.scalars(wanted)}


def get_run(session: Session, *, actor: Actor, run_id: UUID, at: datetime) -> RunFound:
    """Return a run of somebody whose records the actor may see; raises NotFound for any other."""
    mine = SequenceRun.rep_id.in_(visible_people(actor))
    run = session.scalar(select(SequenceRun).where(SequenceRun.id == run_id, mine))
    if run is None:
        raise NotFound("no such sequence")
    return read_runs(session, [run], at=at)[0]


def list_runs(
    session: Session,
    *,
    actor: Actor,
    person_id: UUID | None,
    kept: WhichRuns | None,
    deal: str | None,
    after: UUID | None,
    limit: int,
    at: datetime,
) -> Sequence[RunFound]:
    """Return the runs of those whose records the actor may see, or of one of them, the last started first."""
    wanted = select(SequenceRun).where(SequenceRun.rep_id.in_(visible_people(actor)))
    if person_id is not None:
        wanted = wanted.where(SequenceRun.rep_id == person_id)
    if kept is not None:
        is_running = SequenceRun.ended_at.is_(None)
        wanted = wanted.where(is_running if kept == "running" else ~is_running)
    if deal is not None:
        wanted = wanted.where(SequenceRun.deal == deal)
    if after is not None:
        wanted = wanted.where(SequenceRun.id < after)
    return read_runs(session, session.scalars(wanted.order_by(SequenceRun.id.desc()).limit(limit)).all(), at=at)
