"""Timed tasks that nobody could do: their answers aren't shown to readers, or were found once already."""

from __future__ import annotations

from collections.abc import Iterator

from content.document import Document
from content.fields.models import TimedTasksFields
from content.library import Library
from content.problem import LibraryProblem


def task_problems(library: Library) -> Iterator[LibraryProblem]:
    """Yield answers of published timed tasks that can't count; ids that name no page are found elsewhere."""
    for page in library.pages:
        if not isinstance(page.fields, TimedTasksFields) or page.fields.status != "approved":
            continue
        known: dict[str, str] = {}
        for at, task in enumerate(page.fields.tasks):
            named = library.find(task.answer)
            if named is None or named is page:
                continue
            why = _why_not(named, known.get(named.id))
            known.setdefault(named.id, task.id)
            if why:
                line, column = page.front.place_of(("tasks", at, "answer"))
                message = f"the task `{task.id}` is answered by `{task.answer}`, {why}"
                yield LibraryProblem(page.path, line, "task-answer", message, column=column)


def _why_not(named: Document, other: str | None) -> str:
    """Say why a page answers no task, or none any more; nothing where it may."""
    if not named.is_shown:
        return "which readers don't get; publish it, or ask for another page"
    if other:
        return f"as `{other}` is, and what was found once is found sooner; ask for another page"
    return ""
