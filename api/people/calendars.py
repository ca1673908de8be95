"""Calendars of one's own: what they hold, the secret address they are fetched from, and invitations by e-mail."""

from __future__ import annotations

import hashlib
from typing import Annotated

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from pydantic import BaseModel, Field

from api.web.auth import ANYONE, SIGNED_IN, allow
from api.web.below import SiteAddress
from api.web.context import actor, clock, now, parts, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.limits import count, count_wrong_secret
from api.web.shapes import Strict
from api.web.writes import commits, writes
from api.work.calendars.feed import write_feed_of
from lms.errors import NotFound
from lms.notices.feeds import FeedChoice, Holding, choose_holds, find_feed, issue_feed, read_choice, revoke_feed
from lms.notices.invitations import choose_invitations, wants_invitations

blueprint = Blueprint("calendars", __name__)
Holds = Annotated[list[Holding], Field(min_length=1, max_length=4)]


class CalendarIn(Strict):
    """What a calendar holds."""

    holds: Holds


class InvitationsIn(Strict):
    """Whether the asker is sent invitations."""

    are_sent: bool


class CalendarOut(BaseModel):
    """The secret address of the asker's calendar, which is shown this once."""

    url: SiteAddress


class CalendarChoiceOut(BaseModel):
    """What the asker's calendar holds, whether it has an address, and whether they are sent invitations.

    `can_send` is whether this installation sends e-mail at all.
    """

    holds: list[Holding]
    has_address: bool
    invitations: bool
    can_send: bool


@blueprint.get(f"{PREFIX}/me/calendar")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(HTTP_200=CalendarChoiceOut), tags=["people"])
def show_calendar() -> Answer:
    """Return what the asker's calendar holds; its address isn't kept, and can't be shown again."""
    return _choice_out(read_choice(session(), actor=actor()))


@blueprint.post(f"{PREFIX}/me/calendar")
@allow(*SIGNED_IN)
@commits
@spec.validate(resp=answers(HTTP_201=CalendarOut), tags=["people"])
def make_calendar() -> Answer:
    """Make a new address for the asker's calendar, of what they chose last; the one before stops working."""
    secret = issue_feed(session(), actor=actor(), at=now())
    return CalendarOut(url=f"{parts().config.public_url}/calendar/{secret}/repertoire.ics"), 201


@blueprint.put(f"{PREFIX}/me/calendar")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(404, 415, HTTP_200=CalendarChoiceOut), tags=["people"])
def change_calendar(json: CalendarIn) -> Answer:
    """Change what the asker's calendar holds; its address stays."""
    return _choice_out(choose_holds(session(), actor=actor(), holds=json.holds))


@blueprint.delete(f"{PREFIX}/me/calendar")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(HTTP_204=None), tags=["people"])
def revoke_calendar() -> Answer:
    """Make the address of the asker's calendar stop working."""
    revoke_feed(session(), actor=actor(), at=now())
    return "", 204


@blueprint.put(f"{PREFIX}/me/invitations")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(415, HTTP_200=CalendarChoiceOut), tags=["people"])
def change_invitations(json: InvitationsIn) -> Answer:
    """Switch the asker's invitations by e-mail on or off."""
    choose_invitations(session(), actor=actor(), are_sent=json.are_sent, at=now())
    return _choice_out(read_choice(session(), actor=actor()))


# What was subscribed to when calendars held reviews alone goes on.
@blueprint.get("/calendar/<secret>/reviews.ics")
@blueprint.get("/calendar/<secret>/repertoire.ics")
@allow(ANYONE)
def calendar(secret: str) -> ResponseReturnValue:
    """Return the calendar of whoever made this address: calendars can't sign in, so the address is the proof."""
    try:
        feed = find_feed(session(), secret=secret, at=now())
    except NotFound:
        count_wrong_secret()
        raise
    own = parts()
    count(own.config.rate_limit, str(feed.owner.id))
    entries = own.search.catalogue().entries if "reviews" in feed.holds else ()
    about = {"home": own.config.public_url, "name": own.config.site_name}
    body = write_feed_of(session(), feed, entries=entries, now=clock(), **about)
    response = Response(body, mimetype="text/calendar")
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(hashlib.sha256(body).hexdigest()[:32])
    return response.make_conditional(request)


def _choice_out(choice: FeedChoice) -> CalendarChoiceOut:
    return CalendarChoiceOut(
        holds=list(choice.holds),
        has_address=choice.has_address,
        invitations=wants_invitations(session(), actor=actor()),
        can_send=bool(parts().config.smtp_host),
    )
