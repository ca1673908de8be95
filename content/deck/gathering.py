"""Gathering: a deck for a buyer, put together from slides of several pages as they are now, with a cover of its own."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from html import escape
from typing import Literal

from selectolax.lexbor import LexborHTMLParser

from content.deck.normal import unlink
from content.deck.pictures import Picture, Pictures, picture_of
from content.deck.reading import Deck
from content.deck.slides import Slide
from content.fields.models import WITHHELD

# In the order in which they are looked for: `withheld` and `gone` slides are left out, the others are shown.
SlideState = Literal["withheld", "gone", "changed", "expired", "current"]
AUDIENCE = "customer"
# The line below the title of a cover, in the languages that we are sure of; in others it is the name alone.
_FOR = {"de": "für", "en": "for", "es": "para", "fr": "pour", "it": "per", "nl": "voor", "pl": "dla", "pt": "para"}


@dataclass(frozen=True)
class PickedSlide:
    """A slide that somebody picked: of which page, in which version, under which heading, and what it said then."""

    page_id: str
    page_version: str
    anchor: str
    title: str
    text_hash: str
    is_hidden: bool = False


@dataclass(frozen=True)
class SlideSource:
    """A page that slides are picked of, as it is now; where it may not go to a buyer, `refusal` is why."""

    title: str
    version: str
    verified_until: str | None
    slides: tuple[Slide, ...] = ()
    pictures: Pictures | None = None
    refusal: str | None = None

    def slide_at(self, anchor: str) -> Slide | None:
        """Return the slide below a heading; None where the page has no such heading, or not any more."""
        return next((slide for slide in self.slides if slide.anchor == anchor), None)


@dataclass(frozen=True)
class FoundSlide:
    """A picked slide beside what its page says now; `slide` is None where it isn't shown, for which `reason` is why."""

    picked: PickedSlide
    state: SlideState
    reason: str | None
    source: SlideSource
    slide: Slide | None


@dataclass(frozen=True)
class Cover:
    """What stands on the first slide."""

    title: str
    buyer: str
    language: str
    logo: Picture | None = None


def refusal_of(*, status: str, audience: str, page_type: str) -> str | None:
    """Say why a page's slides may not go to a buyer; None when they may."""
    if status != "approved":
        return f"it is {status}"
    if audience != AUDIENCE:
        return f"its audience is `{audience}`, and buyers get pages for `{AUDIENCE}` alone"
    return f"pages of type `{page_type}` hold answers" if page_type in WITHHELD else None


def is_over(verified_until: str | None, today: date) -> bool:
    """Tell whether the last day on which a page counts as reviewed is past."""
    return verified_until is not None and verified_until < today.isoformat()


def outward(slide: Slide) -> Slide:
    """Return a slide as it leaves the company: without notes, and without links into the library."""
    return replace(slide, title_html=_unlinked(slide.title_html), blocks=tuple(map(_unlinked, slide.blocks)), notes="")


def hash_of(slide: Slide) -> str:
    """Return what tells whether a slide still says the same, whatever else of its page changed."""
    told = "\0".join((slide.title_html or escape(slide.title), *slide.blocks))
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def find_slides(picked: Iterable[PickedSlide], sources: Mapping[str, SlideSource], *, today: date) -> list[FoundSlide]:
    """Return each picked slide with how it stands; `sources` are its pages by the ids under which it was picked."""
    return [_find(one, sources[one.page_id], today) for one in picked]


def gather(found: Sequence[FoundSlide], cover: Cover) -> Deck:
    """Return the deck that a buyer gets: the cover, and what isn't hidden and may be shown."""
    shown = [one.slide for one in found if one.slide is not None and not one.picked.is_hidden]
    slides = [_cover_of(cover), *shown]
    # Headings of different pages may have the same anchor, and a link must lead to one of them.
    numbered = (replace(slide, anchor=f"slide-{number}") for number, slide in enumerate(slides, start=1))
    return Deck(cover.title, cover.language, tuple(numbered), _pictures_of(found, cover.logo))


def _find(picked: PickedSlide, source: SlideSource, today: date) -> FoundSlide:
    slide = source.slide_at(picked.anchor)
    if source.refusal is not None:
        return FoundSlide(picked, "withheld", source.refusal, source, None)
    if slide is None:
        reason = f"the page has no heading “{picked.title}” any more"
        return FoundSlide(picked, "gone", reason, source, None)
    if hash_of(slide) != picked.text_hash:
        return FoundSlide(picked, "changed", None, source, slide)
    state: SlideState = "expired" if is_over(source.verified_until, today) else "current"
    return FoundSlide(picked, state, None, source, slide)


def _cover_of(cover: Cover) -> Slide:
    word = _FOR.get(cover.language.partition("-")[0].lower())
    line = f"{word} {cover.buyer}" if word else cover.buyer
    blocks = [f"<p>{escape(line)}</p>"]
    if cover.logo is not None:
        blocks.append(f'<p><img src="{cover.logo.address}" alt="{escape(cover.buyer)}"></p>')
    return Slide(cover.title, escape(cover.title), "", tuple(blocks))


def _pictures_of(found: Sequence[FoundSlide], logo: Picture | None) -> Pictures:
    """Return where pictures are read: addresses are those of the library, so one page's is every page's."""
    readers = list({id(one.source): one.source.pictures for one in found if one.source.pictures}.values())

    def read(address: str) -> Picture | None:
        if logo is not None and address == logo.address:
            return picture_of(logo.data)
        return next((picture for pictures in readers if (picture := pictures(address)) is not None), None)

    return read


def _unlinked(html: str) -> str:
    if "<a" not in html:
        return html
    body = LexborHTMLParser(f"<body>{html}").body
    if body is None:
        return html
    unlink(body)
    return (body.inner_html or "").strip()
