"""Leases of a worker: the jobs of the company that this node holds, renewed in time, and commits that need one."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from sqlalchemy import event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from api.web.context import session
from api.web.database import state_of
from api.work.status import read_commit
from api.work.version import VERSION
from config import Config
from lms.errors import Conflict
from lms.nodes.leases import (
    HELD_SECONDS,
    NodeFacts,
    check_lease,
    holders,
    note_node,
    renew_leases,
    take_lease,
)

# One that is started again has the name of one that was there just now.
NAME_PATIENCE_SECONDS = 3 * HELD_SECONDS


class Leases:
    """What this process holds of some jobs; safe for threads."""

    def __init__(self, config: Config, jobs: Collection[str]) -> None:
        """Hold nothing yet."""
        self._config = config
        self._jobs = sorted(jobs)
        self._run = uuid7()
        self._began = time.monotonic()
        self._held: frozenset[str] = frozenset()
        self._holders: dict[str, str] = {}
        self._until = 0.0  # monotonic: what was renewed is held until then

    def beat(self) -> None:
        """Say that this node is there, renew what it holds, and take what nobody does.

        Raises Conflict while another node has its name, and SQLAlchemyError; some seconds later nothing is held then.
        """
        began = time.monotonic()
        facts = NodeFacts(self._config.node, self._run, VERSION, read_commit(self._config.data_dir))
        if not note_node(session(), facts):
            session().rollback()
            if began - self._began > NAME_PATIENCE_SECONDS:
                raise Conflict(f"another node is called `{facts.name}`; give each a name of its own with NODE_NAME")
            return
        held = renew_leases(session(), facts)
        session().commit()
        self._keep(held, holders(session()), until=began + HELD_SECONDS)
        for job in self._jobs:
            if job not in self._holders and self._take(facts, job):
                self._keep(self._held | {job}, self._holders | {job: facts.name}, until=self._until)

    def holds(self, job: str) -> bool:
        """Tell whether this node may begin a job now; `guarded` tells whether it may end it."""
        return job in self._held and time.monotonic() < self._until

    def holder_of(self, job: str) -> str | None:
        """Return the name of the node that held a job when this one looked last."""
        return self._holders.get(job)

    @contextmanager
    def guarded(self, job: str, work: Session) -> Iterator[None]:
        """Let a session commit meanwhile only while this node holds a job; raises LeaseLostError there.

        It is a thread's own session, not the scope of all: what others commit is none of its business.
        """

        def check(_: Session) -> None:
            work.flush()  # before anybody who wants the lease has to wait
            check_lease(work, job=job, run=self._run)

        event.listen(work, "before_commit", check)
        try:
            yield
        finally:
            event.remove(work, "before_commit", check)

    def _keep(self, held: Collection[str], known: dict[str, str], *, until: float) -> None:
        self._held, self._holders, self._until = frozenset(held), known, until

    def _take(self, facts: NodeFacts, job: str) -> bool:
        """Take one job by itself: whoever commits in the name of a dead node holds up that one alone."""
        try:
            is_taken = take_lease(session(), facts, job)
            session().commit()
        except SQLAlchemyError as error:
            session().rollback()
            if state_of(error) != "busy":
                raise
            return False
        return is_taken
