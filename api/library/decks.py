"""Decks: a page's slides, and its files for PowerPoint and on paper, which the worker builds once for each version."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify
from pydantic import BaseModel, Field

from api.web.auth import READERS, allow
from api.web.context import actor, parts
from api.web.documentation import PREFIX, Answer, answers, large_answers, spec
from api.web.ranges import send_part
from api.web.shapes import Strict
from api.web.sight import sight_of, visible_entry
from api.work.decks.asked import DeckAsked, key_of, read_asked
from api.work.decks.store import DeckStore
from content.deck.crowding import is_crowded
from content.deck.errors import DeckError
from content.deck.files import MEDIA_TYPES, DeckForm
from content.deck.pandoc import program
from content.deck.paper import require_typst
from content.deck.slides import Layout, Slide
from lms.errors import Conflict

blueprint = Blueprint("decks", __name__, url_prefix=PREFIX)


class DeckFileQuery(Strict):
    """Whether the file has speaker notes; for partners it never has."""

    notes: bool = True


class SlideOut(BaseModel):
    """A slide: its number from 1, and its content as sanitised HTML; `notes` are null for partners."""

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


@blueprint.get("/content/<page_id>/slides")
@allow(*READERS)
@spec.validate(resp=answers(409, 503, HTTP_200=SlidesOut), tags=["content"])
def show_slides(page_id: str) -> Answer:
    """Return a deck's slides; 409 for a page that is none, or has none."""
    entry, is_outside = visible_entry(page_id), sight_of(actor()).is_outside
    try:
        deck = read_asked(
            entry,
            parts().search.catalogue(),
            parts().renderer,
            parts().config,
            is_outside=is_outside,
            is_file=False,
        )
    except DeckError as error:
        raise Conflict(str(error)) from error
    slides = [_slide(number, slide, is_outside=is_outside) for number, slide in enumerate(deck.slides, start=1)]
    return SlidesOut(id=entry.id, title=deck.title, language=deck.language, slides=slides)


@blueprint.get("/content/<page_id>/deck.pptx")
@allow(*READERS)
@spec.validate(
    resp=large_answers(409, 416, 503, HTTP_200=None, HTTP_202=DeckBuildOut, HTTP_206=None, HTTP_304=None),
    tags=["content"],
)
def deck_as_pptx(page_id: str, query: DeckFileQuery) -> Answer:
    """Return a deck for PowerPoint; 202 while it is being built, 409 with the reason where it can't be."""
    return _file(page_id, "pptx", is_outside=not query.notes)


@blueprint.get("/content/<page_id>/deck.pdf")
@allow(*READERS)
@spec.validate(
    resp=large_answers(409, 416, 503, HTTP_200=None, HTTP_202=DeckBuildOut, HTTP_206=None, HTTP_304=None),
    tags=["content"],
)
def deck_as_pdf(page_id: str) -> Answer:
    """Return a deck as a PDF, a page for each slide and never with notes; 202 and 409 as for PowerPoint."""
    return _file(page_id, "pdf", is_outside=True)


def _file(page_id: str, form: DeckForm, *, is_outside: bool) -> Response:
    """Return a built file, or how far it is; who is outside gets what is for outside, whatever is asked for."""
    entry = visible_entry(page_id)
    if entry.type != "deck":
        raise Conflict(f"`{entry.id}` is a page of type `{entry.type}`, and slides are made of a `deck`")
    try:
        program()
        if form == "pdf":
            require_typst()
    except DeckError as error:
        raise Conflict(str(error)) from error
    asked = DeckAsked(entry.id, form, is_outside or sight_of(actor()).is_outside)
    whole = parts().search.entry(entry.id) or entry
    key, store = key_of(asked, whole, parts().search.catalogue(), parts().config), DeckStore(parts().config.decks_dir)
    if (file := store.find(key, asked)) is not None:
        return _sent(file.parent.resolve(), file.name, asked)
    state = store.ask_for(key, asked)
    waiting = jsonify(DeckBuildOut(says=state.says, done=state.done, steps=state.steps).model_dump())
    waiting.status_code, waiting.headers["Retry-After"] = 202, "1"
    return waiting


def _sent(folder: object, name: str, asked: DeckAsked) -> Response:
    response = send_part(
        str(folder),
        name,
        mimetype=MEDIA_TYPES[asked.form],
        as_attachment=True,
        download_name=asked.file_name,
        max_age=None,
    )
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _slide(number: int, slide: Slide, *, is_outside: bool) -> SlideOut:
    return SlideOut(
        number=number,
        title=slide.title,
        anchor=slide.anchor,
        layout=slide.layout,
        html="\n".join(slide.blocks),
        notes=None if is_outside else slide.notes,
        is_crowded=is_crowded(slide),
    )
