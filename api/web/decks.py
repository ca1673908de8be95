"""Decks as routes show them: their slides, and files that the worker builds once for each version."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from flask import Response, jsonify
from pydantic import BaseModel, Field

from api.web.below import links_below
from api.web.context import parts
from api.web.ranges import send_part
from api.work.decks.asked import DeckAsked
from api.work.decks.store import DeckStore
from content.deck.crowding import is_crowded
from content.deck.errors import DeckError
from content.deck.files import MEDIA_TYPES, DeckForm
from content.deck.pandoc import program
from content.deck.paper import require_typst
from content.deck.slides import Layout, Slide
from lms.errors import Conflict


class SlideOut(BaseModel):
    """A slide: its number from 1, and its content as sanitised HTML; `notes` are null for partners and buyers."""

    number: int
    title: str
    anchor: str = Field(description="the heading's, as in the page's address")
    layout: Layout
    html: str
    notes: str | None
    is_crowded: bool = Field(description="whether it holds more than can be read, by a rule of thumb")


class SlidesOut(BaseModel):
    """The slides of a deck in their order."""

    id: str
    title: str
    language: str
    slides: list[SlideOut]


class DeckBuildOut(BaseModel):
    """How far a file is that is still being built, in words and as steps done of all; ask again in a second."""

    says: str
    done: int
    steps: int


def slides_out(slides: Iterable[Slide], *, is_outside: bool) -> list[SlideOut]:
    """Return slides as the API shows them."""
    return [
        SlideOut(
            number=number,
            title=slide.title,
            anchor=slide.anchor,
            layout=slide.layout,
            html=links_below("\n".join(slide.blocks)),
            notes=None if is_outside else links_below(slide.notes),
            is_crowded=is_crowded(slide),
        )
        for number, slide in enumerate(slides, start=1)
    ]


def require_tools(form: DeckForm) -> None:
    """Raise Conflict, which names the extra, where such a file can't be made here."""
    try:
        program()
        if form == "pdf":
            require_typst()
    except DeckError as error:
        raise Conflict(str(error)) from error


def answer_with_file(key: str, asked: DeckAsked, *, name: str) -> Response:
    """Return a built file, or how far it is."""
    store = DeckStore(parts().config.decks_dir)
    if (file := store.find(key, asked)) is not None:
        return send_built(file, asked.form, name=name)
    state = store.ask_for(key, asked)
    waiting = jsonify(DeckBuildOut(says=state.says, done=state.done, steps=state.steps).model_dump())
    waiting.status_code, waiting.headers["Retry-After"] = 202, "1"
    return waiting


def send_built(file: Path, form: DeckForm, *, name: str) -> Response:
    """Return a file that was built, or the part of it that is asked for."""
    folder, media_type = file.parent.resolve(), MEDIA_TYPES[form]
    response = send_part(folder, file.name, mimetype=media_type, as_attachment=True, download_name=name, max_age=None)
    response.headers["Cache-Control"] = "private, no-cache"
    return response
