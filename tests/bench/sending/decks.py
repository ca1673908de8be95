"""How long decks take: the sample ones, one of 20 slides and one of 300, as PPTX and as PDF, in this process.

Run `uv run python tests/bench/sending/decks.py`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median

from config import Config
from content.deck.normal import html_of, sheets_of
from content.deck.pandoc import to_pptx
from content.deck.paper import to_pdf
from content.deck.slides import Slide, read_slides
from content.html import to_html
from content.library import read_library
from content.parts.rules import PartRules

TIMES = 5
SLIDE = """## Slide {number}

- A line of text that is about as long as such lines are
- Another line, with **a word** in bold
- And one more

| Line | Before | After |
|---|---|---|
| Waiting fees | EUR 31,400 | EUR 11,900 |
| Turn time | 104 minutes | 63 minutes |

> Notes: what is said and not read, in a sentence or two. Ask what they think of it.

"""


def main() -> None:
    """Print what is made of each deck, and how long that takes."""
    decks = {page.id: page.body for page in read_library(Config().content_dir).pages if page.type == "deck"}
    for count in (20, 300):
        decks[f"{count} slides"] = "# Deck\n\n" + "".join(SLIDE.format(number=number) for number in range(count))
    print(f"{'deck':24} slides     read     PPTX      PDF   median of {TIMES}, seconds")
    for name, body in decks.items():
        slides = _read(body)
        read, pptx, pdf = (
            _seconds(make)
            for make in (lambda body=body: _read(body), lambda s=slides: _pptx(s), lambda s=slides: _pdf(s))
        )
        print(f"{name:24} {len(slides):6} {read:8.3f} {pptx:8.3f} {pdf:8.3f}")


def _read(body: str) -> tuple[Slide, ...]:
    return read_slides(to_html(body, rules=PartRules(is_deck=True)).html, title="Deck")


def _pptx(slides: tuple[Slide, ...]) -> object:
    return to_pptx(html_of(sheets_of(slides, lambda _: None)))


def _pdf(slides: tuple[Slide, ...]) -> object:
    return to_pdf(slides, lambda _: None, title="Deck", language="en")


def _seconds(make: Callable[[], object]) -> float:
    taken = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        make()
        taken.append(time.perf_counter() - begun)
    return median(taken)


if __name__ == "__main__":
    main()
