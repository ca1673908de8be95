"""The part of the query language that the stand-in knows: which documents answer, and with what score."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from support.opensearch.reading import Document, RefusedError

Json = dict[str, Any]
Scored = dict[str, float]


class Matcher:
    """Answers queries over the documents of an index; a score is by BM25 as the index's similarities say."""

    def __init__(self, documents: Mapping[str, Document], body: Json) -> None:
        """Take what is searched."""
        self._documents = documents
        self._properties = body["mappings"]["properties"]
        self._similarities = body["settings"]["index"]["similarity"]

    def match(self, query: Json) -> Scored:
        """Return the score of each document that answers."""
        [(kind, value)] = query.items()
        known: dict[str, Callable[[Any], Scored]] = {
            "match_all": lambda _: dict.fromkeys(self._documents, 1.0),
            "match_none": lambda _: {},
            "ids": lambda one: {key: 1.0 for key in one["values"] if key in self._documents},
            "terms": self._terms,
            "term": lambda one: self._where(one, lambda said, wanted: said == wanted),
            "prefix": lambda one: self._where(one, lambda said, wanted: said.startswith(wanted)),
            "wildcard": lambda one: self._where(
                one, lambda said, wanted: len(said) == len(wanted) and said.endswith(wanted.removeprefix("?"))
            ),
            "range": self._range,
            "constant_score": lambda one: dict.fromkeys(self.match(one["filter"]), _boost(one)),
            "bool": self._bool,
            "dis_max": self._best,
            "multi_match": self._multi,
            "function_score": self._moved,
            "more_like_this": self._alike,
        }
        if kind not in known:
            raise RefusedError(f"unknown query [{kind}]")
        return known[kind](value)

    def _said(self, name: str, document: Document) -> list[str]:
        if name not in self._properties:
            raise RefusedError(f"a field that isn't mapped: {name}")
        return [*document.values.get(name, ()), *document.places.get(name, ())]

    def _terms(self, query: Json) -> Scored:
        [(name, wanted)] = query.items()
        return {key: 1.0 for key, one in self._documents.items() if not set(wanted).isdisjoint(self._said(name, one))}

    def _where(self, query: Json, is_so: Callable[[str, str], bool]) -> Scored:
        [(name, one)] = query.items()
        found = (
            key
            for key, document in self._documents.items()
            if any(is_so(said, one["value"]) for said in self._said(name, document))
        )
        return dict.fromkeys(found, 1.0)

    def _range(self, query: Json) -> Scored:
        [(name, bounds)] = query.items()
        assert bounds.keys() == {"lt"}
        return {
            key: 1.0
            for key, one in self._documents.items()
            if any(said < bounds["lt"] for said in self._said(name, one))
        }

    def _bool(self, query: Json) -> Scored:
        if not query.keys() <= {"must", "filter", "should", "must_not", "minimum_should_match", "boost"}:
            raise RefusedError(f"unknown parts of a bool query: {sorted(query)}")
        must = [self.match(one) for one in query.get("must", ())]
        needed = [*must, *(self.match(one) for one in query.get("filter", ()))]
        should = [self.match(one) for one in query.get("should", ())]
        least = query.get("minimum_should_match", 0 if needed or not should else 1)
        unwanted = [self.match(one) for one in query.get("must_not", ())]
        found: Scored = {}
        for key in self._documents:
            held = [one[key] for one in should if key in one]
            is_in = all(key in one for one in needed) and len(held) >= least
            if is_in and not any(key in one for one in unwanted):
                found[key] = (sum(one[key] for one in must) + sum(held)) * _boost(query)
        return found

    def _best(self, query: Json) -> Scored:
        found: Scored = {}
        for one in map(self.match, query["queries"]):
            for key, score in one.items():
                found[key] = max(score, found.get(key, 0.0))
        return found

    def _multi(self, query: Json) -> Scored:
        terms = query["query"].split()
        scores: dict[str, list[float]] = {}
        for weighted in query["fields"]:
            name, _, weight = weighted.partition("^")
            often = {key: _times(one.places.get(name, {}), terms, query) for key, one in self._documents.items()}
            for key, score in self._bm25(name, {key: times for key, times in often.items() if times}).items():
                scores.setdefault(key, []).append(score * float(weight))
        combine = sum if query["type"] == "most_fields" else max
        return {key: combine(found) * _boost(query) for key, found in scores.items()}

    def _bm25(self, name: str, often: Mapping[str, float]) -> Scored:
        if name not in self._properties:
            raise RefusedError(f"a field that isn't mapped: {name}")
        how = self._similarities[self._properties[name]["similarity"]]
        lengths = [one.lengths[name] for one in self._documents.values() if name in one.lengths]
        rarity = math.log(1 + (len(lengths) - len(often) + 0.5) / (len(often) + 0.5))
        average = max(1.0, sum(lengths) / max(1, len(lengths)))
        found: Scored = {}
        for key, times in often.items():
            shorter = 1 - how["b"] + how["b"] * self._documents[key].lengths[name] / average
            found[key] = rarity * times / (times + how["k1"] * shorter)
        return found

    def _moved(self, query: Json) -> Scored:
        assert (query["score_mode"], query["boost_mode"]) == ("multiply", "multiply")
        found = self.match(query["query"])
        for function in query["functions"]:
            for key in self.match(function["filter"]).keys() & found.keys():
                found[key] *= function["weight"]
        return found

    def _alike(self, query: Json) -> Scored:
        terms = {term for text in query["like"] for term in text.split()}
        asked = {"type": "most_fields", "fields": [f"{name}^1" for name in query["fields"]]}
        clauses = [{"multi_match": {**asked, "query": term}} for term in sorted(terms)]
        return self.match({"bool": {"should": clauses, "minimum_should_match": 1}})


def _boost(query: Json) -> float:
    return float(query.get("boost", 1.0))


def _times(places: Mapping[str, list[int]], terms: list[str], query: Json) -> float:
    """Return how often a field holds a term, or terms one after the other, or near each other."""
    if query["type"] == "most_fields":
        return float(sum(len(places.get(term, ())) for term in terms))
    slop = query.get("slop", 0)
    starts = set(places.get(terms[0], ()))
    for offset, term in enumerate(terms[1:], start=1):
        others = places.get(term, ())
        starts = {one for one in starts if any(abs(other - one - offset) <= slop for other in others)}
    return float(len(starts))
