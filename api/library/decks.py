"""Decks: a page's slides, and its files for PowerPoint and on paper, which the worker builds once for each version."""

from __future__ import annotations

from flask import Blueprint, Response

from api.web.auth import READERS, allow
from api.web.context import actor, clock, parts
from api.web.decks import DeckBuildOut, SlidesOut, answer_with_file, require_tools, slides_out
from api.web.documentation import PREFIX, Answer, answers, large_answers, spec
from api.web.shapes import Strict
from api.web.sight import sight_of, visible_entry
from api.work.decks.asked import DeckAsked, key_of, read_asked
from api.work.decks.buyer import source_of
from content.catalogue import Entry
from content.deck.errors import DeckError
from content.deck.files import DeckForm
from lms.errors import Conflict

blueprint = Blueprint("decks", __name__, url_prefix=PREFIX)


class DeckFileQuery(Strict):
    """Whether the file has speaker notes; for partners it never has."""

    notes: bool = True


class SlidesQuery(Strict):
    """For whom: the reader of a deck, or a buyer, who gets slides of any page for customers, be it a deck or not."""

    for_buyer: bool = False


@blueprint.get("/content/<page_id>/slides")
@allow(*READERS)
@spec.validate(resp=answers(409, 503, HTTP_200=SlidesOut), tags=["content"])
def show_slides(page_id: str, query: SlidesQuery) -> Answer:
    """Return a deck's slides; 409 for a page that is none, or has none."""
    entry, is_outside = visible_entry(page_id), sight_of(actor()).is_outside
    if query.for_buyer:
        return _slides_for_buyer(entry)
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
    slides = slides_out(deck.slides, is_outside=is_outside)
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


def _slides_for_buyer(entry: Entry) -> SlidesOut:
    source = source_of(entry.id, parts().search.catalogue(), parts().renderer, today=clock().day)
    if source.refusal is not None:
        raise Conflict(f"slides of `{entry.id}` can't go to a buyer: {source.refusal}")
    if not source.slides:
        raise Conflict(f"`{entry.id}` has no slide; each begins with a heading of level 2, as in `## What it costs`")
    slides = slides_out(source.slides, is_outside=True)
    return SlidesOut(id=entry.id, title=source.title, language=entry.language, slides=slides)


def _file(page_id: str, form: DeckForm, *, is_outside: bool) -> Response:
    """Return a built file, or how far it is; who is outside gets what is for outside, whatever is asked for."""
    entry = visible_entry(page_id)
    if entry.type != "deck":
        raise Conflict(f"`{entry.id}` is a page of type `{entry.type}`, and slides are made of a `deck`")
    require_tools(form)
    asked = DeckAsked(entry.id, form, is_outside or sight_of(actor()).is_outside)
    whole = parts().search.entry(entry.id) or entry
    return answer_with_file(
        key_of(asked, whole, parts().search.catalogue(), parts().config), asked, name=asked.file_name
    )
