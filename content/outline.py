"""Markdown stripped to what search needs: the text under its headings, as the page shows it.

cmark reads it and not the renderer, because it is linear in its input and a hundred times faster; a test compares the
two. Nothing that this module makes is ever shown as HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cmarkgfm.cmark import Options
from selectolax.lexbor import LexborHTMLParser, LexborNode

from content.dialects.dialect import GITHUB, Dialect
from content.dialects.finishing import link_players, name_headings, put_signs, texts_with
from content.dialects.placing import LINKS, target_of
from content.dialects.plainer import plainer
from content.dialects.signs import has_short_codes
from content.dialects.unwrapping import unwrap, with_open_tags
from content.gfm import to_html
from content.parts.marking import ALL_HEADINGS, HEADINGS, HOLDERS, Marked, drop, mark
from content.parts.rules import PartRules
from content.places.wiki_links import LITERAL, WIKI_LINK, text_of_link

# Deep nesting costs the HTML parser the square of its depth: a line keeps its first fifty markers,
# and a page with thousands of tags loses its raw HTML.
_MARKERS = re.compile(r"^((?:[ \t]{0,3}[>*+-]){50})(?:[ \t]{0,3}[>*+-])+", re.MULTILINE)
MAX_TAGS = 5_000
# Tags, but not addresses in such brackets.
_HTML = re.compile(r"<(?!https?:|mailto:)[A-Za-z/!?]", re.IGNORECASE)
_BLOCK = re.compile(r"<(?=/?(?:p|li|t[dhr]|br|div|blockquote|dd|dt|pre|hr|summary|details)\b)")


@dataclass(frozen=True)
class Outline:
    """What a page says: its sections, and the addresses that its links lead to and its images show, as written."""

    sections: tuple[Section, ...]
    links: tuple[str, ...]
    images: tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """A heading ("" before the first one), its anchor in the page, and the text below it."""

    heading: str
    anchor: str
    text: str


def read_outline(body: str, dialect: Dialect = GITHUB, *, rules: PartRules | None = None) -> Outline:
    """Read Markdown into its outline; any text is accepted. By `rules` only into that of what is sent."""
    unsafe = Options.CMARK_OPT_UNSAFE if body.count("<") < MAX_TAGS else 0
    text = _MARKERS.sub(r"\1", plainer(body.replace("\0", ""), has_math=dialect.has_math))
    raw = to_html(text, unsafe | Options.CMARK_OPT_FOOTNOTES)
    return _read(raw, dialect, has_html=bool(_HTML.search(body)), rules=rules)


def read_sections(body: str, dialect: Dialect = GITHUB) -> tuple[Section, ...]:
    """Read the text of Markdown under its headings."""
    return read_outline(body, dialect).sections


def text_of(body: str, dialect: Dialect = GITHUB) -> str:
    """Return all text of Markdown, headings included."""
    return "\n".join(f"{part.heading}\n{part.text}" for part in read_sections(body, dialect))


def outline_of(raw: str, dialect: Dialect) -> Outline:
    """Return the outline of HTML that a dialect made of a page."""
    return _read(raw, dialect, has_html=True)


def _read(raw: str, dialect: Dialect, *, has_html: bool, rules: PartRules | None = None) -> Outline:
    """Read the HTML of a page; cmark puts a break after each block, and only HTML of an author's own may have none."""
    if has_html:
        raw = _BLOCK.sub(" <", with_open_tags(raw))
    tree = LexborHTMLParser(raw)
    inner = mark(tree, rules) if rules else Marked()
    if has_html or "footnote-" in raw:
        for node in tree.css("script, style, sup.footnote-ref, a.footnote-backref"):
            node.decompose()
    name_headings(tree, dialect)
    drop(inner)
    targets = tuple(map(target_of, tree.css(LINKS))), tuple(map(target_of, tree.css("img[src]")))
    if has_html:
        link_players(tree)
        unwrap(tree, raw)
        _part_readings(tree)
    if has_short_codes(raw):
        put_signs(tree)
    if "[[" in raw:
        _name_pages(tree)
    return Outline(tuple(_sections(tree, has_html=has_html)), *targets)


def _name_pages(tree: LexborHTMLParser) -> None:
    """Put the text of wiki links in their place: which pages they lead to only the library knows."""
    for node, text in texts_with("[[", tree, outside=LITERAL):
        node.replace_with(WIKI_LINK.sub(lambda found: text_of_link(found[1]) or found[0], text))


def _part_readings(tree: LexborHTMLParser) -> None:
    """Put how a word is read behind the whole of it, so that both are words."""
    for node in tree.css("ruby"):
        readings = node.css("rt, rp")
        read = "".join(reading.text() for reading in readings if reading.tag == "rt")
        for reading in readings:
            reading.decompose()
        node.insert_child(f" {read} ")


def _sections(tree: LexborHTMLParser, *, has_html: bool) -> list[Section]:
    found: list[Section] = []
    heading, anchor, texts = "", "", list[str]()
    parts = _parts(tree.body) if tree.body and has_html else tree.body.iter() if tree.body else ()
    for node in parts:
        if node.tag in HEADINGS:
            found.append(Section(heading, anchor, "\n".join(texts)))
            heading, anchor, texts = _squeeze(node), node.attributes.get("id") or "", []
        else:
            texts += [text] if (text := _squeeze(node)) else []
    found.append(Section(heading, anchor, "\n".join(texts)))
    return [section for section in found if section.heading or section.text.strip()]


def _parts(node: LexborNode) -> Iterator[LexborNode]:
    """Yield what stands one below the other in a page, also inside what only holds it."""
    for child in node.iter(include_text=node.tag in HOLDERS):
        if child.tag in HOLDERS and child.css_first(ALL_HEADINGS):
            yield from _parts(child)
        else:
            yield child


def _squeeze(node: LexborNode) -> str:
    return " ".join(node.text().split())
