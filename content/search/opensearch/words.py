"""Words of pages that may be seen, as the server counts them: those that are spelt so, begin so, or are nearly so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from rapidfuzz.distance import OSA

from content.search.analysis import MAX_TERM, SIGNS
from content.search.generation import Sight
from content.search.opensearch.client import Json, Server
from content.search.opensearch.documents import TAB
from content.search.opensearch.layout import field
from content.search.opensearch.queries import Query, any_of, literally, seen
from content.search.vocabulary import LONG_WORD, MIN_TYPO, Word

# Words that are looked at of those that are spelt or begin so.
MOST_WORDS = 100
MOST_NEAR = 10


def spelt(group: str, forms: Iterable[str]) -> Json:
    """Return what asks for the words of a group that are spelt in one of some ways, folded."""
    known = sorted(set(forms))
    starts = [_beginning(group, f"{form}{TAB}") for form in known]
    return _counted(group, any_of(starts), "|".join(f"{literally(form)}{TAB}.*" for form in known), MOST_WORDS)


def beginning(group: str, start: str, *, most: int) -> Json:
    """Return what asks for the words of a group that begin so, folded, those of most pages first."""
    return _counted(group, _beginning(group, start), f"{literally(start)}.*", most)


def _beginning(group: str, start: str) -> Query:
    return {"prefix": {field("words", group): {"value": start}}}


def _counted(group: str, query: Query, include: str, most: int) -> Json:
    terms = {"field": field("words", group), "include": include, "size": most}
    return {"filter": query, "aggs": {"words": {"terms": terms}}}


def words_in(group: str, counted: Mapping[str, Json]) -> list[Word]:
    """Return the words that were counted, with the pages that hold them."""
    buckets = counted["words"]["buckets"]
    rows = ((one["key"], int(one["doc_count"])) for one in buckets)
    return [Word(key.partition(TAB)[0], group, key, key.partition(TAB)[2], pages) for key, pages in rows]


def is_word_of_any(server: Server, index: str, word: str, groups: Iterable[str]) -> bool:
    """Tell whether a folded word of three letters or more stands in any page; raises EngineError."""
    if len(word) < MIN_TYPO - 1:
        return False
    query = any_of([_beginning(group, f"{word}{TAB}") for group in groups])
    return bool(server.search(index, {"size": 0, "query": query})["hits"]["total"]["value"])


def words_near(
    server: Server, index: str, words: Iterable[str], groups: Iterable[str], sight: Sight
) -> dict[str, list[tuple[Word, int]]]:
    """Return for each folded word those that may have been meant, nearest first, each in a page that may be seen.

    The server proposes words of any page, so what it proposes is looked for in those that may be seen.
    """
    typed = [word for word in words if _may_be_mistyped(word)]
    known = list(groups)
    if not typed or not known:
        return {}
    suggest = {f"{at} {group}": _proposing(word, group) for at, word in enumerate(typed) for group in known}
    proposed = server.search(index, {"size": 0, "suggest": suggest})["suggest"]
    forms: dict[str, set[str]] = {group: set() for group in known}
    for key, found in proposed.items():
        forms[key.partition(" ")[2]].update(option["text"] for one in found for option in one["options"])
    aggs = {group: spelt(group, own) for group, own in forms.items() if own}
    if not aggs:
        return {}
    counted = server.search(index, {"size": 0, "query": seen(sight), "aggs": aggs})["aggregations"]
    there = [word for group in aggs for word in words_in(group, counted[group])]
    return {word: _sorted(_at_distance(word, there)) for word in typed}


def _may_be_mistyped(word: str) -> bool:
    return MIN_TYPO <= len(word) <= MAX_TERM and not any(letter.isdigit() or letter in SIGNS for letter in word)


def _proposing(word: str, group: str) -> Json:
    most = 1 if len(word) < LONG_WORD else 2
    term = {
        "field": field("spelled", group),
        "suggest_mode": "always",
        "max_edits": most,
        "prefix_length": 0,
        "min_word_length": MIN_TYPO,
        "size": MOST_NEAR,
    }
    return {"text": word, "term": term}


def _at_distance(word: str, others: Iterable[Word]) -> Iterator[tuple[Word, int]]:
    """Yield those words that are near enough, and begin with the first letter or the second, with their distance."""
    most = 1 if len(word) < LONG_WORD else 2
    for other in others:
        distance = int(OSA.distance(word, other.text, score_cutoff=most))
        if 0 < distance <= most and other.text[:1] in word[:2]:
            yield other, distance


def _sorted(found: Iterable[tuple[Word, int]]) -> list[tuple[Word, int]]:
    return sorted(found, key=lambda row: (row[1], -row[0].pages, row[0].text))
