"""Graders of a practice: who is asked at first, whom a manager names, and what each has said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session

from lms.base import hold
from lms.days import Now
from lms.errors import Conflict, NotFound
from lms.people.access import Actor, still_here, visible_people
from lms.people.addresses import plain_address
from lms.people.managing import managers_of
from lms.people.models import Person, PersonRole
from lms.practice.models import Practice
from lms.practice.verdict import LEAST, Grader, verdict_of
from lms.scoring.assessments import add_scorer
from lms.scoring.models import Assessment, Scorecard, Scorer

GRADER = "grader"
# Analysts read figures and nobody's records, partners the library alone.
_MAY_GRADE = ("rep", "author", "manager", "admin")


def first_graders(
    session: Session, *, rep: Person, emails: Sequence[str], now: Now
) -> tuple[Person | None, list[Person]]:
    """Return the manager of a rep, and who grades at first: those of a course's list with the least to do, two of them.

    Without such a list the managers of the rep's team are asked, or the nearest above, who name another.
    """
    managers = managers_of(session, person=rep, at=now.at)
    listed = _with_least_to_do(session, rep, emails, now)
    nearest = [one for one in managers if one.team_id == managers[0].team_id]
    return (managers[0] if managers else None), (listed or nearest)[:LEAST]


def name_grader(session: Session, *, actor: Actor, practice_id: UUID, person: Person | None, now: Now) -> Scorer:
    """Ask somebody to grade, as who manages the rep: where one is lacking, or where those who were asked differ.

    Raises NotFound for a practice of somebody whom the actor doesn't manage.
    """
    practice = lacking_practice(session, actor=actor, practice_id=practice_id)
    assessment = take_assessment(session, practice)
    graders = graders_of(session, assessment_ids=[assessment.id])[assessment.id]
    if verdict_of(graders) not in {"lacks_grader", "differs"}:
        raise Conflict("it has its graders")
    if person is None or not {role.role for role in person.roles} & set(_MAY_GRADE) or person.has_left(now.at):
        raise Conflict("nobody with this address can grade; name a colleague", field="email")
    if person.id == practice.person_id:
        raise Conflict("nobody grades their own practice; name somebody else", field="email")
    if person.id in {grader.person_id for grader in graders}:
        raise Conflict(f"{person.name} grades it already; name somebody else", field="email")
    known = session.get(Scorer, (assessment.id, person.id), populate_existing=True)
    if known is None:
        return add_scorer(session, assessment=assessment, person_id=person.id, role=GRADER, by_id=actor.id, now=now)
    known.declined_at, known.role, known.asked_at, known.asked_by_id = None, GRADER, now.at, actor.id
    session.flush()
    return known


def lacking_practice(session: Session, *, actor: Actor, practice_id: UUID) -> Practice:
    """Return a practice that is being graded, of somebody whom the actor manages; raises NotFound for any other."""
    found = session.scalar(_being_graded(actor).where(Practice.id == practice_id))
    if found is None:
        raise NotFound("no such practice")
    return found


def take_assessment(session: Session, practice: Practice) -> Assessment:
    """Take the turn of the assessment of what was handed in: nobody publishes or names anybody until the end."""
    hold(session, Assessment.title, Assessment.id == practice.assessment_id)
    session.refresh(practice)
    return session.get_one(Assessment, practice.assessment_id, populate_existing=True)


def list_lacking(session: Session, *, actor: Actor, limit: int) -> list[Practice]:
    """Return the practice of people whom the actor manages that wants another grader, the oldest first."""
    found = session.scalars(_being_graded(actor).order_by(Practice.handed_in_at).limit(limit)).all()
    graders = graders_of(session, assessment_ids=[one.assessment_id for one in found if one.assessment_id])
    wanted = ("lacks_grader", "differs")
    return [one for one in found if one.assessment_id and verdict_of(graders[one.assessment_id]) in wanted]


def graders_of(session: Session, *, assessment_ids: Collection[UUID]) -> dict[UUID, list[Grader]]:
    """Return who grades some assessments, in the order in which they were asked, and what they published."""
    card = and_(
        Scorecard.assessment_id == Scorer.assessment_id,
        Scorecard.scorer_id == Scorer.person_id,
        Scorecard.published_at.is_not(None),
    )
    rows = (
        select(Scorer.assessment_id, Scorer.person_id, Scorecard)
        .outerjoin(Scorecard, card)
        .where(Scorer.assessment_id.in_(assessment_ids), Scorer.role == GRADER, Scorer.declined_at.is_(None))
        .order_by(Scorer.asked_at, Scorer.person_id)
    )
    found: dict[UUID, list[Grader]] = defaultdict(list)
    for assessment_id, person_id, card_ in session.execute(rows):
        if card_ is None:
            found[assessment_id].append(Grader(person_id, has_published=False))
        else:
            given = (card_.has_passed, card_.points, card_.most)
            found[assessment_id].append(Grader(person_id, True, *given))
    return found


def _being_graded(actor: Actor) -> Select[Practice]:
    return (
        select(Practice)
        .join(Assessment, Assessment.id == Practice.assessment_id)
        .where(Practice.decided_at.is_(None), Practice.again_at.is_(None), Assessment.closed_at.is_(None))
        .where(Practice.person_id.in_(visible_people(actor)), Practice.person_id != actor.id)
    )


def _with_least_to_do(session: Session, rep: Person, emails: Sequence[str], now: Now) -> list[Person]:
    """Return those of a list who can grade, those first who have the least to grade; as the list has them beside."""
    wanted = [plain_address(email) for email in emails]
    rows = (
        select(Person)
        .where(Person.email.in_(wanted), Person.id != rep.id, still_here(now.at))
        .where(Person.roles.any(PersonRole.role.in_(_MAY_GRADE)))
    )
    people = list(session.scalars(rows))
    open_ones = (
        select(Scorer.person_id, func.count())
        .join(Assessment, Assessment.id == Scorer.assessment_id)
        .where(Scorer.person_id.in_([one.id for one in people]), Scorer.role == GRADER)
        .where(Scorer.declined_at.is_(None), Assessment.closed_at.is_(None))
        .group_by(Scorer.person_id)
    )
    to_do = {row[0]: row[1] for row in session.execute(open_ones)}
    return sorted(people, key=lambda one: (to_do.get(one.id, 0), wanted.index(one.email)))
