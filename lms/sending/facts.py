"""Facts of runs read together: what was sent, what came of it and what else was said, and how each run stands."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.days import day_of
from lms.people.zones import zone_names
from lms.sending.calendars import working_days
from lms.sending.models import RunEvent, SendOutcome, SentMessage, SequenceRun
from lms.sending.states import MessageStep, RunMark, RunStanding, standing_of

Fact = SentMessage | RunEvent | SendOutcome


@dataclass(frozen=True)
class RunFound:
    """A run with how it stands, and all that was said of it and holds, in its order."""

    run: SequenceRun
    standing: RunStanding
    facts: tuple[Fact, ...]

    @property
    def last_send(self) -> SentMessage | None:
        """The last message that was sent in it."""
        return next((fact for fact in reversed(self.facts) if isinstance(fact, SentMessage)), None)

    def reason_of(self, kind: str, step: int | None = None) -> str | None:
        """Return why it was stopped, or why a step was skipped."""
        events = (fact for fact in self.facts if isinstance(fact, RunEvent))
        return next((event.reason for event in events if (event.kind, event.step) == (kind, step)), None)


def read_runs(session: Session, runs: Sequence[SequenceRun], *, at: datetime) -> list[RunFound]:
    """Return how some runs stand at a moment, in the same order."""
    facts = _facts_of(session, {run.id for run in runs})
    return [_found(run, facts.get(run.id, []), at) for run in runs]


def zone_of(run: SequenceRun) -> ZoneInfo:
    """Return the time zone of a run's contact; UTC for one that this machine knows no more."""
    return ZoneInfo(run.zone if run.zone in zone_names() else "UTC")


def contact_day(run: SequenceRun, at: datetime) -> date:
    """Return which day it is for a run's contact."""
    return day_of(zone_of(run), at)


def _found(run: SequenceRun, facts: list[Fact], at: datetime) -> RunFound:
    facts.sort(key=lambda fact: (fact.at, fact.id))
    standing = standing_of(
        [MessageStep(step["day"], step["template"]) for step in run.steps],
        [_mark(fact, contact_day(run, fact.at)) for fact in facts],
        begins=run.begins_on,
        today=contact_day(run, at),
        is_working_day=working_days(run.country, run.part),
    )
    return RunFound(run, standing, tuple(facts))


def _mark(fact: Fact, on: date) -> RunMark:
    if isinstance(fact, SentMessage):
        return RunMark("sent", on, fact.step)
    return RunMark(fact.kind, on, fact.step if isinstance(fact, RunEvent) else None)  # type: ignore[arg-type]  # text


def _facts_of(session: Session, run_ids: Collection[UUID]) -> dict[UUID, list[Fact]]:
    """Return what holds of some runs: what wasn't taken back, of sends that weren't."""
    found: dict[UUID, list[Fact]] = {}
    sends = select(SentMessage).where(SentMessage.run_id.in_(run_ids), SentMessage.undone_at.is_(None))
    run_of: dict[UUID, UUID] = {}
    for sent in session.scalars(sends):
        if sent.run_id is not None:
            run_of[sent.id] = sent.run_id
            found.setdefault(sent.run_id, []).append(sent)
    outcomes = select(SendOutcome).where(SendOutcome.send_id.in_(run_of), SendOutcome.undone_at.is_(None))
    for outcome in session.scalars(outcomes):
        found.setdefault(run_of[outcome.send_id], []).append(outcome)
    for event in session.scalars(select(RunEvent).where(RunEvent.run_id.in_(run_ids), RunEvent.undone_at.is_(None))):
        found.setdefault(event.run_id, []).append(event)
    return found
