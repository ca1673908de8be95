"""Pages that answer a query, in order: the question to the server, and what its answer says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

import numpy as np

from content.search.analysis import TOKEN, analysis_of, term_texts
from content.search.engines import HitsQuestion
from content.search.generation import Generation, Sight
from content.search.matching import Matched
from content.search.opensearch.client import Json, Server
from content.search.opensearch.documents import sections_of
from content.search.opensearch.liking import PLACE, by_use, liked
from content.search.opensearch.queries import NOTHING, Query, any_of, having, near, saying, within
from content.search.opensearch.ways import ask_for_ways
from content.search.page_text import PageText
from content.search.query import FIELDS, Asked, normal_text
from content.search.ranking import MOST_RANKED, Ranked
from content.search.scoring import NAME_WEIGHT, rarity
from content.search.selection import Facet, Selection
from content.search.tally import Mask
from content.search.units import MAX_UNITS
from content.search.ways import Way

# What a page with the very title gains; more than any text gives.
TITLED = 10_000.0
# Words of the query beside each other, or with so many others between.
SLOP = 3
NEAR_BOOST = 0.3
# The score of pages that only filters were asked for.
PLAIN = 1.0


def rank_on_server(server: Server, generation: Generation, question: HitsQuestion) -> Ranked:
    """Return the pages of a window of all that answer, with facets and totals of all; raises EngineError."""
    asked, window = question.asked, question.window
    seen = generation.seen(question.sight)
    selection = Selection(generation, asked)
    matched = ask_for_ways(server, generation, asked, question.sight)
    body = {
        "query": _ordered(generation, question, matched, seen),
        "post_filter": _filtered(generation, selection),
        "aggs": _counting(generation, selection),
        "sort": [{"newest": {"order": "desc"}}, {"path": {"order": "asc"}}]
        if question.sort == "newest"
        else [{"_score": {"order": "desc"}}, {"path": {"order": "asc"}}],
        "from": min(window.first, MOST_RANKED),
        "size": max(0, min(window.limit, MOST_RANKED - window.first)),
        "track_total_hits": True,
        "track_scores": True,
        "_source": ["id", "edition", "sections"],
    }
    found = server.search(generation.head.server_index, body)
    facets = _facets(generation, selection, found["aggregations"], seen)
    return _read(generation, asked, matched, facets, found["hits"], seen, first=window.first)


def _ordered(generation: Generation, question: HitsQuestion, matched: Matched, seen: Mask) -> Query:
    """Return the pages that may be seen and answer the query, scored by their text and what else moves them."""
    scored = liked(_answering(generation, question.asked, matched, question.sight, seen), generation, question.liking)
    if question.sort == "used":
        more = by_use(generation, question.liking, seen)
    else:
        title = normal_text(question.asked.text)
        filters = having("title_normal", [title]) if title else NOTHING
        more = [{"constant_score": {"filter": filters, "boost": TITLED}}]
    return {"bool": {"must": [scored], "should": more}}


def _answering(generation: Generation, asked: Asked, matched: Matched, sight: Sight, seen: Mask) -> Query:
    words = [*_words(generation, matched), *_named(matched, pages=int(seen.sum()))]
    phrases = [any_of(_saying(generation, text)) for text in asked.phrases]
    query: Query = {
        "filter": [within(sight)],
        "must_not": [any_of(_saying(generation, text)) for text in asked.excluded],
        "must": phrases,
    }
    if phrases:
        return {"bool": {**query, "should": words}}
    if not matched.units and (asked.only or asked.without):
        return {"bool": {**query, "must": [{"constant_score": {"filter": {"match_all": {}}, "boost": PLAIN}}]}}
    return {"bool": {**query, "must": [any_of(words)]}}


def _saying(generation: Generation, text: str) -> list[Query]:
    """Return what finds a phrase in each language group."""
    tokens = TOKEN.findall(text)
    read = ((group, term_texts(tokens, analysis_of(group))) for group in generation.groups)
    return [saying(group, [term for term in terms if term][:MAX_UNITS]) for group, terms in read]


def _words(generation: Generation, matched: Matched) -> Iterator[Query]:
    """Yield for each language group what finds the query's words in it."""
    for group in generation.groups:
        ways = [way for way in matched.ways if way.group == group]
        if ways and matched.likely[group] > 0:
            stretches = dict.fromkeys((way.start, way.end) for way in ways)
            found = [_best([way for way in ways if (way.start, way.end) == stretch]) for stretch in stretches]
            beside = _beside(group, matched, ways)
            boost = round(matched.likely[group], 4)
            yield {"bool": {"should": [*found, *beside], "minimum_should_match": 1, "boost": boost}}


def _best(ways: list[Way]) -> Query:
    """Return the best of several ways to write the same; not their sum."""
    return {"dis_max": {"queries": [saying(way.group, way.terms, boost=way.weight) for way in ways]}}


def _beside(group: str, matched: Matched, ways: list[Way]) -> Iterator[Query]:
    """Yield what finds neighbouring words of the query near each other; each of them is found by itself too."""
    terms = {way.start: way.terms[0] for way in ways if way.reason == "word"}
    for first, second in pairwise(matched.meaning[group]):
        if first in terms and second in terms:
            yield near(group, (terms[first], terms[second]), slop=SLOP, boost=NEAR_BOOST)


def _named(matched: Matched, *, pages: int) -> Iterator[Query]:
    """Yield what finds the pages that are what the query names."""
    for named in matched.named:
        worth = NAME_WEIGHT * named.weight * rarity(len(named.pages), of=pages)
        # A name of nearly all pages is worth nothing, but answers as any other does.
        yield {"constant_score": {"filter": having(named.field, [named.value]), "boost": max(worth, 0.001)}}


def _filtered(generation: Generation, selection: Selection, *, but: str | None = None) -> Query:
    """Return the pages that pass every filter, or every one but that of one field."""
    columns = generation.columns
    only = [
        having(name, (columns[name].values[code] for code in codes))
        for name, codes in selection.codes.items()
        if name != but
    ]
    left_out = [
        having(name, (columns[name].values[code] for code in codes)) for name, codes in selection.codes_left_out.items()
    ]
    return {"bool": {"filter": only, "must_not": left_out}}


def _counting(generation: Generation, selection: Selection) -> Json:
    """Return what counts the values of every field; the field's own selection isn't applied to its counts."""
    return {
        name: {
            "filter": _filtered(generation, selection, but=name if name in selection.codes else None),
            "aggs": {"values": {"terms": {"field": name, "size": max(1, len(generation.columns[name].values))}}},
        }
        for name in FIELDS
    }


def _facets(generation: Generation, selection: Selection, answers: Json, seen: Mask) -> tuple[Facet, ...]:
    counted: dict[str, list[int]] = {}
    for name in FIELDS:
        buckets = {one["key"]: int(one["doc_count"]) for one in answers[name]["values"]["buckets"]}
        counted[name] = [buckets.get(value, 0) for value in generation.columns[name].values]
    return selection.listed(counted, seen)


def _read(
    generation: Generation,
    asked: Asked,
    matched: Matched,
    facets: tuple[Facet, ...],
    hits: Json,
    seen: Mask,
    *,
    first: int,
) -> Ranked:
    """Return what the server found as a ranking; a page that isn't here, or may not be seen, is left out."""
    places = [(number_of(generation, hit["_source"], seen), hit) for hit in hits["hits"]]
    there = [(number, hit) for number, hit in places if number is not None]
    title = normal_text(asked.text)
    numbers = np.array([number for number, _ in there], np.int32)
    scores = np.array([_score(generation, number, hit, title) for number, hit in there], np.float32)
    texts = {number: PageText.of(sections_of(hit["_source"])) for number, hit in there}
    total = int(hits["total"]["value"])
    return Ranked(numbers, scores, total, facets, matched, {}, None, first=first, texts=texts)


def _score(generation: Generation, number: int, hit: Mapping[str, float], title: str) -> float:
    """Return a page's score without what only puts it first."""
    score = float(hit["_score"] or 0.0)
    is_titled = bool(title) and normal_text(generation.entries[number].title) == title
    return (score - TITLED if is_titled and score >= TITLED else score) % PLACE


def number_of(generation: Generation, source: Json, seen: Mask) -> int | None:
    """Return the number of the page that a document is of; None for one that isn't here or may not be seen."""
    for number in generation.numbers.get(source["id"], ()):
        if seen[number] and generation.entries[number].edition == source["edition"]:
            return number
    return None
