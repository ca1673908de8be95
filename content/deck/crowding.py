"""Crowding: whether a slide holds more than can be read on it, by a rule of thumb that needs no browser."""

from __future__ import annotations

import unicodedata
from math import ceil

from selectolax.lexbor import LexborNode

from content.deck.slides import Slide, columns_of, first_node, is_picture

# How much fits on a slide below its title: lines of text, so many signs wide.
LINES, WIDTH = 12.0, 58
# A row of a table is set smaller than a line of text, and a picture takes what is left, but at least this.
ROW, SIGNS_OF_ROW, LEAST_PICTURE = 0.95, 72, 4.0
# Tables and pictures that stand beside each other at most.
FIGURES = 2
_LEAVES = "p, li, dt, dd, h3, h4, h5, h6, summary, pre"


def lines_of(slide: Slide) -> float:
    """Return how many lines of text a slide's content is about as high as."""
    if columns := columns_of(slide.blocks):
        above, *both = columns
        return _lines(above, WIDTH) + max(_lines(column, WIDTH // 2 - 2) for column in both)
    is_beside = slide.layout == "columns"
    return _lines(slide.blocks, WIDTH // 2 if is_beside else WIDTH, has_pictures=not is_beside)


def is_crowded(slide: Slide) -> bool:
    """Tell whether a slide holds more than can be read on it."""
    return lines_of(slide) > LINES or figures_of(slide) > FIGURES


def figures_of(slide: Slide) -> int:
    """Return how many tables and pictures a slide has."""
    nodes = [node for block in slide.blocks if (node := first_node(block)) is not None]
    return sum(len(node.css("table")) + len(node.css("img")) for node in nodes)


def _lines(blocks: tuple[str, ...], width: int, *, has_pictures: bool = True) -> float:
    nodes = [node for block in blocks if (node := first_node(block)) is not None]
    return sum(_height(node, width, has_pictures=has_pictures) for node in nodes)


def _height(node: LexborNode, width: int, *, has_pictures: bool) -> float:
    if is_picture(node):
        return LEAST_PICTURE if has_pictures else 0
    tables = node.css("table")
    height = sum(_height_of_table(table, width) for table in tables)
    for table in tables:
        if table.mem_id != node.mem_id:
            table.decompose()
    if node.tag == "table":
        return height
    pictures = len(node.css("img")) if has_pictures else 0
    return height + LEAST_PICTURE * pictures + _height_of_text(node, width)


def _height_of_table(table: LexborNode, width: int) -> float:
    rows = [[_width(cell.text()) for cell in row.css("td, th")] for row in table.css("tr")]
    longest = [max(row[place] for row in rows if place < len(row)) for place in range(max(map(len, rows), default=0))]
    # Columns share the width by their longest cells, of which one takes at most half.
    room = SIGNS_OF_ROW * width / WIDTH
    shares = [min(most, room / 2) or 1 for most in longest]
    widths = [max(6.0, room * share / max(room, sum(shares))) for share in shares]
    return ROW * sum(max((ceil(cell / widths[at]) for at, cell in enumerate(row)), default=0) or 1 for row in rows)


def _height_of_text(node: LexborNode, width: int) -> float:
    leaves = node.css(_LEAVES)
    if node.tag == "pre":
        return 0.8 * max(1, node.text().rstrip().count("\n") + 1)
    if not leaves or node.tag in {"p", "h3", "h4", "h5", "h6"}:
        return max(1, ceil(_width(node.text()) / width))
    return sum(_height_of_leaf(leaf, width) for leaf in leaves)


def _height_of_leaf(leaf: LexborNode, width: int) -> float:
    """Return the lines of a leaf's own words: those of what lies in it are counted by themselves."""
    if leaf.tag == "pre":
        return 0.8 * max(1, leaf.text().rstrip().count("\n") + 1)
    inner = sum(_width(below.text()) for below in leaf.css(_LEAVES) if below.mem_id != leaf.mem_id)
    own = _width(leaf.text()) - inner
    return ceil(max(0, own) / (width - 3))


def _width(text: str) -> int:
    """Return how wide a text is, in signs of Latin letters."""
    plain = " ".join(text.split())
    return len(plain) + sum(unicodedata.east_asian_width(sign) in {"W", "F"} for sign in plain)
