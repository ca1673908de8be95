"""Decks for buyers over HTTP: made of slides of the library, changed over the version that was read, and accepted."""

from __future__ import annotations

import unicodedata
from uuid import UUID

from flask import Blueprint, Response

from api.sending.buyer_shapes import (
    ROOT,
    BuyerDeckIn,
    BuyerDeckOut,
    BuyerDeckShown,
    SlidesSeenIn,
    deck_shown,
    decks_out,
)
from api.web.auth import SIGNED_IN, allow
from api.web.context import actor, clock, parts, session
from api.web.deals import known_deal
from api.web.documentation import Answer, answers, spec
from api.web.errors import problem
from api.web.matching import etag_of, matched_version, needs_match
from api.web.paging import After, Listed, created, listed
from api.web.shapes import DealId
from api.web.writes import writes
from api.work.decks.buyer import accept_slides, find_picked, pick_slides, picked_of, rows_of
from content.deck.gathering import PickedSlide
from lms.errors import Conflict
from lms.sending.buyer_decks import (
    DeckWords,
    StaleDeckError,
    change_deck,
    get_deck,
    keep_slides,
    list_decks,
    make_deck,
    own_deck,
    remove_deck,
)
from lms.sending.models import BuyerDeck

blueprint = Blueprint("buyer_decks", __name__, url_prefix=ROOT)
TAGS = ["sending"]
# Control characters and halves of letters, which XML has none of.
UNSEEN = {"Cc", "Cs"}


class DecksQuery(After):
    """Which decks: of one person, for one deal; without all those the asker may see."""

    person_id: UUID | None = None
    deal: DealId | None = None


@blueprint.get("")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(503, HTTP_200=Listed[BuyerDeckOut]), tags=TAGS)
def decks(query: DecksQuery) -> Answer:
    """List decks for buyers, the last made first: the asker's own, and of those whose records they may see."""
    found = list_decks(
        session(),
        actor=actor(),
        person_id=query.person_id,
        deal=query.deal,
        after=query.after,
        limit=query.limit + 1,
    )
    return listed(Listed[BuyerDeckOut], decks_out(found), query.limit)


@blueprint.post("")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409, 415, 503, HTTP_201=BuyerDeckShown), tags=TAGS)
def make(json: BuyerDeckIn) -> Answer:
    """Make a deck for a buyer; 409 names a page whose slides may not go to one."""
    picked = _pick(json, [])
    words = _words(json, picked, "en")
    made = make_deck(session(), actor=actor(), words=words, slides=rows_of(picked), now=clock())
    item, status, headers = created(deck_shown(made), f"{ROOT}/{made.id}")
    return item, status, {**headers, "ETag": etag_of(made.version)}


@blueprint.get("/<uuid:deck_id>")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(503, HTTP_200=BuyerDeckShown), tags=TAGS)
def show(deck_id: UUID) -> Answer:
    """Return a deck with how each of its slides stands beside its page; its ETag is its version, for If-Match."""
    return with_version(get_deck(session(), actor=actor(), deck_id=deck_id))


@blueprint.put("/<uuid:deck_id>")
@allow(*SIGNED_IN)
@needs_match
@writes
@spec.validate(resp=answers(409, 412, 415, 428, 503, HTTP_200=BuyerDeckShown), tags=TAGS)
def change(deck_id: UUID, json: BuyerDeckIn) -> Answer:
    """Replace what a deck of the asker's is called and its slides, over the version named by If-Match.

    Slides that were in it stay as they were seen last, whatever their pages say now; new ones are taken as they are.
    412 says that another window changed it meanwhile, and nothing changes.
    """
    try:
        before = _matched(deck_id)
        picked = _pick(json, picked_of(before))
        kept = change_deck(
            session(),
            actor=actor(),
            deck_id=deck_id,
            words=_words(json, picked, before.language),
            slides=rows_of(picked),
            version=matched_version(),
            now=clock(),
        )
    except StaleDeckError as error:
        return clash(error)
    return with_version(kept)


@blueprint.post("/<uuid:deck_id>/accepted")
@allow(*SIGNED_IN)
@needs_match
@writes
@spec.validate(resp=answers(409, 412, 415, 428, 503, HTTP_200=BuyerDeckShown), tags=TAGS)
def accepted(deck_id: UUID, json: SlidesSeenIn) -> Answer:
    """Take changed slides of the asker's deck as seen, as they were looked at; 409 for one that changed once more."""
    try:
        found = find_picked(_matched(deck_id), parts().search.catalogue(), parts().renderer, today=clock().day)
        seen = {(one.page_id, one.anchor): one.text_hash for one in json.slides}
        kept = keep_slides(
            session(),
            actor=actor(),
            deck_id=deck_id,
            slides=rows_of(accept_slides(found, seen)),
            version=matched_version(),
            now=clock(),
        )
    except StaleDeckError as error:
        return clash(error)
    return with_version(kept)


@blueprint.delete("/<uuid:deck_id>")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(HTTP_204=None), tags=TAGS)
def remove(deck_id: UUID) -> Answer:
    """Take a deck of the asker's away."""
    remove_deck(session(), actor=actor(), deck_id=deck_id, now=clock())
    return "", 204


def with_version(deck: BuyerDeck) -> tuple[BuyerDeckShown, int, dict[str, str]]:
    """Return a deck as it is shown, with its version as ETag."""
    return deck_shown(deck), 200, {"ETag": etag_of(deck.version)}


def clash(error: StaleDeckError) -> Response:
    """Return the answer to a change of a version that isn't the last any more."""
    return problem(412, str(error), headers={"ETag": etag_of(error.version)})


def _matched(deck_id: UUID) -> BuyerDeck:
    """Return the asker's deck, which is still in the version that they name."""
    found = own_deck(session(), actor=actor(), deck_id=deck_id)
    if found.version != matched_version():
        raise StaleDeckError(found.version)
    return found


def _pick(json: BuyerDeckIn, known: list[PickedSlide]) -> list[PickedSlide]:
    wanted = [one.wanted() for one in json.slides]
    return pick_slides(wanted, known, parts().search.catalogue(), parts().renderer, today=clock().day)


def _words(json: BuyerDeckIn, picked: list[PickedSlide], language: str) -> DeckWords:
    first = parts().search.catalogue().by_id.get(picked[0].page_id) if picked else None
    spoken = json.language or (first.language if first else language)
    title, buyer = _plain(json.title, "title"), _plain(json.buyer, "buyer")
    return DeckWords(title, buyer, spoken, known_deal(json.deal))


def _plain(words: str, field: str) -> str:
    """Return words in one line, without signs that no file of slides can hold."""
    parts = ("".join(sign for sign in part if unicodedata.category(sign) not in UNSEEN) for part in words.split())
    found = " ".join(filter(None, parts))
    if not found:
        raise Conflict("it has no letter that can be shown; write a name", field=field)
    return found
