"""Decks in the tests: PPTX files read again with python-pptx, and decks as Markdown."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from io import BytesIO

from pptx import Presentation

from content.deck.slides import Slide, read_slides
from content.html import to_html
from content.parts.rules import PartRules


@dataclass(frozen=True)
class PptxSlide:
    """What PowerPoint shows of a slide: words with single spaces, tables as rows of cells, and how many pictures."""

    title: str
    text: str
    tables: list[list[list[str]]]
    notes: str
    pictures: int = 0


def read_pptx(data: bytes) -> list[PptxSlide]:
    """Read a PPTX as an editor of slides has it."""
    return [_slide(slide) for slide in Presentation(BytesIO(data)).slides]


def slides_of(body: str, *, title: str = "Deck") -> tuple[Slide, ...]:
    """Return the slides of a deck's Markdown."""
    return read_slides(to_html(body, rules=PartRules(is_deck=True)).html, title=title)


def png(width: int = 30, height: int = 20) -> bytes:
    """Return a picture."""
    rows = b"".join(b"\0" + b"\x20\x80\xc0" * width for _ in range(height))
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )


def plain(text: str) -> str:
    """Return words with single spaces, without those between them and signs."""
    return "".join(text.split())


def _slide(slide: object) -> PptxSlide:
    shapes = list(slide.shapes)  # type: ignore[attr-defined]  # the package has no types
    title = slide.shapes.title  # type: ignore[attr-defined]
    texts = [shape.text_frame.text for shape in shapes if shape.has_text_frame and shape != title]
    tables = [
        [[cell.text for cell in row.cells] for row in shape.table.rows]
        for shape in shapes
        if getattr(shape, "has_table", False)
    ]
    notes = slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else ""  # type: ignore[attr-defined]
    pictures = sum(hasattr(shape, "image") for shape in shapes)
    return PptxSlide(title.text if title is not None else "", " ".join(texts), tables, notes, pictures)
