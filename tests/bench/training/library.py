"""A library of many small courses: five lessons and a quiz each, some that expire, some in a second version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from content.library import read_library
from content.search import update_index
from lms.training.facts import VersionChange

LESSONS = 5
RENEW_DAYS = 30
AREAS = {"product": "Product", "selling-skills": "Selling skills", "tools": "Tools", "compliance": "Compliance"}
# Has facts of nobody: the one that is assigned to everybody while that is measured.
NEW = "course-new"


@dataclass(frozen=True)
class Spec:
    """A course: how long it counts, and what its second version asks from which day (of courses that never expire)."""

    id: str
    area: str
    valid_days: int | None
    change: VersionChange | None


def specs(count: int, *, today: date, days: int) -> list[Spec]:
    """Return so many courses."""
    return [_spec(number, today=today, days=days) for number in range(count)]


def make_library(folder: Path, index: Path, courses: list[Spec]) -> None:
    """Write the courses' pages, and one course more that nobody has; index them."""
    folder.mkdir(parents=True)
    areas = "".join(f"  {key}: {label}\n" for key, label in AREAS.items())
    (folder / "taxonomy.yml").write_text(f"areas:\n{areas}", encoding="utf-8")
    for course in [*courses, Spec(NEW, "tools", None, None)]:
        _write_course(folder / course.id, course)
    update_index(read_library(folder), index)


def _spec(number: int, *, today: date, days: int) -> Spec:
    area = list(AREAS)[number % len(AREAS)]
    valid_days = (180, 365)[number % 2] if number % 3 == 0 else None
    change = None
    if number % 15 in {1, 8}:
        since = today - timedelta(days=days // 4 + number)
        change = VersionChange(2, since, "retake" if number % 15 == 1 else "re-read", 30)
    return Spec(f"course-{number:03}", area, valid_days, change)


def _write_course(folder: Path, course: Spec) -> None:
    folder.mkdir()
    lines = ["kind: course", f"areas: [{course.area}]", f"version: {course.change.version if course.change else 1}"]
    if course.valid_days is not None:
        lines += [f"valid_days: {course.valid_days}", f"renew_days: {RENEW_DAYS}"]
    if course.change is not None:
        change = course.change
        lines += [
            "changes:",
            f"  - version: {change.version}",
            f"    since: {change.since}",
            f"    asks: {change.asks}",
            f"    within_days: {change.within_days}",
        ]
    lines += ["pass_mark: 80", "minutes: 30"]
    _write(folder / "index.md", course.id, f"All about {course.id}", "course", lines)
    for number in range(1, LESSONS + 1):
        _write(folder / f"0{number}.md", f"{course.id}-lesson-{number}", f"Lesson {number}", "lesson", [])
    _write(folder / "quiz.md", f"{course.id}-quiz", f"Quiz of {course.id}", "quiz", [], text=_quiz())


def _write(
    path: Path, id_: str, title: str, kind: str, more: list[str], text: str = "What there is to know.\n"
) -> None:
    head = "\n".join([f"id: {id_}", f"title: {title}", "summary: A page.", f"type: {kind}", "language: en", *more])
    path.write_text(f"---\n{head}\n---\n\n# {title}\n\n{text}", encoding="utf-8")


def _quiz() -> str:
    return "".join(f"## What is {number}?\n\n- [x] Right\n- [ ] Wrong\n- [ ] Neither\n\n" for number in range(5))
