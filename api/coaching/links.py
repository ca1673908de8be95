"""Links of a session: what its two people are talking about, each checked when it is added."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from flask import Blueprint
from pydantic import BeforeValidator, Field

from api.coaching.shapes import LinkKind, SessionShown, session_shown
from api.web.auth import SIGNED_IN, allow
from api.web.context import actor, now, parts, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.paging import created
from api.web.shapes import Strict, Words, as_number
from api.web.sight import visible_entries, visible_entry
from api.web.writes import writes
from api.work.deals import visible_deal
from lms.coaching.links import MOST_SECONDS, LinkTarget, add_link, recording_at, remove_link
from lms.coaching.models import CoachingSession
from lms.coaching.sessions import get_session
from lms.errors import Conflict, NotFound
from lms.training.attempts import visible_attempt

blueprint = Blueprint("session_links", __name__, url_prefix=f"{PREFIX}/coaching/sessions/<uuid:session_id>/links")


class LinkIn(Strict):
    """What to link: a page by its id, a deal by its id in the CRM, a recording by its address, an attempt by its id.

    Recordings alone have `seconds`, or a time in their address, and a label of one's own.
    """

    kind: LinkKind
    target: Annotated[Words, Field(max_length=1000)]
    seconds: Annotated[int, Field(ge=0, le=MOST_SECONDS), BeforeValidator(as_number)] | None = None
    label: Annotated[Words, Field(max_length=200)] | None = None


@blueprint.post("")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409, 415, 503, HTTP_201=SessionShown), tags=["coaching"])
def add(session_id: UUID, json: LinkIn) -> Answer:
    """Link a page, a deal, a recording or a quiz attempt of the rep's that the asker may see."""
    found = get_session(session(), actor=actor(), session_id=session_id)
    try:
        link = _checked(json, found)
    except NotFound as error:  # the session is there, and the address of the request is right
        raise Conflict(str(error), field="target") from error
    add_link(session(), actor=actor(), session_id=session_id, link=link, at=now())
    return created(session_shown(found), f"{PREFIX}/coaching/sessions/{session_id}")


@blueprint.delete("/<uuid:link_id>")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(HTTP_200=SessionShown), tags=["coaching"])
def remove(session_id: UUID, link_id: UUID) -> Answer:
    """Remove a link; each of the two people can."""
    return session_shown(remove_link(session(), actor=actor(), session_id=session_id, link_id=link_id, at=now()))


def _checked(asked: LinkIn, found: CoachingSession) -> LinkTarget:
    target = asked.target.strip()
    if asked.kind == "recording":
        return recording_at(target, label=asked.label and asked.label.strip(), seconds=asked.seconds)
    if asked.seconds is not None or asked.label is not None:
        raise Conflict(
            "only a recording has seconds and a label of one's own", field="seconds" if asked.label is None else "label"
        )
    if asked.kind == "page":
        entry = visible_entry(target)
        return LinkTarget("page", entry.id, entry.title)
    if asked.kind == "deal":
        deal = visible_deal(session(), parts().figures.current(), actor=actor(), deal_id=target)
        return LinkTarget("deal", deal.id, deal.name)
    return _attempt(target, found)


def _attempt(target: str, found: CoachingSession) -> LinkTarget:
    try:
        attempt_id = UUID(target)
    except ValueError as error:
        raise NotFound("no such attempt") from error
    attempt = visible_attempt(session(), actor=actor(), person_id=found.rep_id, attempt_id=attempt_id)
    course = next(iter(visible_entries([attempt.course_id])), None)
    return LinkTarget("attempt", str(attempt.id), f"{course.title if course else attempt.course_id}: {attempt.score} %")
