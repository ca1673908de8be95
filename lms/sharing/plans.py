"""Plans that a rep and a buyer share: steps with owners and days, written by the rep, ticked by whose they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.base import hold
from lms.errors import Conflict, NotFound
from lms.sharing.models import BuyerLink, PlanStep

MOST_STEPS = 50


@dataclass(frozen=True)
class WrittenStep:
    """A step as the rep writes it; `id` is that of one that stands there already."""

    text: str
    owner: str
    is_buyers: bool
    due_on: date | None = None
    id: UUID | None = None


def write_plan(session: Session, link: BuyerLink, steps: Sequence[WrittenStep], *, at: datetime) -> list[PlanStep]:
    """Let a plan have these steps, in their order; one that stays keeps whether it is done.

    Raises Conflict for more than MOST_STEPS, and NotFound for a step of another plan.
    """
    if len(steps) > MOST_STEPS:
        raise Conflict(f"a plan has at most {MOST_STEPS} steps", field="steps")
    hold(session, PlanStep.text, PlanStep.link_id == link.id)
    known = {step.id: step for step in read_plan(session, link_id=link.id)}
    for place, written in enumerate(steps):
        step = known.pop(written.id, None) if written.id else PlanStep(link_id=link.id)
        if step is None:
            raise NotFound(f"no step {written.id} in this plan", field="steps")
        step.place, step.text, step.owner = place, written.text, written.owner
        step.is_buyers, step.due_on = written.is_buyers, written.due_on
        session.add(step)
    for left in known.values():
        left.removed_at = at
    session.flush()
    return read_plan(session, link_id=link.id)


def read_plan(session: Session, *, link_id: UUID) -> list[PlanStep]:
    """Return the steps of a link's plan, in order."""
    wanted = select(PlanStep).where(PlanStep.link_id == link_id, PlanStep.removed_at.is_(None))
    wanted = wanted.order_by(PlanStep.place, PlanStep.id).execution_options(populate_existing=True)
    return list(session.scalars(wanted))


def tick_step(
    session: Session, link: BuyerLink, *, step_id: UUID, is_done: bool, by_id: UUID | None, at: datetime
) -> PlanStep:
    """Say that a step is done, or isn't; the buyer, for whom `by_id` is None, may say so of their own steps alone.

    Raises NotFound for a step of another plan, or one that was taken out. Saying it twice keeps the first time.
    """
    whose = (PlanStep.id == step_id, PlanStep.link_id == link.id, PlanStep.removed_at.is_(None))
    hold(session, PlanStep.text, *whose)
    step = session.scalar(select(PlanStep).where(*whose).execution_options(populate_existing=True))
    if step is None:
        raise NotFound("no such step in this plan")
    if by_id is None and not step.is_buyers:
        raise Conflict(f"this step is {step.owner}'s; only they say whether it is done")
    if is_done and step.done_at is None:
        step.done_at, step.done_by_id = at, by_id
    elif not is_done:
        step.done_at, step.done_by_id = None, None
    session.flush()
    return step
