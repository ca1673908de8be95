"""Suggestions while somebody types, of what the server knows of titles, headings and popular searches."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, islice

from content.search.analysis import TOKEN, analysis_of, fold, is_cjk, term_texts
from content.search.engines import HalfTyped
from content.search.generation import Generation, Sight
from content.search.opensearch.client import Server
from content.search.opensearch.documents import sections_of
from content.search.opensearch.layout import field
from content.search.opensearch.liking import liked
from content.search.opensearch.queries import Query, any_of, having, saying, seen
from content.search.opensearch.ranking import number_of
from content.search.page_text import PageText
from content.search.popular import MOST_LOOKED_AT, PopularSearch
from content.search.preferences import Liking
from content.search.query import normal_text
from content.search.stops import STOPS
from content.search.suggest import (
    MAX_TEXT,
    MOST_READ,
    ReadersOrder,
    Suggestion,
    begun_headings,
    begun_values,
    new_phrases,
    shown_titles,
    titles_with,
    typed_words,
)

# Pages that have what was typed in their title, of which those that come first are chosen here.
MOST_TITLED = 100


def suggest_from_server(server: Server, generation: Generation, typed: HalfTyped) -> tuple[Suggestion, ...]:
    """Complete half-typed text as the engine of one process does; raises EngineError."""
    text, sight = typed.text[:MAX_TEXT], typed.sight
    before, last = typed_words(text)
    visible = generation.seen(sight)
    order = ReadersOrder.of(generation, typed.liking.product, typed.languages)
    searched = _completing(server, generation, text, typed.popular, sight)
    values = begun_values(generation, text, sight)
    if is_cjk(last[:1] or " "):
        return (*titles_with(generation, text, visible, order), *new_phrases(text, searched), *values)
    start = fold(last)
    if not start:
        return (*new_phrases(text, searched), *values)
    begun = _Begun(server, generation, sight, typed.liking, before, start)
    titles = shown_titles(generation, [number for number, _ in begun.pages("title", MOST_TITLED)], order)
    read = sorted(begun.pages("heading", MOST_READ), key=lambda row: order.key(row[0]))
    headings = begun_headings(generation, text, before, read)
    return (*titles, *new_phrases(text, chain(searched, headings), but=titles), *values)


class _Begun:
    """Pages in which some words stand, and one that begins so."""

    def __init__(
        self, server: Server, generation: Generation, sight: Sight, liking: Liking, before: list[str], start: str
    ) -> None:
        self._server = server
        self._generation = generation
        self._sight = sight
        self._liking = liking
        self._before = before
        self._start = start

    def pages(self, region: str, most: int) -> list[tuple[int, PageText]]:
        """Return the pages that hold all of it in their title or in their headings, those that are liked first."""
        generation = self._generation
        begins: Query = {"prefix": {f"{region}_words": {"value": self._start}}}
        name = "title" if region == "title" else "headings"
        held = [self._holding(name, group) for group in generation.groups] if self._before else []
        query = seen(self._sight, begins, *([any_of(held)] if held else []))
        plain = {"constant_score": {"filter": query}}
        body = {
            "query": liked(plain, generation, self._liking),
            "size": most,
            "sort": [{"_score": {"order": "desc"}}, {"path": {"order": "asc"}}],
            "_source": ["id", "edition", *([] if region == "title" else ["sections"])],
        }
        hits = self._server.search(generation.head.server_index, body)["hits"]["hits"]
        visible = generation.seen(self._sight)
        found = [(number_of(generation, hit["_source"], visible), hit["_source"]) for hit in hits]
        return [(number, PageText.of(sections_of(source))) for number, source in found if number is not None]

    def _holding(self, region: str, group: str) -> Query:
        """Return the pages of a group that hold each word that is whole in a region."""
        terms = dict.fromkeys(filter(None, term_texts(self._before, analysis_of(group))))
        return {"bool": {"filter": [{"term": {field(region, group): {"value": term}}} for term in terms]}}


def _completing(
    server: Server, generation: Generation, text: str, searches: Sequence[PopularSearch], sight: Sight
) -> list[str]:
    """Return the searches in which a word begins as the text does, for a reader who sees a page that they led to.

    That page must hold all their words: so nobody reads what only others could know.
    """
    start = normal_text(text)
    begun = (one for one in searches if start and f" {start}" in f" {normal_text(one.text)}")
    looked_at = list(islice((one for one in begun if normal_text(one.text) != start), MOST_LOOKED_AT))
    if not looked_at:
        return []
    filters = {str(place): _led_to(generation, one) for place, one in enumerate(looked_at)}
    body = {"size": 0, "query": seen(sight), "aggs": {"searches": {"filters": {"filters": filters}}}}
    counted = server.search(generation.head.server_index, body)["aggregations"]["searches"]["buckets"]
    return [one.text for place, one in enumerate(looked_at) if counted[str(place)]["doc_count"]]


def _led_to(generation: Generation, search: PopularSearch) -> Query:
    """Return the pages that a search led to and that hold all its words, in any form, but for the small ones."""
    ways = []
    for group in generation.groups:
        stops = STOPS.get(group, frozenset())
        words = [word for word in TOKEN.findall(search.text) if fold(word) not in stops]
        terms = [term for term in term_texts(words, analysis_of(group)) if term]
        if terms:
            ways.append({"bool": {"filter": [saying(group, [term]) for term in terms]}})
    ids = [generation.entries[number].id for one in search.pages for number in _numbers(generation, one)]
    return {"bool": {"filter": [having("id", sorted(set(ids))), any_of(ways)]}}


def _numbers(generation: Generation, page_id: str) -> list[int]:
    return [*generation.numbers.get(page_id, ()), *generation.former.get(page_id, ())]
