"""States of a run and its steps: by tables, and for any run of what may be said of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.errors import Conflict
from lms.sending.calendars import working_days
from lms.sending.states import OUTCOMES, MarkKind, MessageStep, RunMark, RunStanding, check_step, standing_of

MONDAY = date(2026, 3, 2)
STEPS = [MessageStep(0, "first"), MessageStep(3, "second"), MessageStep(7, "last")]
# What was said, as KIND or KIND:STEP with the days after Monday behind @, on which day; how it and its steps stand.
TABLE = [
    ("", 0, "running", "due planned planned"),
    ("", -1, "running", "planned planned planned"),
    ("sent:0@0", 0, "running", "sent planned planned"),
    ("sent:0@0", 3, "running", "sent due planned"),
    ("sent:0@0", 30, "running", "sent due planned"),
    ("sent:0@2", 3, "running", "sent planned planned"),
    ("skipped:0@2", 3, "running", "skipped due planned"),
    ("sent:0@0 skipped:1@3 sent:2@7", 7, "finished", "sent skipped sent"),
    ("sent:0@0 replied@1", 3, "replied", "sent dropped dropped"),
    ("sent:0@0 replied@1 booked@2", 3, "booked", "sent dropped dropped"),
    ("sent:0@0 bounced@0", 3, "bounced", "sent dropped dropped"),
    ("sent:0@0 replied@1 unsubscribed@2", 3, "unsubscribed", "sent dropped dropped"),
    ("stopped@0", 0, "stopped", "dropped dropped dropped"),
    ("sent:0@0 sent:1@3 sent:2@7 replied@9", 9, "replied", "sent sent sent"),
]


def _standing(said: list[RunMark], days: int) -> RunStanding:
    today = MONDAY + timedelta(days=days)
    return standing_of(STEPS, said, begins=MONDAY, today=today, is_working_day=working_days(None))


def _read(words: str) -> list[RunMark]:
    said = []
    for word in words.split():
        what, _, days = word.partition("@")
        kind, _, step = what.partition(":")
        on = MONDAY + timedelta(days=int(days))
        said.append(RunMark(kind, on, int(step) if step else None))  # type: ignore[arg-type]  # the table's own words
    return said


@pytest.mark.parametrize(("said", "days", "state", "steps"), TABLE)
def test_how_a_run_stands(said: str, days: int, state: str, steps: str) -> None:
    """One step at a time is due, and none once an answer came."""
    found = _standing(_read(said), days)
    assert (found.state, " ".join(step.state for step in found.steps)) == (state, steps)


@given(st.lists(st.sampled_from(["sent", "skipped", "stopped", *OUTCOMES]), max_size=8), st.integers(-3, 40))
def test_whatever_is_said_leaves_one_next_step_or_none(kinds: list[MarkKind], days: int) -> None:
    """A run that runs has a next step, which alone may be settled; an ended one has none, and nothing of it is due."""
    said: list[RunMark] = []
    for kind in kinds:
        found = _standing(said, days)
        is_of_step = kind in ("sent", "skipped")
        if is_of_step and found.next is None:
            with pytest.raises(Conflict, match="runs no more"):
                check_step(found, 0)
            continue
        said.append(RunMark(kind, MONDAY + timedelta(days=len(said)), found.next if is_of_step else None))
    found = _standing(said, days)
    states = [step.state for step in found.steps]
    assert (found.state == "running") == (found.next is not None)
    assert states.count("due") <= 1
    assert (found.due is None) or (found.due.number == found.next)
    assert found.state == "running" or not {"due", "planned"} & set(states)
    if found.next is not None:
        check_step(found, found.next)
        with pytest.raises(Conflict, match="is the next one"):
            check_step(found, found.next + 1)
