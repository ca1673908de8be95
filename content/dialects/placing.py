"""Links and images of a page's tree, each with the place of its address in the text."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser, LexborNode

FARTHEST_LINES = 400
NEAR_LINES = 4
FARTHEST_CHARACTERS = 20_000
NEAR_CHARACTERS = 500
# What leads to an address beside images, which show one.
LINKS = "a[href], video[src], audio[src], source[src], iframe[src], embed[src], object[data]"
_NAMES = {"a": "href", "object": "data"}
_LINES = re.compile(r"([1-9]\d{0,6})-([1-9]\d{0,6})")


@dataclass(frozen=True)
class Link:
    """A link or an image, and where its address stands: the body's first line is 1, so is a line's first column."""

    target: str
    line: int
    column: int
    is_image: bool
    has_text: bool = True


def links_of(tree: LexborHTMLParser, lines: list[str]) -> list[Link]:
    """Return links and images in the order of the page; `lines` are those of its Markdown."""
    found = []
    cursor = _Cursor(lines)
    inside = cursor.at
    raw = (1, len(lines))  # of the HTML that stands in the text, which can't carry its lines itself
    for node in tree.css(f"{LINKS}, img[src], template[data-lines]"):
        if node.tag == "template":
            raw = _lines_of(node) or raw
            continue
        if _is_of_footnote(node):
            continue
        is_image = node.tag == "img"
        target = target_of(node)
        before = cursor.at
        if is_image and node.parent is not None and node.parent.tag == "a":
            cursor.at = inside  # its address stands before that of the link around it, in HTML after it
        else:
            inside = before
        first, last = _block_of(node) or raw
        place = cursor.place_of(target, min(first, len(lines)), min(last, len(lines)))
        inside, cursor.at = (cursor.at if is_image else inside), max(before, cursor.at)
        found.append(Link(target, *place, is_image, bool(not is_image or (node.attributes.get("alt") or "").strip())))
    return found


def target_of(node: LexborNode) -> str:
    """Return the address of a link, an image, or what is played or embedded, as it is written."""
    return node.attributes.get(_NAMES.get(str(node.tag), "src")) or ""


def _is_of_footnote(node: LexborNode) -> bool:
    """Tell whether a link leads to a note or back, which nobody wrote as a link."""
    names = f"{node.attributes.get('class')} {node.parent.attributes.get('class') if node.parent else ''}"
    return "footnote-" in names


def _block_of(node: LexborNode) -> tuple[int, int] | None:
    """Return the first and last line of the block that a node stands in; None where no block says so."""
    block: LexborNode | None = node
    while block is not None:
        if (lines := _lines_of(block)) is not None:
            return lines
        block = block.parent
    return None


def _lines_of(node: LexborNode) -> tuple[int, int] | None:
    found = _LINES.fullmatch(node.attributes.get("data-lines") or "")
    return (int(found[1]), int(found[2])) if found else None


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
