"""Watermarks: for whom a PDF is, written across each of its pages."""

from __future__ import annotations

import io
import json
from functools import lru_cache

from lms.errors import Conflict

# Beyond this a file isn't read into memory to be stamped.
MOST_BYTES = 50_000_000
_STAMP = """
#set page(width: {width}pt, height: {height}pt, margin: 0pt, fill: none)
#set text(size: {size}pt, fill: rgb(110, 125, 135, 70))
#place(center + horizon, rotate(-30deg, json(bytes(sys.inputs.at("words")))))
"""


def can_mark() -> bool:
    """Tell whether the packages of the extra `pdf` are there."""
    try:
        import pypdf
        import typst
    except ImportError:
        return False
    return bool(pypdf and typst)


def marked(pdf: bytes, words: str) -> bytes:
    """Return a PDF with some words across every page; raises Conflict for a file that is no PDF or is locked."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.errors import PyPdfError

    try:
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
        for page in writer.pages:
            box = page.mediabox
            stamp = PdfReader(io.BytesIO(_stamp(words, round(float(box.width)), round(float(box.height))))).pages[0]
            page.merge_page(stamp)
        written = io.BytesIO()
        writer.write(written)
    except (PyPdfError, ValueError, KeyError, RecursionError) as error:
        raise Conflict("no watermark can be written on this PDF; share it without one") from error
    return written.getvalue()


@lru_cache(64)
def _stamp(words: str, width: int, height: int) -> bytes:
    import typst

    size = max(8, min(width / max(len(words), 1) * 1.4, height / 8))
    source = _STAMP.format(width=max(width, 1), height=max(height, 1), size=round(size, 1))
    made = typst.compile(source.encode(), sys_inputs={"words": json.dumps(words)})
    return made if isinstance(made, bytes) else b"".join(made or [])
