"""Pieces of OpenSearch's query language that several questions are made of."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from content.search.analysis import is_cjk
from content.search.generation import Sight
from content.search.opensearch.layout import REGIONS, field, weighted

Query = dict[str, Any]
NOTHING: Query = {"match_none": {}}
# What Lucene's regular expressions mean by signs, it takes for themselves behind a backslash.
_SIGN = re.compile(r"([^\w\s])")


def within(sight: Sight) -> Query:
    """Return the pages that may be seen: whatever is asked or counted is asked of these alone."""
    return {
        "bool": {
            "filter": [_having(name, values) for name, values in sight.only().items()],
            "must_not": [_having(name, values) for name, values in sight.without().items()],
        }
    }


def _having(name: str, values: Collection[str]) -> Query:
    return {"terms": {name: sorted(values)}}


def seen(sight: Sight, *queries: Query) -> Query:
    """Return the pages that may be seen and answer some queries, without a score."""
    return {"bool": {"filter": [within(sight), *queries]}}


def having(name: str, values: Iterable[str]) -> Query:
    """Return the pages that have one of some values."""
    wanted = list(values)
    return {"terms": {name: wanted}} if wanted else NOTHING


def any_of(queries: Sequence[Query]) -> Query:
    """Return the pages that answer one of some queries."""
    return {"bool": {"should": list(queries), "minimum_should_match": 1}} if queries else NOTHING


def saying(group: str, terms: Sequence[str], *, boost: float = 1.0) -> Query:
    """Return the pages of a group that hold terms one after the other, scored by where they stand and how often."""
    if not terms:
        return NOTHING
    if len(terms) == 1 and len(terms[0]) == 1 and is_cjk(terms[0]):
        return _with_sign(group, terms[0], boost=boost)
    kind = "most_fields" if len(terms) == 1 else "phrase"
    return {"multi_match": {"query": " ".join(terms), "type": kind, "fields": weighted(group), "boost": boost}}


def near(group: str, terms: Sequence[str], *, slop: int, boost: float) -> Query:
    """Return the pages of a group that hold terms near each other."""
    fields = weighted(group)
    text = " ".join(terms)
    return {"multi_match": {"query": text, "type": "phrase", "fields": fields, "slop": slop, "boost": boost}}


def _with_sign(group: str, sign: str, *, boost: float) -> Query:
    """Return the pages of a group that hold a single sign, which stands in every pair that holds it."""
    names = [field(region, group) for region in REGIONS]
    ways: list[Query] = [{kind: {name: {"value": sign}}} for name in names for kind in ("term", "prefix")]
    ways += [{"wildcard": {name: {"value": f"?{sign}"}}} for name in names]
    return {"constant_score": {"filter": any_of(ways), "boost": boost}}


def literally(text: str) -> str:
    """Return a regular expression of Lucene that means a text as it is."""
    return _SIGN.sub(r"\\\1", text)
