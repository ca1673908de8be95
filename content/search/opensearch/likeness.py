"""Pages like a page, by the server's own measure of shared rare words."""

from __future__ import annotations

from content.search.analysis import TOKEN, analysis_of, group_of, term_texts
from content.search.generation import Generation, Sight
from content.search.opensearch.client import Server
from content.search.opensearch.documents import document_id, sections_of
from content.search.opensearch.layout import field
from content.search.opensearch.queries import having, seen
from content.search.opensearch.ranking import number_of
from content.search.similar import READ_CHARACTERS, TERMS, TITLE_TIMES
from content.search.stops import STOPS


def similar_on_server(server: Server, generation: Generation, number: int, *, sight: Sight, limit: int) -> list[int]:
    """Return the numbers of visible pages in the same language that are most like a page, best first.

    Translations of the page are left out. Raises EngineError.
    """
    entry = generation.entries[number]
    index, group = generation.head.server_index, group_of(entry.language)
    asked = {"ids": {"values": [document_id(entry.id, entry.edition)]}}
    own = server.search(index, {"query": asked, "size": 1, "_source": ["sections"]})["hits"]["hits"]
    text = " ".join(text for hit in own for _, _, text in sections_of(hit["_source"]))[:READ_CHARACTERS]
    title = " ".join([entry.title] * TITLE_TIMES)
    stops = STOPS.get(group, frozenset())
    terms = [one for one in term_texts(TOKEN.findall(f"{title} {text}"), analysis_of(group)) if one not in stops]
    like = {
        "fields": [field("title", group), field("body", group)],
        "like": [" ".join(filter(None, terms))],
        "max_query_terms": TERMS,
        "min_term_freq": 1,
        "min_doc_freq": 1,
        "minimum_should_match": "1",
    }
    family = having("family", {entry.id, entry.translation_of or entry.id})
    query = {
        "bool": {
            "must": [{"more_like_this": like}],
            "filter": [seen(sight, having("language", _alike(generation, entry.language)))],
            "must_not": [family],
        }
    }
    body = {
        "query": query,
        "size": limit,
        "_source": ["id", "edition"],
        "sort": [{"_score": {"order": "desc"}}, {"path": {"order": "asc"}}],
    }
    visible = generation.seen(sight)
    found = (number_of(generation, hit["_source"], visible) for hit in server.search(index, body)["hits"]["hits"])
    return [other for other in found if other is not None]


def _alike(generation: Generation, language: str) -> list[str]:
    """Return the languages of pages that are one, whatever their region."""
    base = language.partition("-")[0].lower()
    return [value for value in generation.columns["language"].values if value.partition("-")[0].lower() == base]
