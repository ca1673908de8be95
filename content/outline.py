"""Markdown stripped to what search and checks need: text under its headings, links, images, task lists.

cmark is used here and not python-markdown, because it is linear in its input and a hundred times faster;
nothing that this module makes is ever shown as HTML.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import cmarkgfm
from cmarkgfm.cmark import Options
from pymdownx.slugs import slugify
from selectolax.lexbor import LexborHTMLParser, LexborNode

# Deep nesting costs the HTML parser the square of its depth: a line keeps its first fifty markers,
# and a page with thousands of tags loses its raw HTML.
_MARKERS = re.compile(r"^((?:[ \t]{0,3}[>*+-]){50})(?:[ \t]{0,3}[>*+-])+", re.MULTILINE)
MAX_TAGS = 5_000
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
    """A link or an image, and the line it stands on, counted from the body's first line as 1."""

    target: str
    line: int
    is_image: bool


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
    options = Options.CMARK_OPT_SOURCEPOS | (Options.CMARK_OPT_UNSAFE if body.count("<") < MAX_TAGS else 0)
    html = cmarkgfm.github_flavored_markdown_to_html(_MARKERS.sub(r"\1", body.replace("\0", "")), options=options)
    tree = LexborHTMLParser(_BLOCK.sub(" <", html))
    for node in tree.css("script, style"):
        node.decompose()
    return Outline(tuple(_sections(tree)), tuple(_links(tree, body.split("\n"))))


def anchor_of(heading: str) -> str:
    """Make a heading's anchor; never begins with an underscore, which is the theme's own namespace."""
    return str(_slug(heading, "-")).lstrip("_")


def _sections(tree: LexborHTMLParser) -> list[Section]:
    found: list[Section] = []
    heading, texts = "", list[str]()
    used: dict[str, int] = {}
    for node in tree.body.iter() if tree.body else ():
        if node.tag in HEADINGS:
            found.append(Section(heading, _unique(heading, used), "\n".join(texts)))
            heading, texts = _squeeze(node), []
        else:
            texts.append(_squeeze(node))
    found.append(Section(heading, _unique(heading, used), "\n".join(texts)))
    return [section for section in found if section.heading or section.text.strip()]


def _unique(heading: str, used: dict[str, int]) -> str:
    if not heading:
        return ""
    anchor = anchor_of(heading)
    used[anchor] = used.get(anchor, -1) + 1
    return f"{anchor}_{used[anchor]}" if used[anchor] else anchor


def _squeeze(node: LexborNode) -> str:
    return " ".join(node.text().split())


def _links(tree: LexborHTMLParser, lines: list[str]) -> list[Link]:
    found = []
    for node in tree.css("a[href], img[src]"):
        is_image = node.tag == "img"
        target = node.attributes.get("src" if is_image else "href") or ""
        found.append(Link(target, _line_of(node, target, lines), is_image))
    return found


def _line_of(node: LexborNode, target: str, lines: list[str]) -> int:
    """Find the line: the block says where it starts and ends, the target itself says where in it."""
    block: LexborNode | None = node
    while block is not None and not block.attributes.get("data-sourcepos"):
        block = block.parent
    if block is None:
        return 1
    first, _, last = (block.attributes["data-sourcepos"] or "1:1-1:1").partition("-")
    start, end = int(first.partition(":")[0]), int(last.partition(":")[0])
    for number in range(start, min(end, len(lines)) + 1):
        if target in lines[number - 1]:
            return number
    return start
