"""Calibrations: one call scored by several coaches without seeing each other, and how far they agree."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from flask import Blueprint
from pydantic import BaseModel, Field

from api.scoring.rubrics import published_rubric
from api.scoring.seeing import seat_of_asker, sight_over
from api.scoring.shapes import ScoredKind
from api.web.auth import SIGNED_IN, allow
from api.web.context import actor, clock, parts, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.paging import After, Listed, created, listed
from api.web.shapes import Day, Id, IntervalOut, PersonRef, Strict, Words
from api.web.writes import writes
from api.work.scoring import paper_now
from lms.errors import Conflict
from lms.people.directory import find_person, names_of
from lms.people.models import Person
from lms.scoring.assessments import Deed
from lms.scoring.calibrating import calibrations_of, count_scored, open_calibration, read_calibration
from lms.scoring.models import Assessment
from lms.scoring.saying import HOW, say_agreement, say_differing, say_leaning

blueprint = Blueprint("calibrations", __name__, url_prefix=f"{PREFIX}/scoring")


class CalibrationIn(Strict):
    """A call of a rep that several managers are to score, and who: the asker, and those with these addresses."""

    rep_id: UUID
    rubric_id: Id
    subject: ScoredKind = "call"
    title: Annotated[Words, Field(max_length=200)]
    took_place_on: Day
    recording: Annotated[str, Field(max_length=1000, pattern=r"^https?://[^\s\x00]+$")]
    emails: list[Annotated[Words, Field(max_length=320)]] = Field(min_length=1, max_length=30)


class CalibrationOut(BaseModel):
    """A calibration: `scored` of those `asked` published their card, who isn't said; it is compared once closed."""

    id: UUID
    rep: PersonRef
    rubric_id: str
    title: str
    took_place_on: date
    opened_at: datetime
    opened_by: PersonRef
    closed_at: datetime | None
    asked: int
    scored: int


class CriterionCompared(BaseModel):
    """Which level each gave to a criterion, by the ids of people, and how many levels lie between them."""

    criterion: str
    name: str
    levels: dict[UUID, int]
    spread: int


class AgreementOut(BaseModel):
    """How far all agree: alpha with its interval, both null where nothing can be told, and who differs, in words."""

    alpha: float | None
    interval: IntervalOut | None
    units: int
    ratings: int
    said: str
    differing: list[str]
    leaning: list[str]
    method: str
    people: list[PersonRef]
    criteria: list[CriterionCompared]


@blueprint.get("/calibrations")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(HTTP_200=Listed[CalibrationOut]), tags=["scoring"])
def calibrations(query: After) -> Answer:
    """List the calibrations that the asker opened or was asked to score, those opened last first."""
    found = calibrations_of(session(), actor=actor(), after=query.after, limit=query.limit + 1)
    return listed(Listed[CalibrationOut], _out(found), query.limit)


@blueprint.post("/calibrations")
@allow("manager", "admin")
@writes
@spec.validate(resp=answers(409, 415, 503, HTTP_201=CalibrationOut), tags=["scoring"])
def calibrate(json: CalibrationIn) -> Answer:
    """Let several managers score a call of somebody whom the asker manages, blindly, until the asker closes it."""
    paper = paper_now(parts().search.catalogue(), published_rubric(json.rubric_id))
    made = open_calibration(
        session(),
        actor=actor(),
        rep_id=json.rep_id,
        sight=sight_over([json.rep_id]),
        paper=paper,
        done=Deed(json.subject, json.title.strip(), json.took_place_on, json.recording),
        scorers=[_known(email) for email in json.emails],
        now=clock(),
    )
    return created(_out([made])[0], f"{PREFIX}/scoring/assessments/{made.id}")


@blueprint.get("/assessments/<uuid:assessment_id>/agreement")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(HTTP_200=AgreementOut), tags=["scoring"])
def agreement(assessment_id: UUID) -> Answer:
    """Return how far those agree who scored a closed calibration, and who differs on which criterion."""
    found = read_calibration(session(), seat=seat_of_asker(assessment_id))
    names = names_of(session(), person_ids={person for one in found.criteria for person in one.given})
    interval = found.agreement.interval
    return AgreementOut(
        alpha=found.agreement.alpha,
        interval=IntervalOut.model_validate(interval, from_attributes=True) if interval else None,
        units=found.agreement.units,
        ratings=found.agreement.ratings,
        said=say_agreement(found),
        differing=say_differing(found, names),
        leaning=say_leaning(found, names),
        method=HOW,
        people=[PersonRef(id=id_, name=name) for id_, name in sorted(names.items(), key=lambda one: one[1])],
        criteria=[
            CriterionCompared(criterion=one.criterion, name=one.name, levels=dict(one.given), spread=one.spread)
            for one in found.criteria
        ],
    )


def _known(email: str) -> Person:
    person = find_person(session(), email=email)
    if person is None:
        raise Conflict(f"nobody has the address {email.strip()[:80]}; name managers of this company", field="emails")
    return person


def _out(found: Sequence[Assessment]) -> list[CalibrationOut]:
    counts = count_scored(session(), assessment_ids=[one.id for one in found])
    people = {person for one in found for person in (one.rep_id, one.opened_by_id)}
    names = names_of(session(), person_ids=people)
    return [
        CalibrationOut(
            id=one.id,
            rep=PersonRef(id=one.rep_id, name=names[one.rep_id]),
            rubric_id=one.rubric_id,
            title=one.title,
            took_place_on=one.took_place_on,
            opened_at=one.opened_at,
            opened_by=PersonRef(id=one.opened_by_id, name=names[one.opened_by_id]),
            closed_at=one.closed_at,
            asked=counts[one.id][0],
            scored=counts[one.id][1],
        )
        for one in found
    ]
