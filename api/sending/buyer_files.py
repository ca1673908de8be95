"""A deck for a buyer as it leaves: its slides, its files for PowerPoint and on paper, and the buyer's logo on it."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, current_app, request

from api.sending.buyer_decks import clash, with_version
from api.sending.buyer_shapes import ROOT, BuyerDeckShown
from api.web.auth import SIGNED_IN, allow
from api.web.bodies import takes
from api.web.context import actor, clock, parts, session
from api.web.decks import DeckBuildOut, SlidesOut, answer_with_file, require_tools, slides_out
from api.web.documentation import Answer, answers, large_answers, spec
from api.web.headers import SANDBOXED
from api.web.matching import etag_of, matched_version, needs_match
from api.web.writes import writes
from api.work.decks.asked import DeckAsked
from api.work.decks.buyer import buyer_key, file_name_of, read_buyer_deck
from content.deck.errors import DeckError
from content.deck.files import DeckForm
from content.deck.logos import MAX_BYTES, check_logo
from lms.errors import Conflict, NotFound
from lms.sending.buyer_decks import StaleDeckError, get_deck, keep_logo, read_logo

blueprint = Blueprint("buyer_deck_files", __name__, url_prefix=ROOT)
TAGS = ["sending"]
LOGO_TYPES = ("image/png", "image/jpeg", "image/webp")


@blueprint.get("/<uuid:deck_id>/slides")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(503, HTTP_200=SlidesOut), tags=TAGS)
def slides(deck_id: UUID) -> Answer:
    """Return the slides that the buyer gets: a cover, and those that aren't hidden, gone or withheld."""
    found = get_deck(session(), actor=actor(), deck_id=deck_id)
    known = parts()
    deck, _ = read_buyer_deck(session(), found, known.search.catalogue(), known.renderer, today=clock().day)
    shown = slides_out(deck.slides, is_outside=True)
    return SlidesOut(id=str(found.id), title=deck.title, language=deck.language, slides=shown)


@blueprint.get("/<uuid:deck_id>/deck.pptx")
@allow(*SIGNED_IN)
@spec.validate(
    resp=large_answers(409, 416, 503, HTTP_200=None, HTTP_202=DeckBuildOut, HTTP_206=None, HTTP_304=None), tags=TAGS
)
def as_pptx(deck_id: UUID) -> Answer:
    """Return the deck for PowerPoint, without notes; 202 while it is being built, 409 where it can't be."""
    return _file(deck_id, "pptx")


@blueprint.get("/<uuid:deck_id>/deck.pdf")
@allow(*SIGNED_IN)
@spec.validate(
    resp=large_answers(409, 416, 503, HTTP_200=None, HTTP_202=DeckBuildOut, HTTP_206=None, HTTP_304=None), tags=TAGS
)
def as_pdf(deck_id: UUID) -> Answer:
    """Return the deck as a PDF, a page for each slide; 202 and 409 as for PowerPoint."""
    return _file(deck_id, "pdf")


@blueprint.get("/<uuid:deck_id>/logo")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(HTTP_200=None, HTTP_304=None), tags=TAGS)
def logo(deck_id: UUID) -> Answer:
    """Return the buyer's logo."""
    found = get_deck(session(), actor=actor(), deck_id=deck_id)
    data = read_logo(session(), found)
    if data is None:
        raise NotFound("this deck has no logo")
    response = current_app.response_class(data, mimetype=found.logo_type)
    response.headers["Content-Security-Policy"] = SANDBOXED
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["ETag"] = etag_of(found.version)
    return response.make_conditional(request)


@blueprint.put("/<uuid:deck_id>/logo")
@allow(*SIGNED_IN)
@needs_match
@takes(*LOGO_TYPES, most_bytes=MAX_BYTES)
@writes
@spec.validate(resp=answers(409, 412, 415, 428, 503, HTTP_200=BuyerDeckShown), tags=TAGS)
def put_logo(data: bytes, deck_id: UUID) -> Answer:
    """Put the buyer's logo on a deck of the asker's: PNG, JPEG or WebP, by what its bytes say."""
    try:
        kind = check_logo(data).kind
    except DeckError as error:
        raise Conflict(str(error)) from error
    return _with_logo(deck_id, (data, f"image/{kind}"))


@blueprint.delete("/<uuid:deck_id>/logo")
@allow(*SIGNED_IN)
@needs_match
@writes
@spec.validate(resp=answers(412, 428, 503, HTTP_200=BuyerDeckShown), tags=TAGS)
def take_logo_off(deck_id: UUID) -> Answer:
    """Take the logo off a deck of the asker's."""
    return _with_logo(deck_id, None)


def _with_logo(deck_id: UUID, kept: tuple[bytes, str] | None) -> Answer:
    try:
        changed = keep_logo(
            session(), actor=actor(), deck_id=deck_id, logo=kept, version=matched_version(), now=clock()
        )
    except StaleDeckError as error:
        return clash(error)
    return with_version(changed)


def _file(deck_id: UUID, form: DeckForm) -> Response:
    found = get_deck(session(), actor=actor(), deck_id=deck_id)
    require_tools(form)
    asked = DeckAsked("", form, is_outside=True, buyer_deck_id=str(found.id))
    key = buyer_key(asked, found, parts().search.catalogue(), parts().config)
    return answer_with_file(key, asked, name=file_name_of(found, form))
