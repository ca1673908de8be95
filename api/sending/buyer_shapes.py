"""Shapes of decks for buyers: what is asked to be in one, and how each of its slides stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from api.web.below import SiteAddress
from api.web.context import clock, parts, session
from api.web.documentation import PREFIX
from api.web.named import NamedPageOut, named_page
from api.web.shapes import DealId, Id, LanguageTag, Name, PersonRef, Strict
from api.work.decks.buyer import SlideWanted, count_to_check, find_picked
from content.deck.gathering import FoundSlide, SlideState, hash_of
from lms.people.directory import names_of
from lms.sending.buyer_decks import MAX_SLIDES
from lms.sending.models import BuyerDeck

ROOT = f"{PREFIX}/sending/decks"


class SlidePlaceIn(Strict):
    """A slide: of which page, and the anchor of its heading, as `GET /content/{id}/slides?for_buyer=true` names it."""

    page_id: Id
    anchor: Id


class SlideWantedIn(SlidePlaceIn):
    """A slide that is to stand in the deck; one that is hidden stays in it, and isn't shown."""

    is_hidden: bool = False

    def wanted(self) -> SlideWanted:
        """Return it as the library is asked for it."""
        return SlideWanted(self.page_id, self.anchor, self.is_hidden)


class SlideSeenIn(SlidePlaceIn):
    """A slide as somebody looked at it: the `text_hash` that it had."""

    text_hash: Annotated[str, Field(max_length=64)]


class BuyerDeckIn(Strict):
    """A deck for a buyer: its title, the company it is for, and its slides in their order.

    Without a language it has that of its first page. `deal` is the deal's id in the CRM.
    """

    title: Name
    buyer: Name
    language: LanguageTag | None = None
    deal: DealId | None = None
    slides: Annotated[list[SlideWantedIn], Field(max_length=MAX_SLIDES)] = Field(default_factory=list)


class SlidesSeenIn(Strict):
    """The slides that have changed and were looked at."""

    slides: Annotated[list[SlideSeenIn], Field(min_length=1, max_length=MAX_SLIDES)]


class BuyerDeckOut(BaseModel):
    """A deck for a buyer. `version` is what a change names as If-Match; `logo_url` is null without a logo.

    `to_check` counts slides whose pages changed since they were taken, expired, or aren't for buyers any more.
    """

    id: UUID
    rep: PersonRef
    title: str
    buyer: str
    language: str
    deal: str | None
    logo_url: SiteAddress | None
    version: int
    made_at: datetime
    changed_at: datetime
    slide_count: int
    to_check: int


class BuyerSlideOut(BaseModel):
    """A picked slide beside what its page says now.

    `withheld` and `gone` ones are left out of what the buyer gets, and `reason` says why. A `changed` one says
    something else than when it was taken: accepted with its `text_hash` it counts as seen. An `expired` one is shown,
    though the page's `verified_until` is over.
    """

    page: NamedPageOut
    anchor: str
    title: str
    is_hidden: bool
    state: SlideState
    reason: str | None
    text_hash: str | None
    verified_until: str | None


class SlideCountsOut(BaseModel):
    """How many slides are in each state."""

    current: int = 0
    changed: int = 0
    expired: int = 0
    gone: int = 0
    withheld: int = 0


class BuyerDeckShown(BuyerDeckOut):
    """A deck for a buyer with its slides."""

    slides: list[BuyerSlideOut]
    counts: SlideCountsOut


def decks_out(found: Sequence[BuyerDeck]) -> list[BuyerDeckOut]:
    """Return decks as lists show them."""
    names = names_of(session(), person_ids={one.rep_id for one in found})
    catalogue, today = parts().search.catalogue(), clock().day
    return [
        BuyerDeckOut(
            id=one.id,
            rep=PersonRef(id=one.rep_id, name=names[one.rep_id]),
            title=one.title,
            buyer=one.buyer,
            language=one.language,
            deal=one.deal,
            logo_url=f"{ROOT}/{one.id}/logo" if one.logo_type else None,
            version=one.version,
            made_at=one.made_at,
            changed_at=one.changed_at,
            slide_count=len(one.slides),
            to_check=count_to_check(one, catalogue, today=today),
        )
        for one in found
    ]


def deck_shown(deck: BuyerDeck) -> BuyerDeckShown:
    """Return a deck with how each of its slides stands."""
    found = find_picked(deck, parts().search.catalogue(), parts().renderer, today=clock().day)
    pages = {page_id: named_page(page_id) for page_id in {one.picked.page_id for one in found}}
    counts: dict[str, int] = {}
    for one in found:
        counts[one.state] = counts.get(one.state, 0) + 1
    return BuyerDeckShown(
        **vars(decks_out([deck])[0]),
        slides=[_slide(one, pages[one.picked.page_id]) for one in found],
        counts=SlideCountsOut(**counts),
    )


def _slide(found: FoundSlide, page: NamedPageOut) -> BuyerSlideOut:
    return BuyerSlideOut(
        page=page,
        anchor=found.picked.anchor,
        title=found.slide.title if found.slide else found.picked.title,
        is_hidden=found.picked.is_hidden,
        state=found.state,
        reason=found.reason,
        text_hash=hash_of(found.slide) if found.slide else None,
        verified_until=found.source.verified_until,
    )
