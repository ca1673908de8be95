"""The layout of an index on the server: its fields, and how they are searched.

All text comes as terms that `content.search.analysis` made, with spaces between: the server only cuts at spaces. Each
language group has fields of its own, so that a word is as rare as it is in the pages of its language.
"""

from __future__ import annotations

from typing import Any

from content.search.analysis import GROUPS
from content.search.inverting import GAP
from content.search.query import FIELDS
from content.search.scoring import LENGTH_SHARES, REGION_WEIGHTS, SATURATION

# Counted up when documents of this version can't be searched as those before were; part of an index's state.
FORMAT = 1
REGIONS = ("title", "headings", "extra", "body")
# What filters and facets ask for, by field words, and what else is looked up as it is.
KEYWORDS = (*FIELDS, "id", "edition", "family", "path", "newest", "until", "title_normal", "content")
# Folded words of titles and headings, by which they are completed while somebody types.
BEGUN = ("title_words", "heading_words")


def field(region: str, group: str) -> str:
    """Return the name of the field of a region of pages of a language group."""
    return f"{region}_{group}"


def weighted(group: str) -> list[str]:
    """Return the fields of a group's regions with what a word counts in each."""
    return [f"{field(region, group)}^{weight}" for region, weight in zip(REGIONS, REGION_WEIGHTS, strict=True)]


def layout() -> dict[str, Any]:
    """Return settings and mappings of a new index.

    It has one shard, so that counts and orders are exact; it shows what was written when it is told to, and not before.
    """
    return {
        "settings": {
            "index": {
                "number_of_shards": 1,
                "auto_expand_replicas": "0-1",
                "refresh_interval": "-1",
                "similarity": {
                    region: {"type": "BM25", "k1": SATURATION, "b": share}
                    for region, share in zip(REGIONS, LENGTH_SHARES, strict=True)
                },
            }
        },
        "mappings": {
            "dynamic": "strict",
            "_source": {"excludes": [*(f"{region}_*" for region in REGIONS), "words_*", "spelled_*", *BEGUN]},
            "properties": _properties(),
        },
    }


def _properties() -> dict[str, Any]:
    fields: dict[str, Any] = {name: {"type": "keyword"} for name in (*KEYWORDS, *BEGUN)}
    fields["sections"] = {"type": "object", "enabled": False}
    text = {"type": "text", "analyzer": "whitespace", "position_increment_gap": GAP}
    for group in GROUPS:
        fields |= {field(region, group): {**text, "similarity": region} for region in REGIONS}
        fields[field("words", group)] = {"type": "keyword"}
        fields[field("spelled", group)] = {
            "type": "text",
            "analyzer": "whitespace",
            "index_options": "docs",
            "norms": False,
        }
    return fields
