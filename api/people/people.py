"""People, and where they stand."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Annotated, Literal
from uuid import UUID

from flask import Blueprint
from pydantic import BaseModel, Field

from api.web.auth import SIGNED_IN, allow
from api.web.below import SiteAddress
from api.web.context import actor, clock, now, parts, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.paging import After, Listed, created, listed
from api.web.shapes import Day, JobId, Name, Region, Role, Strict, Words
from api.web.writes import commits, writes
from content.catalogue import Entry
from content.jobs import is_job
from lms.errors import Conflict
from lms.people.access import Actor, PeopleSought, list_visible, visible_person
from lms.people.directory import get_person
from lms.people.memberships import list_memberships
from lms.people.models import Person
from lms.people.proofs import LINK_HOURS, issue_link
from lms.people.zones import set_zone
from lms.training.following import add_person, change_person, come_back, leave

blueprint = Blueprint("people", __name__, url_prefix=PREFIX)
Roles = Annotated[list[Role], Field(min_length=1, max_length=4)]
PersonEmail = Annotated[str, Field(max_length=320, pattern=r"^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,255}$")]


class PeopleQuery(After):
    """Which people, and where to go on."""

    q: Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")] | None = Field(
        None, description="words that stand in the name or the e-mail address"
    )
    team_id: UUID | None = Field(None, description="of this team and those below it")
    role: Role | None = None
    state: Literal["here", "left"] | None = Field(None, description="who hasn't left, or who has; both by default")

    @property
    def sought(self) -> PeopleSought:
        """The same in the words of the directory."""
        has_left = None if self.state is None else self.state == "left"
        return PeopleSought(self.q, self.team_id, self.role, has_left)


class PersonIn(Strict):
    """A person to add."""

    email: PersonEmail
    name: Name
    roles: Roles
    team_id: UUID | None = None
    region: Region | None = None
    job: JobId | None = Field(None, description="id of a page of type `job`")
    hired_on: Day | None = Field(None, description="first day with the company; today when it is left out")


class PersonChange(Strict):
    """What changes of a person; a field that is left out stays as it is."""

    email: PersonEmail | None = Field(
        None, description="sign-in links that are still open end; null leaves it as it is"
    )
    name: Name | None = Field(None, description="null leaves the name as it is")
    roles: Roles | None = Field(None, description="all roles from now on; null leaves them as they are")
    team_id: UUID | None = Field(None, description="null means no team")
    region: Region | None = Field(None, description="null means no region")
    job: JobId | None = Field(None, description="id of a page of type `job`; null means no job")
    hired_on: Day | None = Field(None, description="first day with the company")
    on: Day | None = Field(None, description="day from which team, region and job hold; today when it is left out")


class LeavingIn(Strict):
    """The last day of somebody who leaves."""

    last_day: Day


class ReturnIn(Strict):
    """The day from which somebody who left is back, and in which team."""

    on: Day
    team_id: UUID | None = None


class PersonOut(BaseModel):
    """A person; `left_at` is the moment from which they can't sign in, null while no end is known.

    `job_title` is null for a job that the library no longer has.
    """

    id: UUID
    email: str
    name: str
    roles: list[Role]
    team_id: UUID | None
    team_name: str | None
    region: str | None
    job: str | None
    job_title: str | None
    hired_on: date | None
    left_at: datetime | None


class SignInLinkOut(BaseModel):
    """A link that signs somebody in once, until a moment; whoever has it comes in as them."""

    url: SiteAddress
    expires_at: datetime


class MeIn(Strict):
    """What somebody sets for themselves: their time zone, such as `Europe/Berlin`, null for the company's."""

    time_zone: Annotated[Words, Field(max_length=100)] | None


class MeOut(PersonOut):
    """The asker; `time_zone` is what they set, null for nothing, and `zone` the one that holds for them."""

    time_zone: str | None
    zone: str


class MembershipOut(BaseModel):
    """Where a person stands from a day on, and who recorded it (null: on the command line, or before it was kept)."""

    since: date
    team_id: UUID | None
    team_name: str | None
    region: str | None
    job: str | None
    is_employed: bool
    recorded_at: datetime
    recorded_by: str | None


class MembershipsOut(BaseModel):
    """All that was recorded of where a person stands, by day; of two rows of one day the later holds."""

    items: list[MembershipOut]


@blueprint.get("/me")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(HTTP_200=MeOut), tags=["people"])
def me() -> Answer:
    """Return the asker."""
    return _me(get_person(session(), person_id=actor().id))


@blueprint.patch("/me")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409, 415, HTTP_200=MeOut), tags=["people"])
def change_me(json: MeIn) -> Answer:
    """Set one's own time zone: what comes again from then on keeps to its clock."""
    return _me(set_zone(session(), actor=actor(), name=json.time_zone))


@blueprint.get("/people")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(HTTP_200=Listed[PersonOut]), tags=["people"])
def people(query: PeopleQuery) -> Answer:
    """List the people whose records the asker may see."""
    found = list_visible(
        session(), actor=actor(), after=query.after, limit=query.limit + 1, sought=query.sought, at=now()
    )
    return listed(Listed[PersonOut], [_out(person) for person in found], query.limit)


@blueprint.post("/people")
@allow("admin")
@writes
@spec.validate(resp=answers(409, 415, HTTP_201=PersonOut), tags=["people"])
def add(json: PersonIn) -> Answer:
    """Add a person."""
    _check_job(json.job)
    made = add_person(session(), **json.model_dump(), now=clock(), actor=actor())
    return created(_out(made), f"{PREFIX}/people/{made.id}")


@blueprint.get("/people/<uuid:person_id>")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(HTTP_200=PersonOut), tags=["people"])
def person(person_id: UUID) -> Answer:
    """Return a person whose records the asker may see."""
    return _out(visible_person(session(), actor=actor(), person_id=person_id))


@blueprint.patch("/people/<uuid:person_id>")
@allow("admin")
@writes
@spec.validate(resp=answers(409, 415, HTTP_200=PersonOut), tags=["people"])
def change(person_id: UUID, json: PersonChange) -> Answer:
    """Change a person; team, region and job from a day on, until the next day on which another one is known."""
    given = json.model_dump(exclude_unset=True, exclude={"on"})
    lasting = {"email", "name", "roles"}  # what everybody has
    changes = {name: value for name, value in given.items() if value is not None or name not in lasting}
    _check_job(json.job)
    present = clock()
    on = json.on or present.day
    return _out(change_person(session(), actor=actor(), person_id=person_id, on=on, now=present, **changes))


@blueprint.post("/people/<uuid:person_id>/leaving")
@allow("admin")
@writes
@spec.validate(resp=answers(409, 415, HTTP_200=PersonOut), tags=["people"])
def note_leaving(person_id: UUID, json: LeavingIn) -> Answer:
    """Note a person's last day, past or to come; they can sign in until it ends."""
    zone = parts().config.zone
    return _out(leave(session(), person_id=person_id, on=json.last_day, now=clock(), zone=zone, actor=actor()))


@blueprint.post("/people/<uuid:person_id>/return")
@allow("admin")
@writes
@spec.validate(resp=answers(409, 415, HTTP_200=PersonOut), tags=["people"])
def note_return(person_id: UUID, json: ReturnIn) -> Answer:
    """Take back a person who left."""
    return _out(come_back(session(), person_id=person_id, on=json.on, team_id=json.team_id, now=clock(), actor=actor()))


@blueprint.post("/people/<uuid:person_id>/sign-in-link")
@allow("admin")
@commits
@spec.validate(resp=answers(409, HTTP_201=SignInLinkOut), tags=["people"])
def make_sign_in_link(person_id: UUID) -> Answer:
    """Make a link that signs a person in once; it is in this answer and nowhere else."""
    at = now()
    found = get_person(session(), person_id=person_id)
    if found.has_left(at):
        raise Conflict(f"{found.name} has left, and can't sign in")
    secret = issue_link(session(), person=found, at=at)
    until = at + timedelta(hours=LINK_HOURS)
    return SignInLinkOut(url=f"{parts().config.public_url}/sign-in/{secret}", expires_at=until), 201


@blueprint.get("/people/<uuid:person_id>/memberships")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(HTTP_200=MembershipsOut), tags=["people"])
def memberships(person_id: UUID) -> Answer:
    """List where a person whose records the asker may see stood from which day on, newest last."""
    found = list_memberships(session(), actor=actor(), person_id=person_id)
    return MembershipsOut(items=[MembershipOut.model_validate(row, from_attributes=True) for row in found])


def _check_job(job: str | None) -> None:
    """Raise Conflict for the id of a job that isn't published."""
    if job is not None and _job(job) is None:
        raise Conflict(f"no job `{job}` is published; name the id of a page of type `job`", field="job")


def _job(job: str | None) -> Entry | None:
    entry = parts().search.catalogue().by_id.get(job) if job is not None else None
    return entry if entry is not None and is_job(entry) else None


def _me(person: Person) -> MeOut:
    zone = person.time_zone or parts().config.time_zone
    return MeOut(**_out(person).model_dump(), time_zone=person.time_zone, zone=zone)


def _out(person: Person) -> PersonOut:
    who = Actor.of(person)
    job = _job(person.job)
    return PersonOut(
        id=person.id,
        email=person.email,
        name=person.name,
        roles=sorted(who.roles),
        team_id=who.team_id,
        team_name=who.team_name,
        region=person.region,
        job=person.job,
        job_title=job.title if job else None,
        hired_on=person.hired_on,
        left_at=person.left_at,
    )
