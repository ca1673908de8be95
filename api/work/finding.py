"""Timed tasks of the library in the words of the records."""

from __future__ import annotations

from content.quiz.paper import digest_of
from content.timed_tasks import FindingSheet
from lms.baselines.sheets import FindingTask, SheetFacts, content_of


def sheet_facts(sheet: FindingSheet) -> SheetFacts:
    """Return a sheet in the words of the records; its digest is of its tasks alone, whatever its page says else."""
    tasks = tuple(FindingTask(task.id, task.ask, task.answer) for task in sheet.tasks)
    return SheetFacts(sheet.entry.id, digest_of(content_of(sheet.entry.id, tasks)), tasks)
