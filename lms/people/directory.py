"""People and teams: finding them, checking what is said of them, and taking their turn."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lms.base import hold, hold_each
from lms.errors import Conflict, Invalid, NotFound
from lms.people.access import still_here
from lms.people.addresses import is_address, plain_address
from lms.people.models import MAX_JOB, MAX_REGION, ROLES, Person, PersonRole, Team

_FARTHEST = timedelta(days=3653)


def checked_name(name: str) -> str:
    """Return a name without spaces around it; raises Invalid for an empty one."""
    if not name.strip():
        raise Invalid("the name is empty", field="name")
    return name.strip()


def checked_roles(roles: Iterable[str]) -> list[str]:
    """Return roles in order, each once; raises Invalid for an unknown one or none."""
    wanted = sorted(set(roles))
    if not wanted or any(role not in ROLES for role in wanted):
        raise Invalid(f"a role is one of {', '.join(ROLES)}", field="roles")
    return wanted


def checked_region(region: str | None) -> str | None:
    """Return a region without spaces around it, None for an empty one; raises Invalid for a long one."""
    region = (region or "").strip()
    if len(region) > MAX_REGION:
        raise Invalid(f"a region has at most {MAX_REGION} characters", field="region")
    return region or None


def checked_job(job: str | None) -> str | None:
    """Return the id of a job, None for an empty one; whether there is such a page, who asks knows. Raises Invalid."""
    if job is not None and len(job) > MAX_JOB:
        raise Invalid(f"the id of a job has at most {MAX_JOB} characters", field="job")
    return job or None


def refuse_far_day(day: date, today: date, *, field: str) -> None:
    """Refuse a day more than ten years ahead, which is a slip of the pen."""
    if day - today > _FARTHEST:
        raise Conflict(f"{day} lies more than ten years ahead", field=field)


def find_person(session: Session, *, email: str) -> Person | None:
    """Return the person with this e-mail address, or None."""
    return session.scalar(select(Person).where(Person.email == plain_address(email)))


def free_address(session: Session, email: str, *, of: UUID | None = None) -> str:
    """Return an address as it is compared; raises Invalid for what is none, Conflict for another person's."""
    return free_addresses(session, [email], of=of)[0]


def free_addresses(session: Session, emails: Sequence[str], *, of: UUID | None = None) -> list[str]:
    """Return addresses as they are compared; raises Invalid for what is none, Conflict for another person's."""
    found = [plain_address(email) for email in emails]
    for email in found:
        if not is_address(email):
            raise Invalid(f"`{email[:100]}` is not an e-mail address", field="email")
    taken = select(Person.email, Person.id).where(Person.email.in_(found))
    for email, person_id in session.execute(taken):
        if person_id != of:
            raise Conflict(f"{email} is in the directory already{_if_one(of)}", field="email")
    return found


def _if_one(of: UUID | None) -> str:
    """Say what to do where somebody known is to get another's address."""
    return "" if of is None else ", as another person's; join the two records if they are one person's"


def addresses(session: Session, *, at: datetime) -> set[str]:
    """Return the e-mail addresses, in lower case, of everyone who hasn't left at a moment."""
    return set(session.scalars(select(Person.email).where(still_here(at))))


def get_person(session: Session, *, person_id: UUID) -> Person:
    """Return a person; raises NotFound."""
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound("no such person")
    return person


def names_of(session: Session, *, person_ids: Collection[UUID]) -> dict[UUID, str]:
    """Return what people are called."""
    query = select(Person.id, Person.name).where(Person.id.in_(person_ids))
    return {row[0]: row[1] for row in session.execute(query)}


def emails_of(session: Session, *, person_ids: Collection[UUID]) -> dict[UUID, str]:
    """Return the e-mail addresses of people."""
    query = select(Person.id, Person.email).where(Person.id.in_(person_ids))
    return {row[0]: row[1] for row in session.execute(query)}


def take_turn(session: Session, *, person_id: UUID) -> None:
    """Let one transaction at a time go on for a person: what it then reads of them can't change until it ends."""
    hold(session, Person.name, Person.id == person_id)


def take_turns(session: Session, *, person_ids: Collection[UUID]) -> None:
    """Do so for many people, always in the same order, so that no two transactions wait for each other."""
    hold_each(session, Person.id, person_ids)


def take_turns_with_admins(session: Session, *, person_ids: Collection[UUID] = ()) -> None:
    """Take the turns of people and of all admins, because the last of those may not go.

    With that write SQLite's transaction begins: what is nested in none would be kept by it at once.
    """
    admins = session.scalars(select(PersonRole.person_id).where(PersonRole.role == "admin"))
    take_turns(session, person_ids={*person_ids, *admins})


def has_people(session: Session) -> bool:
    """Tell whether anybody is in the directory."""
    return session.scalar(select(Person.id).limit(1)) is not None


def ensure_team(session: Session, *, name: str, parent_id: UUID | None = None) -> Team:
    """Return the team of this name, made if there is none."""
    name = name.strip()
    if not name:
        raise Invalid("the team's name is empty", field="team")
    team = find_team(session, name=name)
    if team is None:
        team = Team(name=name, parent_id=parent_id)
        session.add(team)
        session.flush()
    return team


def add_team(session: Session, *, name: str, parent_id: UUID | None) -> Team:
    """Add a team; raises NotFound for a team above it that isn't there, Conflict for a name that is taken."""
    if parent_id is not None:
        get_team(session, team_id=parent_id)
    team = Team(name=checked_name(name), parent_id=parent_id)
    session.add(team)
    try:
        session.flush()
    except IntegrityError as error:
        raise Conflict(f"there is a team of the name {team.name} already", field="name") from error
    return team


def find_team(session: Session, *, name: str) -> Team | None:
    """Return the team of this name, or None."""
    return session.scalar(select(Team).where(Team.name == name.strip()))


def get_team(session: Session, *, team_id: UUID) -> Team:
    """Return a team; raises NotFound."""
    team = session.get(Team, team_id)
    if team is None:
        raise NotFound("no such team")
    return team
