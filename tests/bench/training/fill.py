"""Fills a database with a company's training of two years, the same facts for SQLite and PostgreSQL.

Facts are made up once, by all processors, and kept as lines in a folder; each database loads them from there.
"""

from __future__ import annotations

import multiprocessing
import os
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from bench.training.crowd import DAYS, SPACE, Figure, Group, make_figures, make_groups
from bench.training.facts import DUE_DAYS, Given, Inventor
from bench.training.library import Spec, make_library, specs
from bench.training.loading import load_postgres, load_sqlite
from sqlalchemy import insert, update

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session

# Below it lie the routes of training.
PREFIX = "/api/v1/training"
COURSES = 200
PART = 100
ADMIN = uuid5(SPACE, "admin")
REGIONS = ("north", "east", "south", "west")


class Company:
    """The same people, teams, courses and rules each time it is made for a day."""

    def __init__(self, people: int, today: date) -> None:
        """Make up who there is and what they are to learn."""
        self.today, self.first = today, today - timedelta(days=DAYS)
        self.courses = specs(COURSES, today=today, days=DAYS)
        self.groups = make_groups(people)
        self.figures = make_figures(self.groups)
        self.given = [
            Given(uuid5(SPACE, f"rule {number}").hex, max(0, (number - 60) * 5), DUE_DAYS[number % 4])
            for number in range(COURSES)
        ]


def prepare(folder: Path, company: Company) -> None:
    """Make the library, its index, and the lines of all facts."""
    make_library(folder / "library", folder / "index", company.courses)
    _say("library made and indexed")
    facts = folder / "facts"
    facts.mkdir()
    figures = company.figures
    parts = [figures[start : start + PART] for start in range(0, len(figures), PART)]
    jobs = [(company.first, company.courses, company.given, facts, part, some) for part, some in enumerate(parts)]
    counts: Counter[str] = Counter()
    with multiprocessing.get_context("spawn").Pool(os.cpu_count()) as pool:
        for number, found in enumerate(pool.imap_unordered(_invent, jobs), start=1):
            counts.update(found)
            if number % 10 == 0 or number == len(jobs):
                _say(f"{number * PART} of {len(figures)} people: {dict(counts)}")


def fill(app: Flask, company: Company, folder: Path) -> None:
    """Fill the app's database, which has its tables and nothing else."""
    from api.web.context import clock, parts
    from api.web.database import db
    from api.work.training.courses import register_library
    from lms.training.models import RegisteredCourse

    with app.app_context():
        _write_people(db.session(), company)
        _write_rules(db.session(), company)
        register_library(db.session(), catalogue=parts().search.catalogue(), now=clock())
        db.session.execute(update(RegisteredCourse).values(is_stale=False))
        db.session.commit()
        url = db.engine.url
        db.session.remove()
        db.engine.dispose()
    _say("people, rules and courses written")
    if url.get_backend_name() == "sqlite":
        steps = load_sqlite(Path(url.database or ""), folder / "facts")
    else:
        steps = load_postgres(url.set(drivername="postgresql").render_as_string(hide_password=False), folder / "facts")
    for step in steps:
        _say(step)


def _invent(job: tuple[date, list[Spec], list[Given], Path, int, list[Figure]]) -> dict[str, int]:
    first, courses, given, facts, part, figures = job
    return Inventor(first, courses, given, facts, part).write(figures)


def _write_people(session: Session, company: Company) -> None:
    from lms.people.models import Membership, Person, PersonRole, Team

    teams = [
        {"id": group.id, "name": group.name, "parent_id": _id_of(company.groups, group.parent)}
        for group in company.groups
    ]
    session.execute(insert(Team), teams)
    at = _moment(company.first)
    admin = {"id": ADMIN, "email": "admin@bench.example", "name": "Ada Admin", "created_at": at}
    session.execute(insert(Person), [{**admin, "team_id": None, "region": None, "hired_on": None, "left_at": None}])
    session.execute(insert(PersonRole), [{"person_id": ADMIN, "role": "admin"}])
    session.execute(insert(Person), [_person(company, one, at) for one in company.figures])
    roles = [{"person_id": one.id, "role": "rep"} for one in company.figures]
    roles += [{"person_id": one.id, "role": "manager"} for one in company.figures if one.is_manager]
    session.execute(insert(PersonRole), roles)
    rows = [row for one in company.figures for row in _memberships(company, one)]
    start: dict[str, Any] = {"person_id": ADMIN, "team_id": None, "region": None, "is_employed": True}
    rows.append({**start, "since": company.first, "recorded_at": at, "recorded_by_id": None})
    session.execute(insert(Membership), rows)
    session.commit()


def _person(company: Company, one: Figure, at: datetime) -> dict[str, Any]:
    return {
        "id": one.id,
        "email": f"{one.id.hex[:12]}@bench.example",
        "name": one.name,
        "team_id": company.groups[one.team].id,
        "region": REGIONS[one.team % len(REGIONS)],
        "hired_on": company.first + timedelta(days=one.hired),
        "created_at": at,
        "left_at": None if one.gone is None else _moment(company.first + timedelta(days=one.gone)),
    }


def _memberships(company: Company, one: Figure) -> Iterator[dict[str, Any]]:
    """Yield what holds of a person from which day: hired, moved, gone."""
    places = [(one.hired, one.moved[0] if one.moved else one.team, True)]
    if one.moved:
        places.append((one.moved[1], one.team, True))
    if one.gone is not None:
        places.append((one.gone, one.team, False))
    for day, team, is_employed in places:
        since = company.first + timedelta(days=day)
        yield {
            "person_id": one.id,
            "since": since,
            "team_id": company.groups[team].id,
            "region": REGIONS[one.team % len(REGIONS)],
            "is_employed": is_employed,
            "recorded_at": _moment(since),
            "recorded_by_id": ADMIN,
        }


def _write_rules(session: Session, company: Company) -> None:
    """Write a rule for each course, which reaches every rep and was applied today."""
    from lms.training.models import AssignmentRule, RuleCourse

    rules, courses = [], []
    for course, given in zip(company.courses, company.given, strict=True):
        id_, starts_on = UUID(hex=given.rule_id), company.first + timedelta(days=given.starts)
        rule = {"id": id_, "role": "rep", "with_below": True, "priority": "required", "starts_on": starts_on}
        rules.append({**rule, "created_at": _moment(starts_on), "created_by_id": ADMIN, "applied_on": company.today})
        courses.append({"rule_id": id_, "course_id": course.id, "due_days": given.due_days})
    session.execute(insert(AssignmentRule), rules)
    session.execute(insert(RuleCourse), courses)
    session.commit()


def _id_of(groups: list[Group], number: int | None) -> UUID | None:
    return None if number is None else groups[number].id


def _moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _say(text: str) -> None:
    print(f"  {time.strftime('%H:%M:%S')} {text}", flush=True)
