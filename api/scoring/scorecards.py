"""Scorecards: one's own as a draft, published and amended; comments; and a rep's scores as CSV."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from flask import Blueprint, Response, current_app, request
from pydantic import Field

from api.scoring.seeing import seat_of_asker, sight_over
from api.scoring.settling import settle_practice
from api.scoring.shapes import CardClash, CardContent, CardSaved, GivenIn, TotalOut, content_of, troubles_out
from api.scoring.showing import AssessmentShown, show_assessment
from api.web.auth import SIGNED_IN, allow
from api.web.context import actor, clock, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.matching import etag_of, matched_version, needs_match
from api.web.shapes import Strict, Words
from api.web.tables import csv_response
from api.web.writes import writes
from lms.errors import NotFound
from lms.people.access import visible_person
from lms.scoring.assessments import ScoringSeat, rubric_for
from lms.scoring.cards import StaleCardError, add_comment, amend_card, publish_card, save_draft
from lms.scoring.counting import count, troubles_of
from lms.scoring.models import Scorecard
from lms.scoring.reading import assessment_of, seen_card
from lms.scoring.scores import GivenScore, list_given

PLACE = "/assessments/<uuid:assessment_id>/card"
CLASHED = "this scorecard was saved meanwhile, elsewhere; put what you have and what is kept together"
blueprint = Blueprint("scorecards", __name__, url_prefix=f"{PREFIX}/scoring")
HEADER = (
    *("day", "assessment", "rubric", "criterion", "name", "answer", "share", "skill"),
    *("role", "scorer", "published_on", "points", "most", "passed"),
)


class AmendIn(GivenIn):
    """A published scorecard as it shall be, and why it changes; what it was is kept."""

    reason: Annotated[Words, Field(max_length=500)]


class CommentIn(Strict):
    """Words on a published scorecard."""

    text: Annotated[Words, Field(max_length=5000)]


@blueprint.get(PLACE)
@allow(*SIGNED_IN)
@spec.validate(resp=answers(HTTP_200=CardContent, HTTP_304=None), tags=["scoring"])
def card(assessment_id: UUID) -> Answer:
    """Return the asker's own scorecard; its ETag is its version, for If-Match and If-None-Match."""
    own = seat_of_asker(assessment_id).card
    if own is None:
        raise NotFound("you have no scorecard here yet")
    response = current_app.make_response((content_of(own).model_dump(mode="json"), 200))
    response.headers["ETag"] = etag_of(own.version)
    return response.make_conditional(request)


@blueprint.put(PLACE)
@allow(*SIGNED_IN)
@needs_match
@writes
@spec.validate(resp=answers(409, 415, 428, HTTP_200=CardSaved, HTTP_412=CardClash), tags=["scoring"])
def save(assessment_id: UUID, json: GivenIn) -> Answer:
    """Keep the asker's draft over the version named by If-Match, `"0"` for the first; it may be unfinished or wrong.

    When it isn't the last any more, 412 has the last, and nothing changes. The same once more is answered as before.
    """
    seat, version = seat_of_asker(assessment_id, to_change=True), matched_version()
    try:
        kept = save_draft(session(), seat=seat, given=json.given(), version=version, now=clock())
    except StaleCardError as error:
        return _clash(error)
    return _saved(seat, kept), 200, {"ETag": etag_of(kept.version)}


@blueprint.post(f"{PLACE}/published")
@allow(*SIGNED_IN)
@needs_match
@writes
@spec.validate(resp=answers(409, 428, HTTP_200=AssessmentShown, HTTP_412=CardClash), tags=["scoring"])
def publish(assessment_id: UUID) -> Answer:
    """Publish the asker's draft as it was saved last; 409 names what isn't answered, 412 has what is kept."""
    seat, version = seat_of_asker(assessment_id, to_change=True), matched_version()
    try:
        kept = publish_card(session(), seat=seat, version=version, now=clock())
    except StaleCardError as error:
        return _clash(error)
    settle_practice(assessment_id)
    return show_assessment(seat), 200, {"ETag": etag_of(kept.version)}


@blueprint.post(f"{PLACE}/amended")
@allow(*SIGNED_IN)
@needs_match
@writes
@spec.validate(resp=answers(409, 415, 428, HTTP_200=AssessmentShown, HTTP_412=CardClash), tags=["scoring"])
def amend(assessment_id: UUID, json: AmendIn) -> Answer:
    """Change the asker's published scorecard, with a reason; what it said before stays beside it."""
    seat, version = seat_of_asker(assessment_id, to_change=True), matched_version()
    try:
        kept = amend_card(
            session(), seat=seat, given=json.given(), reason=json.reason.strip(), version=version, now=clock()
        )
    except StaleCardError as error:
        return _clash(error)
    settle_practice(assessment_id)
    return show_assessment(seat), 200, {"ETag": etag_of(kept.version)}


@blueprint.post("/cards/<uuid:card_id>/comments")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409, 415, HTTP_201=AssessmentShown), tags=["scoring"])
def comment(card_id: UUID, json: CommentIn) -> Answer:
    """Say something on a published scorecard that one sees, as the rep, a scorer, or who leads the assessment."""
    found = assessment_of(session(), card_id=card_id)
    sight = sight_over([found.rep_id])
    on = seen_card(session(), sight=sight, card_id=card_id)
    seat = seat_of_asker(found.id, to_change=True)
    add_comment(session(), seat=seat, card=on, text=json.text.strip(), now=clock())
    return show_assessment(seat), 201


@blueprint.get("/people/<uuid:person_id>/scores.csv")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(HTTP_200=None), tags=["scoring"])
def scores(person_id: UUID) -> Answer:
    """Download what was given to a rep, criterion by criterion, on the published cards that the asker sees."""
    person = visible_person(session(), actor=actor(), person_id=person_id)
    rows = (_row(given) for given in list_given(session(), sight=sight_over([person.id])))
    return csv_response(HEADER, rows, name="scores.csv")


def _saved(seat: ScoringSeat, kept: Scorecard) -> CardSaved:
    rubric = rubric_for(session(), seat.assessment)
    return CardSaved(
        id=kept.id,
        version=kept.version,
        updated_at=kept.updated_at,
        published_at=kept.published_at,
        total=TotalOut.of(count(rubric, kept.answers)),
        troubles=troubles_out(troubles_of(rubric, kept.answers)),
    )


def _clash(error: StaleCardError) -> Answer:
    status, current = HTTPStatus.PRECONDITION_FAILED, error.current
    clash = CardClash(
        type="about:blank",
        title=status.phrase,
        status=status,
        detail=CLASHED,
        current=content_of(current) if current else None,
    )
    headers = {"ETag": etag_of(current.version if current else 0)}
    return Response(clash.model_dump_json(), status, headers, mimetype="application/problem+json")


def _row(given: GivenScore) -> tuple[object, ...]:
    return (
        *(given.day, given.title, given.rubric_id, given.criterion, given.name, given.answer, given.share),
        *(given.skill, given.role, given.scorer, given.published_on, given.points, given.most, given.has_passed),
    )
