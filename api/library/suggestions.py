"""Suggestions while somebody types."""

from __future__ import annotations

from typing import Literal

from flask import Blueprint, request
from pydantic import BaseModel, Field

from api.library.search import MAX_QUERY, TranslationOut, translation_out
from api.web.auth import READERS, allow
from api.web.context import actor, parts
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.shapes import Strict
from api.web.sight import sight_of
from content.search import Asked, Suggestion, half_typed, read_query, with_words

MOST_LANGUAGES = 5

blueprint = Blueprint("suggestions", __name__, url_prefix=PREFIX)


class SuggestQuery(Strict):
    """What was typed so far; its last word is completed, and nothing behind a phrase or a condition."""

    q: str = Field(min_length=1, max_length=MAX_QUERY)


class ChosenFilter(BaseModel):
    """A value of a filter."""

    name: str
    value: str


class SuggestionOut(BaseModel):
    """A page by its title, a phrase to search for, or a filter: `query` is what to search for.

    `rewritten` is all that was typed, with the phrase in the place of its words, or without them beside a `filter`.
    """

    kind: Literal["title", "phrase", "value"]
    text: str
    query: str
    rewritten: str
    filter: ChosenFilter | None
    page: TranslationOut | None


class Suggestions(BaseModel):
    """What the rep may be about to type."""

    items: list[SuggestionOut]


@blueprint.get("/suggest")
@allow(*READERS, is_limited=True)
@spec.validate(resp=answers(503, HTTP_200=Suggestions), tags=["search"])
def suggest(query: SuggestQuery) -> Answer:
    """Complete what is being typed: titles, headings, what several others searched for, and values of filters.

    Pages in a language that the browser asks for (Accept-Language) come before others. Nothing is recorded.
    """
    asked = read_query(query.q)
    languages = tuple(request.accept_languages.values())[:MOST_LANGUAGES]
    found = parts().search.suggest(half_typed(asked), sight=sight_of(actor()), languages=languages)
    return Suggestions(items=[_suggestion_out(item, asked) for item in found])


def _suggestion_out(item: Suggestion, asked: Asked) -> SuggestionOut:
    page = TranslationOut(**translation_out(item.entry)) if item.entry else None
    chosen = ChosenFilter(name=item.filter[0], value=item.filter[1]) if item.filter else None
    rewritten = with_words(asked, "" if chosen else item.query)
    return SuggestionOut(
        kind=item.kind, text=item.text, query=item.query, rewritten=rewritten, filter=chosen, page=page
    )
