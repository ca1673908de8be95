"""The demo company: twenty-four sellers, their managers, and three months of invented but plausible history."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from api.work.demo_coaching import load_coaching
from api.work.demo_crm import load_crm
from api.work.demo_finding import load_finding
from api.work.demo_gaps import CLOSED_WITH, make_gaps
from api.work.demo_goals import load_goals
from api.work.demo_people import DOMAIN, FACES, HEADS, NORTH, NORTH_SDR, SELLERS, SOUTH, SOUTH_SDR, address
from api.work.demo_practice import load_practice
from api.work.demo_questions import load_questions
from api.work.demo_references import load_references
from api.work.demo_scores import load_calibration, load_scores
from api.work.demo_searches import WEEKS, make_searches
from api.work.demo_sharing import load_sharing
from api.work.demo_skills import JOBS, load_skills
from api.work.demo_training import record_earlier, show_practicals
from api.work.training.courses import facts_of
from content.catalogue import Catalogue, published, published_catalogue
from content.course import read_courses
from content.library import Library, read_library
from lms.days import day_of, now_in
from lms.people.access import Actor
from lms.people.directory import ensure_team
from lms.people.installation import mark_as_demo
from lms.people.models import Person
from lms.training.applying import apply_rule
from lms.training.attempts import begin_attempt, submit_attempt
from lms.training.courses import CourseFacts, register_course
from lms.training.following import add_person
from lms.training.imports import MadeElsewhere, record_attendance, record_elsewhere
from lms.training.matrix import read_cell
from lms.training.progress import missing_prerequisites, record_lesson_read
from lms.training.rules import Order, create_rule
from lms.training.waivers import waive_course
from lms.usage.marks import mark_days

__all__ = ["DOMAIN", "FACES", "NORTH", "NORTH_SDR", "SOUTH", "SOUTH_SDR", "load_demo"]
SEED = 7
ZONE = ZoneInfo("UTC")
EMPTY_PAPER: dict[str, object] = {"draw": None, "shuffle": True, "questions": []}


def load_demo(session: Session, *, content_dir: Path, at: datetime, zone: ZoneInfo) -> None:
    """Fill an empty database with the demo company as it stands at this moment; the caller commits.

    What is searched for and opened is to be counted by days of the zone.
    """
    dice = random.Random(SEED)  # noqa: S311 - invented history, nothing secret
    library = read_library(content_dir, day=day_of(zone, at))
    sales = ensure_team(session, name="Sales")
    north = ensure_team(session, name="Sales North", parent_id=sales.id)
    south = ensure_team(session, name="Sales South", parent_id=sales.id)
    began, day = now_in(ZONE, at - timedelta(weeks=WEEKS + 20)), now_in(ZONE, at).day
    hired = {seller.name: seller.hired_on(day) for seller in SELLERS}
    hired |= dict.fromkeys(("Nadia Brandt", "Tom Achterberg", *HEADS.values()), day - timedelta(weeks=300))

    def add(name: str, *roles: str, team: object = None) -> Person:
        team_id, hired_on, job = getattr(team, "id", None), hired.get(name), JOBS.get(name)
        return add_person(
            session, email=address(name), name=name, roles=roles, team_id=team_id, hired_on=hired_on, job=job, now=began
        )

    nadia = add("Nadia Brandt", "admin", "manager", team=sales)
    mara = add("Mara Quill", "author")
    add("Ivo Santer", "author")
    add("Tom Achterberg", "manager", team=sales)
    managers = {north: add("Max Oduya", "manager", "rep", team=north), south: add("Greta Holm", "manager", team=south)}
    people: list[Person] = []
    sellers_of: list[tuple[Person, list[Person]]] = []
    for team, names, below in ((north, NORTH, NORTH_SDR), (south, SOUTH, SOUTH_SDR)):
        sdr_team = ensure_team(session, name=f"{team.name} SDR", parent_id=team.id)
        own = [add(name, "rep", team=team) for name in names] + [add(name, "rep", team=sdr_team) for name in below]
        manager = Actor.of(_fresh(session, managers[team]))
        _train(session, dice, library, manager, own, at)
        people += own
        sellers_of.append((managers[team], own))
    moments = make_searches(session, dice, library, people, at)
    mark_days(session, [day_of(zone, moment) for moment in moments])
    if any(page.id == CLOSED_WITH for page in library.pages):
        make_gaps(session, author=Actor.of(_fresh(session, mara)), at=at, zone=zone)
    teams = [(_fresh(session, person), own) for person, own in sellers_of]
    load_questions(session, teams=teams, page_ids=_said_of(library), at=at, zone=zone)
    sellers = [Actor.of(_fresh(session, person)) for person in people]
    coaches = [Actor.of(_fresh(session, manager)) for manager in managers.values()]
    _coach(session, published_catalogue(library), coaches, sellers, admin=Actor.of(_fresh(session, nadia)), at=at)
    load_sharing(session, sellers=sellers, pages=library.pages, at=at, zone=zone)
    load_finding(session, catalogue=published_catalogue(library), people=sellers, at=at)
    load_crm(session, day=day, at=at)
    load_references(session, keeper=coaches[0], seller=sellers[0], at=at)
    pages = {page.id for page in library.pages}
    load_goals(session, admin=nadia, heads=managers, now=now_in(ZONE, at), pages=pages)
    mark_as_demo(session, at=at)


def _coach(
    session: Session, catalogue: Catalogue, coaches: list[Actor], sellers: list[Actor], *, admin: Actor, at: datetime
) -> None:
    """Let each of the coaches have coached their half of the sellers for half a year."""
    half = len(sellers) // len(coaches)
    for number, coach in enumerate(coaches):
        reps = sellers[number * half : (number + 1) * half]
        load_coaching(session, coach=coach, reps=reps, at=at)
        load_scores(session, catalogue=catalogue, coach=coach, reps=reps, at=at)
        load_practice(session, catalogue=catalogue, manager=coach, peer=reps[-1], reps=reps, at=at)
    load_skills(session, coaches=coaches, sellers=sellers, at=at)
    load_calibration(session, catalogue=catalogue, admin=admin, coaches=coaches, rep=sellers[0], at=at)


def _fresh(session: Session, person: Person) -> Person:
    session.flush()
    session.refresh(person)
    return person


def _train(
    session: Session, dice: random.Random, library: Library, manager: Actor, people: list[Person], at: datetime
) -> None:
    """Assign every course that is worked through; most finish, some are late, some have not begun, some expired."""
    catalogue = published_catalogue(library)
    found = read_courses(catalogue)
    held = {course.entry.id: course.held_on for course in found}
    courses = [facts_of(course) for course in found]
    for course in courses:
        register_course(session, course=course, day=now_in(ZONE, at).day)
    for number, course in enumerate(sorted(courses, key=lambda course: len(course.prerequisites))):
        assigned = at - timedelta(days=(70, 60, 50, 40)[number % 4])
        if course.is_event:
            past = [day for day in held[course.id] if day <= now_in(ZONE, at).day]
            if past:
                _attend(session, dice, course, manager, people, past[-1], at)
            continue
        due_days = (35, 53, 71)[number % 3]
        order = Order(courses=((course.id, due_days),), person_ids=tuple(person.id for person in people))
        rule = create_rule(session, actor=manager, order=order, now=now_in(ZONE, assigned))
        for _ in apply_rule(session, rule=rule, now=now_in(ZONE, assigned)):
            pass
        for person in people:
            _study(session, dice, course, Actor.of(_fresh(session, person)), assigned, at, (0.9, 0.7, 0.4)[number % 3])
    _exceptions(session, courses, manager, people, at)
    record_earlier(session, courses=courses, manager=manager, people=people, now=now_in(ZONE, at))


def _said_of(library: Library) -> list[str]:
    """Return pages that sellers use with customers."""
    used = ("objection", "battlecard", "email-template", "playbook")
    return [page.id for page in published(library.pages) if page.type in used]


def _study(
    session: Session,
    dice: random.Random,
    course: CourseFacts,
    actor: Actor,
    assigned: datetime,
    at: datetime,
    diligence: float,
) -> None:
    began = now_in(ZONE, assigned + timedelta(days=dice.uniform(1, 25), hours=dice.uniform(0, 8)))
    if missing_prerequisites(session, person_id=actor.id, course=course, day=began.day):
        return
    is_done = dice.random() < diligence
    lessons = course.lesson_ids if is_done else course.lesson_ids[: dice.randrange(len(course.lesson_ids) + 1)]
    for step, lesson in enumerate(lessons):
        read_at = now_in(ZONE, began.at + timedelta(minutes=12 * step))
        record_lesson_read(session, actor=actor, course=course, lesson_id=lesson, now=read_at)
    if is_done and course.has_quiz:
        score = dice.choice((60, 80, 80, 100, 100))
        hour = began.at + timedelta(hours=1)
        _try_quiz(session, actor, course, score, hour)
        if score < course.pass_mark:
            _try_quiz(session, actor, course, 100, min(at, hour + timedelta(days=1)))
    if is_done:
        show_practicals(session, course=course, actor=actor, since=began.at + timedelta(days=2))


def _try_quiz(session: Session, actor: Actor, course: CourseFacts, score: int, at: datetime) -> None:
    """Hand in an attempt without questions: of the demo's history only the score is known."""
    now = now_in(ZONE, at)
    attempt, _ = begin_attempt(session, actor=actor, course=course, digest="demo", paper=EMPTY_PAPER, now=now)
    submit_attempt(session, actor=actor, course=course, attempt=attempt, answers=[], score=score, now=now)


def _attend(
    session: Session,
    dice: random.Random,
    course: CourseFacts,
    manager: Actor,
    people: list[Person],
    on: date,
    at: datetime,
) -> None:
    """Two thirds of the people took part."""
    there = [person.id for person in people if dice.random() < 0.66]
    record_attendance(session, actor=manager, course=course, person_ids=there, on=on, result=None, now=now_in(ZONE, at))


def _exceptions(
    session: Session, courses: list[CourseFacts], manager: Actor, people: list[Person], at: datetime
) -> None:
    """Add what every company has too: a waiver, and certificates from last year that expire soon or did."""
    now = now_in(ZONE, at)
    lasting = [(course, course.valid_days) for course in courses if course.valid_days and not course.is_event]
    open_to = {course.id: _lacking(session, course, people, now.day) for course, _ in lasting}
    course, valid_days = max(lasting, key=lambda pair: len(open_to[pair[0].id]), default=(None, 0))
    if course is None or len(open_to[course.id]) < 5:
        return
    *others, away = open_to[course.id]
    until_on = now.day + timedelta(days=90)
    reason = "On parental leave"
    waive_course(session, actor=manager, person_id=away.id, course=course, reason=reason, until_on=until_on, now=now)
    rows = [
        MadeElsewhere(person.id, course, now.day - timedelta(days=valid_days + late), source="old LMS")
        for person, late in zip(others, (-10, 20, -15, 3), strict=False)
    ]
    record_elsewhere(session, actor=manager, rows=rows, now=now)


def _lacking(session: Session, course: CourseFacts, people: list[Person], day: date) -> list[Person]:
    """Return who hasn't completed a course."""
    cells = [read_cell(session, person_id=person.id, course_id=course.id, day=day) for person in people]
    return [person for person, cell in zip(people, cells, strict=True) if cell and not cell.state.is_complete]
