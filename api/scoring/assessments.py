"""Assessments: what reps did, scored side by side by a rubric as it stood then."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from flask import Blueprint
from pydantic import Field

from api.scoring.rubrics import published_rubric
from api.scoring.seeing import seat_of_asker, sight_over
from api.scoring.settling import settle_practice
from api.scoring.shapes import AssessmentItem, ScoredKind
from api.scoring.showing import AssessmentShown, show_assessment
from api.web.auth import SIGNED_IN, allow
from api.web.context import actor, clock, parts, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.paging import After, Listed, created, listed
from api.web.shapes import Day, Id, Strict, Words
from api.web.writes import writes
from api.work.deals import visible_deal
from api.work.scoring import paper_now
from lms.coaching.sessions import get_session
from lms.errors import Conflict, NotFound
from lms.people.directory import find_person, names_of
from lms.scoring.assessments import (
    Deed,
    Manner,
    close_assessment,
    open_assessment,
    release_assessment,
    reps_of_session,
)
from lms.scoring.reading import AssessmentRow, list_assessments, list_to_score
from lms.scoring.scorers import ask_peer, decline

PLACE = "/assessments/<uuid:assessment_id>"
blueprint = Blueprint("assessments", __name__, url_prefix=f"{PREFIX}/scoring")


class AssessmentIn(Strict):
    """Something that a rep did, to be scored; of the asker's own they score themselves first, whatever is said here.

    `recording` is an address that begins with https://; `session_id` is a coaching session of the asker and the rep,
    and `deal_id` a deal whose owner's records the asker may see, by its id in the CRM.
    """

    rep_id: UUID
    rubric_id: Id
    subject: ScoredKind
    title: Annotated[Words, Field(max_length=200)]
    took_place_on: Day
    recording: Annotated[str, Field(max_length=1000, pattern=r"^https://[^\s\x00]+$")] | None = None
    deal_id: Id | None = None
    session_id: UUID | None = None
    asks_self: bool = Field(False, description="whether the rep scores themselves before they see anybody's card")
    is_blind: bool = Field(False, description="whether nobody sees another's card until it is closed")


class AssessmentsQuery(After):
    """Those of a rep, or of a coaching session; without either what the asker was asked to score and didn't yet.

    Of a rep or a session the last opened come first, of one's own to do the oldest.
    """

    person_id: UUID | None = None
    session_id: UUID | None = None


class ScorerIn(Strict):
    """Who is asked to score too."""

    email: Annotated[Words, Field(max_length=320)]


@blueprint.get("/assessments")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(HTTP_200=Listed[AssessmentItem]), tags=["scoring"])
def assessments(query: AssessmentsQuery) -> Answer:
    """List assessments that the asker sees, each with the cards that they see of it."""
    after, limit = query.after, query.limit + 1
    if query.session_id is None and query.person_id is None:
        rows = list_to_score(session(), actor=actor(), after=after, limit=limit)
    else:
        sight = sight_over(_reps(query))
        rows = list_assessments(session(), sight=sight, session_id=query.session_id, after=after, limit=limit)
    return listed(Listed[AssessmentItem], _items(rows), query.limit)


@blueprint.post("/assessments")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409, 415, 503, HTTP_201=AssessmentShown), tags=["scoring"])
def open_one(json: AssessmentIn) -> Answer:
    """Open an assessment of the asker, or of a rep whom they manage or mentor, on a rubric as it is now."""
    sight = sight_over([json.rep_id])
    if json.session_id is not None:
        coaching = get_session(session(), actor=actor(), session_id=json.session_id)
        if coaching.rep_id != json.rep_id:
            raise Conflict("the session is with somebody else than is assessed", field="session_id")
    paper = paper_now(parts().search.catalogue(), published_rubric(json.rubric_id))
    made = open_assessment(
        session(),
        actor=actor(),
        rep_id=json.rep_id,
        sight=sight,
        paper=paper,
        done=Deed(
            subject=json.subject,
            title=json.title.strip(),
            took_place_on=json.took_place_on,
            recording=json.recording,
            deal_id=_deal(json.deal_id),
            session_id=json.session_id,
        ),
        manner=Manner(asks_self=json.asks_self, is_blind=json.is_blind),
        now=clock(),
    )
    return created(show_assessment(seat_of_asker(made.id)), f"{PREFIX}/scoring/assessments/{made.id}")


@blueprint.get(PLACE)
@allow(*SIGNED_IN)
@spec.validate(resp=answers(HTTP_200=AssessmentShown), tags=["scoring"])
def show(assessment_id: UUID) -> Answer:
    """Return an assessment with its rubric, the cards that the asker sees side by side, and how they differ."""
    return show_assessment(seat_of_asker(assessment_id))


@blueprint.post(f"{PLACE}/scorers")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409, 415, HTTP_200=AssessmentShown), tags=["scoring"])
def ask(assessment_id: UUID, json: ScorerIn) -> Answer:
    """Ask a colleague to score as a peer: the rep can, and who opened the assessment or manages the rep."""
    seat = seat_of_asker(assessment_id, to_change=True)
    ask_peer(session(), seat=seat, person=find_person(session(), email=json.email), now=clock())
    return show_assessment(seat)


@blueprint.post(f"{PLACE}/declined")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409), tags=["scoring"])
def decline_one(assessment_id: UUID) -> Answer:
    """Decline to score what one was asked to; a rep who was asked to score themselves sees the others' cards then."""
    decline(session(), seat=seat_of_asker(assessment_id, to_change=True), now=clock())
    settle_practice(assessment_id)
    return "", 204


@blueprint.post(f"{PLACE}/closed")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409, HTTP_200=AssessmentShown), tags=["scoring"])
def close(assessment_id: UUID) -> Answer:
    """Close an assessment: nobody scores it any more, and a blind one is open to those who may see its cards."""
    seat = seat_of_asker(assessment_id, to_change=True)
    close_assessment(session(), seat=seat, now=clock())
    settle_practice(assessment_id)
    return show_assessment(seat)


@blueprint.put(f"{PLACE}/released")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(HTTP_200=AssessmentShown), tags=["scoring"])
def release(assessment_id: UUID) -> Answer:
    """Let managers who came later see what was published before; only the rep can."""
    return _release(assessment_id, is_released=True)


@blueprint.delete(f"{PLACE}/released")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(HTTP_200=AssessmentShown), tags=["scoring"])
def take_back(assessment_id: UUID) -> Answer:
    """Let them see it no more."""
    return _release(assessment_id, is_released=False)


def _release(assessment_id: UUID, *, is_released: bool) -> AssessmentShown:
    seat = seat_of_asker(assessment_id, to_change=True)
    release_assessment(session(), seat=seat, is_released=is_released, now=clock())
    return show_assessment(seat)


def _deal(deal_id: str | None) -> str | None:
    if deal_id is None:
        return None
    try:
        return visible_deal(session(), parts().figures.current(), actor=actor(), deal_id=deal_id).id
    except NotFound as error:  # the address of the request is right
        raise Conflict(str(error), field="deal_id") from error


def _reps(query: AssessmentsQuery) -> list[UUID]:
    """Return whose assessments are asked for."""
    if query.session_id is None:
        return [query.person_id] if query.person_id else []
    found = reps_of_session(session(), session_id=query.session_id)
    return [rep_id for rep_id in found if query.person_id in {None, rep_id}]


def _items(rows: list[AssessmentRow]) -> list[AssessmentItem]:
    people = {person for row in rows for person in (row.assessment.rep_id, row.assessment.opened_by_id)}
    people |= {card.scorer_id for row in rows for card in row.cards}
    names = names_of(session(), person_ids=people)
    return [AssessmentItem.of(row, names) for row in rows]
