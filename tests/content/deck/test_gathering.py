"""Decks for buyers, gathered: a cover and the slides that may be shown, each with what became of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from content.deck.gathering import Cover, PickedSlide, SlideSource, find_slides, gather, hash_of, outward, refusal_of
from content.deck.pictures import Picture
from content.deck.slides import Slide
from support.decks import png, slides_of

PRICE = "10 EUR, as in [the list](../prices.md) and [on the web](https://a.example)"
BODY = f"## Price\n\n{PRICE}\n\n> Notes: ask\n\n## Why\n\n- time\n"
TODAY = date(2026, 3, 2)


def source(body: str = BODY, **more: object) -> SlideSource:
    """Return a page as it is now."""
    return replace(SlideSource("Page", "v1", None, tuple(map(outward, slides_of(body)))), **more)  # type: ignore[arg-type]


def pick(number: int, body: str = BODY) -> PickedSlide:
    """Pick a slide of the page."""
    slide = source(body).slides[number]
    return PickedSlide("page", "v1", slide.anchor, slide.title, hash_of(slide))


@pytest.mark.parametrize(
    ("now", "states"),
    [
        (source(), ["current", "current"]),
        (source(BODY.replace("10 EUR", "12 EUR")), ["changed", "current"]),
        (source(BODY.replace("## Why", "## Why not")), ["current", "gone"]),
        (source(f"{BODY}\n## More\n\n- x\n"), ["current", "current"]),
        (source(BODY.replace("../prices.md", "../list.md")), ["current", "current"]),
        (source(BODY.replace("ask", "don't ask")), ["current", "current"]),
        (source(verified_until="2026-03-01"), ["expired", "expired"]),
        (source(verified_until="2026-03-02"), ["current", "current"]),
        (source(BODY.replace("10 EUR", "12 EUR"), verified_until="2026-03-01"), ["changed", "expired"]),
        (source(refusal="it is draft"), ["withheld", "withheld"]),
        (source(""), ["gone", "gone"]),
    ],
)
def test_each_slide_says_what_became_of_it(now: SlideSource, states: list[str]) -> None:
    """Its own words count, and nothing else of its page; what can't be shown says why and is left out."""
    found = find_slides([pick(0), pick(1)], {"page": now}, today=TODAY)
    assert [one.state for one in found] == states
    assert [one.slide is None for one in found] == [state in {"gone", "withheld"} for state in states]
    assert [bool(one.reason) for one in found] == [one.slide is None for one in found]


def test_a_buyer_gets_a_cover_and_what_isnt_hidden_without_notes_and_links_inside() -> None:
    """The buyer's name stays text, anchors are the deck's own, and links to the web stay."""
    hidden = replace(pick(1), is_hidden=True)
    logo = Picture(png(), "png")
    found = find_slides([pick(1), hidden, pick(0)], {"page": source()}, today=TODAY)
    deck = gather(found, Cover("Dockside <b>", "A & <img src=x> GmbH", "de-AT", logo))
    assert [(slide.title, slide.anchor) for slide in deck.slides] == [
        ("Dockside <b>", "slide-1"),
        ("Why", "slide-2"),
        ("Price", "slide-3"),
    ]
    assert deck.slides[0].blocks[0] == "<p>für A &amp; &lt;img src=x&gt; GmbH</p>"
    assert deck.slides[0].layout == "columns"
    assert {slide.notes for slide in deck.slides} == {""}
    assert deck.slides[2].blocks == (
        '<p>10 EUR, as in the list and <a href="https://a.example" rel="noopener noreferrer">on the web</a></p>',
    )
    assert deck.pictures(logo.address) == logo
    assert deck.pictures("/elsewhere.png") is None
    assert gather([], Cover("T", "B", "zh")).slides == (Slide("T", "T", "slide-1", ("<p>B</p>",)),)


@pytest.mark.parametrize(
    ("status", "audience", "page_type", "refused"),
    [
        ("approved", "customer", "deck", False),
        ("approved", "customer", "quiz", True),
        ("approved", "partner", "deck", True),
        ("approved", "internal", "guide", True),
        ("draft", "customer", "deck", True),
        ("archived", "customer", "deck", True),
    ],
)
def test_only_pages_for_customers_go_to_a_buyer(status: str, audience: str, page_type: str, refused: bool) -> None:
    """Neither what isn't published, nor what is for partners, nor what holds answers."""
    assert (refusal_of(status=status, audience=audience, page_type=page_type) is not None) is refused
