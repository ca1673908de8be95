"""Leases: which node holds a job of the company, and that nobody else commits in its name.

A node renews what it holds every BEAT_SECONDS, and takes what nobody has renewed for HELD_SECONDS, by the clock of the
database. So a job goes on elsewhere within 10 seconds after its holder died, lost its network or stood still. One that
stood still and wakes up finds at its next commit that the lease isn't its own any more (`check_lease`), and what it did
since its last commit is taken back. Each job is written to be done twice all the same: what must not happen twice, as
letters, is claimed and committed before it happens, so that killing one between the two loses a letter's notes at most.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import case, delete, or_, select, update
from sqlalchemy.orm import Session

from lms.base import StepLostError, insert_into
from lms.nodes.clock import DatabaseMoment
from lms.nodes.models import JobLease, Node

BEAT_SECONDS = 1.5
HELD_SECONDS = 6.0
FORGOTTEN_SECONDS = 30 * 86_400.0


class LeaseLostError(StepLostError):
    """Another node holds the job now: what was done since the last commit is taken back."""


@dataclass(frozen=True)
class NodeFacts:
    """What a node says of itself: `run` is new with each start of its worker, `library` the commit that it shows."""

    name: str
    run: UUID
    version: str
    library: str | None


@dataclass(frozen=True)
class NodeSeen:
    """A node as the others know it: since when, seen last when, whether just now, and the jobs that it holds."""

    name: str
    version: str
    library: str | None
    begun_at: datetime
    seen_at: datetime
    is_there: bool
    jobs: tuple[str, ...]


def note_node(session: Session, facts: NodeFacts) -> bool:
    """Say that a node is there; False, and nothing is said, while another that is there has its name."""
    known = insert_into(session, Node).values(
        name=facts.name,
        run=facts.run,
        version=facts.version,
        library=facts.library,
        begun_at=DatabaseMoment(),
        seen_at=DatabaseMoment(),
    )
    new = known.excluded
    changes: dict[str, Any] = {name: new[name] for name in ("run", "version", "library", "seen_at")}
    changes["begun_at"] = case((Node.run == facts.run, Node.begun_at), else_=new.begun_at)
    is_free = or_(Node.run == facts.run, Node.seen_at < DatabaseMoment(-HELD_SECONDS))
    said = known.on_conflict_do_update(index_elements=["name"], set_=changes, where=is_free)
    return session.execute(said.returning(Node.name)).first() is not None


def renew_leases(session: Session, facts: NodeFacts) -> set[str]:
    """Renew all that a node holds, and return the names of these jobs."""
    mine = update(JobLease).where(JobLease.run == facts.run).values(until=DatabaseMoment(HELD_SECONDS))
    return set(session.scalars(mine.returning(JobLease.job).execution_options(synchronize_session=False)))


def holders(session: Session) -> dict[str, str]:
    """Return the names of the nodes that hold jobs now, by job."""
    held = select(JobLease.job, JobLease.node).where(JobLease.until >= DatabaseMoment())
    return {row.job: row.node for row in session.execute(held)}


def take_lease(session: Session, facts: NodeFacts, job: str) -> bool:
    """Take a job that nobody holds, in this transaction; False where somebody was quicker."""
    mine = insert_into(session, JobLease).values(
        job=job, node=facts.name, run=facts.run, taken_at=DatabaseMoment(), until=DatabaseMoment(HELD_SECONDS)
    )
    new = mine.excluded
    changes = {name: new[name] for name in ("node", "run", "taken_at", "until")}
    taken = mine.on_conflict_do_update(
        index_elements=["job"], set_=changes, where=JobLease.until < DatabaseMoment()
    ).returning(JobLease.job)
    return session.execute(taken).first() is not None


def check_lease(session: Session, *, job: str, run: UUID) -> None:
    """Raise LeaseLostError unless a run holds a job; nobody takes it then until the transaction ends (PostgreSQL).

    On SQLite whoever writes is alone in any case.
    """
    mine = (JobLease.job == job, JobLease.run == run, JobLease.until >= DatabaseMoment())
    if session.execute(select(JobLease.job).where(*mine).with_for_update(read=True)).first() is None:
        raise LeaseLostError(f"another node holds {job} now")


def list_nodes(session: Session) -> list[NodeSeen]:
    """Return all nodes that were there of late, by name."""
    jobs: dict[UUID, list[str]] = {}
    held = select(JobLease.run, JobLease.job).where(JobLease.until >= DatabaseMoment()).order_by(JobLease.job)
    for run, job in session.execute(held):
        jobs.setdefault(run, []).append(job)
    is_there = (Node.seen_at >= DatabaseMoment(-HELD_SECONDS)).label("is_there")
    return [
        NodeSeen(
            node.name,
            node.version,
            node.library,
            node.begun_at,
            node.seen_at,
            bool(there),
            tuple(jobs.get(node.run, ())),
        )
        for node, there in session.execute(select(Node, is_there).order_by(Node.name))
    ]


def forget_nodes(session: Session) -> None:
    """Forget nodes that haven't been there for a month, and jobs that nobody has held as long."""
    long_ago = DatabaseMoment(-FORGOTTEN_SECONDS)
    session.execute(delete(Node).where(Node.seen_at < long_ago))
    session.execute(delete(JobLease).where(JobLease.until < long_ago))
