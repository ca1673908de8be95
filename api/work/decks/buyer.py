"""Decks for buyers beside the library: slides picked of its pages, found again there, and gathered into a deck."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from api.work.decks.asked import DeckAsked, around_of, key_from, stamp_of
from config import Config
from content.catalogue import Catalogue, Entry
from content.course import NoSuchPageError, read_page
from content.deck.errors import DeckError
from content.deck.files import DeckForm
from content.deck.gathering import (
    Cover,
    FoundSlide,
    PickedSlide,
    SlideSource,
    find_slides,
    gather,
    hash_of,
    is_over,
    outward,
    refusal_of,
)
from content.deck.pictures import Picture
from content.deck.reading import Deck, read_sections
from content.rendering import Renderer, RenderingError
from lms.errors import Conflict
from lms.sending.buyer_decks import read_logo
from lms.sending.models import BuyerDeck

MAX_TITLE = 300
# What some system doesn't take in the name of a file.
_NO_NAME = re.compile(r'[\\/:*?"<>|]+')


class PageOverError(Exception):
    """Nobody should use a page any more; the message says since when."""


@dataclass(frozen=True)
class SlideWanted:
    """A slide that is to stand in a deck: of which page, under which heading."""

    page_id: str
    anchor: str
    is_hidden: bool = False


def read_buyer_deck(
    session: Session, deck: BuyerDeck, catalogue: Catalogue, renderer: Renderer, *, today: date
) -> tuple[Deck, list[FoundSlide]]:
    """Read a deck as its buyer gets it, and how each of its picked slides stands."""
    found = find_picked(deck, catalogue, renderer, today=today)
    data, kind = read_logo(session, deck), (deck.logo_type or "").removeprefix("image/")
    cover = Cover(deck.title, deck.buyer, deck.language, Picture(data, kind) if data else None)
    return gather(found, cover), found


def find_picked(deck: BuyerDeck, catalogue: Catalogue, renderer: Renderer, *, today: date) -> list[FoundSlide]:
    """Return the picked slides of a deck in their order, with how each stands beside what its page says now."""
    picked = picked_of(deck)
    sources = {
        page_id: source_of(page_id, catalogue, renderer, today=today) for page_id in {one.page_id for one in picked}
    }
    return find_slides(picked, sources, today=today)


def source_of(page_id: str, catalogue: Catalogue, renderer: Renderer, *, today: date) -> SlideSource:
    """Return the slides of a page as a buyer may get them; where they may not, the source says why."""
    entry = catalogue.by_id.get(page_id)
    if entry is None:
        return SlideSource(page_id, "", None, refusal="it isn't published, or there is no such page")
    refused = SlideSource(entry.title, entry.hash, entry.verified_until)
    refusal = refusal_of(status=entry.status, audience=entry.audience, page_type=entry.type)
    if refusal is not None:
        return replace(refused, refusal=refusal)
    try:
        deck = _read_outside(entry, catalogue, renderer, today)
    except PageOverError as error:
        return replace(refused, refusal=str(error))
    except DeckError:
        return refused  # its sections are gone, and with them all slides
    except (NoSuchPageError, RenderingError) as error:
        return replace(refused, refusal=str(error))
    if deck is None:
        return replace(refused, refusal="it has just been changed, and isn't for buyers any more")
    return replace(refused, slides=tuple(map(outward, deck.slides)), pictures=deck.pictures)


def pick_slides(
    wanted: Sequence[SlideWanted],
    known: Iterable[PickedSlide],
    catalogue: Catalogue,
    renderer: Renderer,
    *,
    today: date,
) -> list[PickedSlide]:
    """Return the slides that are wanted: known ones as they were seen last, others as their pages say them now.

    Raises Conflict, which names the page, for a new one that may not go to a buyer or isn't there, and for one twice.
    """
    kept = {(one.page_id, one.anchor): one for one in known}
    sources: dict[str, SlideSource] = {}
    made: dict[tuple[str, str], PickedSlide] = {}
    for number, one in enumerate(wanted):
        entry = catalogue.by_id.get(one.page_id)
        page_id = one.page_id if (one.page_id, one.anchor) in kept or entry is None else entry.id
        place, field = (page_id, one.anchor), f"slides/{number}"
        if place in made:
            raise Conflict(f"“{made[place].title}” of `{page_id}` is in the deck twice; take it once", field=field)
        if page_id not in sources:
            sources[page_id] = source_of(page_id, catalogue, renderer, today=today)
        picked = _again(kept[place], sources[page_id]) if place in kept else _new(place, sources[page_id], field)
        made[place] = replace(picked, is_hidden=one.is_hidden)
    return list(made.values())


def accept_slides(found: Iterable[FoundSlide], seen: Mapping[tuple[str, str], str]) -> list[PickedSlide]:
    """Return picked slides of which those that were `seen`, as hashes by page and anchor, say what they say now.

    Raises Conflict for one that says something else by now, and for one that isn't there.
    """
    made, left = [], dict(seen)
    for one in found:
        wanted = left.pop((one.picked.page_id, one.picked.anchor), None)
        if wanted is None:
            made.append(one.picked)
        elif one.slide is None or hash_of(one.slide) != wanted:
            raise Conflict(f"“{one.picked.title}” has changed once more; look at it again", field="slides")
        else:
            title = one.slide.title[:MAX_TITLE]
            made.append(replace(one.picked, page_version=one.source.version, text_hash=wanted, title=title))
    if left:
        page_id, anchor = next(iter(left))
        raise Conflict(f"the deck has no slide `{anchor}` of `{page_id}`", field="slides")
    return made


def picked_of(deck: BuyerDeck) -> list[PickedSlide]:
    """Return a deck's slides as they were picked."""
    return [PickedSlide(**row) for row in deck.slides]


def rows_of(picked: Iterable[PickedSlide]) -> list[dict[str, object]]:
    """Return picked slides as they are kept."""
    return [asdict(one) for one in picked]


def count_to_check(deck: BuyerDeck, catalogue: Catalogue, *, today: date) -> int:
    """Return how many slides should be looked at, because their pages changed, expired or aren't for buyers any more.

    It reads no page, so a page that changed elsewhere counts too; who opens the deck is told of each slide.
    """
    return sum(_is_news(row, catalogue.by_id.get(row["page_id"]), today) for row in deck.slides)


def buyer_key(asked: DeckAsked, deck: BuyerDeck, catalogue: Catalogue, config: Config) -> str:
    """Return the name under which a file of a deck is kept; its logo is in its version."""
    entries = ((page_id, catalogue.by_id.get(page_id)) for page_id in sorted({row["page_id"] for row in deck.slides}))
    pages = {page_id: stamp_of(entry, catalogue) if entry else [] for page_id, entry in entries}
    return key_from(asked, config, version=deck.version, pages=pages)


def file_name_of(deck: BuyerDeck, form: DeckForm) -> str:
    """Return what a deck's file is called where it is downloaded."""
    return _NO_NAME.sub("-", f"{deck.title} - {deck.buyer}.{form}")


def _read_outside(entry: Entry, catalogue: Catalogue, renderer: Renderer, today: date) -> Deck | None:
    """Read a page for outside; None for one whose file says already what the catalogue doesn't know yet: it isn't."""
    page = read_page(catalogue, entry)
    if refusal_of(status=page.fields.status, audience=page.fields.audience, page_type=page.type) is not None:
        return None
    if page.fields.expires and page.fields.expires < today:
        raise PageOverError(f"it expired on {page.fields.expires}")
    around = around_of(entry, catalogue, is_outside=True)
    return read_sections(page, renderer.render(page), around, is_outside=True, base_url="")


def _again(picked: PickedSlide, source: SlideSource) -> PickedSlide:
    """Return a picked slide with its page's version, where the slide says the same in it."""
    slide = source.slide_at(picked.anchor)
    is_same = slide is not None and hash_of(slide) == picked.text_hash
    return replace(picked, page_version=source.version) if is_same else picked


def _new(place: tuple[str, str], source: SlideSource, field: str) -> PickedSlide:
    page_id, anchor = place
    if source.refusal is not None:
        raise Conflict(f"slides of `{page_id}` can't go to a buyer: {source.refusal}", field=field)
    slide = source.slide_at(anchor)
    if slide is None:
        raise Conflict(f"`{page_id}` has no slide `{anchor}`; load its slides again", field=field)
    return PickedSlide(page_id, source.version, anchor, slide.title[:MAX_TITLE], hash_of(slide))


def _is_news(row: dict[str, str], entry: Entry | None, today: date) -> bool:
    if entry is None or refusal_of(status=entry.status, audience=entry.audience, page_type=entry.type) is not None:
        return True
    return is_over(entry.verified_until, today) or entry.hash != row["page_version"]
