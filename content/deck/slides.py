"""Slides of a deck: what stands on each and what its speaker notes say, read from the page's HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from selectolax.lexbor import LexborHTMLParser, LexborNode

from content.deck.footnotes import take_footnotes, with_footnotes
from content.parts.marking import CLASS, HOLDERS
from content.parts.rules import PartRules

Layout = Literal["title", "text", "table", "picture", "columns", "number", "quote"]
OPENERS = {"h1", "h2"}
# The most signs of a bold paragraph that is shown as a big number, as of one with its unit.
MOST_OF_NUMBER = 24
_INNER = f".{CLASS}"
_RULES = PartRules(is_deck=True)
_FIRST_WORDS = re.compile(r"^((?:\s*<[^>]+>)*\s*)[^<:：]{1,40}[:：]\s*")
_QUOTE = re.compile(r"\s*<blockquote>(.*)</blockquote>\s*", re.DOTALL)


@dataclass(frozen=True)
class Slide:
    """One slide: its title as text and HTML, its heading's anchor, its blocks and its notes as HTML ("" for none)."""

    title: str
    title_html: str = ""
    anchor: str = ""
    blocks: tuple[str, ...] = ()
    notes: str = ""

    @property
    def layout(self) -> Layout:
        """How the slide is laid out, told by its content alone."""
        return layout_of(self.blocks)


@dataclass
class _Open:
    """A slide that is being read."""

    title: str
    title_html: str = ""
    anchor: str = ""
    blocks: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def done(self) -> Slide:
        return Slide(self.title, self.title_html, self.anchor, tuple(self.blocks), "\n".join(self.notes))


def read_slides(html: str, *, title: str) -> tuple[Slide, ...]:
    """Return the slides of a page's HTML, in which its parts are marked: one for each heading of level 2.

    The page's own title begins a slide only where something stands below it; guidance is on no slide. Notes before
    the first slide are the first's.
    """
    tree = LexborHTMLParser(f"<body>{html}")
    if tree.body is None:
        return ()
    footnotes = take_footnotes(tree)
    reader = _Reader(title)
    reader.go(tree.body)
    opening, *rest = (each.done() for each in reader.slides)
    if opening.blocks:
        rest = [opening, *rest]
    elif opening.notes and rest:
        rest[0] = replace(rest[0], notes=f"{opening.notes}\n{rest[0].notes}".strip())
    return tuple(_with_footnotes(slide, footnotes) for slide in rest)


def _with_footnotes(slide: Slide, footnotes: Mapping[str, str]) -> Slide:
    notes = "\n".join(with_footnotes((slide.notes,), footnotes))
    return replace(slide, blocks=with_footnotes(slide.blocks, footnotes), notes=notes)


def layout_of(blocks: tuple[str, ...]) -> Layout:
    """Tell by the blocks of a slide how it is laid out."""
    if not blocks:
        return "title"
    nodes = [node for block in blocks if (node := first_node(block)) is not None]
    tags = [str(node.tag) for node in nodes]
    if tags[0] == "p" and len(nodes) <= 3 and set(tags) == {"p"} and _is_number(nodes[0]):
        return "number"
    if tags[0] == "blockquote" and set(tags[1:]) <= {"p"} and len(tags) <= 2:
        return "quote"
    pictures = [node for node in nodes if is_picture(node)]
    if columns_of(blocks) or (len(pictures) == 1 and len(nodes) > 1 and "table" not in tags):
        return "columns"
    if pictures and len(pictures) == len(nodes):
        return "picture"
    return "table" if "table" in tags else "text"


def columns_of(blocks: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Return what stands above two columns, and both: a slide has them where it has just two headings of level 3."""
    places = [place for place, block in enumerate(blocks) if block.startswith("<h3")]
    if len(places) != 2:
        return ()
    first, second = places
    return blocks[:first], blocks[first:second], blocks[second:]


def first_node(html: str) -> LexborNode | None:
    """Return the node of a block's HTML."""
    body = LexborHTMLParser(f"<body>{html}").body
    return next(body.iter(), None) if body is not None else None


def is_picture(node: LexborNode) -> bool:
    """Tell whether a block shows a picture and says nothing."""
    return node.tag in {"p", "figure"} and node.css_first("img") is not None and not node.text().strip()


def text_of(html: str) -> str:
    """Return the words of some HTML with single spaces."""
    body = LexborHTMLParser(f"<body>{html}").body
    return " ".join(body.text(separator=" ").split()) if body is not None else ""


def _is_number(node: LexborNode) -> bool:
    bold = node.css_first("strong")
    text = node.text().strip()
    return bold is not None and bold.text().strip() == text and 0 < len(text) <= MOST_OF_NUMBER


class _Reader:
    """Goes through what stands one below the other in a page."""

    def __init__(self, title: str) -> None:
        self.slides = [_Open(title, title_html="")]
        self._has_title = False

    def go(self, holder: LexborNode) -> None:
        for node in list(holder.iter()):
            if _is_part(node):
                self._take_part(node)
            elif node.tag in OPENERS:
                self._begin(node)
            elif node.tag in HOLDERS and _holds_slides(node):
                self.go(node)
            else:
                self._add(node)

    def _begin(self, node: LexborNode) -> None:
        text = " ".join(node.text().split())
        opened = _Open(text, (node.inner_html or "").strip(), node.attributes.get("id") or "")
        if node.tag == "h1" and not self._has_title and len(self.slides) == 1 and not self.slides[0].blocks:
            self._has_title = True
            self.slides[0] = replace(opened, notes=self.slides[0].notes)
        else:
            self.slides.append(opened)

    def _add(self, node: LexborNode) -> None:
        while (part := node.css_first(_INNER)) is not None:
            self._take_part(part)
            part.decompose()
        html = (node.html or "").strip()
        if node.tag != "hr" and html and (node.text().strip() or node.css_first("img, input, table")):
            self.slides[-1].blocks.append(html)

    def _take_part(self, node: LexborNode) -> None:
        if "notes" in (node.attributes.get("class") or "").split():
            self.slides[-1].notes += _notes_in(node)


def _notes_in(node: LexborNode) -> Iterator[str]:
    """Yield the notes of one box, without the word by which a quote says that it is notes."""
    html = (node.inner_html or "").strip()
    quoted = _QUOTE.fullmatch(html)
    inner = quoted[1].strip() if quoted and html.count("<blockquote>") == 1 else html
    if _RULES.begins_notes(text_of(inner)):
        inner = _FIRST_WORDS.sub(r"\1", inner, count=1)
    if text_of(inner):
        yield inner


def _is_part(node: LexborNode) -> bool:
    return CLASS in (node.attributes.get("class") or "").split()


def _holds_slides(node: LexborNode) -> bool:
    return any(not _is_inside_part(found) for found in node.css("h1, h2"))


def _is_inside_part(node: LexborNode) -> bool:
    above = node.parent
    while above is not None and above.tag != "body":
        if _is_part(above):
            return True
        above = above.parent
    return False
