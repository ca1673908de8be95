"""Does what changes something: rules for everybody, new versions, lessons, quizzes, moves; each leaves nothing open."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from bench.asking import Asker, Times, show_head
from bench.training.crowd import SEED
from bench.training.fill import ADMIN, PREFIX, Company
from bench.training.library import LESSONS, NEW
from bench.training.reporting import people_of
from sqlalchemy import func, select, update

if TYPE_CHECKING:
    from flask import Flask

ROUNDS = 3


def show_changes(app: Flask, company: Company, kind: str, *, requests: int) -> None:
    """Change, and print seconds for what reaches everybody, milliseconds for what one person does."""
    from api.running.company_jobs import keep_training
    from api.work.training.upkeep import TrainingUpkeep

    asker, upkeep = Asker(app), TrainingUpkeep()
    print(f"{kind + ', seconds':<52} {'wall':>9} {'own':>9}", flush=True)
    with _timed("the first upkeep, which registers the library"):
        keep_training(upkeep)
    with _timed("the next, with nothing to do"):
        keep_training(upkeep)
    for _ in range(ROUNDS):
        _show_rule(asker, upkeep)
    _show_daily(upkeep)
    for course_id in _unchanged(ROUNDS):
        _show_version(course_id)
    show_head(f"{kind}, milliseconds")
    _show_work(asker, company, requests)
    _show_moves(asker, company, requests)
    _show_sums("what these left to be summed")


def _show_rule(asker: Asker, upkeep: Any) -> None:
    """Assign a course to everybody, and end that again."""
    from api.running.company_jobs import keep_training

    made = {"course_id": NEW, "role": "rep", "due_days": 30}
    with _timed("POST /assignments that reaches everybody"):
        rule = asker.ask(ADMIN, f"{PREFIX}/assignments", "POST", made)
    with _timed("applied to everybody"):
        keep_training(upkeep)
    path = f"{PREFIX}/assignments/{rule['id']}"
    found = asker.ask(ADMIN, path)
    if not found["is_applied"]:
        raise SystemExit(f"the rule isn't applied: {found}")
    print(f"  given to {found['given']}", flush=True)
    with _timed("DELETE of it"):
        asker.ask(ADMIN, path, "DELETE")
    with _timed("withdrawn from everybody"):
        keep_training(upkeep)
    if asker.ask(ADMIN, path)["given"]:
        raise SystemExit("the rule wasn't withdrawn")


def _show_daily(upkeep: Any) -> None:
    """Apply every rule on a new day, on which nobody is reached anew."""
    from api.running.company_jobs import keep_training
    from api.web.context import clock
    from api.web.database import db
    from lms.training.models import AssignmentRule

    yesterday, is_open = clock().day - timedelta(days=1), AssignmentRule.ended_at.is_(None)
    db.session.execute(update(AssignmentRule).where(is_open).values(applied_on=yesterday))
    db.session.commit()
    with _timed("all rules on a new day"):
        keep_training(upkeep)


def _show_version(course_id: str) -> None:
    """Let a course ask to be taken again."""
    from api.web.context import clock, parts
    from api.web.database import db
    from api.work.training.courses import facts_of
    from content.course import read_course
    from lms.base import in_steps
    from lms.training.courses import register_course
    from lms.training.facts import VersionChange
    from lms.training.upkeep import refresh_stale_courses

    session = db.session()
    facts = facts_of(read_course(parts().search.catalogue(), course_id))
    change = VersionChange(facts.version + 1, clock().day, "retake", 30)
    newer = replace(facts, version=change.version, changes=(change,))
    register_course(session, course=newer, day=clock().day)
    session.commit()
    with _timed(f"a new version, everybody's standing in {course_id}"):
        people = in_steps(session, refresh_stale_courses(session))
        session.commit()
    print(f"  {people} people", flush=True)
    _show_sums("its changes summed")


def _unchanged(count: int) -> list[str]:
    """Return some courses that never changed."""
    from api.web.database import db
    from lms.training.models import CourseChange, RegisteredCourse

    is_known = RegisteredCourse.id.in_(select(CourseChange.course_id)) | (RegisteredCourse.id == NEW)
    return list(db.session.scalars(select(RegisteredCourse.id).where(~is_known).limit(count)))


def _show_work(asker: Asker, company: Company, requests: int) -> None:
    """Let people read all lessons of courses they haven't begun, and pass the quizzes."""
    reads, ends, begins, submits, dones = Times(), Times(), Times(), Times(), Times()
    for person_id, course_id in _unbegun(company, requests):
        asker.token(person_id)
        path = f"{PREFIX}/courses/{course_id}"
        for number in range(1, LESSONS + 1):
            with (reads if number == 1 else ends).one():
                asker.ask(person_id, f"{path}/lessons/{course_id}-lesson-{number}/read", "PUT")
        with begins.one():
            attempt = asker.ask(person_id, f"{path}/attempts", "POST")
        answers = [[question["options"].index("Right")] for question in attempt["questions"]]
        with submits.one():
            made = asker.ask(person_id, f"{PREFIX}/attempts/{attempt['id']}/submit", "POST", {"answers": answers})
        if made["result"]["completion"] is None:
            raise SystemExit(f"not completed: {made}")
        with dones.one():
            asker.ask(person_id, path)
    reads.show("the first lesson read, which begins the course")
    ends.show("another lesson read")
    begins.show("an attempt begun")
    submits.show("an attempt handed in, which completes the course")
    dones.show("GET /courses/{course} after that")


def _unbegun(company: Company, count: int) -> list[tuple[UUID, str]]:
    from api.web.database import db
    from lms.training.models import Standing
    from lms.training.states import State

    dice = random.Random(f"{SEED} {time.time_ns()}")
    found: list[tuple[UUID, str]] = []
    people = people_of(company, "rep")
    while len(found) < count:
        person_id, today = dice.choice(people), company.today
        query = select(Standing.course_id).where(
            Standing.person_id == person_id, Standing.since <= today, Standing.until > today
        )
        courses = list(db.session.scalars(query.where(Standing.state.in_([State.NOT_STARTED, State.OVERDUE]))))
        found += [(person_id, dice.choice(courses))] if courses else []
    db.session.rollback()
    return found


def _show_moves(asker: Asker, company: Company, requests: int) -> None:
    """Let people go to another team."""
    dice, times = random.Random(f"{SEED} {time.time_ns()}"), Times()
    people = people_of(company, "rep")
    jobs = [(dice.choice(people), dice.choice(company.groups).id) for _ in range(requests)]

    def move(number: int) -> None:
        person_id, team_id = jobs[number]
        asker.ask(ADMIN, f"/api/v1/people/{person_id}", "PATCH", {"team_id": str(team_id)})

    times.repeat(move, requests, seconds=60)
    times.show("a person moved to another team")


def _show_sums(label: str) -> None:
    from api.web.database import db
    from lms.base import in_steps
    from lms.training.counts import sum_changes
    from lms.training.ledger import StandingChange

    count = db.session.scalar(select(func.count()).select_from(StandingChange))
    with _timed(f"{label}: {count} rows"):
        in_steps(db.session(), sum_changes(db.session()))


@contextmanager
def _timed(label: str) -> Iterator[None]:
    began, busy = time.perf_counter(), time.process_time()
    yield
    print(f"{label:<52} {time.perf_counter() - began:9.2f} {time.process_time() - busy:9.2f}", flush=True)
