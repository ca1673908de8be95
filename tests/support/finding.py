"""Timed tasks in the tests: a sheet to deal, and people who do its tasks at moments that the test says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from lms.baselines.models import TaskDraw, TaskRun
from lms.baselines.sheets import FindingTask, SheetFacts, draw_sheet
from lms.baselines.timing import start_task, stop_task
from lms.days import Now
from lms.people.access import Actor
from support.factories import MONDAY

TASKS = tuple(FindingTask(f"t{number}", f"Find the page on {number}", f"page-{number}") for number in range(4))
SHEET = SheetFacts("sheet", "d" * 64, TASKS)


def later(seconds: float = 0, *, days: int = 0) -> Now:
    """Return a moment so long after Monday morning."""
    at = MONDAY + timedelta(days=days, seconds=seconds)
    return Now(at, at.date())


def same(found: str, answer: str) -> bool:
    """Take only the id of the answer itself for the answer."""
    return found == answer


@dataclass(frozen=True)
class Finder:
    """Somebody who does the tasks of a sheet."""

    session: Session
    actor: Actor
    sheet: SheetFacts = SHEET

    def draw(self, *, days: int = 0) -> TaskDraw:
        """Draw the tasks."""
        return draw_sheet(self.session, actor=self.actor, sheet=self.sheet, now=later(days=days))[0]

    def start(self, place: int, at: float = 0, *, days: int = 0, is_again: bool = False) -> TaskRun:
        """Start a task so many seconds after the morning."""
        now = later(at, days=days)
        return start_task(
            self.session, actor=self.actor, page_id=self.sheet.page_id, place=place, is_again=is_again, now=now
        )

    def stop(
        self, place: int, at: float, *, days: int = 0, found: str | None = None, has_found: bool = True
    ) -> TaskRun:
        """Stop a task; `found` is the answer where the test says nothing else."""
        answers = {task.id: task.answer for task in self.sheet.tasks}
        task_id = self.draw(days=days).turns[place - 1][0]
        return stop_task(
            self.session,
            actor=self.actor,
            page_id=self.sheet.page_id,
            place=place,
            outcome="found" if has_found else "gave_up",
            found=answers[task_id] if found is None and has_found else found,
            is_answer=same,
            now=later(at, days=days),
        )

    def do(self, seconds: Sequence[float], *, days: int = 0) -> TaskDraw:
        """Draw, and do as many tasks as there are times."""
        draw = self.draw(days=days)
        for place, took in enumerate(seconds, start=1):
            self.start(place, place * 1000, days=days)
            self.stop(place, place * 1000 + took, days=days)
        return draw
