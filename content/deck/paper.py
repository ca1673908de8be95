"""A deck as a PDF: a page for each slide, set by Typst from what pandoc wrote, with nothing but its own files."""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from content.deck.errors import DeckError, DeckToolMissingError
from content.deck.normal import DeckSheet, pages_of
from content.deck.pandoc import to_typst
from content.deck.pictures import Pictures, filed
from content.deck.slides import Slide

EXTRA = "pdf"
COLOUR = "#123f5c"
_LAYOUT = Path(__file__).with_name("deck.typ")


def require_typst() -> None:
    """Raise DeckToolMissingError, which names the extra, where PDFs can't be set; pandoc is asked for by itself."""
    try:
        import typst  # noqa: F401 - whether it can be imported is the question
    except ImportError:
        raise DeckToolMissingError(
            f"PDFs of decks need the optional extra `{EXTRA}` too: install `repertoire[decks,{EXTRA}]`, "
            f"in a checkout by `uv sync --extra decks --extra {EXTRA}`"
        ) from None


def to_pdf(slides: Sequence[Slide], pictures: Pictures, *, title: str, language: str, colour: str = "") -> bytes:
    """Return slides as a PDF without their notes; raises DeckError."""
    require_typst()
    import typst

    compile_: Callable[..., bytes] = typst.compile
    with tempfile.TemporaryDirectory(prefix="repertoire-deck-") as folder:
        source = Path(folder) / "deck.typ"
        sheets = pages_of(slides, filed(pictures, Path(folder)))
        source.write_text(_LAYOUT.read_text(encoding="utf-8") + _calls(sheets), encoding="utf-8")
        told = {"title": title, "colour": colour or COLOUR, "lang": _language(language)}
        try:
            return bytes(compile_(source, root=Path(folder), format="pdf", sys_inputs=told))
        except typst.TypstError as error:
            raise DeckError(f"the deck can't be set as a PDF: {str(error)[:300]}") from error


def _calls(sheets: Sequence[DeckSheet]) -> str:
    """Return a call for each sheet. Its pieces come back from pandoc in one text, with a mark between them."""
    pieces = [piece for sheet in sheets for piece in (f"<p>{sheet.title}</p>", *sheet.columns)]
    mark = f"mark{hashlib.sha256(''.join(pieces).encode()).hexdigest()}"
    written = iter(to_typst(f"\n<p>{mark}</p>\n".join(pieces)).split(f"\n{mark}\n"))
    return "".join(map(_call, sheets, ([next(written) for _ in (0, *sheet.columns)] for sheet in sheets)))


def _call(sheet: DeckSheet, pieces: Sequence[str]) -> str:
    content = "".join(f"[\n{piece}\n]" for piece in pieces)
    return f'\n#slide(layout-name: "{sheet.layout}"){content}\n'


def _language(code: str) -> str:
    """Return the language alone of a code such as pt-BR, as Typst takes it."""
    language = code.partition("-")[0].lower()
    return language if re.fullmatch("[a-z]{2,3}", language) else "en"
