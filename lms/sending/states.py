"""States of a run and of its steps: pure, derived from what was said of it, and the only place that decides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from lms.errors import Conflict
from lms.sending.plan import due_days

OutcomeKind = Literal["replied", "booked", "bounced", "unsubscribed"]
MarkKind = Literal["sent", "skipped", "stopped", "replied", "booked", "bounced", "unsubscribed"]
RunState = Literal["running", "finished", "stopped", "replied", "booked", "bounced", "unsubscribed"]
StepState = Literal["planned", "due", "sent", "skipped", "dropped"]
OUTCOMES: tuple[OutcomeKind, ...] = get_args(OutcomeKind)
SETTLING = ("sent", "skipped")


@dataclass(frozen=True, slots=True)
class MessageStep:
    """One message of a sequence: how many days after the first it is due, and the template's page."""

    day: int
    template: str


@dataclass(frozen=True, slots=True)
class RunMark:
    """What was said of a run, in its order: of a step (by its number from 0) sent or skipped, or of the whole.

    `on` is the day it was where the contact is.
    """

    kind: MarkKind
    on: date
    step: int | None = None


@dataclass(frozen=True, slots=True)
class StepStanding:
    """How a step stands: when it is due, and on which day it was sent or skipped; `dropped` ones won't be."""

    number: int
    template: str
    state: StepState
    due_on: date
    settled_on: date | None


@dataclass(frozen=True, slots=True)
class RunStanding:
    """How a run stands, with its steps; `next` is the number of the step to be sent next, None once it ended."""

    state: RunState
    steps: tuple[StepStanding, ...]
    next: int | None

    @property
    def due(self) -> StepStanding | None:
        """The step that is due today or was before; one at a time is, in their order."""
        return next((step for step in self.steps if step.state == "due"), None)


def standing_of(
    steps: Sequence[MessageStep],
    marks: Iterable[RunMark],
    *,
    begins: date,
    today: date,
    is_working_day: Callable[[date], bool],
) -> RunStanding:
    """Return how a run stands today, a day of the contact's, after what was said of it and wasn't taken back."""
    said = list(marks)
    settled = {mark.step: mark for mark in said if mark.kind in SETTLING and mark.step is not None}
    sent = {number: mark.on for number, mark in settled.items() if mark.kind == "sent"}
    due = due_days(begins, [step.day for step in steps], sent=sent, is_working_day=is_working_day)
    waiting = next((number for number in range(len(steps)) if number not in settled), None)
    state = _state_of(said, is_settled=waiting is None)
    following = waiting if state == "running" else None
    found = tuple(
        StepStanding(
            number, step.template, _step_state(number, settled, following, due[number] <= today, state), day, on
        )
        for number, (step, day) in enumerate(zip(steps, due, strict=True))
        for on in (settled[number].on if number in settled else None,)
    )
    return RunStanding(state, found, following)


def check_step(standing: RunStanding, number: int) -> None:
    """Refuse a step that can't be settled now: the run has ended, or it isn't the next one."""
    if standing.state != "running":
        raise Conflict(f"this sequence runs no more: it is {standing.state}")
    if number != standing.next:
        raise Conflict(f"step {(standing.next or 0) + 1} is the next one; say first what became of it", field="step")


def _state_of(said: Sequence[RunMark], *, is_settled: bool) -> RunState:
    """Return the last that ended it; a reply may still come to what is finished, and a booking to what was replied."""
    for mark in reversed(said):
        if mark.kind == "stopped" or mark.kind in OUTCOMES:
            return mark.kind
    return "finished" if is_settled else "running"


def _step_state(
    number: int, settled: dict[int, RunMark], following: int | None, has_come: bool, state: RunState
) -> StepState:
    if number in settled:
        return "sent" if settled[number].kind == "sent" else "skipped"
    if state != "running":
        return "dropped"
    return "due" if number == following and has_come else "planned"
