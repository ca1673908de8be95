"""Files of decks: PowerPoint with or without notes, and PDF, which never has any."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, get_args

from content.deck.normal import html_of, sheets_of
from content.deck.pandoc import to_pptx
from content.deck.paper import to_pdf
from content.deck.pictures import embedded
from content.deck.reading import Deck

DeckForm = Literal["pptx", "pdf"]
MEDIA_TYPES: dict[DeckForm, str] = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "pdf": "application/pdf",
}
FORMS: tuple[DeckForm, ...] = get_args(DeckForm)
# Counted up when the same deck becomes another file: what was kept is made anew.
FORMAT = 1


def file_of(deck: Deck, form: DeckForm, *, template: Path | None = None, colour: str = "") -> tuple[bytes, list[str]]:
    """Return a deck as a file, and what is to be known of the template; raises DeckError."""
    if form == "pdf":
        made = to_pdf(deck.slides, deck.pictures, title=deck.title, language=deck.language, colour=colour)
        return made, []
    html = html_of(sheets_of(deck.slides, embedded(deck.pictures)))
    made, said = to_pptx(html, title=deck.title, template=template)
    return made, list(said)
