"""Answers of the stand-in to a search: hits in order, what was counted, and words that were proposed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Any

from rapidfuzz.distance import OSA

from support.opensearch.matching import Matcher
from support.opensearch.reading import Document, RefusedError

Json = dict[str, Any]
KNOWN = {
    *("query", "post_filter", "aggs", "sort", "from", "size", "track_total_hits", "track_scores", "_source"),
    *("search_after", "suggest"),
}


def answer_search(documents: Mapping[str, Document], index: Json, body: Json) -> Json:
    """Return what is found in an index."""
    if not body.keys() <= KNOWN or body.get("from", 0) + body.get("size", 10) > 10_000:
        raise RefusedError(f"unknown parts of a search, or too far: {sorted(body)}")
    matcher = Matcher(documents, index)
    scores = matcher.match(body.get("query", {"match_all": {}}))
    kept = scores.keys() & matcher.match(body["post_filter"]).keys() if "post_filter" in body else scores.keys()
    sort = body.get("sort", [{"_score": {"order": "desc"}}])
    rows = [(_key(documents[key], scores[key], sort), key) for key in kept]
    for place in reversed(range(len(sort))):
        rows.sort(key=lambda row: row[0][place], reverse=list(sort[place].values()) == [{"order": "desc"}])
    if "search_after" in body:
        assert all(list(one.values()) == [{"order": "asc"}] for one in sort)
        rows = [row for row in rows if row[0] > body["search_after"]]
    start = body.get("from", 0)
    shown = rows[start : start + body.get("size", 10)]
    hits = [
        {"_id": key, "_score": scores[key], "_source": _source(documents[key], index, body), "sort": values}
        for values, key in shown
    ]
    found: Json = {
        "took": 1,
        "timed_out": False,
        "_shards": {"total": 1, "successful": 1, "skipped": 0, "failed": 0},
        "hits": {"total": {"value": len(rows), "relation": "eq"}, "max_score": None, "hits": hits},
    }
    if "aggs" in body:
        found["aggregations"] = {name: _counted(matcher, documents, scores, one) for name, one in body["aggs"].items()}
    if "suggest" in body:
        found["suggest"] = {name: [_proposed(documents, one)] for name, one in body["suggest"].items()}
    return found


def _key(document: Document, score: float, sort: list[Json]) -> list[Any]:
    names = [next(iter(one)) for one in sort]
    return [score if name == "_score" else document.values[name][0] for name in names]


def _source(document: Document, index: Json, body: Json) -> Json:
    left_out = index["mappings"]["_source"]["excludes"]
    wanted = body.get("_source", ["*"])
    return {
        name: value
        for name, value in document.source.items()
        if any(fnmatchcase(name, one) for one in wanted) and not any(fnmatchcase(name, one) for one in left_out)
    }


def _counted(matcher: Matcher, documents: Mapping[str, Document], among: Mapping[str, float], agg: Json) -> Json:
    """Count among some documents."""
    inner = agg.get("aggs", {})
    [(kind, how)] = [(name, value) for name, value in agg.items() if name != "aggs"]
    if kind == "filter":
        own = {key: among[key] for key in among.keys() & matcher.match(how).keys()}
        return {"doc_count": len(own)} | {name: _counted(matcher, documents, own, one) for name, one in inner.items()}
    if kind == "filters":
        named = {
            name: {"doc_count": len(among.keys() & matcher.match(query).keys())}
            for name, query in how["filters"].items()
        }
        return {"buckets": named}
    if kind != "terms" or not how.keys() <= {"field", "size", "include"}:
        raise RefusedError(f"unknown aggregation [{kind}]")
    counts = Counter(value for key in among for value in set(documents[key].values.get(how["field"], ())))
    pattern = re.compile(how.get("include", ".*"), re.DOTALL)
    kept = sorted(((count, value) for value, count in counts.items() if pattern.fullmatch(value)), reverse=True)
    shown = sorted(kept, key=lambda row: (-row[0], row[1]))[: how["size"]]
    rest = sum(count for count, _ in kept) - sum(count for count, _ in shown)
    buckets = [{"key": value, "doc_count": count} for count, value in shown]
    return {"doc_count_error_upper_bound": 0, "sum_other_doc_count": rest, "buckets": buckets}


def _proposed(documents: Mapping[str, Document], suggest: Json) -> Json:
    """Propose words of any document, whoever may see it: as a server does."""
    text, how = suggest["text"], suggest["term"]
    words = {word for one in documents.values() for word in one.places.get(how["field"], ())}
    near = [word for word in words if word != text and OSA.distance(text, word) <= how["max_edits"]]
    options = [{"text": word, "score": 0.8, "freq": 1} for word in sorted(near)[: how["size"]]]
    return {"text": text, "offset": 0, "length": len(text), "options": options}
