"""Markdown stripped to what search and checks need: text under its headings, links, images, task lists.

cmark is used here and not python-markdown, because it is linear in its input and a hundred times faster;
nothing that this module makes is ever shown as HTML.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from urllib.parse import unquote

from cmarkgfm.cmark import Options
from markdown.extensions.toc import unique
from pymdownx.slugs import slugify
from selectolax.lexbor import LexborHTMLParser, LexborNode

from content.gfm import to_html

# Deep nesting costs the HTML parser the square of its depth: a line keeps its first fifty markers,
# and a page with thousands of tags loses its raw HTML.
_MARKERS = re.compile(r"^((?:[ \t]{0,3}[>*+-]){50})(?:[ \t]{0,3}[>*+-])+", re.MULTILINE)
MAX_TAGS = 5_000
FARTHEST_LINES = 400
NEAR_LINES = 4
FARTHEST_CHARACTERS = 20_000
NEAR_CHARACTERS = 500
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCK = re.compile(r"<(?=/?(?:p|li|t[dhr]|br|div|blockquote|dd|dt|pre|hr)\b)")
_slug = slugify(case="lower")


@dataclass(frozen=True)
class Section:
    """A heading ("" before the first one), its anchor in the page, and the text below it."""

    heading: str
    anchor: str
    text: str


@dataclass(frozen=True)
class Link:
    """A link or an image, and where its address stands: the body's first line is 1, so is a line's first column."""

    target: str
    line: int
    column: int
    is_image: bool
    has_text: bool = True


@dataclass(frozen=True)
class Outline:
    """What a page says, without its markup."""

    sections: tuple[Section, ...]
    links: tuple[Link, ...]

    @property
    def text(self) -> str:
        """All text of the page, headings included."""
        return "\n".join(f"{part.heading}\n{part.text}" for part in self.sections)


def read_outline(body: str) -> Outline:
    """Read Markdown into its outline; any text is accepted."""
    tree = _parsed(body)
    return Outline(tuple(_sections(tree)), tuple(_links(tree, body.split("\n"))))


def read_sections(body: str) -> tuple[Section, ...]:
    """Read only the text of Markdown under its headings."""
    return tuple(_sections(_parsed(body)))


def _parsed(body: str) -> LexborHTMLParser:
    options = Options.CMARK_OPT_SOURCEPOS | (Options.CMARK_OPT_UNSAFE if body.count("<") < MAX_TAGS else 0)
    page = to_html(_MARKERS.sub(r"\1", body.replace("\0", "")), options)
    tree = LexborHTMLParser(_BLOCK.sub(" <", page))
    for node in tree.css("script, style"):
        node.decompose()
    return tree


def anchor_of(heading: str) -> str:
    """Make a heading's anchor; never begins with an underscore, which is the theme's own namespace."""
    return str(_slug(heading, "-")).lstrip("_") or "section"


def _sections(tree: LexborHTMLParser) -> list[Section]:
    found: list[Section] = []
    heading, texts = "", list[str]()
    used: set[str] = set()
    for node in tree.body.iter() if tree.body else ():
        if node.tag in HEADINGS:
            found.append(Section(heading, unique(anchor_of(heading), used) if heading else "", "\n".join(texts)))
            heading, texts = _squeeze(node), []
        else:
            texts.append(_squeeze(node))
    found.append(Section(heading, unique(anchor_of(heading), used) if heading else "", "\n".join(texts)))
    return [section for section in found if section.heading or section.text.strip()]


def _squeeze(node: LexborNode) -> str:
    return " ".join(node.text().split())


def _links(tree: LexborHTMLParser, lines: list[str]) -> list[Link]:
    found = []
    cursor = _Cursor(lines)
    inside = cursor.at
    for node in tree.css("a[href], img[src]"):
        is_image = node.tag == "img"
        target = node.attributes.get("src" if is_image else "href") or ""
        before = cursor.at
        if is_image and node.parent is not None and node.parent.tag == "a":
            cursor.at = inside  # its address stands before that of the link around it, in HTML after it
        else:
            inside = before
        place = cursor.place_of(target, *_block_of(node))
        inside, cursor.at = (cursor.at if is_image else inside), max(before, cursor.at)
        found.append(Link(target, *place, is_image, bool(not is_image or (node.attributes.get("alt") or "").strip())))
    return found


def _block_of(node: LexborNode) -> tuple[int, int]:
    """Return the first and last line of the block that a node stands in."""
    block: LexborNode | None = node
    while block is not None and not block.attributes.get("data-sourcepos"):
        block = block.parent
    if block is None:
        return 1, 1
    first, _, last = (block.attributes["data-sourcepos"] or "1:1-1:1").partition("-")
    return int(first.partition(":")[0]), int(last.partition(":")[0])


class _Cursor:
    """Finds links in the lines of their blocks in the order they stand there, so that no text is read twice."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self.at = (1, 0)  # the line, and how many of its characters are done with

    def place_of(self, target: str, first: int, last: int) -> tuple[int, int]:
        """Return line and column of the next link to target in the block, or its first line when it isn't found."""
        if first > self.at[0]:
            self.at = (first, 0)
        written = unquote(target)
        ways = {target, written, html.escape(written), html.escape(target)}
        marked = {f"{sign}{way}": len(sign) for way in ways for sign in ("(", "<", '"', ": ")}
        return (
            self._find(marked, min(last, self.at[0] + NEAR_LINES))
            or self._find(dict.fromkeys(ways, 0), last)
            or (max(first, min(self.at[0], last)), 1)
        )

    def _find(self, ways: dict[str, int], last: int) -> tuple[int, int] | None:
        """Look for the first of some texts; each with how far into it the address begins."""
        begin, done = self.at
        longest = max(map(len, ways))
        for number in range(begin, min(last, len(self._lines), begin + FARTHEST_LINES) + 1):
            start = done if number == begin else 0
            line = self._lines[number - 1]
            for reach in (NEAR_CHARACTERS, FARTHEST_CHARACTERS):
                found = ((line.find(way, start, start + reach), len(way), before) for way, before in ways.items())
                place, length, before = min((one for one in found if one[0] >= 0), default=(-1, 0, 0))
                # Nothing that begins earlier may have been cut off by a near end.
                if place >= 0 and (place + longest <= start + reach or reach == FARTHEST_CHARACTERS):
                    self.at = (number, place + length)
                    return number, place + before + 1
        return None
