"""Normal form of slides: what is handed to pandoc, so that one slide stays one slide.

Pandoc begins a new slide after each table and picture, and puts what can't stand beside each other on slides of their
own. So tables and pictures come last, after the text, and two of them stand in columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from selectolax.lexbor import LexborHTMLParser, LexborNode

from content.deck.crowding import FIGURES
from content.deck.pictures import Placing
from content.deck.slides import Layout, Slide, columns_of, first_node, is_picture
from content.parts.leaving import sign_boxes

# What only holds blocks.
_HOLDERS = {"div", "section", "details", "center", "figure"}
# What a link may lead to from a file that is sent on: nothing of the library, which needs a sign-in or isn't there.
_ELSEWHERE = ("https:", "http:", "mailto:", "tel:")


@dataclass(frozen=True)
class DeckSheet:
    """A slide as it is set: its title, one or two columns and its notes, all as HTML; more columns than one are even.

    A slide with more tables and pictures than stand beside each other becomes several; `part` counts them from 1.
    """

    title: str
    columns: tuple[str, ...]
    notes: str = ""
    part: int = 1
    layout: Layout = "text"


def sheets_of(slides: Sequence[Slide], place: Placing) -> list[DeckSheet]:
    """Return slides as PowerPoint takes them: text before tables and pictures, two of which stand in columns."""
    return [sheet for slide in slides for sheet in _sheets_of(slide, place)]


def pages_of(slides: Sequence[Slide], place: Placing) -> list[DeckSheet]:
    """Return slides as paper takes them: blocks in their order, a picture beside the text, and no notes."""
    return [DeckSheet(_title(slide), _on_paper(slide, place), layout=slide.layout) for slide in slides]


def html_of(sheets: Sequence[DeckSheet]) -> str:
    """Return sheets as the HTML that pandoc makes slides of."""
    return "\n".join(map(_html_of, sheets))


def _html_of(sheet: DeckSheet) -> str:
    number = f" ({sheet.part})" if sheet.part > 1 else ""
    body = sheet.columns[0] if sheet.columns else ""
    if len(sheet.columns) > 1:
        columns = "".join(f'<div class="column">{column}</div>' for column in sheet.columns)
        body = f'<div class="columns">{columns}</div>'
    notes = f'<div class="notes">{sheet.notes}</div>' if sheet.notes else ""
    return f"<h2>{sheet.title}{number}</h2>\n{body}\n{notes}"


def _sheets_of(slide: Slide, place: Placing) -> Iterator[DeckSheet]:
    title, notes = _title(slide), _notes(slide, place)
    texts, figures = _parted(slide.blocks, place)
    columns = columns_of(slide.blocks)
    if columns and not figures:
        above, left, right = ("".join(_parted(column, place)[0]) for column in columns)
        yield DeckSheet(title, (above + left, right), notes)
        return
    text, first, rest = "".join(texts), figures[:FIGURES], figures[FIGURES:]
    if len(first) < FIGURES:
        yield DeckSheet(title, (text + "".join(first),), notes)
    else:
        yield DeckSheet(title, (text + first[0], first[1]), notes)
    for part, at in enumerate(range(0, len(rest), FIGURES), start=2):
        yield DeckSheet(title, tuple(rest[at : at + FIGURES]), part=part)


def _on_paper(slide: Slide, place: Placing) -> tuple[str, ...]:
    if columns := columns_of(slide.blocks):
        above, left, right = ("".join(_flat(column, place)) for column in columns)
        return above + left, right
    if slide.layout == "columns":
        texts, figures = _parted(slide.blocks, place)
        return "".join(texts), "".join(figures)
    return ("".join(_flat(slide.blocks, place)),)


def _parted(blocks: Sequence[str], place: Placing) -> tuple[list[str], list[str]]:
    """Return the text of some blocks, and their tables and pictures, each in its order."""
    texts, figures = [], []
    for html in _flat(blocks, place):
        node = first_node(html)
        if node is None:
            continue
        if node.tag == "table" or is_picture(node):
            figures.append(html)
            continue
        for found in node.css("table, img"):
            figures.append(f"<p>{found.html}</p>" if found.tag == "img" else found.html or "")
            found.decompose()
        if node.text().strip():
            texts.append(node.html or "")
    return texts, figures


def _flat(blocks: Sequence[str], place: Placing) -> Iterator[str]:
    """Yield blocks without the boxes around them, with pictures in them and boxes to tick as signs."""
    for block in blocks:
        body = LexborHTMLParser(f"<body>{block}").body
        if body is not None:
            _put_in(body, place)
            yield from _out_of_boxes(body)


def _out_of_boxes(holder: LexborNode) -> Iterator[str]:
    for node in holder.iter(include_text=True):
        if node.is_text_node:
            if node.text().strip():
                yield f"<p>{escape(node.text().strip())}</p>"
        elif node.tag == "details" and node.css_first("pre.diagram") is not None:
            continue  # it is drawn above
        elif node.tag in _HOLDERS:
            yield from _out_of_boxes(node)
        elif node.tag in {"summary", "figcaption"}:
            yield f"<p><strong>{node.inner_html}</strong></p>"
        elif node.tag in {"h3", "h4", "h5", "h6"}:
            yield f"<h3>{node.inner_html}</h3>"
        elif node.tag == "img":
            yield f"<p>{node.html}</p>"
        elif node.tag != "hr":
            yield node.html or ""


def unlink(body: LexborNode) -> None:
    """Leave the words alone of links that lead nowhere from outside."""
    for link in body.css("a"):
        if not (link.attributes.get("href") or "").lower().startswith(_ELSEWHERE):
            link.unwrap()


def _put_in(body: LexborNode, place: Placing) -> None:
    unlink(body)
    sign_boxes(body)
    for image in body.css("img"):
        alt = image.attributes.get("alt") or ""
        address = None if _is_in(image, "td", "th") else place(image.attributes.get("src") or "")
        if address is None:
            image.replace_with(alt)
            continue
        # What pandoc would write below it is no text of the slide.
        image.attrs["alt"], image.attrs["title"] = "", alt
        image.attrs["src"] = address


def _is_in(node: LexborNode, *tags: str) -> bool:
    above = node.parent
    while above is not None and above.tag not in tags:
        above = above.parent
    return above is not None


def _title(slide: Slide) -> str:
    return slide.title_html or escape(slide.title)


def _notes(slide: Slide, place: Placing) -> str:
    """Return a slide's notes, in which a table is a table no more: PowerPoint has none in notes."""
    texts, figures = _parted((f"<div>{slide.notes}</div>",), place)
    cells = (_as_text(node) for figure in figures if (node := first_node(figure)) is not None and node.tag == "table")
    return "".join([*texts, *cells])


def _as_text(table: LexborNode) -> str:
    rows = ([" ".join(cell.text().split()) for cell in row.css("td, th")] for row in table.css("tr"))
    return "".join(f"<p>{escape(' | '.join(row))}</p>" for row in rows)
